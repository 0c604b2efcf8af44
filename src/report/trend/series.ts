/** The run of a series that is looked at: its axis, its total, and what was counted beside it. */

import { stateTime } from "../../blame/provenance/order.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { type WeighedShape, weighCounters } from "../../blame/trend/counters.ts";
import type { CourseFacts } from "../../blame/trend/findings.ts";
import { shapeByEnds, shapeBySize } from "../../blame/trend/shape.ts";
import { countersOf, exactCounters, type TrendBeside, type TrendCounters } from "./beside.ts";
import { type Axis, type FittedSeries, fitTrend } from "./measure.ts";
import { lineUp, type TrendTable } from "./table.ts";

/** A state of the heap, and what was taken beside it. */
export interface Point {
  readonly capture: Capture;
  readonly beside: TrendBeside | undefined;
}

export class Series {
  readonly points: readonly Point[];
  readonly table: TrendTable;
  readonly axis: Axis;
  readonly counters: TrendCounters;

  constructor(
    points: readonly Point[],
    type: string,
    isOneProcess: boolean,
    { iterations }: { readonly iterations: number | undefined },
  ) {
    this.points = points;
    const captures = points.map(({ capture }) => capture);
    this.table = lineUp(
      captures.map(({ profile }) => profile),
      type,
      isOneProcess,
    );
    this.axis = axisOf(captures, iterations);
    this.counters = countersOf(
      captures,
      points.map(({ beside }) => beside),
    );
  }

  /** From the first point to the last; null where times are not known. */
  get seconds(): number | null {
    return this.axis.hours === undefined ? null : this.axis.hours * 3600;
  }

  total(isTestable: boolean): FittedSeries {
    const rows = this.#rows();
    const values = this.table.columns.map((column) => rows.reduce((sum, row) => sum + Number(column[row]), 0));
    const noise = isTestable ? this.table.noise : undefined;
    return { values, change: noise?.change(rows), trend: fitTrend(values, this.axis, noise?.covariance(rows)) };
  }

  /** The shape of the total with its ends, and what is counted exactly, taken into account. */
  weigh({ values, trend, change }: FittedSeries): WeighedShape {
    const seen = shapeByEnds(trend.shape, values, change);
    const shape = this.table.sampleType.unit === "bytes" ? shapeBySize(seen, values) : seen;
    const covariance = this.table.noise?.covariance(this.#rows());
    if (covariance === undefined || this.table.sampleType.unit !== "bytes") return { shape, by: "samples" };
    return weighCounters(shape, { at: this.axis.at, values, covariance }, exactCounters(this.counters));
  }

  course({ values, change }: Pick<FittedSeries, "values" | "change">): CourseFacts {
    const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0];
    return {
      ...{ unit: this.table.sampleType.unit, first, last, growth: last - first },
      low: change === undefined ? null : Math.round(change.low),
      high: change === undefined ? null : Math.round(change.high),
      points: values.length,
      seconds: this.seconds,
    };
  }

  #rows(): number[] {
    return Array.from({ length: this.table.profile.samples.length }, (_, row) => row);
  }
}

/** Hours since the first state; the position of each where times are not known, or do not run forwards. */
function axisOf(chosen: readonly Capture[], iterations: number | undefined): Axis {
  const times = chosen.map(({ profile }) => stateTime(profile));
  const first = times[0] ?? 0n;
  const isTimed = first > 0n && times.every((time, at) => at === 0 || time > (times[at - 1] as bigint));
  const at = times.map((time, position) => (isTimed ? Number(time - first) / 3.6e12 : position));
  return { at, hours: isTimed ? (at.at(-1) as number) : undefined, iterations };
}
