/** Several captures of one process in one table: a row for every distinct sample of any of them, with the values and sample counts of each. */
import { sampledGrowth } from "../../blame/counts/growth-counts.ts";
import { computeTurnover, type SideCounts } from "../../blame/counts/growth-test.ts";
import { type RowSampling, samplingByPeriod } from "../../blame/counts/row-sampling.ts";
import { recoverMergedCounts } from "../../blame/counts/sample-count.ts";
import { sumRows } from "../../blame/counts/sums.ts";
import { samplingVariance, survivorCovariance } from "../../blame/counts/survivor-noise.ts";
import type { ValueColumn } from "../../profile/int64.ts";
import { comparableProfiles } from "../../profile/merge/common-types.ts";
import { alignedColumns, mergeSides } from "../../profile/merge/merge.ts";
import type { Profile, ValueType } from "../../profile/tables.ts";
import { differenceInterval, type Interval } from "../../stats/interval.ts";

export interface TrendTable {
  /** Its value columns are those of every capture, one sample type after the other within each. */
  readonly profile: Profile;
  readonly sampleType: ValueType;
  /** Of the sample type asked for, one a capture. */
  readonly columns: readonly ValueColumn[];
  /** undefined where samples cannot be counted. */
  readonly noise: TrendNoise | undefined;
}

interface TrendNoise {
  /** Covariance of the estimates of some rows over the captures. */
  covariance(rows: ArrayLike<number>): number[][];
  /** 95 % interval of their change from the first capture to the last. */
  change(rows: ArrayLike<number>): Interval;
}

/** `isOneProcess`: the counters say that all are of one, so that captures share what survived. */
export function lineUp(profiles: readonly Profile[], type: string, isOneProcess: boolean): TrendTable {
  const sides = comparableProfiles(profiles);
  const own = alignedColumns(
    sides,
    sides.map((side) => side.samples.values),
  );
  const profile = mergeSides(sides, own);
  const types = own[0]?.length ?? 0;
  const columnsOf = (side: number): ValueColumn[] => profile.samples.values.slice(side * types, (side + 1) * types);
  const index = profile.header.sampleTypes.findIndex((each) => each.type === type);
  const sampleType = profile.header.sampleTypes[index] as ValueType;
  return {
    profile,
    sampleType,
    columns: sides.map((_, side) => columnsOf(side)[index] as ValueColumn),
    noise: noiseOf(
      profile,
      sampleType,
      sides.map((side, at) => ({ values: columnsOf(at), period: side.header.period })),
      isOneProcess,
    ),
  };
}

interface CountedSide {
  readonly values: readonly ValueColumn[];
  readonly period: bigint;
}

function noiseOf(
  profile: Profile,
  type: ValueType,
  sides: readonly CountedSide[],
  isOneProcess: boolean,
): TrendNoise | undefined {
  const captures: Counted[] = [];
  const samplingAt = samplingByPeriod(profile);
  let hasCounters = true;
  for (const { values, period } of sides) {
    const counts = recoverMergedCounts(profile, values, samplingAt(period));
    const sampled = sampledGrowth({ base: counts, current: counts }, "unknown", type);
    if (sampled === undefined) return undefined;
    if (counts.alloc === undefined) hasCounters = false;
    captures.push({
      sampling: sampled.currentSampling,
      inuse: sampled.current,
      alloc: counts.alloc?.counts ?? sampled.current,
    });
  }
  const isShared = isOneProcess && hasCounters && sides.every(({ period }) => period === sides[0]?.period);
  const { sampling } = captures[0] as Counted;
  return {
    covariance: (rows) => (isShared ? survivorCovariance(sampling, rows, captures) : independent(captures, rows)),
    change: (rows) => changeOf(captures[0] as Counted, captures.at(-1) as Counted, rows, isShared),
  };
}

interface Counted extends SideCounts {
  readonly sampling: RowSampling;
}

/** As the comparison of two captures has it: with what survived taken out of both, if they are of one process. */
function changeOf(first: Counted, last: Counted, rows: ArrayLike<number>, isShared: boolean): Interval {
  const only = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row] as number);
  const side = ({ inuse, alloc }: Counted): SideCounts => ({ inuse: only(inuse), alloc: only(alloc) });
  const samplingOf = ({ sampling: { period, size, scale, weight } }: Counted): RowSampling => ({
    ...{ period, size: only(size) },
    ...{ scale: only(scale), weight: only(weight) },
  });
  const { gained, lost } = isShared
    ? computeTurnover(side(first), side(last))
    : { gained: side(last).inuse, lost: side(first).inuse };
  return differenceInterval(sumRows(samplingOf(last), gained), sumRows(samplingOf(first), lost));
}

function independent(captures: readonly Counted[], rows: ArrayLike<number>): number[][] {
  return captures.map(({ sampling, inuse }, at) => {
    const row = new Array<number>(captures.length).fill(0);
    row[at] = samplingVariance(sampling, rows, inuse);
    return row;
  });
}
