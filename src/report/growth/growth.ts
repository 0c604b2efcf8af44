/**
 * Who grew, how sure that is, and what it does not show: two heap profiles put into one report. The parts are computed in the files beside
 * this one; here they are put together, and what a finding about the captures invalidates is withheld.
 */

import type { FindingOf } from "../../blame/finding.ts";
import { findGrowth, type GrowthFinding } from "../../blame/findings/findings.ts";
import type { ProcessBooks } from "../../blame/memory/beside-heap.ts";
import type { Comparison } from "../../blame/provenance/comparison.ts";
import type { ProvenanceFacts } from "../../blame/provenance/provenance.ts";
import type { AuditEntry, CaptureFacts } from "../../blame/verdict/audit.ts";
import type { Verdict } from "../../blame/verdict/verdict.ts";
import type { OwnModules } from "../../graph/go/own-modules.ts";
import { functionNames } from "../../graph/go/profile-functions.ts";
import { GRANULARITIES, type Granularity } from "../../graph/granularity.ts";
import { checkFields } from "../../profile/argument.ts";
import type { DiffSide } from "../../profile/merge/diff.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { ValueType } from "../../profile/tables.ts";
import type { HolderEvidence } from "../held/evidence.ts";
import { programName } from "../program-name.ts";
import { checkLimit, checkWord } from "../question.ts";
import { isTestRun } from "../test-run.ts";
import { buildAudit, gatherEvidence, gatherStacks, verdictOf } from "./evidence.ts";
import { type GoroutineCaptures, type GoroutineEvidence, goroutinesBeside } from "./goroutines.ts";
import { growthByKind, type KindGrowth, type KindsEvidence } from "./kinds.ts";
import type { ObjectCount } from "./object-count.ts";
import { growthByOwner, type OwnerGrowth, type PackageGrowth } from "./owners.ts";
import { type GrowthQuery, type GrowthQuestion, SORT_KEYS, type SortKey } from "./query.ts";
import { rowNodes } from "./row-nodes.ts";
import { type FrameGrowth, type GrowthRows, growthRows } from "./rows.ts";
import { growthSigns, ownBasis } from "./signs.ts";
import { describeSuspect, type SuspectGrowth } from "./suspects.ts";
import type { Denominator, Matched, TotalCertainty, Totals } from "./totals.ts";

export type { GoroutineCaptures, GoroutineEvidence } from "./goroutines.ts";
export type { KindGrowth, KindsEvidence } from "./kinds.ts";
export type { ObjectCount } from "./object-count.ts";
export type { OwnerGrowth, PackageGrowth } from "./owners.ts";
export type { GrowthQuery } from "./query.ts";
export type { ChangeKind, FrameGrowth } from "./rows.ts";
export type { SuspectGrowth } from "./suspects.ts";
export type { Matched, TotalCertainty, Totals } from "./totals.ts";

const SCHEMA_VERSION = 1;

/** One of the two profiles. */
export interface Side {
  readonly source: string;
  /** Base name of the main binary, "" if the profile does not say. */
  readonly program: string;
  readonly buildId: string;
  /** Nanoseconds since the Unix epoch, null if the profile does not say. */
  readonly timeNanos: bigint | null;
}

/** Values are in the unit of `sampleType`; shares are parts of 1. */
export interface GrowthReport {
  readonly kind: "growth";
  readonly schemaVersion: 1;
  readonly verdict: Verdict;
  /** What the two profiles, and what was captured beside them, support: in the order in which it matters. */
  readonly findings: readonly GrowthFinding[];
  /** Modules that are taken for the program's own, and why. */
  readonly own: OwnModules;
  readonly base: Side;
  readonly current: Side;
  readonly sampleType: ValueType;
  readonly granularity: Granularity;
  readonly sort: SortKey;
  readonly filters: readonly string[];
  readonly totals: Totals;
  /** null where statistics are withheld: the samples cannot be counted, or a finding about the pair is blocking. */
  readonly certainty: TotalCertainty | null;
  /** What 100 % of the shares is: net growth, or gross growth where much shrank besides. */
  readonly denominator: Denominator;
  /** Places where growth gathers that noise does not explain: disjoint, most first. */
  readonly suspects: readonly SuspectGrowth[];
  /** Goroutines of both ends; null where none were captured. */
  readonly goroutines: GoroutineEvidence | null;
  readonly functions: readonly FrameGrowth[];
  readonly omitted: GrowthRows["omitted"];
  /** Each adds up to the totals. */
  readonly modules: readonly OwnerGrowth[];
  readonly packages: readonly PackageGrowth[];
  /** Only for two builds. */
  readonly matched: Matched | null;
  /** By the Kind of decoded Kubernetes objects; null where these are no large part. */
  readonly kinds: KindsEvidence | null;
  /** Who holds it, by heap dumps and by references; empty where neither was given. */
  readonly held: readonly HolderEvidence[];
  /** What is known about where the two profiles come from. */
  readonly provenance: readonly Notice[];
  /** What all of this cannot support. */
  readonly audit: readonly AuditEntry[];
}

/** What a reader of the numbers must know, by code, with the facts of each. */
export interface NoticeFacts extends ProvenanceFacts {
  /** What pprof says of a filter. */
  readonly filter: { readonly message: string };
  readonly matched: Matched;
}

/** A finding that is not an error: something the reader must know to read the numbers. */
export type Notice = FindingOf<NoticeFacts>;

const UNKNOWN_CAPTURE: CaptureFacts = {
  isSeries: false,
  isCollected: false,
  hasMemory: false,
};

