/**
 * What one profile says about where it came from, and what that takes away from it. Two and more are compared in provenance-pair.ts and
 * provenance-series.ts.
 */
import { ProfileError, unreachable } from "../../errors.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import { findHeapColumns, recoverSampleCounts, type SampleCounts } from "../counts/sample-count.ts";
import { type Coverage, coverageOf, liveChange } from "./coverage.ts";
import { programsOf } from "./programs.ts";

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
  | "later-base"
  | "order"
  | "clock"
  | "other-rate"
  | "aggregated"
  | "delta"
  | "alloc-delta"
  | "merged-programs"
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

/** Throws ProfileError "difference" for the first that shows no state of a heap. */
export function checkStates(captures: readonly Capture[]): void {
  for (const capture of captures) {
    const counts = recoverSampleCounts(capture.profile);
    const finding = checkCoverage(capture, coverageOf(capture.profile, counts), counts);
    if (finding?.severity === "blocking") throw new ProfileError("difference", finding.text, finding.text);
  }
}

/** Findings about one capture. `counts` if they are known already. */
export function checkCapture(capture: Capture, counts: SampleCounts = recoverSampleCounts(capture.profile)): Finding[] {
  const coverage = coverageOf(capture.profile, counts);
  return [
    checkCoverage(capture, coverage, counts),
    // A difference is empty where nothing changed, and of values that the runtime never wrote.
    ...(coverage === "change" ? [] : [checkColumns(capture, counts), checkOrigin(capture, counts)]),
    checkPrograms(capture),
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

const FETCH_A_STATE = "Fetch the heap without seconds=: curl -o heap.pb.gz 'http://HOST/debug/pprof/heap?gc=1'.";

function checkCoverage(
  { name, profile }: Capture,
  coverage: Coverage,
  { negative }: SampleCounts,
): Finding | undefined {
  const { durationNanos } = profile.header;
  const span = durationNanos > 0n ? formatDuration(Number(durationNanos)) : undefined;
  switch (coverage) {
    case "state":
      return undefined;
    case "change": {
      const reason = negative > 0 ? `${negative} of its values are below zero` : "a state has no duration";
      const text = `${name} is a difference of two heaps, not a heap (${reason}): ${describeChange(profile, span)}. ${FETCH_A_STATE}`;
      return { code: "delta", severity: "blocking", text };
    }
    case "span": {
      const text = `${name} covers ${span}: it is a sum, a mean or a difference over that time, and not a state of the heap. ${FETCH_A_STATE}`;
      return { code: "delta", severity: "blocking", text };
    }
    case "counted": {
      const text = `${name} covers ${span}: it counts what was allocated in that time, while what is live is a state. Whether it is of the same process cannot be told from such counters.`;
      return { code: "alloc-delta", severity: "limiting", text };
    }
    default:
      return unreachable(coverage);
  }
}

/** `in 2s the live heap grew by 10.05 MiB`. */
function describeChange(profile: Profile, span: string | undefined): string {
  const over = span === undefined ? "between the two" : `in ${span}`;
  const change = liveChange(profile);
  if (change === undefined) return `it shows what changed ${over}`;
  if (change === 0) return `${over} the live heap did not change in what is sampled`;
  const amount = formatValue(Math.abs(change), chooseColumnUnit([change], "bytes"));
  return `${over} the live heap ${change > 0 ? "grew" : "shrank"} by ${amount}`;
}

function checkOrigin({ name }: Capture, counts: SampleCounts): Finding | undefined {
  if (counts.verdict === "unlabelled") {
    const text = `${name} does not say how large its objects are (no "bytes" label): it was not written by the Go runtime, or a server added several up. Sample counts, intervals and tests are withheld.`;
    return { code: "no-size-label", severity: "limiting", text };
  }
  if (counts.verdict !== "aggregated") return undefined;
  const text = `${name} was changed after capture: ${counts.failed} of ${counts.failed + counts.exact} values are not what the Go runtime writes. It was merged, averaged or subtracted; intervals are approximate.`;
  return { code: "aggregated", severity: "limiting", text };
}

function checkPrograms({ name, profile }: Capture): Finding | undefined {
  const programs = programsOf(profile);
  if (programs.length < 2) return undefined;
  const text = `${name} has frames of ${programs.length} programs (${programs.join(", ")}): no one process has those, it was merged.`;
  return { code: "merged-programs", severity: "limiting", text };
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
