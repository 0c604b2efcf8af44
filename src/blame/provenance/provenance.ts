/**
 * What one profile says about where it came from, and what that takes away from it. Two and more are compared in provenance-pair.ts and
 * provenance-series.ts.
 */
import { NONE, type Profile } from "../../profile/tables.ts";
import { findHeapColumns, recoverSampleCounts, type SampleCounts } from "../counts/sample-count.ts";

/** `blocking`: the comparison means nothing. `limiting`: some statements are withheld or weaker. `note`: good to know. */
export type Severity = "blocking" | "limiting" | "note";

export type FindingCode =
  | "same-file"
  | "same-state"
  | "same-process"
  | "different-process"
  | "process-unknown"
  | "other-build"
  | "swapped"
  | "clock"
  | "other-rate"
  | "aggregated"
  | "delta"
  | "no-size-label"
  | "no-alloc"
  | "empty"
  | "truncated-stacks"
  | "unsymbolised";

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly text: string;
}

/** A profile as it was read, and what to call it: "base", or a file name. */
export interface Capture {
  readonly name: string;
  readonly profile: Profile;
}

/** Go cut stacks at 32 frames before 1.23 and cuts them at 128 since (golang/go#43669). */
const STACK_LIMITS = [32, 128];
/** More nameless places than this are worth a word. */
const NAMELESS_SHARE = 0.1;

/** Findings about one capture. `counts` if they are known already. */
export function checkCapture(capture: Capture, counts: SampleCounts = recoverSampleCounts(capture.profile)): Finding[] {
  return [
    checkColumns(capture, counts),
    checkOrigin(capture, counts),
    checkStacks(capture),
    checkSymbols(capture),
  ].filter((finding) => finding !== undefined);
}

function checkColumns({ name, profile }: Capture, counts: SampleCounts): Finding | undefined {
  if (profile.samples.length === 0 || counts.verdict === "empty") {
    return { code: "empty", severity: "limiting", text: `${name} has no samples.` };
  }
  if (findHeapColumns(profile.header).allocSpace !== NONE) return undefined;
  const text = `${name} has no alloc counters: whether it is of the same process cannot be told, and growth is tested less sharply.`;
  return { code: "no-alloc", severity: "limiting", text };
}

function checkOrigin({ name, profile }: Capture, counts: SampleCounts): Finding | undefined {
  const seconds = Math.round(Number(profile.header.durationNanos) / 1e9);
  const span = seconds === 0 ? "" : ` and covers ${seconds} s`;
  if (counts.negative > 0) {
    const text = `${name} has ${counts.negative} values below zero${span}: it is a difference of two captures, not a heap. Capture without seconds=.`;
    return { code: "delta", severity: "blocking", text };
  }
  if (counts.verdict === "unlabelled") {
    const text = `${name} does not say how large its objects are (no "bytes" label): it was not written by the Go runtime, or a server added several up. Sample counts, intervals and tests are withheld.`;
    return { code: "no-size-label", severity: "limiting", text };
  }
  if (counts.verdict === "aggregated") {
    const text = `${name} was changed after capture: ${counts.failed} of ${counts.failed + counts.exact} values are not what the Go runtime writes${span}. It was merged, averaged or subtracted; intervals are approximate.`;
    return { code: "aggregated", severity: "limiting", text };
  }
  if (seconds === 0) return undefined;
  const text = `${name}${span.replace(" and", "")}: a heap profile is of one moment. It may be a difference (seconds=) or a sum.`;
  return { code: "aggregated", severity: "limiting", text };
}

function checkStacks({ name, profile }: Capture): Finding | undefined {
  const { samples, locations } = profile;
  const frames = Int32Array.from({ length: locations.length }, (_, row) =>
    Math.max(1, (locations.start[row + 1] as number) - (locations.start[row] as number)),
  );
  let deepest = 0;
  let count = 0;
  for (let row = 0; row < samples.length; row++) {
    let depth = 0;
    for (let at = samples.start[row] as number; at < (samples.start[row + 1] as number); at++) {
      depth += frames[samples.locations[at] as number] as number;
    }
    if (depth > deepest) count = 0;
    deepest = Math.max(deepest, depth);
    if (depth === deepest) count++;
  }
  if (!STACK_LIMITS.includes(deepest)) return undefined;
  const text = `${name} has ${count} of ${samples.length} stacks cut at ${deepest} frames: who called them is not known.`;
  return { code: "truncated-stacks", severity: "limiting", text };
}

function checkSymbols({ name, profile }: Capture): Finding | undefined {
  const { locations, functions } = profile;
  let nameless = 0;
  for (let row = 0; row < locations.length; row++) {
    const first = locations.start[row] as number;
    const isNamed =
      first < (locations.start[row + 1] as number) && functions.name[locations.lineFunction[first] as number] !== 0;
    if (!isNamed) nameless++;
  }
  if (nameless <= NAMELESS_SHARE * locations.length) return undefined;
  const text = `${name} has no names for ${nameless} of ${locations.length} places: give the binary, or capture over HTTP.`;
  return { code: "unsymbolised", severity: "limiting", text };
}
