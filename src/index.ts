/**
 * heapblame's core, without I/O: it runs in Node and in a browser. `heapblame/load` adds files and servers.
 *
 *     const { report, words } = compareHeaps(parseProfile(before), parseProfile(after));
 *     console.log(words.verdict, await render(report, words, "markdown"));
 *
 * Values are in the unit of the sample type, sizes in bytes, intervals of 95 %. What makes no sense is answered with UsageError, bytes that are no
 * profile with ProfileError: `code` says why.
 */
import { type CompareOptions, compare } from "./blame/provenance/comparison.ts";
import type { Capture } from "./blame/provenance/provenance.ts";
import { applyFilters } from "./profile/filter/filter.ts";
import { type FilterOptions, listFilters } from "./profile/filter/options.ts";
import { compilePattern } from "./profile/filter/regexp.ts";
import type { Profile } from "./profile/tables.ts";
import { type Companions, type GrowthQuery, type GrowthReport, growthReport } from "./report/growth/growth.ts";
import type { TrendQuery, TrendReport } from "./report/trend/report.ts";
import { trendReport } from "./report/trend/trend.ts";
import { type GrowthWords, growthWords } from "./wording/growth/words.ts";
import { type TrendWords, trendWords } from "./wording/trend/words.ts";

/** pprof's filters, what the report is to be about, and what was captured with the two; all of it may be left out. */
export interface HeapOptions extends FilterOptions, GrowthQuery, Companions, Omit<CompareOptions, "filters"> {}

/** Numbers, and the sentences that say them. */
export interface HeapGrowth {
  readonly report: GrowthReport;
  readonly words: GrowthWords;
}

/**
 * Who grew between two heap profiles of one program: what `heapblame diff` says. Throws UsageError for profiles without a common sample type, filters
 * that are no regular expressions, and questions that make no sense.
 */
export function compareHeaps(base: Profile, current: Profile, options: HeapOptions = {}): HeapGrowth {
  const { sources, names, mainModule, functions } = options ?? {};
  const pair = compare(base, current, { filters: filtersOf(options), sources, names, mainModule, functions });
  const report = growthReport(pair, options, options);
  return { report, words: growthWords(report) };
}

/** Numbers, and the sentences that say them. */
export interface HeapTrend {
  readonly report: TrendReport;
  readonly words: TrendWords;
}

/**
 * What shape the growth over a series of heap profiles has: what `heapblame trend` says. `captures` in any order, named by their sources. Throws
 * UsageError as trendReport.
 */
export function compareSeries(captures: readonly Capture[], query: TrendQuery = {}): HeapTrend {
  const report = trendReport(captures, query);
  return { report, words: trendWords(report) };
}

/** The profile with pprof's filters applied, and what they had to say. Throws UsageError "bad-regexp". */
export function filterProfile(
  profile: Profile,
  options: FilterOptions,
): { readonly profile: Profile; readonly notices: readonly string[] } {
  const filters = filtersOf(options);
  return filters === undefined ? { profile, notices: [] } : applyFilters(profile, filters);
}

function filtersOf(options: FilterOptions): CompareOptions["filters"] {
  const set = listFilters(options);
  if (set.length === 0) return undefined;
  return { options, compile: compilePattern, shown: set.map(({ name, value }) => `${name}=${value}`) };
}

