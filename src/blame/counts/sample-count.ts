/**
 * How many samples stand behind every value of a Go heap profile: recovered exactly, although the profile does not say.
 *
 * The runtime records each object of size s with probability p = 1 - e^(-s/R), independently of the others, R being the period
 * (runtime/mprof.go; gaps between recorded bytes are exponential). The n objects recorded in a bucket are written scaled up, as
 * floor(n/p) objects and floor(n s/p) bytes, with s beside them in the label `bytes` (runtime/pprof/protomem.go). Since p/s < 1/R, the number
 * bytes * p/s lies less than 1/R below n: rounding it gives n back. Scaling that n up again must give both columns; where it does not, the
 * values were added, averaged or subtracted after they left the runtime.
 */
import type { ValueColumn } from "../../profile/int64.ts";
import { encodeText } from "../../profile/string-table.ts";
import { type Header, NONE, type Profile } from "../../profile/tables.ts";
import { isGoProfile } from "../provenance/go-profile.ts";

/** What is known of the sampling of each row (one entry a sample of the profile). */
export interface RowSampling {
  /** Mean number of bytes allocated between two recorded ones (MemProfileRate). */
  readonly period: number;
  /** Size s of the row's objects, 0 if the profile does not say. */
  readonly size: Float64Array;
  /** Objects that one recorded object stands for, 1/p; 0 if the size is unknown. */
  readonly scale: Float64Array;
  /**
   * Variance per estimated byte, s (1 - p)/p: R for small objects, towards 0 for large ones, which are all recorded. R, the largest it can
   * be, if the size is unknown.
   */
  readonly weight: Float64Array;
}

/** Recorded objects of one value column, by row. */
export interface CountColumn {
  /** Recorded objects of each row. Where recovery failed: the number of samples that would weigh as much, not whole. */
  readonly counts: Float64Array;
  /** Rows whose values are not zero: recovered and confirmed, and not. */
  readonly exact: number;
  readonly failed: number;
  /** Rows below zero, which are among the failed; their count is taken for 0. */
  readonly negative: number;
}

/**
 * `unlabelled`: no row says how large its objects are; `bounded`: nor does one, and they are a Go heap's, so that the variance of a row's bytes is at most
 * its bytes times the period, whatever the sizes; `empty`: all values are zero or absent.
 */
export type CountVerdict = "exact" | "aggregated" | "bounded" | "unlabelled" | "empty";

/** Recorded objects, by row. */
export interface SampleCounts {
  readonly sampling: RowSampling;
  /** undefined where the profile has no such column. */
  readonly inuse: CountColumn | undefined;
  readonly alloc: CountColumn | undefined;
  readonly verdict: CountVerdict;
  /** Sums of both columns. */
  readonly exact: number;
  readonly failed: number;
  readonly negative: number;
}

/** What Go samples at unless told otherwise; taken for profiles that lost their period on a server. */
const DEFAULT_PERIOD = 524288;

/**
 * Buckets whose stacks differ only in frames that the runtime hides are one row after a merge, and their floors add up: so many may have been
 * added there.
 */
const MERGED_BUCKETS = 16;

/** Index of each heap column among the sample types, or NONE. */
interface HeapColumns {
  readonly inuseObjects: number;
  readonly inuseSpace: number;
  readonly allocObjects: number;
  readonly allocSpace: number;
}

/** Old profiles without alloc columns call the inuse ones `objects` and `space`. */
export function findHeapColumns(header: Header): HeapColumns {
  const find = (...names: string[]): number => header.sampleTypes.findIndex(({ type }) => names.includes(type));
  return {
    inuseObjects: find("inuse_objects", "objects"),
    inuseSpace: find("inuse_space", "space"),
    allocObjects: find("alloc_objects"),
    allocSpace: find("alloc_space"),
  };
}

/** Counts of a profile as it was read, by its own period. Its verdict says whether it is as the runtime wrote it. */
export function recoverSampleCounts(profile: Profile): SampleCounts {
  return recoverColumns(profile, profile.samples.values, profile.header.period, 1);
}

/**
 * Counts of a merged table, one side of a diff: `values` are that side's columns, in the order of the header's sample types, and `period` is
 * what that side was sampled at. The counts are exact, the verdict weaker than that of the profile as it was read.
 */
export function recoverMergedCounts(profile: Profile, values: readonly ValueColumn[], period: bigint): SampleCounts {
  return recoverColumns(profile, values, period, MERGED_BUCKETS);
}

function recoverColumns(
  profile: Profile,
  values: readonly ValueColumn[],
  period: bigint,
  buckets: number,
): SampleCounts {
  const columns = findHeapColumns(profile.header);
  const sampling = computeRowSampling(profile, Number(period));
  const recover = (objects: number, space: number): CountColumn | undefined =>
    space === NONE
      ? undefined
      : recoverCounts(sampling, objects === NONE ? undefined : values[objects], values[space] as ValueColumn, buckets);
  const inuse = recover(columns.inuseObjects, columns.inuseSpace);
  const alloc = recover(columns.allocObjects, columns.allocSpace);
  const exact = (inuse?.exact ?? 0) + (alloc?.exact ?? 0);
  const failed = (inuse?.failed ?? 0) + (alloc?.failed ?? 0);
  const negative = (inuse?.negative ?? 0) + (alloc?.negative ?? 0);
  return { sampling, inuse, alloc, verdict: judge(profile, sampling, exact, failed), exact, failed, negative };
}

