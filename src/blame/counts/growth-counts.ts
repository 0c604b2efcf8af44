/**
 * The samples behind one sample type on both sides of a diff, as a growth test wants them: what was gained and what was lost, row by row, and
 * their sums over any grouping of the rows.
 */

import type { ValueType } from "../../profile/tables.ts";
import { NONE } from "../../profile/tables.ts";
import { differenceInterval, effectiveCount, type Interval, type WeightedSum } from "../../stats/interval.ts";
import type { ProcessRelation } from "../provenance/process-relation.ts";
import { computeTurnover, discoveryThreshold, growthProbability } from "./growth-test.ts";
import type { RowSampling } from "./row-sampling.ts";
import type { CountColumn, SampleCounts } from "./sample-count.ts";
import { addRow, emptySums, sumAt, type WeightedSums } from "./sums.ts";

export interface SampledGrowth {
  /** What a column counts: bytes or objects that are live, or that were ever allocated. */
  readonly kind: "inuse" | "alloc";
  readonly baseSampling: RowSampling;
  readonly currentSampling: RowSampling;
  /** Recorded objects of each row. */
  readonly base: Float64Array;
  readonly current: Float64Array;
  /** What the test compares: with the survivors taken out of both if they can be, else current and base. */
  readonly gained: Float64Array;
  readonly lost: Float64Array;
  /** Sizes are not known on a side: intervals are bounds, and `base` and `current` are no whole numbers of objects. */
  readonly isBound: boolean;
  /** Sampling period of current over that of base. */
  readonly periodRatio: number;
}

/** Recorded objects of both sides, by row of their diff. */
export interface CountPair {
  readonly base: SampleCounts;
  readonly current: SampleCounts;
}

/** undefined where the samples of this type cannot be counted: not a Go heap's, or sizes are not known. */
export function sampledGrowth(
  counts: CountPair,
  relation: ProcessRelation,
  { type }: ValueType,
): SampledGrowth | undefined {
  const column = /^(?:(inuse|alloc)_)?(space|objects)$/.exec(type);
  const verdicts = [counts.base.verdict, counts.current.verdict];
  const isBound = verdicts.includes("bounded");
  // What objects without a size count for cannot be bounded.
  if (column === null || verdicts.includes("unlabelled") || (isBound && column[2] === "objects")) return undefined;
  const kind = column[1] === "alloc" ? "alloc" : "inuse";
  const base = counts.base[kind]?.counts;
  const current = counts.current[kind]?.counts;
  if (base === undefined || current === undefined) return undefined;
  const inUnit = (sampling: RowSampling): RowSampling => (column[2] === "objects" ? countObjects(sampling) : sampling);
  return {
    kind,
    baseSampling: inUnit(counts.base.sampling),
    currentSampling: inUnit(counts.current.sampling),
    base,
    current,
    isBound,
    ...gainsAndLosses(counts, relation, kind, base, current),
    periodRatio: counts.current.sampling.period / counts.base.sampling.period,
  };
}

function gainsAndLosses(
  { base, current }: CountPair,
  relation: ProcessRelation,
  kind: SampledGrowth["kind"],
  before: Float64Array,
  after: Float64Array,
): Pick<SampledGrowth, "gained" | "lost"> {
  const independent = { gained: after, lost: before };
  if (relation !== "same" || base.alloc === undefined || current.alloc === undefined) return independent;
  if (kind === "inuse") {
    return computeTurnover({ inuse: before, alloc: base.alloc.counts }, { inuse: after, alloc: current.alloc.counts });
  }
  // A counter of one process: what it showed before is part of what it shows after.
  return { gained: between(base.alloc, current.alloc), lost: between(current.alloc, base.alloc) };
}

/** How much more `to` has than `from`, nowhere less than nothing. */
function between(from: CountColumn, to: CountColumn): Float64Array {
  return to.counts.map((count, row) => Math.max(0, count - (from.counts[row] as number)));
}

/** The same sampling, told in objects: each recorded one stands for 1/p, with a variance of (1 - p)/p for each of those. */
function countObjects({ size, scale, weight }: RowSampling): RowSampling {
  return {
    period: 1,
    size: size.map((bytes) => Math.min(1, bytes)),
    scale,
    weight: weight.map((bytes, row) => (size[row] === 0 ? 1 : bytes / (size[row] as number))),
  };
}

