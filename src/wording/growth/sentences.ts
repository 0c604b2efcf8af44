/** The sentences below the first line of a diff: what piles up or holds, whose code it is, and what two captures cannot tell. */
import type { GrowthFinding } from "../../blame/findings/findings.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { isLiveBytes } from "../../profile/live-bytes.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { doOthersShrink } from "../amounts.ts";
import { capital, listOf, roundTo } from "../phrases.ts";
import { provenanceText } from "../provenance.ts";
import { dependencyText, growthFindingText, HALF } from "./findings.ts";
import { describeGoroutines } from "./goroutines.ts";
import { headlineUnit } from "./headline.ts";
import { isHolderFound } from "./holder.ts";

type Code = GrowthFinding["code"];

export function leadingSentences(report: GrowthReport): string[] {
  return report.findings
    .filter(isLeading)
    .map((finding) => (finding.code === "restart" ? restartText(report) : growthFindingText(finding)));
}

function restartText(report: GrowthReport): string {
  if (report.verdict.code === "allocated") return OF_COUNTERS;
  return report.verdict.facts.isTests
    ? OF_TESTS
    : growthFindingText({ code: "restart", severity: "limiting", facts: {} });
}

const OF_TESTS = "These are of two runs of tests: each began anew, so the difference is no growth of either.";

/** Benchmarks are compared like that. */
const OF_COUNTERS = "These are of two processes: what each allocated since it began is compared.";

function isLeading(finding: GrowthFinding): boolean {
  if (finding.code === "outside-heap" || finding.code === "goroutine-stacks") return finding.facts.isMost !== false;
  return finding.code === "restart";
}

/** These say why it grew. */
const CAUSES: readonly Code[] = [
  "goroutine-leak",
  "goroutines-ended",
  "proven-goroutine-leak",
  "finalizer-blocked",
  "http-client-connections",
  "http-server-connections",
  "grpc-connections",
  "database-connections",
  "database-statements",
  "requests-kept",
  "responses-kept",
  "context-tree",
  "context-values",
  "signal-channels",
  "after-func",
];

/** `places`: the names that the lines above show. `counts`: sentences on numbers of decoded objects beside those of their source. */
export function followingSentences(
  report: GrowthReport,
  places: readonly string[],
  counts: readonly string[],
): string[] {
  const { findings } = report;
  const shown = findings.filter((finding) => !isLeading(finding) && !isSaidAbove(finding, places));
  const sentences = [
    ...unfreedText(report),
    ...emptyText(report),
    ...ofClients(report),
    ...shown.filter(({ code }) => !isReplaced(report, code)).map(growthFindingText),
    ...ownText(report),
    ...counts,
    ...reachText(report),
    ...reservations(report),
  ];
  return [...new Set(sentences.filter((sentence) => sentence !== ""))];
}

/** Of what is live, where no collection is known to have come before. */
function unfreedText({ provenance, audit }: GrowthReport): string[] {
  if (!audit.some(({ code }) => code === "gc-unknown")) return [];
  return provenance.flatMap((notice) => (notice.code === "nothing-freed" ? [provenanceText(notice)] : []));
}

/** Of one end no sample is live: then all of the other is the change. */
function emptyText({ totals, base, current, findings, sampleType }: GrowthReport): string[] {
  if (!isLiveBytes(sampleType)) return [];
  const ofBase = Number(totals.base) === 0 && findings.some(({ code }) => code === "grew");
  if (ofBase) return [`${base.source} has no live sample, so all that is live now counts as growth.`];
  const ofCurrent = Number(totals.current) === 0 && findings.some(({ code }) => code === "shrank");
  return ofCurrent ? [`${current.source} has no live sample, so all that was live counts as gone.`] : [];
}

/** Smaller objects are no blocks that one would look for. */
const LARGE_BLOCK = 16 * 1024;

function isSaidAbove(finding: GrowthFinding, places: readonly string[]): boolean {
  if (finding.code === "own-on-all-stacks" || finding.code === "one-tree") return places.length === 1;
  if (finding.code === "parts-grew") return true;
  if (finding.code === "large-blocks") return finding.facts.size < LARGE_BLOCK;
  return finding.code === "dependency-code";
}

/** Clients of Kubernetes have findings of their own. */
const OF_CLIENTS = ["never-stopped", "handler", "handler-once"];
const OF_GOROUTINES: readonly Code[] = [
  "goroutine-leak",
  "goroutines-more",
  "goroutines-steady",
  "goroutine-holds",
  "queue",
];

function isOfClients({ verdict, findings }: GrowthReport): boolean {
  return OF_CLIENTS.includes(verdict.cause ?? "") && findings.some(({ code }) => code === "kubernetes");
}

function ofClients(report: GrowthReport): string[] {
  if (!isOfClients(report) || report.goroutines === null) return [];
  return describeGoroutines(report.goroutines, report.suspects, report.verdict.facts.hasSurplus);
}