function judge(profile: Profile, sampling: RowSampling, exact: number, failed: number): CountVerdict {
  if (exact + failed === 0) return "empty";
  if (failed === 0) return "exact";
  if (sampling.size.some((size) => size !== 0)) return "aggregated";
  return isSampledByBytes(profile.header) && isGoProfile(profile) ? "bounded" : "unlabelled";
}

function isSampledByBytes({ periodType: { type, unit } }: Header): boolean {
  return type === "space" && unit === "bytes";
}

/** `givenPeriod` is that of the header; 0 there means that the profile does not say. */
function computeRowSampling(profile: Profile, givenPeriod: number): RowSampling {
  const sizes = labelledSizes(profile);
  const isUnlabelled = sizes.every((size) => size === 0);
  const period = givenPeriod <= 0 || (givenPeriod === 1 && isUnlabelled) ? DEFAULT_PERIOD : givenPeriod;
  const scales = sizes.map((size) => scaleOf(size, period));
  const weights = sizes.map((size, set) => weightOf(size, scales[set] as number, period));
  const { labelSet, length } = profile.samples;
  const size = new Float64Array(length);
  const scale = new Float64Array(length);
  const weight = new Float64Array(length).fill(period);
  for (let row = 0; row < length; row++) {
    const set = labelSet[row] as number;
    if (set === NONE) continue;
    size[row] = sizes[set] as number;
    scale[row] = scales[set] as number;
    weight[row] = weights[set] as number;
  }
  return { period, size, scale, weight };
}

const SIZE_LABEL = encodeText("bytes");

/** The number labelled `bytes` in each label set; 0 if there is none, or none that can be a size. */
function labelledSizes({ labelSets, strings }: Profile): Float64Array {
  const sizes = new Float64Array(labelSets.length);
  for (let set = 0; set < sizes.length; set++) {
    for (let at = labelSets.start[set] as number; at < (labelSets.start[set + 1] as number); at++) {
      const key = labelSets.key[at] as number;
      if (labelSets.text[at] === NONE && strings.is(key, SIZE_LABEL))
        sizes[set] = Math.max(0, Number(labelSets.number[at]));
    }
  }
  return sizes;
}

/** 1/p in the words of the runtime, so that it comes out with the same bits; everything is recorded at a period of 1. */
function scaleOf(size: number, period: number): number {
  if (size === 0) return 0;
  return period === 1 ? 1 : 1 / (1 - Math.exp(-size / period));
}

/** s (1 - p)/p = s / (e^(s/R) - 1) */
function weightOf(size: number, scale: number, period: number): number {
  if (size === 0) return period;
  return scale === 1 ? 0 : size / Math.expm1(size / period);
}

/**
 * Counts of one pair of columns. Without `objects` the bytes alone confirm. `buckets` is how many buckets a row may be the sum of: 1 for a
 * profile as it was read.
 */
export function recoverCounts(
  sampling: RowSampling,
  objects: ValueColumn | undefined,
  bytes: ValueColumn,
  buckets: number,
): CountColumn {
  const { period, size, scale } = sampling;
  const counts = new Float64Array(bytes.length);
  let exact = 0;
  let failed = 0;
  let negative = 0;
  for (let row = 0; row < counts.length; row++) {
    const space = Number(bytes[row]);
    const number = objects === undefined ? 0 : Number(objects[row]);
    if (space === 0 && number === 0) continue;
    const s = size[row] as number;
    const perObject = scale[row] as number;
    const perSample = s === 0 ? period : s * perObject;
    const n = Math.round(space / perSample);
    const slack = 4.5e-16 * (1 + period / s);
    const isConfirmed =
      s > 0 &&
      n > 0 &&
      isScaled(n * perSample, space, buckets, slack) &&
      (objects === undefined || isScaled(n * perObject, number, buckets, slack));
    if (isConfirmed) exact++;
    else failed++;
    if (space < 0 || number < 0) negative++;
    counts[row] = isConfirmed ? n : Math.max(0, isNearWhole(n * perSample, space) ? n : space / perSample);
  }
  return { counts, exact, failed, negative };
}

/**
 * Whether `value` can be the sum of so many floors that add up to `scaled`, but for what rounding does to 1 - e^(-s/R): its relative error
 * is some 2^-52 R/s, a few bytes in a terabyte of 16-byte objects.
 */
function isScaled(scaled: number, value: number, floors: number, slack: number): boolean {
  return scaled >= value - value * slack && scaled < value + floors + value * slack;
}

/** A few buckets added or subtracted by somebody else: no longer a floor, but still a whole number of samples. */
function isNearWhole(scaled: number, value: number): boolean {
  return Math.abs(scaled - value) <= MERGED_BUCKETS;
}