/** What groups of rows gained and lost: frames, modules, suspects, or everything. */
export interface ChangeSums {
  readonly gained: WeightedSums;
  readonly lost: WeightedSums;
  readonly periodRatio: number;
}

export interface GrowthSums extends ChangeSums {
  /** Recorded objects. */
  readonly base: Float64Array;
  readonly current: Float64Array;
}

/** `groupOf` has one entry a row, NONE for rows of no group. */
export function sumGrowth(growth: SampledGrowth, groupOf: Int32Array, groups: number): GrowthSums {
  const gained = emptySums(groups);
  const lost = emptySums(groups);
  const base = new Float64Array(groups);
  const current = new Float64Array(groups);
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] as number;
    const before = growth.base[row] as number;
    const after = growth.current[row] as number;
    if (group === NONE) continue;
    base[group] = (base[group] as number) + before;
    current[group] = (current[group] as number) + after;
    addRow(gained, group, growth.currentSampling, row, growth.gained[row] as number);
    addRow(lost, group, growth.baseSampling, row, growth.lost[row] as number);
  }
  return { gained, lost, base, current, periodRatio: growth.periodRatio };
}

/** One-sided: how likely so much growth or more is in a group that did not grow. */
export function growthPValue(sums: ChangeSums, group: number): number {
  return growthProbability(sumAt(sums.gained, group), sumAt(sums.lost, group), sums.periodRatio);
}

/** Two-sided: how likely a change so large is, whichever way, in a group that did not change. */
export function changePValue(sums: ChangeSums, group: number): number {
  const gained = sumAt(sums.gained, group);
  const lost = sumAt(sums.lost, group);
  const grew = growthProbability(gained, lost, sums.periodRatio);
  const shrank = growthProbability(lost, gained, 1 / sums.periodRatio);
  return Math.min(1, 2 * Math.min(grew, shrank));
}

/** With fewer samples on both sides together no outcome is significant at 5 %, two-sided: 2 x 2^-5 is more. */
const FEWEST_SAMPLES = 6;

/**
 * For each group whether its change is more than noise explains, at a rate of false discoveries among those so called. Groups with so few samples that
 * no outcome of theirs could be are not tested, so they do not weigh on the others (Tarone, Biometrics 46, 1990).
 */
export function significantChanges(sums: GrowthSums, falseDiscoveries: number): boolean[] {
  const threshold = changeThreshold(sums, falseDiscoveries);
  return Array.from(sums.base.keys(), (group) => isChanged(sums, group, threshold));
}

/**
 * The largest probability that is significant among these groups. Groups that contain one another (frames and their callers) are no family of tests of
 * their own: they are held to the threshold of a level that does not overlap.
 */
export function changeThreshold(sums: GrowthSums, falseDiscoveries: number): number {
  const pValues = Array.from(sums.base.keys())
    .filter((group) => canBeSignificant(sumAt(sums.gained, group), sumAt(sums.lost, group)))
    .map((group) => changePValue(sums, group));
  return discoveryThreshold(pValues, falseDiscoveries);
}

/** Whether a change so large is at most as likely as `threshold` where there is none. */
export function isChanged(sums: ChangeSums, group: number, threshold: number): boolean {
  const [gained, lost] = [sumAt(sums.gained, group), sumAt(sums.lost, group)];
  return canBeSignificant(gained, lost) && changePValue(sums, group) <= threshold;
}

function canBeSignificant(gained: WeightedSum, lost: WeightedSum): boolean {
  return gained.exact !== lost.exact || effectiveCount(gained) + effectiveCount(lost) > FEWEST_SAMPLES - 0.5;
}

/** 95 % interval of a group's change. */
export function changeInterval(sums: ChangeSums, group: number): Interval {
  return differenceInterval(sumAt(sums.gained, group), sumAt(sums.lost, group));
}

export function gainedAt(sums: ChangeSums, group: number): WeightedSum {
  return sumAt(sums.gained, group);
}

export function lostAt(sums: ChangeSums, group: number): WeightedSum {
  return sumAt(sums.lost, group);
}
