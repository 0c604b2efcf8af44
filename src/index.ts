/**
 * heapblame's core, without I/O: it runs in Node and in a browser. `heapblame/load` adds files.
 *
 *     const diff = diffProfiles(parseProfile(before), parseProfile(after));
 *     const report = growthReport(diff, query, pairNotices(diff));
 */
export { FetchError, ProfileError, UsageError } from "./errors.ts";
export type { Granularity } from "./graph/granularity.ts";
export { GRANULARITIES } from "./graph/granularity.ts";
export type { Diff, DiffSide } from "./profile/diff.ts";
export { baseValues, currentValues, diffProfiles, normalizeTo, subtractBase } from "./profile/diff.ts";
export type { Value, ValueColumn } from "./profile/int64.ts";
export { mergeProfiles } from "./profile/merge.ts";
export { resolveSampleIndex } from "./profile/sample-index.ts";
export type { Header, Profile, ValueType } from "./profile/tables.ts";
export { NONE } from "./profile/tables.ts";
export type { FrameGrowth, GrowthQuery, GrowthReport, Notice } from "./report/growth.ts";
export { growthReport } from "./report/growth.ts";
export { pairNotices } from "./report/notices.ts";
export { renderJson } from "./render/json.ts";
export { renderGrowthMarkdown } from "./render/markdown.ts";
