/**
 * Whether growth is within a budget: of everything or of one part, without what is suppressed and what a baseline has already seen. Growth counts
 * against the budget only if it is more than sampling noise explains.
 */

import { changeInterval, gainedAt, growthPValue, lostAt, sumGrowth } from "../../blame/counts/growth-counts.ts";
import { detectionLimit } from "../../blame/counts/growth-test.ts";
import type { Comparison } from "../../blame/provenance/comparison.ts";
import { FALSE_DISCOVERIES } from "../../blame/suspects/suspects.ts";
import { UsageError } from "../../errors.ts";
import { largestOf, leastOf } from "../../measurement/extremes.ts";
import { checkFields, checkList } from "../../profile/argument.ts";
import { isLiveBytes } from "../../profile/live-bytes.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { NONE } from "../../profile/tables.ts";
import { type Evidence, gatherEvidence } from "../growth/evidence.ts";
import { describeSuspect } from "../growth/suspects.ts";
import { checkAmount } from "../question.ts";
import { assignToGroups, FIRST_KNOWN, isCounted, SUPPRESSED } from "./groups.ts";
import { grownPlaces } from "./grown-places.ts";
import { placeOf } from "./place.ts";
import type { BaselineEntry, CheckOutcome, CheckQuery, CheckReport, CheckRules, CheckScope } from "./report.ts";
import { StackFrames } from "./stack-frames.ts";

const CHECK_SCHEMA_VERSION = 1;

/** The report, and what goes on from it. */
export interface CheckResult {
  readonly report: CheckReport;
  /** Every suspect, for a baseline to be written. */
  readonly baseline: readonly BaselineEntry[];
}

/** Throws UsageError "no-common-sample-type" where there are no live bytes to check. */
export function checkReport(comparison: Comparison, query: CheckQuery = {}): CheckReport {
  return buildCheck(comparison, query).report;
}

/** The report, and what the next baseline is to know. Throws as checkReport. */
export function buildCheck(comparison: Comparison, asked: CheckQuery = {}): CheckResult {
  checkFields(comparison, ["diff", "pair", "sources"], "a comparison is what compare gives");
  const query = { ...NO_LIMITS, ...asked };
  checkAmount("maxGrowth", query.maxGrowth);
  checkFields(query.scope, ["kind"], "a scope is all, own, a module or frames");
  for (const rule of checkList(query.suppressions, "suppressions"))
    checkFields(rule, ["source"], "a suppression says what it matches");
  for (const entry of checkList(query.baseline, "entries of a baseline"))
    checkFields(entry, ["fingerprint"], "an entry of a baseline has a fingerprint");
  const { pair, sources } = comparison;
  const sampleIndex = liveIndex(comparison);
  const evidence = gatherEvidence(comparison, sampleIndex, false);
  const { diff, sampleType } = evidence;
  const stacks = new StackFrames(diff.profile, evidence.nodes, evidence);
  const groups = assignToGroups(diff.profile, stacks, evidence, query);
  const deltas = deltasOf(diff, sampleIndex, groups.groupOf, groups.count);
  const growth = deltas.reduce((sum, delta, group) => (group === SUPPRESSED ? sum : sum + delta), 0);
  const known = query.baseline.map((entry, at) =>
    Math.min(Math.max(0, entry.growth), Math.max(0, deltas[FIRST_KNOWN + at] as number)),
  );
  const knownBytes = known.reduce((sum, bytes) => sum + bytes, 0);
  const certainty = certaintyOf(evidence, groups.groupOf);
  const blocking = pair.findings.find(({ severity }) => severity === "blocking");
  const isEmpty = pair.findings.some(({ code }) => code === "empty");
  const newGrowth = growth - knownBytes;
  // What the baseline knows is sure to be growth; the rest has to be it too.
  const isSure = certainty?.significant === true && (knownBytes === 0 || certainty.low > knownBytes);
  const isMeasured = blocking === undefined && !isEmpty && certainty !== undefined;
  const isNetBeyond = newGrowth > query.maxGrowth && isSure;
  const excused = new Set([
    ...query.suppressions.filter(({ matches }) => matches === undefined).map(({ source }) => source),
    ...query.baseline
      .filter((_, at) => (known[at] as number) >= (deltas[FIRST_KNOWN + at] as number))
      .map(({ fingerprint }) => fingerprint),
  ]);
  const suspects = evidence.suspects
    .map((suspect) => ({ suspect: describeSuspect(suspect), place: placeOf(suspect, evidence) }))
    .filter(({ suspect }) => !excused.has(suspect.fingerprint) && groups.named.has(suspect.fingerprint));
  const grown =
    isMeasured && !isNetBeyond
      ? grownPlaces(
          evidence,
          sampleIndex,
          (sample) => isCounted(groups.groupOf[sample] as number),
          (names) => stacks.withFrame((name) => names.has(name)),
          knownBytes,
        )
      : null;
  const isPlaceBeyond = grown !== null && grown.bytes > query.maxGrowth;
  const outcome: CheckOutcome = !isMeasured ? "unmeasurable" : isNetBeyond || isPlaceBeyond ? "exceeded" : "clean";
  const reason = blocking ?? pair.findings.find(({ code }) => ["empty", "no-size-label"].includes(code));
  const report: CheckReport = {
    kind: "check",
    schemaVersion: CHECK_SCHEMA_VERSION,
    outcome,
    verdict: {
      code: outcome,
      cause: outcome === "unmeasurable" ? (reason?.code ?? null) : null,
      facts: { inScope: groups.inScope },
    },
    base: sources.base,
    current: sources.current,
    sampleType,
    scope: scopeText(query.scope),
    maxGrowth: query.maxGrowth,
    growth,
    newGrowth,
    low: certainty === undefined ? null : Math.round(certainty.low),
    high: certainty === undefined ? null : Math.round(certainty.high),
    significant: certainty === undefined ? null : isSure,
    detectionLimit: certainty === undefined ? null : Math.round(certainty.limit),
    suppressed: { bytes: deltas[SUPPRESSED] as number, samples: groups.suppressed, by: groups.by },
    grown,
    normal: null,
    known: {
      bytes: knownBytes,
      fingerprints: query.baseline.filter((_, at) => (known[at] as number) > 0).map(({ fingerprint }) => fingerprint),
    },
    suspects: suspects.map(({ suspect }) => suspect),
    places: suspects.map(({ place }) => place),
    provenance: pair.findings,
  };
  return {
    report,
    baseline: baselineOf(evidence),
  };
}

