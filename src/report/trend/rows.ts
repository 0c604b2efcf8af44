/** Every function of a series, by its own values and by those of all it called. */

import { discoveryThreshold } from "../../blame/counts/growth-test.ts";
import { FALSE_DISCOVERIES } from "../../blame/suspects/suspects.ts";
import { modulesOf } from "../../graph/go/profile-modules.ts";
import type { Granularity } from "../../graph/granularity.ts";
import { groupNameFor } from "../../graph/group-name.ts";
import { buildNodes, type NodeTable, printableName } from "../../graph/nodes.ts";
import { computeWeights, leafNodes } from "../../graph/weights.ts";
import { compareText } from "../../profile/string-table.ts";
import type { Profile } from "../../profile/tables.ts";
import { nodeQuery } from "../growth/evidence.ts";
import { type Axis, type FittedSeries, fitTrend, measure, type TrendMeasure, type TrendRow } from "./measure.ts";
import type { TrendTable } from "./table.ts";

interface TrendRowQuery {
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly sort: "flat" | "cum";
}

/** Largest growth first. */
export function trendRows(table: TrendTable, axis: Axis, query: TrendRowQuery): TrendRow[] {
  const { profile } = table;
  const nodes = buildNodes(
    profile,
    nodeQuery(
      query.granularity,
      query.noInlines,
      groupNameFor(query.granularity, () => modulesOf(profile)),
    ),
  );
  const weights = table.columns.map((column) => computeWeights(profile, nodes, column));
  const rowsOf = samplesOfNodes(profile, nodes);
  const kept = [...nodes.infos.keys()].filter((node) => weights.some(({ cum }) => cum[node]));
  const fitsOf = (kind: "flat" | "cum"): FittedSeries[] =>
    kept.map((node) => {
      const values = weights.map((weight) => Number(weight[kind][node]));
      const rows = rowsOf[kind][node] as number[];
      if (rows.length > 0) {
        return {
          values,
          change: table.noise?.change(rows),
          trend: fitTrend(values, axis, table.noise?.covariance(rows)),
        };
      }
      // A function that allocated nothing itself has no noise of its own.
      return { values, change: table.noise && { low: 0, high: 0 }, trend: fitTrend(values, axis, undefined) };
    });
  const fits = { flat: fitsOf("flat"), cum: fitsOf("cum") };
  // Functions contain one another by cum: no rate of false discoveries is to be had there, but a bound for all of them at once is (Bonferroni).
  const threshold = { flat: slopeThreshold(fits.flat), cum: FALSE_DISCOVERIES / Math.max(1, kept.length) };
  const measured = (kind: "flat" | "cum"): TrendMeasure[] =>
    fits[kind].map(({ values, trend, change }) =>
      measure(values, trend, axis, trend.slopePValue <= threshold[kind], change),
    );
  const [flat, cum] = [measured("flat"), measured("cum")];
  const size = (row: TrendRow): number => Math.abs(row[query.sort].growth);
  return kept
    .map((node, at) => ({
      name: printableName(nodes.infos[node] as NodeTable["infos"][number]),
      flat: flat[at] as TrendMeasure,
      cum: cum[at] as TrendMeasure,
    }))
    .sort(
      (a, b) => size(b) - size(a) || Math.abs(b.cum.growth) - Math.abs(a.cum.growth) || compareText(a.name, b.name),
    );
}

/** The largest probability that is significant among functions that allocated something, at 5 % false discoveries. */
function slopeThreshold(fits: readonly FittedSeries[]): number {
  const pValues = fits
    .filter(({ values }) => values.some((value) => value !== 0))
    .map(({ trend }) => trend.slopePValue);
  return discoveryThreshold(pValues, FALSE_DISCOVERIES);
}

/** The samples each node allocated, and those it is on the stack of. */
function samplesOfNodes(profile: Profile, nodes: NodeTable): { readonly flat: number[][]; readonly cum: number[][] } {
  const { samples } = profile;
  const leafOf = leafNodes(profile, nodes);
  const flat = nodes.infos.map((): number[] => []);
  const cum = nodes.infos.map((): number[] => []);
  for (let sample = 0; sample < samples.length; sample++) {
    for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
      const location = samples.locations[at] as number;
      for (let slot = nodes.start[location] as number; slot < (nodes.start[location + 1] as number); slot++) {
        const rows = cum[nodes.nodeOf[slot] as number] as number[];
        if (rows.at(-1) !== sample) rows.push(sample);
      }
    }
    flat[leafOf[sample] as number]?.push(sample);
  }
  return { flat, cum };
}
