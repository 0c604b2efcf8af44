/** Who holds, beside a report on growth: of the function that it suspects, where what it allocated is kept; and what holds more than before. */
import { canonicalFunction } from "../../graph/go/symbol.ts";
import type { SuspectGrowth } from "../growth/suspects.ts";
import { type DumpSummary, type HeldEvidence, type HeldReport, heldReport, type NamedAnalysis } from "./held.ts";
import type { FunctionsAt } from "./inlined-calls.ts";
import { type NamedReferences, referencesReport } from "./references.ts";
import type { HolderRow } from "./rows.ts";
import type { StackMatch } from "./samples.ts";

/** Who holds, by one kind of evidence. Sizes in bytes, exact. */
export interface HolderEvidence {
  readonly evidence: HeldEvidence;
  /** Null where there is only the later one. */
  readonly base: DumpSummary | null;
  readonly current: DumpSummary;
  /** The function whose sampled objects were looked for; null where nothing is suspected, or the evidence has no samples. */
  readonly suspect: string | null;
  /** Its sampled objects that are alive. */
  readonly live: number;
  /** False where the process took no samples, or the evidence has none. */
  readonly isSampled: boolean;
  /** With a base most growth first, else those with most samples of the suspect. */
  readonly holders: readonly HolderRow[];
}

const MOST = 10;

/**
 * The function whose objects are looked for. What decodes is called by many: then it is what it decodes for, as the verdict names it, and what
 * everything is called from is nobody.
 */
export function soughtFunction([suspect]: readonly Pick<SuspectGrowth, "role" | "entry" | "ownFrame" | "frame">[]):
  | string
  | undefined {
  if (suspect?.role !== "decoder") return suspect?.frame;
  const { ownFrame, entry, frame } = suspect;
  return [ownFrame, entry].find((name) => name !== null && name !== "main.main") ?? frame;
}

/** `functionsAt`: what is called at a frame of the dump, by the names by which the suspect knows functions. */
export function dumpEvidence(
  current: NamedAnalysis,
  base: NamedAnalysis | undefined,
  suspect: string | undefined,
  binary: HeldReport["binary"],
  functionsAt: FunctionsAt = (frame) => [frame.function],
): HolderEvidence {
  const wanted = suspect === undefined ? "" : canonicalFunction(suspect);
  const stack: StackMatch = (frames) =>
    frames.some((frame) => functionsAt(frame).some((name) => canonicalFunction(name) === wanted));
  const report = heldReport(current, base, { binary, stack, isComplete: base !== undefined });
  return evidenceOf(report, suspect ?? null);
}

export function referencesEvidence(current: NamedReferences, base: NamedReferences): HolderEvidence {
  return evidenceOf(referencesReport(current, base), null);
}

function evidenceOf(report: HeldReport, suspect: string | null): HolderEvidence {
  const { evidence, base, current, isSampled, samples, holders } = report;
  const most = base === null ? holders : [...holders].sort((a, b) => (b.deltaBytes ?? 0) - (a.deltaBytes ?? 0));
  return { evidence, base, current, suspect, live: samples.live, isSampled, holders: most.slice(0, MOST) };
}
