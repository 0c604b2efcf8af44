/**
 * Functions that surely grew where the whole did not: what shrank elsewhere, such as a cache, must not hide a leak, not even below the same caller.
 * Each counts with all its stacks, so that one which is called by another way now did not grow.
 */
import {
  changeInterval,
  growthPValue,
  type SampledGrowth,
  significantChanges,
  sumGrowth,
} from "../../blame/counts/growth-counts.ts";
import { isWorthAWord } from "../../blame/findings/signs.ts";
import { chargedNodes } from "../../blame/suspects/ownership.ts";
import { FALSE_DISCOVERIES } from "../../blame/suspects/suspects.ts";
import { baseValues, currentValues } from "../../profile/merge/diff.ts";
import { NONE } from "../../profile/tables.ts";
import type { Evidence } from "../growth/evidence.ts";
import type { GrownPlaces } from "./report.ts";
import type { SampleTest } from "./stack-frames.ts";

/** `known` bytes of the growth are no news; `onStack`: samples with one of these functions. Null where it comes to nothing that is sure. */
export function grownPlaces(
  evidence: Evidence,
  sampleIndex: number,
  isCounted: SampleTest,
  onStack: (names: ReadonlySet<string>) => SampleTest,
  known: number,
): GrownPlaces | null {
  const { growth } = evidence;
  if (growth === undefined) return null;
  const changeOf = changes(evidence, sampleIndex);
  const functions = grownFunctions(growth, evidence, isCounted, changeOf);
  const isTheirs = onStack(new Set(functions));
  const groupOf = Int32Array.from({ length: growth.current.length }, (_, row) =>
    isCounted(row) && isTheirs(row) ? 0 : NONE,
  );
  const change = groupOf.reduce((sum, group, row) => (group === NONE ? sum : sum + changeOf(row)), 0);
  const bytes = change - known;
  if (functions.length === 0 || !isWorthAWord(bytes, Number(evidence.stacks.totals.base))) return null;
  const sums = sumGrowth(growth, groupOf, 1);
  const { low, high } = changeInterval(sums, 0);
  if (growthPValue(sums, 0) > FALSE_DISCOVERIES || low <= known) return null;
  return { bytes, low: Math.round(low - known), high: Math.round(high - known), functions };
}

function changes({ diff }: Evidence, sampleIndex: number): (row: number) => number {
  const [before, after] = [baseValues(diff, sampleIndex), currentValues(diff, sampleIndex)];
  return (row) => Number(after[row]) - Number(before[row]);
}

/** By the innermost function that is not the standard library's, most first. */
function grownFunctions(
  growth: SampledGrowth,
  { diff, nodes, identities }: Evidence,
  isCounted: SampleTest,
  changeOf: (row: number) => number,
): string[] {
  const charged = chargedNodes(diff.profile, nodes, identities).map((node, row) => (isCounted(row) ? node : NONE));
  const change = new Float64Array(identities.length);
  for (const [row, node] of charged.entries())
    if (node !== NONE) change[node] = (change[node] as number) + changeOf(row);
  const isSignificant = significantChanges(sumGrowth(growth, charged, identities.length), FALSE_DISCOVERIES);
  const grown = Array.from(change.keys()).filter(
    (node) => isSignificant[node] === true && (change[node] as number) > 0,
  );
  return grown
    .sort((a, b) => (change[b] as number) - (change[a] as number))
    .map((node) => identities[node]?.name ?? "");
}