function isReplaced(report: GrowthReport, code: Code): boolean {
  if (isOfClients(report) && OF_GOROUTINES.includes(code)) return true;
  // Who may hold it is a guess, and nobody guesses at what is known.
  if (code === "goroutine-holds") return isHolderFound(report.held);
  // Said with whose code it is.
  return code === "decoder-not-holder" && ownText(report).length > 0;
}

/** No function of the program's own is on the stacks: they cannot show who holds it. Not said where the cause is known. */
function ownText({ own, suspects, findings, verdict }: GrowthReport): string[] {
  if (verdict.code === "allocated" || findings.some(({ code }) => CAUSES.includes(code))) return [];
  const isShown = findings.some(({ code }) => code === "grew" || code === "parts-grew");
  if (!isShown || suspects.length === 0 || own.modules.length === 0) return [];
  if (suspects.some(({ ownFrame }) => ownFrame !== null)) return [];
  // What the runtime makes for a goroutine says nothing of whose they are.
  if (suspects[0]?.role === "goroutine") {
    return [
      "That is what Go makes for each goroutine: profiles of goroutines tell who starts them, and whether they end.",
    ];
  }
  const none = `no function of ${listOf(own.modules)} is on these stacks`;
  const dependency = findings.find(({ code }) => code === "dependency-code");
  if (findings.some(({ code }) => code === "decoder-not-holder")) return [`Allocator, not holder: ${none}.`];
  const by = dependency?.code === "dependency-code" ? `${dependencyText(dependency.facts)}: ` : "";
  return [`${by}${by === "" ? capital(none) : none}, so they do not show who holds it.`];
}

/** What could not have been seen at all. */
function reachText(report: GrowthReport): string[] {
  const { certainty, verdict, findings } = report;
  if (
    verdict.code !== "did-not-change" ||
    verdict.facts.isSeries ||
    findings.some(({ code }) => code === "outside-heap")
  )
    return [];
  if (certainty === null || certainty.detectionLimit <= 0) return [];
  const limit = certainty.detectionLimit;
  const shared = headlineUnit(report);
  const isSeen = shared.divisor === 1 || limit >= shared.divisor * 0.5 * 10 ** -shared.decimals;
  const unit = isSeen ? shared : { ...chooseColumnUnit([limit], report.sampleType.unit), decimals: 1 };
  return [`Growth of less than ${formatValue(roundTo(limit, unit), unit)} could not have been seen.`];
}

/** Goroutines that have not ended at one moment may end all the same. */
function mayBeLoad({ findings }: GrowthReport): boolean {
  if (findings.some(({ code }) => code === "restart" || code === "proven-goroutine-leak")) return false;
  return findings.some(({ code }) => code === "goroutine-leak" || code === "requests-open");
}

const LOAD = "Two captures cannot tell a leak from more work at once.";
const COURSE = "Two captures cannot tell growth that goes on from a cache that fills or a single step.";
const COURSE_OR_LOAD =
  "Two captures cannot tell growth that goes on from a cache that fills, a single step or more work at once.";

/** Of the larger end: so much a heap moves by under a load that is never the same. */
const MOVES = 0.02;

/** What a later capture has to tell. */
function unknownText({ verdict, totals: { base, current, net }, findings }: GrowthReport): string {
  if (
    findings.some(
      (finding) => finding.code === "parts-grew" && doOthersShrink(finding.facts.growth, finding.facts.shrank),
    )
  )
    return "Others shrank: what grew may have taken their place, or may go on behind them. A later capture tells.";
  const isLittle = verdict.code === "grew" && Number(net) < MOVES * Math.max(Number(base), Number(current));
  return isLittle
    ? "That is less than 2% of it: a heap that is steady moves by as much with its load. A later capture tells."
    : COURSE;
}

/** Goroutines that do not end are the one cause known, of less than half of it. */
function isMostlyUncaused({ findings }: GrowthReport): boolean {
  const causes = findings.filter(({ code }) => CAUSES.includes(code));
  return causes.every((cause) => cause.code === "goroutine-leak" && cause.facts.share < HALF) && causes.length > 0;
}

function reservations(report: GrowthReport): string[] {
  const { provenance, findings, verdict } = report;
  const isGrowth = findings.some(({ code }) => code === "grew" || code === "parts-grew");
  const builds = provenance.some(({ code }) => code === "other-build")
    ? ["The two are of different builds, so this is also what the change of code did."]
    : [];
  const names = provenance.some(({ code }) => code === "unsymbolised")
    ? ["Most places have no names: give the binary, or capture where names are known."]
    : [];
  const isCaused =
    findings.some(({ code }) => CAUSES.includes(code) || code === "restart") || verdict.cause === "handler";
  if (!isGrowth || verdict.facts.isSeries) return [...builds, ...names];
  const course = isCaused && !isMostlyUncaused(report) ? [] : [unknownText(report)];
  return [...builds, ...names, ...withLoad(course, mayBeLoad(report))];
}

/** What two captures cannot tell is said once. */
function withLoad(course: readonly string[], mayBe: boolean): string[] {
  if (!mayBe) return [...course];
  return course.includes(COURSE) ? [COURSE_OR_LOAD] : [...course, LOAD];
}
