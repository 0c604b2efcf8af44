/**
 * What one profile says about where it came from, and what that takes away from it. Two and more are compared in pair.ts and series.ts.
 */
import { unreachable } from "../../errors.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import { liveChangeInterval } from "../counts/change-noise.ts";
import { countNegativeRows, findHeapColumns, recoverSampleCounts, type SampleCounts } from "../counts/sample-count.ts";
import type { FindingOf } from "../finding.ts";
import { type Coverage, coverageOf, isNothingFreed, liveChange } from "./coverage.ts";
import { deepestStacks } from "./deepest-stacks.ts";
import { isGoProfile } from "./go-profile.ts";
import { programsOf } from "./programs.ts";

/** What each finding about captures rests on. `base` and `current` are what the two are called. */
export interface ProvenanceFacts {
  readonly "same-file": BothNames;
  readonly "same-state": BothNames;
  /** Of several: so many captures show so many states of the heap. */
  readonly "same-states": { readonly captures: number; readonly states: number };
  readonly "same-process": BothNames & { readonly counters: number };
  readonly "different-process": BothNames & { readonly counters: number; readonly decreased: number };
  /** `counters` null: they were changed after capture. */
  readonly "process-unknown": BothNames & { readonly counters: number | null };
  readonly "other-build": BothNames;
  readonly swapped: BothNames;
  readonly "later-base": BothNames;
  /** Of several: what their order was told by. */
  readonly order: { readonly by: OrderEvidence; readonly isAsGiven: boolean };
  readonly clock: BothNames;
  /** One sample in so many bytes. */
  readonly "other-rate": BothNames & { readonly basePeriod: number; readonly currentPeriod: number };
  /** The same, and the counters of one go on in the other. */
  readonly "rate-changed": BothNames & { readonly basePeriod: number; readonly currentPeriod: number };
  /** `changed` of `values` are not what the Go runtime writes. */
  readonly aggregated: { readonly name: string; readonly changed: number; readonly values: number };
  readonly delta: DifferenceFacts;
  readonly "alloc-delta": { readonly name: string; readonly durationNanos: number };
  readonly "merged-programs": { readonly name: string; readonly programs: readonly string[] };
  readonly "no-size-label": { readonly name: string };
  /** Nor that, of a Go heap: `period` bounds the noise; `isAssumed`: the profile does not say it. */
  readonly "bounded-noise": { readonly name: string; readonly period: number; readonly isAssumed: boolean };
  readonly "no-alloc": { readonly name: string };
  /** Its process records no allocations. */
  readonly "not-sampled": { readonly name: string };
  /** All that was allocated counts as live, as before the first garbage collection: garbage too. `isKnown`: the runtime's own count says that there was none. */
  readonly "nothing-freed": { readonly name: string; readonly isKnown: boolean };
  readonly empty: { readonly name: string };
  readonly "truncated-stacks": {
    readonly name: string;
    readonly cut: number;
    readonly stacks: number;
    readonly frames: number;
  };
  readonly unsymbolised: { readonly name: string; readonly nameless: number; readonly places: number };
}

/** What tells the order of several captures, best first. */
export type OrderEvidence = "time" | "collections" | "counters" | "names" | "given";