export type { CountPair } from "./blame/counts/growth-counts.ts";
export type { Retention } from "./blame/counts/retention.ts";
export type { RowSampling } from "./blame/counts/row-sampling.ts";
export type { CountColumn, CountVerdict, SampleCounts } from "./blame/counts/sample-count.ts";
export type { FindingOf, NoFacts, Severity } from "./blame/finding.ts";
export type { BlockFacts } from "./blame/findings/blocks.ts";
export type { ClientState, ConnectionFacts } from "./blame/findings/connections.ts";
export type { FinalizerFacts } from "./blame/findings/finalizers.ts";
export type { GrowthFacts, GrowthFinding } from "./blame/findings/findings.ts";
export type { HolderFindingFacts } from "./blame/findings/goroutine-holders.ts";
export type { GoroutineLink } from "./blame/findings/goroutine-links.ts";
export type { WaitFacts, WaitKind } from "./blame/findings/goroutine-waits.ts";
export type { GoroutineFindingFacts, GoroutineReportFinding } from "./blame/findings/goroutines.ts";
export type { Amounts, HeapFacts } from "./blame/findings/heap.ts";
export type { Observer, OriginFacts } from "./blame/findings/origin.ts";
export type { RpcFacts } from "./blame/findings/rpc-connections.ts";
export type { TimerFacts } from "./blame/findings/timers.ts";
export type { GoroutineCause, GoroutineGrowth, SuspectGoroutines, WaitingHandler } from "./blame/goroutines/cause.ts";
export type {
  BesideHeapFacts,
  BesideHeapFinding,
  OutsideMemory,
  ProcessBooks,
  ResidentMeasure,
} from "./blame/memory/beside-heap.ts";
export type { HoursLeft, MemoryUse } from "./blame/memory/limits.ts";
export type { LimitPair, SettingFacts, SettingFinding } from "./blame/memory/settings.ts";
export type { SEGMENTS, SegmentName, Waterfall, WaterfallGrowth } from "./blame/memory/waterfall.ts";
export { type CompareOptions, type Comparison, compare, type PairNames } from "./blame/provenance/comparison.ts";
export type { PairFacts } from "./blame/provenance/pair.ts";
export type { ProcessRelation } from "./blame/provenance/process-relation.ts";
export type {
  BothNames,
  Capture,
  DifferenceFacts,
  Finding,
  FindingCode,
  OrderEvidence,
  ProvenanceFacts,
} from "./blame/provenance/provenance.ts";
export type { Role } from "./blame/suspects/roles.ts";
export type { ShapeBasis } from "./blame/trend/counters.ts";
export type {
  CourseFacts,
  GoingOn,
  HidingFacts,
  RateFacts,
  RestartKind,
  RisingPart,
  RunFacts,
  SeriesFacts,
  SeriesFinding,
  StepFacts,
  Stretch,
} from "./blame/trend/findings.ts";
export type { TREND_SHAPES, TrendShape } from "./blame/trend/shape.ts";
export type { AuditEntry, CaptureFacts, GapFacts } from "./blame/verdict/audit.ts";
export type { Verdict, VerdictCode } from "./blame/verdict/verdict.ts";
export type { HolderKind } from "./dump/paths/holder-groups.ts";
export { type FetchCode, type ProfileCode, ProfileError, type UsageCode, UsageError } from "./errors.ts";
export { type Anonymized, anonymizeProfiles, type NamedFunction } from "./graph/anonymize/anonymize.ts";
export type { Pseudonyms } from "./graph/anonymize/pseudonyms.ts";
export type { Owner } from "./graph/go/module.ts";
export type { ModuleNames, OwnEvidence, OwnModules } from "./graph/go/own-modules.ts";
export type { MetFunction } from "./graph/go/profile-modules.ts";
export { GRANULARITIES, type Granularity } from "./graph/granularity.ts";

