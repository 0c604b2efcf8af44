/**
 * Who holds the live heap of a dump: each container that memory hangs on, how much hangs on it and on nothing else, what it is made of and which
 * stacks allocated it. With a dump from before, what holds more now.
 */
import { findHoldingPlaces, type HoldingPlace } from "../../blame/holders/holding-places.ts";
import { computeKeptOnly } from "../../blame/holders/kept-only.ts";
import { joinSamples } from "../../blame/holders/sampled-objects.ts";
import type { DumpAnalysis } from "../../dump/analysis.ts";
import type { EqualStrings } from "../../dump/names/equal-strings.ts";
import { pathName } from "../../dump/paths/path-name.ts";
import { KIND } from "../../dump/tables.ts";
import { duplicateStrings, type HeldFacts, heldFacts } from "./facts.ts";
import { type HeldNow, lostRows } from "./lost-rows.ts";
import { computeRoots } from "./roots.ts";
import { type HolderRow, holderRow, type PlaceNames, pathsOf } from "./rows.ts";
import { type SampleReport, type StackMatch, sampleReport } from "./samples.ts";

/** Of the report on a heap dump. */
export const HELD_SCHEMA_VERSION = 1;

/** What tells who holds: a heap dump; or goref's profile of references, which has less. */
export type HeldEvidence = "dump" | "references";

/** What a heap dump has; null is what references do not tell. */
export interface DumpSummary {
  readonly source: string;
  readonly goVersion: string | null;
  readonly architecture: string | null;
  /** Exact, of objects that something holds. */
  readonly liveBytes: number;
  readonly liveObjects: number;
  /** Not reached and not collected yet. */
  readonly garbageBytes: number | null;
  readonly garbageObjects: number | null;
  /** What the runtime says: of live objects and garbage. */
  readonly heapAlloc: number | null;
  readonly goroutines: number | null;
}

/** Who holds what is live; bytes throughout. */
export interface HeldReport {
  readonly kind: "held";
  readonly schemaVersion: 1;
  readonly evidence: HeldEvidence;
  readonly current: DumpSummary;
  /** Null without a dump from before. */
  readonly base: DumpSummary | null;
  /** What gave the names; null where there was no program to give them. */
  readonly binary: { readonly source: string; readonly hasTypes: boolean } | null;
  /** Most bytes first; with a base most growth first; of chosen stacks those that hold their samples, most first. */
  readonly holders: readonly HolderRow[];
  /** Live bytes that no row has. */
  readonly otherBytes: number;
  /** Whether the process took samples at all: Go leaves that out of a program in which nothing asks for a heap profile. */
  readonly isSampled: boolean;
  readonly samples: SampleReport;
  /** Null of references. */
  readonly facts: HeldFacts | null;
}

export interface NamedAnalysis {
  readonly analysis: DumpAnalysis;
  readonly source: string;
}

interface HeldQuery {
  readonly binary: HeldReport["binary"];
  /** Which allocation stacks the samples are to be of; all where undefined. */
  readonly stack: StackMatch | undefined;
  /** Whether holders without samples of these stacks are in it too, in the order of bytes. */
  readonly isComplete?: boolean;
}

export function heldReport(current: NamedAnalysis, base: NamedAnalysis | undefined, query: HeldQuery): HeldReport {
  const { analysis } = current;
  const names = placeNames(analysis);
  const places = findHoldingPlaces(analysis);
  const only = computeKeptOnly(analysis, places);
  const joined = joinSamples(analysis, places, only);
  const samples = sampleReport(analysis, joined, places.length, query.stack);
  const roots = computeRoots(analysis, names, places, only);
  const before = base && pathsOf(base.analysis, placeNames(base.analysis));
  const rows = places.map((place, row) =>
    holderRow(analysis, names, place, only.bytes[row] ?? 0, samples.byHolder[row], roots[row], before),
  );
  const gone = base === undefined ? [] : lostRows(rowsBefore(base.analysis), heldNow(analysis, places, rows));
  const isAll = query.stack === undefined || query.isComplete === true;
  const holders = isAll ? [...rows, ...gone] : withSamples(rows);
  if (isAll && before !== undefined) holders.sort((a, b) => Math.abs(b.deltaBytes ?? 0) - Math.abs(a.deltaBytes ?? 0));
  const summary = summaryOf(current);
  return {
    kind: "held",
    schemaVersion: HELD_SCHEMA_VERSION,
    evidence: "dump",
    current: summary,
    base: base === undefined ? null : summaryOf(base),
    binary: query.binary,
    holders,
    otherBytes: summary.liveBytes - rows.reduce((sum, { bytes }) => sum + bytes, 0),
    isSampled: analysis.dump.stacks.length > 0,
    samples,
    facts: heldFacts(analysis, names),
  };
}

/** The report with the strings of its dump that are there more than once. */
export function withDuplicates(
  report: HeldReport,
  { analysis }: NamedAnalysis,
  found: readonly EqualStrings[],
  isShown: boolean,
): HeldReport {
  const { facts } = report;
  if (facts === null) return report;
  return {
    ...report,
    facts: { ...facts, duplicates: duplicateStrings(analysis, placeNames(analysis), found, isShown) },
  };
}

/** Those where what was asked for is kept, most samples first. */
function withSamples(rows: readonly HolderRow[]): HolderRow[] {
  const count = ({ samples }: HolderRow): number => samples?.count ?? 0;
  return rows.filter((row) => count(row) > 0).sort((a, b) => count(b) - count(a));
}

function placeNames({ tree, typed }: DumpAnalysis): PlaceNames {
  return { tree, groups: typed.groups.groups, steps: typed.steps };
}

function rowsBefore(analysis: DumpAnalysis): HolderRow[] {
  const names = placeNames(analysis);
  return findHoldingPlaces(analysis).map((place) =>
    holderRow(analysis, names, place, 0, undefined, undefined, undefined),
  );
}

function heldNow(analysis: DumpAnalysis, places: readonly HoldingPlace[], rows: readonly HolderRow[]): HeldNow {
  const names = placeNames(analysis);
  const { retained, typed } = analysis;
  return {
    rows,
    apart: new Set(places.flatMap(({ apart }) => apart.map((place) => pathName(names, place)))),
    amounts: pathsOf(analysis, names),
    liveBytes: retained.bytes[typed.graph.root] as number,
  };
}

function summaryOf({ analysis, source }: NamedAnalysis): DumpSummary {
  const { dump, typed, retained } = analysis;
  const { root, objectCount } = typed.graph;
  let garbageBytes = 0;
  let garbageObjects = 0;
  for (let row = 0; row < objectCount; row++) {
    if (typed.reach.tier[row] !== 0 || dump.memory.kind[row] !== KIND.object) continue;
    garbageBytes += dump.memory.size[row] as number;
    garbageObjects++;
  }
  return {
    source,
    goVersion: dump.parameters.goVersion,
    architecture: dump.parameters.architecture,
    liveBytes: retained.bytes[root] as number,
    liveObjects: retained.objects[root] as number,
    garbageBytes,
    garbageObjects,
    heapAlloc: dump.memStats.heapAlloc,
    goroutines: dump.goroutines.length,
  };
}