/**
 * The same against several captures that are as they should be: growth is what is above all of them. The first is the base; `between` compares two of
 * them, by index. Throws as checkReport.
 */
export function checkAgainst(
  comparisons: readonly [Comparison, ...Comparison[]],
  between: (from: number, to: number) => Comparison,
  asked: CheckQuery = {},
): CheckResult {
  const [first, ...others] = comparisons;
  const results = [buildCheck(first, asked), ...others.map((comparison) => buildCheck(comparison, asked))];
  const unmeasurable = results.find(({ report }) => report.outcome === "unmeasurable");
  if (unmeasurable !== undefined || results.length === 1) return unmeasurable ?? (results[0] as CheckResult);
  const least = results.reduce((low, result) => (result.report.newGrowth < low.report.newGrowth ? result : low));
  const amounts = results.map(({ report }) => report.growth);
  const clean = results.find(({ report }) => report.outcome === "clean");
  // Above the lightest it grew by most.
  const [lightest, heaviest] = [amounts.indexOf(largestOf(amounts)), amounts.indexOf(leastOf(amounts))];
  const spread = (amounts[lightest] as number) - (amounts[heaviest] as number);
  const { low, high, significant } = buildCheck(between(lightest, heaviest), asked).report;
  const { report, baseline } = least.report.outcome === "exceeded" && clean !== undefined ? clean : least;
  return { report: { ...report, normal: { captures: results.length, spread, low, high, significant } }, baseline };
}

const NO_LIMITS: CheckRules = { maxGrowth: 0, scope: { kind: "all" }, suppressions: [], baseline: [] };

function liveIndex({ diff }: Comparison): number {
  const { sampleTypes } = diff.profile.header;
  const index = sampleTypes.findIndex(isLiveBytes);
  if (index >= 0) return index;
  const types = sampleTypes.map(({ type }) => type).join(", ");
  throw new UsageError("no-common-sample-type", `the profiles have no inuse_space to check, but ${types}`);
}

/** Every suspect, whether it counts or not. */
function baselineOf({ suspects }: Evidence): BaselineEntry[] {
  return suspects.map(({ fingerprint, frame, growth }) => ({ fingerprint, frame: frame.name, growth }));
}

function deltasOf(diff: Diff, sampleIndex: number, groupOf: Int32Array, count: number): number[] {
  const base = baseValues(diff, sampleIndex);
  const current = currentValues(diff, sampleIndex);
  const deltas = new Array<number>(count).fill(0);
  for (const [sample, group] of groupOf.entries()) {
    if (group === NONE) continue;
    deltas[group] = (deltas[group] as number) + Number(current[sample]) - Number(base[sample]);
  }
  return deltas;
}

interface ScopeCertainty {
  readonly low: number;
  readonly high: number;
  readonly significant: boolean;
  readonly limit: number;
}

/** Of all that counts together; undefined where samples cannot be counted. */
function certaintyOf({ growth }: Evidence, groupOf: Int32Array): ScopeCertainty | undefined {
  if (growth === undefined) return undefined;
  const counted = groupOf.map((group) => (isCounted(group) ? 0 : NONE));
  const sums = sumGrowth(growth, counted, 1);
  const gained = gainedAt(sums, 0);
  return {
    ...changeInterval(sums, 0),
    significant: growthPValue(sums, 0) <= FALSE_DISCOVERIES,
    limit: detectionLimit(lostAt(sums, 0), gained.largestWeight),
  };
}

function scopeText(scope: CheckScope): string {
  if (scope.kind === "module") return `module=${scope.path}`;
  return scope.kind === "frame" ? `frame=${scope.source}` : scope.kind;
}
