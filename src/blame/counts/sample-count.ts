/**
 * How many samples stand behind every value of a Go heap profile: recovered exactly, although the profile does not say.
 *
 * The runtime records each object of size s with probability p = 1 - e^(-s/R), independently of the others, R being the period
 * (runtime/mprof.go; gaps between recorded bytes are exponential). The n objects recorded in a bucket are written scaled up, as
 * floor(n/p) objects and floor(n s/p) bytes, with s beside them in the label `bytes` (runtime/pprof/protomem.go). Since p/s < 1/R, the number
 * bytes * p/s lies less than 1/R below n: rounding it gives n back. Scaling that n up again must give both columns; where it does not, the
 * values were added, averaged or subtracted after they left the runtime.
 */
import type { Value, ValueColumn } from "../../profile/int64.ts";
import { type Header, NONE, type Profile } from "../../profile/tables.ts";
import { isGoProfile } from "../provenance/go-profile.ts";
import { computeRowSampling, type RowSampling } from "./row-sampling.ts";

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
  return recoverColumns(profile, profile.samples.values, computeRowSampling(profile, profile.header.period), 1);
}

/** The same of two; what samples of one process have in common is computed once. */
export function recoverBothCounts(base: Profile, current: Profile): { base: SampleCounts; current: SampleCounts } {
  const ofBase = recoverSampleCounts(base);
  const sampling = haveSameLabels(base, current) ? ofBase.sampling : computeRowSampling(current, current.header.period);
  return { base: ofBase, current: recoverColumns(current, current.samples.values, sampling, 1) };
}

function haveSameLabels(a: Profile, b: Profile): boolean {
  const areSame = a.samples.labelSet === b.samples.labelSet && a.labelSets === b.labelSets && a.strings === b.strings;
  return areSame && a.header.period === b.header.period;
}

/**
 * Counts of a merged table, one side of a diff: `values` are that side's columns, in the order of the header's sample types, and `sampling` is by
 * the period of that side. The counts are exact, the verdict weaker than that of the profile as it was read.
 */
export function recoverMergedCounts(
  profile: Profile,
  values: readonly ValueColumn[],
  sampling: RowSampling,
): SampleCounts {
  return recoverColumns(profile, values, sampling, MERGED_BUCKETS);
}

/** Rows with values below zero in each pair of columns, added up: `negative` of the counts, without the counts. */
export function countNegativeRows({ header, samples }: Profile): number {
  const { inuseObjects, inuseSpace, allocObjects, allocSpace } = findHeapColumns(header);
  const inPair = (objects: number, space: number): number => {
    const [numbers, bytes] = [samples.values[objects], samples.values[space]];
    let negative = 0;
    for (let row = 0; row < (bytes?.length ?? 0); row++) {
      if ((bytes?.[row] as Value) < 0 || (numbers !== undefined && (numbers[row] as Value) < 0)) negative++;
    }
    return negative;
  };
  return inPair(inuseObjects, inuseSpace) + inPair(allocObjects, allocSpace);
}

function recoverColumns(
  profile: Profile,
  values: readonly ValueColumn[],
  sampling: RowSampling,
  buckets: number,
): SampleCounts {
  const columns = findHeapColumns(profile.header);
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