/** What was captured with the two profiles. */
export interface Companions {
  readonly goroutines?: GoroutineCaptures | undefined;
  /** Where the two are of a capture. */
  readonly capture?: CaptureFacts | undefined;
  /** Of the process, at both ends. */
  readonly memory?: { readonly base: ProcessBooks; readonly current: ProcessBooks } | undefined;
  /** How many objects the cluster has, by Kind. */
  readonly objects?: readonly ObjectCount[] | undefined;
  /** Who holds. */
  readonly held?: readonly HolderEvidence[] | undefined;
}

/** What was captured beside the profiles makes the verdict more definite. Throws UsageError "bad-sample-index". */
export function growthReport(comparison: Comparison, asked: GrowthQuery = {}, beside: Companions = {}): GrowthReport {
  checkFields(comparison, ["diff", "pair", "sources"], "a comparison is what compare gives");
  const { pair, sources } = comparison;
  const query = decide(comparison, asked ?? {});
  const evidence = gatherEvidence(comparison, query.sampleIndex, query.noInlines);
  const { diff, sampleType, stacks, growth, objects, denominator, suspects, certainty } = evidence;
  const taken = beside ?? {};
  const { capture = UNKNOWN_CAPTURE } = taken;
  const goroutines = taken.goroutines && goroutinesBeside(taken.goroutines, evidence);
  const kinds = growthByKind(diff, query.sampleIndex, evidence, taken.objects ?? []);
  const rows = growthRows(diff, query, ...rowNodes(query, evidence), growth, objects, Number(denominator.value));
  const byOwner = growthByOwner(
    diff,
    query.sampleIndex,
    evidence.nodes,
    evidence.identities,
    growth,
    Number(denominator.value),
  );
  return {
    kind: "growth",
    schemaVersion: SCHEMA_VERSION,
    verdict: {
      code: verdictOf(evidence),
      cause: goroutines?.evidence.cause ?? null,
      facts: { isSeries: capture.isSeries, hasSurplus: hasSurplus(kinds), isTests: isOfTests(diff) },
    },
    findings: findGrowth(growthSigns(evidence, query.sampleIndex, taken)),
    own: ownBasis(evidence),
    base: describeSide(sources.base, diff.base),
    current: describeSide(sources.current, diff.current),
    sampleType,
    granularity: query.granularity,
    sort: query.sort,
    filters: comparison.filters,
    totals: stacks.totals,
    certainty: certainty ?? null,
    denominator,
    suspects: suspects.map((suspect, at) => describeSuspect(suspect, goroutines?.ofSuspects[at])),
    goroutines: goroutines?.evidence ?? null,
    functions: rows.shown,
    omitted: rows.omitted,
    ...byOwner,
    matched: comparison.isOtherBuild ? stacks.matched : null,
    kinds: kinds ?? null,
    held: taken.held ?? [],
    provenance: [...pair.findings, ...describeMatch(comparison, stacks.matched), ...describeFilters(comparison)],
    audit: buildAudit(evidence, capture, goroutines !== undefined),
  };
}

/** What pictures show of a growth report: no statistics, and nothing that rests on them. */
export type PlainGrowth = Pick<
  GrowthReport,
  "base" | "current" | "sampleType" | "totals" | "denominator" | "filters" | "functions"
>;

/** The same numbers as growthReport; rows come without intervals. Throws UsageError "bad-sample-index". */
export function plainGrowth(comparison: Comparison, asked: GrowthQuery): PlainGrowth {
  const query = decide(comparison, asked);
  const found = gatherStacks(comparison, query.sampleIndex, query.noInlines);
  const { diff, sampleType, stacks, denominator } = found;
  const rows = growthRows(diff, query, ...rowNodes(query, found), undefined, undefined, Number(denominator.value));
  return {
    base: describeSide(comparison.sources.base, diff.base),
    current: describeSide(comparison.sources.current, diff.current),
    sampleType,
    totals: stacks.totals,
    denominator,
    filters: comparison.filters,
    functions: rows.shown,
  };
}

function decide({ diff }: Comparison, query: GrowthQuery): GrowthQuestion {
  const { sampleIndex = "", granularity = "functions", noInlines = false, sort = "flat", limit = 0 } = query;
  const index = resolveSampleIndex(diff.profile.header, String(sampleIndex));
  return {
    sampleIndex: index,
    granularity: checkWord("granularity", granularity, GRANULARITIES),
    noInlines,
    sort: checkWord("sort", sort, SORT_KEYS),
    limit: checkLimit(limit),
  };
}

/** Of some objects there are surely more than the cluster has, where that is known. */
function hasSurplus(kinds: KindsEvidence | undefined): boolean {
  const isSurplus = ({ alive, inCluster }: KindGrowth): boolean =>
    alive !== null && inCluster !== null && alive.low > inCluster;
  return kinds?.rows.some(isSurplus) ?? false;
}

function isOfTests({ profile, current }: Comparison["diff"]): boolean {
  return isTestRun(programName(current.mainFile), functionNames(profile));
}

function describeSide(source: string, { header, mainFile, buildId }: DiffSide): Side {
  const program = programName(mainFile);
  return { source, program, buildId, timeNanos: header.timeNanos === 0n ? null : header.timeNanos };
}

function describeFilters({ notices }: Comparison): Notice[] {
  return notices.map((message) => ({ code: "filter", severity: "note", facts: { message } }));
}

function describeMatch({ isOtherBuild }: Comparison, matched: Matched): Notice[] {
  return isOtherBuild ? [{ code: "matched", severity: "note", facts: matched }] : [];
}