/** A sum, or a mean, over a stretch of time, or what changed in it: then `change` is that of the live bytes, with its 95 % interval; null where they are not known. */
export interface DifferenceFacts {
  readonly name: string;
  readonly isSum: boolean;
  /** Nothing is in it at all: neither allocated nor freed. */
  readonly isEmpty: boolean;
  /** Values below zero. */
  readonly negative: number;
  /** 0 if not known. */
  readonly durationNanos: number;
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What both captures are called. */
export interface BothNames {
  readonly base: string;
  readonly current: string;
}

/** Something that is known of where profiles come from. */
export type Finding = FindingOf<ProvenanceFacts>;

/** What it is. */
export type FindingCode = Finding["code"];

/** A profile as it was read, and what to call it: "base", or a file name. */
export interface Capture {
  readonly name: string;
  readonly profile: Profile;
}

/** Go cut stacks at 32 frames before 1.23 and cuts them at 128 since (golang/go#43669). */
export const STACK_LIMITS = [32, 128];
/** More nameless places than this are worth a word. */
const NAMELESS_SHARE = 0.1;

/** Findings about one capture. `counts` if they are known already. */
export function checkCapture(capture: Capture, counts: SampleCounts = recoverSampleCounts(capture.profile)): Finding[] {
  const coverage = coverageOf(capture.profile, counts);
  return [
    checkCoverage(capture, coverage, counts),
    checkSampled(capture, counts),
    // A difference is empty where nothing changed, and of values that the runtime never wrote.
    ...(coverage === "change" ? [] : [checkColumns(capture, counts), checkOrigin(capture, counts)]),
    coverage === "state" ? checkFreed(capture, counts) : undefined,
    checkPrograms(capture),
    checkStacks(capture),
    checkSymbols(capture),
  ].filter((finding) => finding !== undefined);
}

/**
 * With a MemProfileRate of 0 the runtime writes that as the period, and what was recorded before it was set so as it is. Servers that lose the
 * period keep what was scaled.
 */
function checkSampled({ name, profile }: Capture, { sampling }: SampleCounts): Finding | undefined {
  const { header, samples } = profile;
  if (header.period !== 0n || header.periodType.type !== "space" || header.periodType.unit !== "bytes")
    return undefined;
  const { inuseObjects, inuseSpace, allocObjects, allocSpace } = findHeapColumns(header);
  const isUnscaled = (objects: number, space: number): boolean =>
    sampling.size.every(
      (size, row) => Number(samples.values[space]?.[row]) === size * Number(samples.values[objects]?.[row]),
    );
  if (inuseSpace === NONE || allocSpace === NONE) return undefined;
  if (!isUnscaled(inuseObjects, inuseSpace) || !isUnscaled(allocObjects, allocSpace)) return undefined;
  return { code: "not-sampled", severity: "blocking", facts: { name } };
}

function checkFreed({ name, profile }: Capture, counts: SampleCounts): Finding | undefined {
  const collections = profile.memStats?.numGC;
  if (!isNothingFreed(counts, collections)) return undefined;
  return { code: "nothing-freed", severity: "limiting", facts: { name, isKnown: collections === 0 } };
}

function checkColumns({ name, profile }: Capture, counts: SampleCounts): Finding | undefined {
  if (profile.samples.length === 0 || (counts.verdict === "empty" && !hasValues(profile))) {
    return { code: "empty", severity: "limiting", facts: { name } };
  }
  if (findHeapColumns(profile.header).allocSpace !== NONE) return undefined;
  return { code: "no-alloc", severity: "limiting", facts: { name } };
}

/** The first that shows no state of a heap, as a finding. */
export function findDifference(captures: readonly Capture[]): Finding | undefined {
  for (const capture of captures) {
    const coverage = coverageOf(capture.profile, { negative: countNegativeRows(capture.profile) });
    if (coverage === "state") continue;
    const finding = checkCoverage(capture, coverage, recoverSampleCounts(capture.profile));
    if (finding?.severity === "blocking") return finding;
  }
  return undefined;
}

function checkCoverage(
  { name, profile }: Capture,
  coverage: Coverage,
  { negative, sampling }: SampleCounts,
): Finding | undefined {
  const durationNanos = Number(profile.header.durationNanos);
  switch (coverage) {
    case "state":
      return undefined;
    case "change": {
      const { low = null, high = null } = liveChangeInterval(profile, sampling) ?? {};
      const change = liveChange(profile) ?? null;
      const facts = { name, isSum: false, isEmpty: !hasValues(profile), negative, durationNanos, change, low, high };
      return { code: "delta", severity: "blocking", facts };
    }
    case "span": {
      const facts = { name, isSum: true, isEmpty: false, negative, durationNanos, change: null, low: null, high: null };
      return { code: "delta", severity: "blocking", facts };
    }
    case "counted":
      return { code: "alloc-delta", severity: "limiting", facts: { name, durationNanos } };
    default:
      return unreachable(coverage);
  }
}

/** Some value of some column is not zero. */
function hasValues({ samples }: Profile): boolean {
  return samples.values.some((column) => column.some((value: number | bigint) => Number(value) !== 0));
}

function checkOrigin({ name, profile }: Capture, counts: SampleCounts): Finding | undefined {
  if (counts.verdict === "unlabelled") return { code: "no-size-label", severity: "limiting", facts: { name } };
  if (counts.verdict === "bounded") {
    const { period } = counts.sampling;
    const facts = { name, period, isAssumed: Number(profile.header.period) !== period };
    return { code: "bounded-noise", severity: "limiting", facts };
  }
  // What Go's runtime would have written says nothing of what others write.
  if (counts.verdict !== "aggregated" || !isGoProfile(profile)) return undefined;
  const facts = { name, changed: counts.failed, values: counts.failed + counts.exact };
  return { code: "aggregated", severity: "limiting", facts };
}

function checkPrograms({ name, profile }: Capture): Finding | undefined {
  const programs = programsOf(profile);
  if (programs.length < 2) return undefined;
  return { code: "merged-programs", severity: "limiting", facts: { name, programs } };
}

function checkStacks({ name, profile }: Capture): Finding | undefined {
  const { frames, rows } = deepestStacks(profile);
  if (!STACK_LIMITS.includes(frames)) return undefined;
  return {
    code: "truncated-stacks",
    severity: "limiting",
    facts: { name, cut: rows.length, stacks: profile.samples.length, frames },
  };
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
