/**
 * What one profile says about where it came from, and what that takes away from it. Two and more are compared in pair.ts and series.ts.
 */
import { NONE, type Profile } from "../../profile/tables.ts";
import { findHeapColumns, recoverSampleCounts, type SampleCounts } from "../counts/sample-count.ts";
import type { FindingOf, NoFacts } from "../finding.ts";

/** What each finding about captures rests on. `base` and `current` are what the two are called. */
export interface ProvenanceFacts {
  readonly "same-file": BothNames;
  readonly "same-state": BothNames;
  /** Of several: so many captures show so many states of the heap. */
  readonly "same-states": {
    readonly captures: number;
    readonly states: number;
  };
  readonly "same-process": BothNames & { readonly counters: number };
  readonly "different-process": BothNames & {
    readonly counters: number;
    readonly decreased: number;
  };
  /** `counters` null: they were changed after capture. */
  readonly "process-unknown": BothNames & { readonly counters: number | null };
  readonly "other-build": BothNames;
  readonly swapped: BothNames & { readonly by: "counters" | "time" };
  /** Of several: they were not given in order of time. */
  readonly reordered: NoFacts;
  readonly clock: BothNames;
  /** One sample in so many bytes. */
  readonly "other-rate": BothNames & {
    readonly basePeriod: number;
    readonly currentPeriod: number;
  };
  /** `changed` of `values` are not what the Go runtime writes; `seconds`: what it covers, 0 for one moment. */
  readonly aggregated: {
    readonly name: string;
    readonly changed: number;
    readonly values: number;
    readonly seconds: number;
  };
  readonly delta: {
    readonly name: string;
    readonly negative: number;
    readonly seconds: number;
  };
  readonly "no-size-label": { readonly name: string };
  readonly "no-alloc": { readonly name: string };
  readonly empty: { readonly name: string };
  readonly "truncated-stacks": {
    readonly name: string;
    readonly cut: number;
    readonly stacks: number;
    readonly frames: number;
  };
  readonly unsymbolised: {
    readonly name: string;
    readonly nameless: number;
    readonly places: number;
  };
}

interface BothNames {
  readonly base: string;
  readonly current: string;
}

export type Finding = FindingOf<ProvenanceFacts>;

export type FindingCode = Finding["code"];

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
    return { code: "empty", severity: "limiting", facts: { name } };
  }
  if (findHeapColumns(profile.header).allocSpace !== NONE) return undefined;
  return { code: "no-alloc", severity: "limiting", facts: { name } };
}

function checkOrigin({ name, profile }: Capture, counts: SampleCounts): Finding | undefined {
  const seconds = Math.round(Number(profile.header.durationNanos) / 1e9);
  if (counts.negative > 0) {
    return {
      code: "delta",
      severity: "blocking",
      facts: { name, negative: counts.negative, seconds },
    };
  }
  if (counts.verdict === "unlabelled") return { code: "no-size-label", severity: "limiting", facts: { name } };
  const values = counts.failed + counts.exact;
  const changed = counts.verdict === "aggregated" ? counts.failed : 0;
  if (counts.verdict !== "aggregated" && seconds === 0) return undefined;
  return {
    code: "aggregated",
    severity: "limiting",
    facts: { name, changed, values, seconds },
  };
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
  const facts = { name, cut: count, stacks: samples.length, frames: deepest };
  return { code: "truncated-stacks", severity: "limiting", facts };
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
  return {
    code: "unsymbolised",
    severity: "limiting",
    facts: { name, nameless, places: locations.length },
  };
}
