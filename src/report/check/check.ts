/**
 * Whether growth is within a budget: of everything or of one part, without what is suppressed and what a baseline has already seen. Growth counts
 * against the budget only if it is more than sampling noise explains.
 */

import type { Comparison } from "../../blame/provenance/comparison.ts";
import type { Finding, FindingCode } from "../../blame/provenance/provenance.ts";
import { isAllocated } from "../../blame/verdict/verdict.ts";
import { UsageError } from "../../errors.ts";
import { largestOf, leastOf } from "../../measurement/extremes.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { checkFields, checkList } from "../../profile/argument.ts";
import { isLiveBytes } from "../../profile/live-bytes.ts";
import type { Profile } from "../../profile/tables.ts";
import { type Evidence, gatherEvidence } from "../growth/evidence.ts";
import { describeSuspect, type SuspectGrowth } from "../growth/suspects.ts";
import { checkAmount } from "../question.ts";
import { type Budget, deltaOfKnown, weigh } from "./budget.ts";
import { assignToGroups, type Groups, isCounted, SUPPRESSED } from "./groups.ts";
import { grownPlaces } from "./grown-places.ts";
import { placeOf } from "./place.ts";
import type {
  BaselineEntry,
  CheckOutcome,
  CheckQuery,
  CheckReport,
  CheckRules,
  CheckScope,
  GrownPlaces,
  SourcePlace,
} from "./report.ts";
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
  const rules = decide(asked);
  const sampleIndex = liveIndex(comparison);
  const evidence = gatherEvidence(comparison, sampleIndex, false);
  const stacks = new StackFrames(evidence.diff.profile, evidence.nodes, evidence);
  const groups = assignToGroups(evidence.diff.profile, stacks, evidence, rules);
  const budget = weigh(evidence, sampleIndex, groups, rules);
  const isMeasured = budget.certainty !== undefined && !comparison.pair.findings.some(isPreventing);
  const grown =
    isMeasured && !budget.isBeyond
      ? grownPlaces(
          evidence,
          sampleIndex,
          (sample) => isCounted(groups.groupOf[sample] as number),
          (names) => stacks.withFrame((name) => names.has(name)),
          budget.knownBytes,
        )
      : null;
  const isBeyond = budget.isBeyond || (grown !== null && grown.bytes > rules.maxGrowth);
  const outcome = !isMeasured ? "unmeasurable" : isBeyond ? "exceeded" : "clean";
  const report = describeCheck(comparison, { evidence, rules, groups, budget, grown, outcome });
  return { report, baseline: baselineOf(evidence) };
}

function decide(asked: CheckQuery): CheckRules {
  const rules = { ...NO_LIMITS, ...asked };
  checkAmount("maxGrowth", rules.maxGrowth);
  checkFields(rules.scope, ["kind"], "a scope is all, own, a module or frames");
  for (const rule of checkList(rules.suppressions, "suppressions"))
    checkFields(rule, ["source"], "a suppression says what it matches");
  for (const entry of checkList(rules.baseline, "entries of a baseline"))
    checkFields(entry, ["fingerprint"], "an entry of a baseline has a fingerprint");
  return rules;
}

/** Where one of these is found nothing can be measured. */
function isPreventing({ severity, code }: Finding): boolean {
  return severity === "blocking" || code === "empty";
}

interface Judged {
  readonly evidence: Evidence;
  readonly rules: CheckRules;
  readonly groups: Groups;
  readonly budget: Budget;
  /** null where the whole is beyond the budget, or no place surely grew. */
  readonly grown: GrownPlaces | null;
  readonly outcome: CheckOutcome;
}

function describeCheck({ pair, sources }: Comparison, judged: Judged): CheckReport {
  const { evidence, rules, groups, budget, grown, outcome } = judged;
  const { growth, newGrowth, certainty } = budget;
  const suspects = newSuspects(judged);
  return {
    kind: "check",
    schemaVersion: CHECK_SCHEMA_VERSION,
    outcome,
    verdict: {
      code: outcome,
      cause: outcome === "unmeasurable" ? causeOf(pair.findings) : null,
      facts: { inScope: groups.inScope, allocated: allocatedType(evidence.diff.profile) },
    },
    base: sources.base,
    current: sources.current,
    sampleType: evidence.sampleType,
    scope: scopeText(rules.scope),
    maxGrowth: rules.maxGrowth,
    growth,
    newGrowth,
    low: certainty === undefined ? null : Math.round(certainty.low),
    high: certainty === undefined ? null : Math.round(certainty.high),
    significant: certainty === undefined ? null : budget.isSure,
    detectionLimit: certainty === undefined ? null : Math.round(certainty.limit),
    suppressed: { bytes: budget.deltas[SUPPRESSED] as number, samples: groups.suppressed, by: groups.by },
    grown,
    normal: null,
    known: {
      bytes: budget.knownBytes,
      fingerprints: rules.baseline.filter((_, at) => (budget.known[at] ?? 0) > 0).map(({ fingerprint }) => fingerprint),
    },
    suspects: suspects.map(({ suspect }) => suspect),
    places: suspects.map(({ place }) => place),
    provenance: pair.findings,
  };
}

/** For which finding nothing could be measured. */
function causeOf(findings: readonly Finding[]): FindingCode | null {
  const cause =
    findings.find(({ severity }) => severity === "blocking") ??
    findings.find(({ code }) => code === "empty" || code === "no-size-label");
  return cause?.code ?? null;
}

interface PlacedSuspect {
  readonly suspect: SuspectGrowth;
  readonly place: SourcePlace | null;
}

/** Those of the scope that no suppression names, and that grew beyond what the baseline has of them. */
function newSuspects({ evidence, rules: { baseline }, groups: { named }, budget }: Judged): PlacedSuspect[] {
  const within = baseline.filter((_, at) => (budget.known[at] as number) >= deltaOfKnown(budget.deltas, at));
  const excused = new Set(within.map(({ fingerprint }) => fingerprint));
  return evidence.suspects
    .filter(({ fingerprint }) => !excused.has(fingerprint) && named.has(fingerprint))
    .map((suspect) => ({ suspect: describeSuspect(suspect), place: placeOf(suspect, evidence) }));
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
  const types = firstOf(sampleTypes.map(({ type }) => type));
  throw new UsageError("no-common-sample-type", `the profiles have no inuse_space to check, but ${types}`);
}

/** Every suspect, whether it counts or not. */
function baselineOf({ suspects }: Evidence): BaselineEntry[] {
  return suspects.map(({ fingerprint, frame, growth }) => ({ fingerprint, frame: frame.name, growth }));
}

function scopeText(scope: CheckScope): string {
  if (scope.kind === "module") return `module=${scope.path}`;
  return scope.kind === "frame" ? `frame=${scope.source}` : scope.kind;
}

/** The type that the profiles' writer meant to be shown, where it counts what was allocated. */
function allocatedType({ header: { defaultSampleType } }: Profile): string | null {
  return isAllocated(defaultSampleType) ? defaultSampleType : null;
}
