/** How much of the growth counts against a budget, what a baseline knows of it, and whether the rest is more than sampling noise explains. */
import { changeInterval, gainedAt, lostAt, sumGrowth } from "../../blame/counts/growth-counts.ts";
import { detectionLimit } from "../../blame/counts/growth-test.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { NONE } from "../../profile/tables.ts";
import type { Evidence } from "../growth/evidence.ts";
import { FIRST_KNOWN, type Groups, isCounted, SUPPRESSED } from "./groups.ts";
import type { CheckRules } from "./report.ts";

/** What counts against the budget; bytes. */
export interface Budget {
  /** Growth of each group. */
  readonly deltas: readonly number[];
  readonly growth: number;
  /** What the baseline has of it, of each entry. */
  readonly known: readonly number[];
  readonly knownBytes: number;
  readonly newGrowth: number;
  readonly certainty: ScopeCertainty | undefined;
  readonly isSure: boolean;
  readonly isBeyond: boolean;
}

export function weigh(
  evidence: Evidence,
  sampleIndex: number,
  groups: Groups,
  { baseline, maxGrowth }: CheckRules,
): Budget {
  const deltas = deltasOf(evidence.diff, sampleIndex, groups.groupOf, groups.count);
  const growth = deltas.reduce((sum, delta, group) => (group === SUPPRESSED ? sum : sum + delta), 0);
  const known = baseline.map((entry, at) => Math.min(Math.max(0, entry.growth), Math.max(0, deltaOfKnown(deltas, at))));
  const knownBytes = known.reduce((sum, bytes) => sum + bytes, 0);
  const newGrowth = growth - knownBytes;
  const certainty = certaintyOf(evidence, groups.groupOf);
  // By the interval that is shown. What the baseline knows is sure to be growth; the rest has to be it too.
  const isSure = certainty !== undefined && certainty.low > knownBytes;
  return { deltas, growth, known, knownBytes, newGrowth, certainty, isSure, isBeyond: newGrowth > maxGrowth && isSure };
}

/** What the stacks that an entry of the baseline is of grew by; bytes. */
export function deltaOfKnown(deltas: readonly number[], at: number): number {
  return deltas[FIRST_KNOWN + at] as number;
}

function deltasOf(diff: Diff, sampleIndex: number, groupOf: Int32Array, count: number): number[] {
  const base = baseValues(diff, sampleIndex);
  const current = currentValues(diff, sampleIndex);
  const deltas = new Array<number>(count).fill(0);
  for (const [sample, group] of groupOf.entries()) {
    if (group === NONE) continue;
    deltas[group] = (deltas[group] as number) + Number(current[sample]) - Number(base[sample]);
  }
  return deltas;
}

interface ScopeCertainty {
  readonly low: number;
  readonly high: number;
  readonly limit: number;
}

/** Of all that counts together; undefined where samples cannot be counted. */
function certaintyOf({ growth }: Evidence, groupOf: Int32Array): ScopeCertainty | undefined {
  if (growth === undefined) return undefined;
  const counted = groupOf.map((group) => (isCounted(group) ? 0 : NONE));
  const sums = sumGrowth(growth, counted, 1);
  const gained = gainedAt(sums, 0);
  return {
    ...changeInterval(sums, 0),
    limit: detectionLimit(lostAt(sums, 0), gained.largestWeight),
  };
}
