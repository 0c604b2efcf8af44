/** The live heap as profiles have it: an estimate, with its interval, and how it changed from one capture to another. */
import { changeInterval, sampledGrowth, sumGrowth } from "../../blame/counts/growth-counts.ts";
import { recoverSampleCounts } from "../../blame/counts/sample-count.ts";
import { sumRows } from "../../blame/counts/sums.ts";
import { compare, type PairNames } from "../../blame/provenance/comparison.ts";
import { relationOfRows } from "../../blame/provenance/pair.ts";
import type { Finding } from "../../blame/provenance/provenance.ts";
import { exactSum, type ValueColumn } from "../../profile/int64.ts";
import { notHeap } from "../../profile/profile-kind.ts";
import type { Profile } from "../../profile/tables.ts";
import { gammaInterval, type Interval } from "../../stats/interval.ts";

/** An estimate, as every heap profile's is. */
export interface LiveHeap {
  readonly bytes: number;
  /** 95 % interval; null where the samples cannot be counted. */
  readonly low: number | null;
  readonly high: number | null;
}

interface LiveGrowth extends LiveHeap {
  /** What is known of the two as a pair, notes left out. */
  readonly findings: readonly Finding[];
}

const LIVE = /^(?:inuse_)?space$/;

/** Throws ProfileError "not-heap". */
export function liveHeapOf(profile: Profile, source: string): LiveHeap {
  const bytes = Number(exactSum(liveColumn(profile, source)));
  const { inuse, sampling, verdict } = recoverSampleCounts(profile);
  const isCounted = inuse !== undefined && verdict !== "unlabelled";
  return withInterval(bytes, isCounted ? gammaInterval(sumRows(sampling, inuse.counts)) : undefined);
}

/** Both are heap profiles. `sources`: what they are called where they cannot be compared. */
export function liveGrowthOf(base: Profile, current: Profile, sources?: PairNames): LiveGrowth {
  const { pair, counts, isBlocked } = compare(base, current, { sources });
  const bytes = Number(exactSum(liveColumn(current, "current"))) - Number(exactSum(liveColumn(base, "base")));
  const growth = isBlocked
    ? undefined
    : sampledGrowth(counts, relationOfRows(pair), { type: "inuse_space", unit: "bytes" });
  const interval = growth && changeInterval(sumGrowth(growth, new Int32Array(growth.base.length), 1), 0);
  return { ...withInterval(bytes, interval), findings: pair.findings.filter(({ severity }) => severity !== "note") };
}

function liveColumn({ header, samples }: Profile, source: string): ValueColumn {
  const column = samples.values[header.sampleTypes.findIndex(({ type }) => LIVE.test(type))];
  if (column !== undefined) return column;
  throw notHeap(source, header);
}

function withInterval(bytes: number, interval: Interval | undefined): LiveHeap {
  if (interval === undefined) return { bytes, low: null, high: null };
  return { bytes, low: Math.round(interval.low), high: Math.round(interval.high) };
}
