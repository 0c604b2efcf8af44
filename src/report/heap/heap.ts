/**
 * What one heap is made of: how much is live in how many objects, where it was allocated, whose that is, and how much of the process's memory it
 * is. The parts are those of the growth report, with nothing as the base: everything that is live grew from it.
 */

import { changeInterval, sumGrowth } from "../../blame/counts/growth-counts.ts";
import type { Comparison } from "../../blame/provenance/comparison.ts";
import { isGoProfile } from "../../blame/provenance/go-profile.ts";
import type { Suspect } from "../../blame/suspects/suspects.ts";
import { exactSum, type ValueColumn } from "../../profile/int64.ts";
import { isLiveBytes, isLiveObjects } from "../../profile/live-bytes.ts";
import { currentValues } from "../../profile/merge/diff.ts";
import { isNoMemory } from "../../profile/profile-kind.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { ValueType } from "../../profile/tables.ts";
import { type Evidence, gatherEvidence } from "../growth/evidence.ts";
import { growthByKind } from "../growth/kinds.ts";
import { growthByOwner, type OwnerGrowth, type PackageGrowth } from "../growth/owners.ts";
import type { GrowthQuery, GrowthQuestion } from "../growth/query.ts";
import { rowNodes } from "../growth/row-nodes.ts";
import { type FrameGrowth, growthRows } from "../growth/rows.ts";
import { programName } from "../program-name.ts";
import type { Amount } from "./amount.ts";
import { type KnownMemory, measureMemory } from "./memory.ts";
import type { HeapGap, HeapOwner, HeapPlace, HeapReport, HeapRow } from "./report.ts";

export type { Amount } from "./amount.ts";
export type { HeapMemory, KnownMemory } from "./memory.ts";

const HEAP_SCHEMA_VERSION = 1;

/** `comparison` is with nothing (compareWithNothing). Throws UsageError "bad-sample-index". */
export function heapReport(
  comparison: Comparison,
  asked: GrowthQuery = {},
  known: KnownMemory = {},
  next: readonly string[] = [],
): HeapReport {
  const { pair, sources, diff, filters } = comparison;
  const query = decide(comparison, asked);
  const evidence = gatherEvidence(comparison, query.sampleIndex, query.noInlines);
  const { sampleType, growth, objects, denominator, suspects, nodes, identities } = evidence;
  const whole = Number(denominator.value);
  const rows = growthRows(diff, query, ...rowNodes(query, evidence), growth, objects, whole);
  const { modules, packages } = growthByOwner(diff, query.sampleIndex, nodes, identities, growth, whole);
  const total = amountOf(currentValues(diff, query.sampleIndex), evidence, "growth");
  const { header, mainFile, buildId } = diff.current;
  return {
    kind: "heap",
    schemaVersion: HEAP_SCHEMA_VERSION,
    source: sources.current,
    program: programName(mainFile),
    buildId,
    timeNanos: header.timeNanos === 0n ? null : header.timeNanos,
    sampleType,
    granularity: query.granularity,
    sort: query.sort,
    filters,
    total,
    objects: objectsOf(evidence),
    places: suspects.map(placeOf),
    functions: rows.shown.map(rowOf),
    omitted: {
      count: rows.omitted.count,
      flat: rows.omitted.deltaFlat,
      objects: rows.omitted.deltaObjects,
    },
    modules: modules.map(ownerOf),
    packages: packages.map((row: PackageGrowth) => ({ ...ownerOf(row), package: row.package })),
    kinds: growthByKind(diff, query.sampleIndex, evidence, []) ?? null,
    memory: isLiveBytes(sampleType) && filters.length === 0 ? measureMemory(total, known) : null,
    findings: pair.findings,
    gaps: gapsOf(known, suspects, sampleType, isGoProfile(diff.profile)),
    next,
  };
}

function decide({ diff }: Comparison, query: GrowthQuery): GrowthQuestion {
  const { sampleIndex = "", granularity = "functions", noInlines = false, sort = "flat", limit = 0 } = query;
  return {
    sampleIndex: resolveSampleIndex(diff.profile.header, String(sampleIndex)),
    ...{ granularity, noInlines, sort, limit },
  };
}

function amountOf(column: ValueColumn, evidence: Evidence, of: "growth" | "objects"): Amount {
  const value = exactSum(column);
  const sampled = evidence[of];
  if (sampled === undefined) return { value, low: null, high: null, samples: null };
  const sums = sumGrowth(sampled, new Int32Array(sampled.current.length), 1);
  const { low, high } = changeInterval(sums, 0);
  const samples = wholeCount(sums.current[0] as number);
  // Of columns that do not go together, as some writers' do not, no interval of the one is one of the other.
  if (!isWithin(Number(value), low, high)) return { value, low: null, high: null, samples };
  return { value, low: Math.round(low), high: Math.round(high), samples };
}

/** But for what rounding makes of it. */
function isWithin(value: number, low: number, high: number): boolean {
  return value >= low - 1 && value <= high + 1;
}

/** Counts of values that were averaged after capture are not whole: they are no counts then. */
function wholeCount(count: number): number | null {
  return Number.isInteger(count) ? count : null;
}

/** The column of objects that goes with the one of bytes. */
function objectsOf(evidence: Evidence): Amount | null {
  const { diff, sampleType } = evidence;
  const name = sampleType.type.replace(/space$/, "objects");
  const index = diff.profile.header.sampleTypes.findIndex(({ type }) => type === name);
  if (index < 0 || name === sampleType.type) return null;
  return amountOf(currentValues(diff, index), evidence, "objects");
}

function placeOf(suspect: Suspect): HeapPlace {
  const { entry, frame, ownFrame, leaf, interval, growth, share, stacks, fingerprint } = suspect;
  return {
    frame: frame.name,
    entry: entry.name,
    leaf: leaf.name,
    leafShare: suspect.leafShare,
    branches: suspect.branches.map((branch) => ({ frame: branch.frame.name, share: branch.share })),
    ownFrame: ownFrame?.name ?? null,
    role: suspect.role ?? null,
    module: frame.module,
    version: frame.version,
    owner: frame.owner,
    value: growth,
    low: interval === undefined ? null : Math.round(interval.low),
    high: interval === undefined ? null : Math.round(interval.high),
    samples: suspect.samples ?? null,
    share,
    stacks,
    fingerprint,
  };
}

function rowOf(row: FrameGrowth): HeapRow {
  return {
    ...{ name: row.name, file: row.file, package: row.package, module: row.module },
    ...{ flat: row.currentFlat, flatLow: row.low, flatHigh: row.high },
    ...{ cum: row.currentCum, cumLow: row.lowCum, cumHigh: row.highCum },
    ...{ share: row.share, shareCum: row.shareCum, objects: row.deltaObjects, samples: row.samplesCurrent },
  };
}

function ownerOf({ module, version, owner, current, low, high, share }: OwnerGrowth): HeapOwner {
  return { module, version, owner, value: current, low, high, share };
}

function gapsOf(
  { memStats }: KnownMemory,
  places: readonly Suspect[],
  sampleType: ValueType,
  isGo: boolean,
): HeapGap[] {
  if (isNoMemory(sampleType)) return [];
  if (!isLiveBytes(sampleType) && !isLiveObjects(sampleType)) return ["allocated"];
  return [
    "growth",
    ...(places.length > 0 ? (["holder"] as const) : []),
    ...(memStats === undefined && isGo ? (["outside"] as const) : []),
    ...(isGo ? (["age"] as const) : []),
  ];
}
