/**
 * What a diff supports, in a paragraph of plain words, and what it does not. It names who allocated; who holds the memory it names only where
 * the stacks can show it. Of two captures it never says that growth goes on.
 */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import type { GoroutineCause } from "../goroutines/cause.ts";
import { isAlloc, type VerdictFacts } from "./facts.ts";
import { capital, formatMagnitude, rangeOf, roundTo } from "./phrases.ts";
import { describeSuspects } from "./suspects.ts";

export function describeVerdict(facts: VerdictFacts): string {
  const blocking = facts.findings.filter(({ severity }) => severity === "blocking");
  if (blocking.length > 0) {
    return [...blocking.map(({ text }) => text), "So nothing is said about growth."].join(" ");
  }
  const unit = chooseColumnUnit([facts.base, facts.current, facts.net], facts.sampleType.unit);
  const sentences = [describeTotal(facts, unit), ...describeSuspects(facts, unit), ...describeReservations(facts)];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function subjectOf({ sampleType }: VerdictFacts): string {
  if (sampleType.type.endsWith("objects")) return "the number of live objects";
  return sampleType.unit === "bytes" ? "the live heap" : sampleType.type;
}

function describeTotal(facts: VerdictFacts, unit: ColumnUnit): string {
  if (isAlloc(facts)) return describeAllocations(facts, unit);
  const { base, current, net, interval, isSignificant } = facts;
  const subject = capital(subjectOf(facts));
  const from = `from ${formatValue(base, unit)} to ${formatValue(current, unit)}`;
  if (interval === undefined || isSignificant === undefined) {
    const change = net > 0 ? "grew" : net < 0 ? "shrank" : "did not change";
    const amount = net ? ` by ${formatMagnitude(net, unit)}` : "";
    return `${subject} ${change}${amount}, ${from}; how much of that is sampling noise cannot be told.`;
  }
  const range = rangeOf(interval, unit);
  if (isSignificant) {
    const change = net > 0 ? "grew" : "shrank";
    return `${subject} ${change} by ${formatMagnitude(net, unit)}, ${from} (${range}).`;
  }
  const limit =
    facts.detectionLimit > 0
      ? ` Growth of less than ${formatValue(roundTo(facts.detectionLimit, unit), unit)} in all could not have been seen.`
      : "";
  const parts = facts.suspects.length > 0 ? ", but parts of it did" : "";
  return `${subject} did not change by more than sampling noise explains${parts}: ${from}, ${formatDelta(net, unit)} (${range}).${parts === "" ? limit : ""}`;
}

function describeAllocations({ net, interval, sampleType }: VerdictFacts, unit: ColumnUnit): string {
  const what = sampleType.type.endsWith("objects") ? " objects" : "";
  const range = interval === undefined ? "" : ` (${rangeOf(interval, unit)})`;
  const caveat = "freed since or not: this shows who allocates, not what stays. Compare inuse_space for that.";
  if (net < 0)
    return `${formatMagnitude(net, unit)}${what} fewer were allocated up to current than up to base${range}, ${caveat}`;
  return `Between the captures ${formatMagnitude(net, unit)}${what} were allocated${range}, ${caveat}`;
}

/** Goroutines say why it grew. */
const EXPLAINED: readonly GoroutineCause[] = ["never-stopped", "never-ending", "handler"];

function describeReservations(facts: VerdictFacts): string[] {
  const codes = new Set(facts.findings.map(({ code }) => code));
  const sentences: string[] = [];
  if (codes.has("other-build"))
    sentences.push("The two are of different builds, so this is also what the change of code did.");
  else if (codes.has("different-process")) {
    sentences.push("The two are of different processes: a different age or load makes such a difference too.");
  }
  const grew = facts.suspects.length > 0 || (facts.net > 0 && facts.isSignificant !== false);
  if (!isAlloc(facts) && grew && !facts.isSeries) {
    const isExplained = EXPLAINED.includes(facts.goroutines?.cause ?? "steady");
    sentences.push(
      isExplained
        ? "Two captures cannot tell whether it goes on."
        : "Two captures cannot tell growth that goes on from a cache that fills, a backlog or a single step.",
    );
  }
  return sentences;
}
