/**
 * What a diff supports, in a paragraph of plain words, and what it does not. It names who allocated; who holds the memory it names only where
 * the stacks can show it. Of two captures it never says that growth goes on.
 */
import type { GoroutineCause } from "../../blame/goroutines/cause.ts";
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { capital, formatMagnitude, rangeOf, roundTo } from "../phrases.ts";
import { describeSuspects } from "./suspects.ts";

/** `blocking`: the sentences of what makes the two not comparable; `counts`: those about numbers of live objects beside their source's. */
export function describeVerdict(report: GrowthReport, blocking: readonly string[], counts: readonly string[]): string {
  if (report.verdict.code === "not-comparable") return [...blocking, "So nothing is said about growth."].join(" ");
  const { base, current, net } = report.totals;
  const unit = chooseColumnUnit([base, current, net], report.sampleType.unit);
  const sentences = [
    describeTotal(report, unit),
    ...describeSuspects(report, counts, unit),
    ...describeReservations(report),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function subjectOf({ sampleType }: GrowthReport): string {
  if (sampleType.type.endsWith("objects")) return "the number of live objects";
  return sampleType.unit === "bytes" ? "the live heap" : sampleType.type;
}

function describeTotal(report: GrowthReport, unit: ColumnUnit): string {
  const { verdict, totals, certainty } = report;
  if (verdict.code === "allocated") return describeAllocations(report, unit);
  const { base, current, net } = totals;
  const subject = capital(subjectOf(report));
  const from = `from ${formatValue(base, unit)} to ${formatValue(current, unit)}`;
  if (certainty === null) {
    const change = net > 0 ? "grew" : net < 0 ? "shrank" : "did not change";
    const amount = net ? ` by ${formatMagnitude(net, unit)}` : "";
    return `${subject} ${change}${amount}, ${from}; how much of that is sampling noise cannot be told.`;
  }
  const range = rangeOf(certainty.net, unit);
  if (certainty.significant) {
    const change = net > 0 ? "grew" : "shrank";
    return `${subject} ${change} by ${formatMagnitude(net, unit)}, ${from} (${range}).`;
  }
  const { detectionLimit } = certainty;
  const limit =
    detectionLimit > 0
      ? ` Growth of less than ${formatValue(roundTo(detectionLimit, unit), unit)} in all could not have been seen.`
      : "";
  const parts = verdict.code === "parts-grew" ? ", but parts of it did" : "";
  return `${subject} did not change by more than sampling noise explains${parts}: ${from}, ${formatDelta(net, unit)} (${range}).${parts === "" ? limit : ""}`;
}

function describeAllocations({ totals: { net }, certainty, sampleType }: GrowthReport, unit: ColumnUnit): string {
  const what = sampleType.type.endsWith("objects") ? " objects" : "";
  const range = certainty === null ? "" : ` (${rangeOf(certainty.net, unit)})`;
  const caveat = "freed since or not: this shows who allocates, not what stays. Compare inuse_space for that.";
  if (net < 0)
    return `${formatMagnitude(net, unit)}${what} fewer were allocated up to current than up to base${range}, ${caveat}`;
  return `Between the captures ${formatMagnitude(net, unit)}${what} were allocated${range}, ${caveat}`;
}

/** Goroutines say why it grew. */
const EXPLAINED: readonly (GoroutineCause | null)[] = ["never-stopped", "never-ending", "handler"];

function describeReservations({ verdict, suspects, totals, certainty, provenance }: GrowthReport): string[] {
  const codes = new Set(provenance.map(({ code }) => code));
  const sentences: string[] = [];
  if (codes.has("other-build"))
    sentences.push("The two are of different builds, so this is also what the change of code did.");
  else if (codes.has("different-process")) {
    sentences.push("The two are of different processes: a different age or load makes such a difference too.");
  }
  const grew = suspects.length > 0 || (totals.net > 0 && certainty?.significant !== false);
  if (verdict.code !== "allocated" && grew && !verdict.facts.isSeries) {
    sentences.push(
      EXPLAINED.includes(verdict.cause)
        ? "Two captures cannot tell whether it goes on."
        : "Two captures cannot tell growth that goes on from a cache that fills, a backlog or a single step.",
    );
  }
  return sentences;
}
