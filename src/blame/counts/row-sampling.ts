/** What a profile says of how each of its rows was sampled. */
import { encodeText } from "../../profile/string-table.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

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

/** What Go samples at unless told otherwise; taken for profiles that lost their period on a server. */
const DEFAULT_PERIOD = 524288;

/** The sampling of the rows by a period, that of one of the captures in them; computed once a period. */
export function samplingByPeriod(profile: Profile): (period: bigint) => RowSampling {
  const known = new Map<bigint, RowSampling>();
  return (period) => {
    const sampling = known.get(period) ?? computeRowSampling(profile, period);
    known.set(period, sampling);
    return sampling;
  };
}

/** `headerPeriod`: 0 means that the profile does not say. */
export function computeRowSampling(profile: Profile, headerPeriod: bigint): RowSampling {
  const givenPeriod = Number(headerPeriod);
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