export { encodeProfile } from "./profile/codec/encode.ts";
export type { Checksum, Inflated, Inflater, Measure } from "./profile/codec/gzip/gunzip.ts";
export { gzip } from "./profile/codec/gzip/gzip.ts";
export type { HeaderNumber, KnownProfile } from "./profile/codec/known-profile.ts";
export type { DecodedStacks, KnownSamples } from "./profile/codec/known-samples.ts";
export type { DecodedTables, DecodeMemory, MessageRanges } from "./profile/codec/memory.ts";
export type { ParseTools, ZstdDecompressor } from "./profile/codec/parse-with.ts";
export type { BytesEqual } from "./profile/codec/same-bytes.ts";
export type { Filters } from "./profile/filter/filter.ts";
export type { FilterKey, FilterOptions } from "./profile/filter/options.ts";
export type { Pattern, PatternCompiler } from "./profile/filter/pattern.ts";
export type { Value, ValueColumn } from "./profile/int64.ts";
export { type GoroutineGroup, goroutinesOf, parseGoroutineText } from "./profile/legacy/goroutines.ts";
export type { MemStats } from "./profile/legacy/mem-stats.ts";
export {
  baseValues,
  currentValues,
  type Diff,
  type DiffSide,
  diffProfiles,
  normalizeTo,
  subtractBase,
} from "./profile/merge/diff.ts";
export { mergeProfiles } from "./profile/merge/merge.ts";
export { type ParseOptions, parseProfile } from "./profile/parse.ts";
export type { Ranges } from "./profile/ranges.ts";
export type { RowById } from "./profile/row-by-id.ts";
export { resolveSampleIndex } from "./profile/sample-index.ts";
export type { StringTable } from "./profile/string-table.ts";
export type { FunctionTable, LabelSetTable, LocationTable, MappingTable, SampleTable } from "./profile/tables.ts";
export { type Header, NONE, type Profile, type ValueType } from "./profile/tables.ts";
export { type FormatOf, formatsOf, type Manner, type ReportKind, render, type Worded } from "./render/index.ts";
export { renderJson } from "./render/json.ts";
export type { Style } from "./render/text/style.ts";
export { adviceReport } from "./report/advice/advice.ts";
export type { Explained, MeasuredFacts, MeasuredFinding } from "./report/advice/findings.ts";
export type { LiveHeap } from "./report/advice/live-heap.ts";
export type { Outlook, Slope } from "./report/advice/outlook.ts";
export type { AdviceFinding, AdviceInput, AdviceReport, ProcessMemory, Workload } from "./report/advice/report.ts";
export type { CaptureReport, CaptureStep } from "./report/capture/capture.ts";
export type { CaptureEvent, CapturePoint, CaptureSettings } from "./report/capture/input.ts";
export type { LiveChange } from "./report/capture/live-change.ts";
export type { Replica, ReplicasReport } from "./report/capture/replicas.ts";
export { buildCheck, type CheckResult, checkReport } from "./report/check/check.ts";
export type {
  BaselineEntry,
  CheckOutcome,
  CheckQuery,
  CheckReport,
  CheckRules,
  CheckScope,
  GrownPlaces,
  NormalRange,
  SourcePlace,
  Suppression,
} from "./report/check/report.ts";
export type { FleetGrowth, FleetPod, FleetQuery, FunctionLooks, LimitCount, PodSeries } from "./report/fleet/fleet.ts";
export { type FleetReport, fleetReport, type LimitSource, type VersionFacts } from "./report/fleet/fleet.ts";
export type { EntryGrowth, GoroutineCounts, GoroutineQuery, StackGrowth } from "./report/goroutines/goroutines.ts";
export { type GoroutineReport, goroutineReport } from "./report/goroutines/goroutines.ts";
export type { EntryCounts, GoroutineEvidence } from "./report/growth/goroutines.ts";
export type { NoticeFacts, Side } from "./report/growth/growth.ts";
export {
  type Companions,
  type FrameGrowth,
  type GoroutineCaptures,
  type GrowthQuery,
  type GrowthReport,
  growthReport,
  type KindGrowth,
  type Notice,
  type OwnerGrowth,
  type SuspectGrowth,
} from "./report/growth/growth.ts";
export type { KindsEvidence } from "./report/growth/kinds.ts";
export { type ObjectCount, objectCount } from "./report/growth/object-count.ts";
export type { PackageGrowth } from "./report/growth/owners.ts";
export { SORT_KEYS, type SortKey } from "./report/growth/query.ts";
export type { RowCertainty } from "./report/growth/row-certainty.ts";
export type { ChangeKind, GrowthRows } from "./report/growth/rows.ts";
export type { Denominator, Matched, TotalCertainty, Totals } from "./report/growth/totals.ts";
export type { Amount } from "./report/heap/amount.ts";
export type { HeapMemory } from "./report/heap/memory.ts";
export type { HeapGap, HeapOwner, HeapPlace, HeapReport, HeapRow } from "./report/heap/report.ts";
export type { HolderEvidence } from "./report/held/evidence.ts";
export type { DuplicateStrings, HeldFacts, NamedBytes } from "./report/held/facts.ts";
export type { DumpSummary, HELD_SCHEMA_VERSION, HeldEvidence, HeldReport } from "./report/held/held.ts";
export type { HolderRoots } from "./report/held/roots.ts";
export type { ContainerKind, ElementPart, HeldElement, HolderRow } from "./report/held/rows.ts";
export type { HolderSamples, SampledFunction, SampledStack, SampleReport } from "./report/held/samples.ts";
export type { TrendBeside, TrendCounters } from "./report/trend/beside.ts";
export type { TrendFinding } from "./report/trend/findings.ts";
export type { TrendMeasure, TrendRow } from "./report/trend/measure.ts";
export type { TrendQuery, TrendReport, TrendResult, TrendVerdict } from "./report/trend/report.ts";
export { buildTrend, trendReport } from "./report/trend/trend.ts";
export type { Interval } from "./stats/interval.ts";
export type { ArithmeticStep } from "./wording/advice/arithmetic.ts";
export type { AdviceWords } from "./wording/advice/words.ts";
export { adviceWords } from "./wording/advice/words.ts";
export type { CaptureWords, ReplicasWords } from "./wording/capture.ts";
export { type CheckWords, checkWords } from "./wording/check.ts";
export type { FleetWords } from "./wording/fleet.ts";
export { fleetWords } from "./wording/fleet.ts";
export type { GoroutineWords } from "./wording/goroutines.ts";
export type { AllocatedWords, PlaceWords } from "./wording/growth/places.ts";
export type { GrowthWords } from "./wording/growth/words.ts";
export { growthWords } from "./wording/growth/words.ts";
export type { HeapWords } from "./wording/heap/words.ts";
export type { HeldWords } from "./wording/held.ts";
export type { TrendWords } from "./wording/trend/words.ts";
export { trendWords } from "./wording/trend/words.ts";
