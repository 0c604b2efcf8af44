/** Two states of a series against each other: who grew between them, as the comparison of two captures has it. */
import { compare } from "../../blame/provenance/comparison.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { type Companions, type GrowthReport, growthReport, type SuspectGrowth } from "../growth/growth.ts";
import type { TrendMeasure, TrendRow } from "./measure.ts";

/** Between two states of one process. */
export interface TrendPair {
  readonly from: string;
  readonly to: string;
  readonly net: number;
  /** 95 % interval of `net`; null where it is withheld. */
  readonly low: number | null;
  readonly high: number | null;
  /** Disjoint, most growth first. */
  readonly suspects: readonly TrendSuspect[];
}

export interface TrendSuspect extends SuspectGrowth {
  /** What its course is over the whole series, by its frame; null where that is no row of the report. */
  readonly shape: TrendMeasure["shape"] | null;
}

export interface PairQuery {
  readonly type: string;
  readonly mainModule: string | undefined;
}

export function growthBetween(
  base: Capture,
  current: Capture,
  query: PairQuery,
  beside: Companions = {},
): GrowthReport {
  const names = { base: base.name, current: current.name };
  const comparison = compare(base.profile, current.profile, { names, sources: names, mainModule: query.mainModule });
  return growthReport(comparison, { sampleIndex: query.type, limit: 1 }, beside);
}

/** `rows`: the series of every function. */
export function pairOf(
  { base, current, totals, certainty, suspects }: GrowthReport,
  rows: readonly TrendRow[],
): TrendPair {
  const shapes = new Map(rows.map(({ name, cum }) => [name, cum.shape]));
  return {
    from: base.source,
    to: current.source,
    net: Number(totals.net),
    low: certainty?.net.low ?? null,
    high: certainty?.net.high ?? null,
    suspects: suspects.map((suspect) => ({ ...suspect, shape: shapes.get(suspect.frame) ?? null })),
  };
}
