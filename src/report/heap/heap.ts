/**
 * What one heap is made of: how much is live in how many objects, where it was allocated, whose that is, and how much of the process's memory it
 * is. The parts are those of the growth report, with nothing as the base: everything that is live grew from it.
 */

import { changeInterval, sumGrowth } from "../../blame/counts/growth-counts.ts";
import type { Comparison } from "../../blame/provenance/comparison.ts";
import { isGoProfile } from "../../blame/provenance/go-profile.ts";
import type { Finding } from "../../blame/provenance/provenance.ts";
import type { Role } from "../../blame/suspects/roles.ts";
import type { Suspect } from "../../blame/suspects/suspects.ts";
import type { Owner } from "../../graph/go/module.ts";
import type { Granularity } from "../../graph/granularity.ts";
import { exactSum, type Value, type ValueColumn } from "../../profile/int64.ts";
import { isLiveBytes, isLiveObjects } from "../../profile/live-bytes.ts";
import { currentValues } from "../../profile/merge/diff.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { ValueType } from "../../profile/tables.ts";
import { type Evidence, gatherEvidence } from "../growth/evidence.ts";
import type { KindsEvidence } from "../growth/kinds.ts";
import { growthByKind } from "../growth/kinds.ts";
import { growthByOwner, type OwnerGrowth, type PackageGrowth } from "../growth/owners.ts";
import type { GrowthQuery, GrowthQuestion, SortKey } from "../growth/query.ts";
import { rowNodes } from "../growth/row-nodes.ts";
import { type FrameGrowth, growthRows } from "../growth/rows.ts";
import { programName } from "../program-name.ts";
import type { Amount } from "./amount.ts";
import { type HeapMemory, type KnownMemory, measureMemory } from "./memory.ts";

export type { Amount } from "./amount.ts";
export type { HeapMemory, KnownMemory } from "./memory.ts";

const HEAP_SCHEMA_VERSION = 1;

/** What one heap is made of; values in the unit of the sample type. */
export interface HeapReport {
  readonly kind: "heap";
  readonly schemaVersion: 1;
  readonly source: string;
  /** Base name of the main binary, "" if the profile does not say. */
  readonly program: string;
  readonly buildId: string;
  /** Nanoseconds since the Unix epoch, null if the profile does not say. */
  readonly timeNanos: bigint | null;
  readonly sampleType: ValueType;
  readonly granularity: Granularity;
  /** What the rows are ordered by. */
  readonly sort: SortKey;
  readonly filters: readonly string[];
  /** In the unit of the sample type. */
  readonly total: Amount;
  /** Objects behind the total; null where they are not counted, or are the total themselves. */
  readonly objects: Amount | null;
  /** Where it gathers, disjoint, most first. */
  readonly places: readonly HeapPlace[];
  readonly functions: readonly HeapRow[];
  readonly omitted: { readonly count: number; readonly flat: Value; readonly objects: Value | null };
  /** Each adds up to the total. */
  readonly modules: readonly HeapOwner[];
  readonly packages: readonly (HeapOwner & { readonly package: string })[];
  /** Decoded Kubernetes objects; null where these are no large part. */
  readonly kinds: KindsEvidence | null;
  /** Null where neither the runtime's own books nor a limit are known. */
  readonly memory: HeapMemory | null;
  /** About the profile itself. */
  readonly findings: readonly Finding[];
  /** What one capture cannot say. */
  readonly gaps: readonly HeapGap[];
  /** Command lines that would say more. */
  readonly next: readonly string[];
}

/** A place where the live heap gathers. */
export interface HeapPlace extends Amount {
  /** What allocates, as a place: below it the stacks fan out. */
  readonly frame: string;
  /** Outermost frame that is more than plumbing. */
  readonly entry: string;
  /** What allocates most of it. */
  readonly leaf: string;
  /** The program's own function nearest to the allocation; null if none is on these stacks. */
  readonly ownFrame: string | null;
  /** Null if the names do not tell. */
  readonly role: Role | null;
  readonly module: string;
  readonly version: string;
  readonly owner: Owner;
  /** Of the total. */
  readonly share: number;
  /** Places of one cause, put together. */
  readonly stacks: number;
  readonly fingerprint: string;
}

/** A frame, and what of the heap it allocated; values in the unit of the sample type. */
export interface HeapRow {
  readonly name: string;
  readonly file: string;
  readonly package: string;
  readonly module: string;
  readonly flat: Value;
  readonly flatLow: number | null;
  readonly flatHigh: number | null;
  readonly cum: Value;
  readonly cumLow: number | null;
  readonly cumHigh: number | null;
  /** Of the total. */
  readonly share: number;
  readonly shareCum: number;
  /** That the frame itself allocated; null where they are not counted. */
  readonly objects: Value | null;
  readonly samples: number | null;
}

/** A module, and what of the heap it allocated; bytes. */
export interface HeapOwner extends Omit<Amount, "samples"> {
  /** Path of the module, `std` of the standard library, "" where it is not known. */
  readonly module: string;
  readonly version: string;
  readonly owner: Owner;
  readonly share: number;
}

/** `allocated`: how much of it is still live. `growth`: whether it grows. `holder`: who keeps it. `outside`: memory that is not heap. `age`: it is as old as the last collection. */
export type HeapGap = "allocated" | "growth" | "holder" | "outside" | "age";

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
  return value >= Math.floor(low) - 1 && value <= Math.ceil(high) + 1;
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
  if (!isLiveBytes(sampleType) && !isLiveObjects(sampleType)) return ["allocated"];
  return [
    "growth",
    ...(places.length > 0 ? (["holder"] as const) : []),
    ...(memStats === undefined && isGo ? (["outside"] as const) : []),
    ...(isGo ? (["age"] as const) : []),
  ];
}
