/**
 * heapblame's core, without I/O: it runs in Node and in a browser. `heapblame/load` adds files.
 *
 *     const report = growthReport(compare(before, after));
 */

export {
  type CompareOptions,
  type Comparison,
  compare,
  type PairFacts,
  type PairNames,
} from "./blame/provenance/comparison.ts";
export type { Capture, Finding } from "./blame/provenance/provenance.ts";
export type { AuditEntry } from "./blame/verdict/audit.ts";
export { FetchError, ProfileError, UsageError } from "./errors.ts";
export { type Anonymized, anonymizeProfiles } from "./graph/anonymize/anonymize.ts";
export type { Granularity } from "./graph/granularity.ts";
export { GRANULARITIES } from "./graph/granularity.ts";
export { encodeProfile } from "./profile/codec/encode.ts";
export { gzip } from "./profile/codec/gzip/gzip.ts";
export type { Value, ValueColumn } from "./profile/int64.ts";
export { type GoroutineGroup, goroutinesOf, parseGoroutineText } from "./profile/legacy/goroutines.ts";
export type { Diff, DiffSide } from "./profile/merge/diff.ts";
export { baseValues, currentValues, diffProfiles, normalizeTo, subtractBase } from "./profile/merge/diff.ts";
export { mergeProfiles } from "./profile/merge/merge.ts";
export { type ParseOptions, parseProfile } from "./profile/parse.ts";
export { resolveSampleIndex } from "./profile/sample-index.ts";
export type { Header, Profile, ValueType } from "./profile/tables.ts";
export { NONE } from "./profile/tables.ts";
export { renderJson } from "./render/json.ts";
export { renderGrowthMarkdown } from "./render/markdown/growth.ts";
export { type AdviceInput, type AdviceReport, adviceReport, type ProcessMemory } from "./report/advise/advise.ts";
export { checkReport } from "./report/check/check.ts";
export { type GoroutineReport, goroutineReport } from "./report/goroutines/goroutines.ts";
export type {
  Companions,
  FrameGrowth,
  GoroutineCaptures,
  GrowthQuery,
  GrowthReport,
  KindGrowth,
  Notice,
  OwnerGrowth,
  SuspectGrowth,
} from "./report/growth/growth.ts";
export { growthReport } from "./report/growth/growth.ts";
export { objectCount } from "./report/growth/kind-rows.ts";
export { type TrendReport, trendReport } from "./report/trend/trend.ts";
