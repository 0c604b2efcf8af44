/** What a series of captures supports, in plain words: never more than that, and never the word leak of something by itself. */

import type { GrowthFinding } from "../../blame/findings/findings.ts";
import type { BesideHeapFinding } from "../../blame/memory/beside-heap.ts";
import type { SeriesFinding } from "../../blame/trend/findings.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import { checkKind } from "../../profile/argument.ts";
import { commonFolder } from "../../profile/file-path.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { pairOfInterest } from "../../report/trend/ends.ts";
import type { TrendReport } from "../../report/trend/report.ts";
import type { TrendFinding } from "../../report/trend/trend.ts";
import { BESIDE_HEAP_WORDS } from "../beside-heap.ts";
import { growthFindingText } from "../growth/findings.ts";
import { type AllocatedWords, allocatedWords } from "../growth/places.ts";
import { allocatedText, growthWords } from "../growth/words.ts";
import { capital } from "../phrases.ts";
import { provenanceText } from "../provenance.ts";
import { sayIn } from "../words.ts";
import { SERIES_WORDS } from "./series.ts";

/** What a trend says in sentences. */
export interface TrendWords {
  /** The first paragraph, all of it. */
  readonly verdict: string;
  /** What the whole did, and what comes before that: the first lines. */
  readonly leading: readonly string[];
  /** Who allocated what it grew by, in a step or over all; null where nothing grew. */
  readonly allocated: AllocatedWords | null;
  /** What piles up or holds, and when a limit is reached. */
  readonly following: readonly string[];
  /** Lines to paste. */
  readonly next: readonly string[];
  /** As the report has its findings: a sentence for each. */
  readonly findings: readonly string[];
  /** A sentence for each finding about the captures. */
  readonly provenance: readonly string[];
}

/** `ends`: the growth from the first to the last, where the report is part of one that has it. */
export function trendWords(
  report: TrendReport,
  ends: GrowthReport | null = checkKind(report, "trend").ends,
): TrendWords {
  const provenance = report.provenance.map(provenanceText);
  const short = withoutFolder(report);
  const findings = report.findings.map((finding) => short(trendFindingText(finding)));
  const limit = limitText(report);
  if (report.verdict.code === "not-comparable") {
    const reasons = provenance.filter((_, at) => report.provenance[at]?.code === report.verdict.cause).slice(0, 1);
    const leading = ["No trend can be told.", ...reasons];
    return { verdict: leading.join(" "), leading, allocated: null, following: [], next: [], findings, provenance };
  }
  const about = grownPair(report, ends);
  const grown = about === null ? null : growthWords(about);
  const textsOf = (isChosen: (finding: TrendFinding) => boolean): string[] =>
    findings.filter((_, at) => isChosen(report.findings[at] as TrendFinding));
  const leading = textsOf((finding) => isOfSeries(finding) || finding.code === "parts-grew");
  const apart = about === null ? textsOf(({ code }) => code === "goroutines-more") : [];
  const allocated = about === null ? null : allocatedWords(about);
  const following = [...(grown?.following ?? []), ...apart, ...(limit === "" ? [] : [limit])];
  const verdict = [...leading, ...allocatedText(allocated), ...following].join(" ");
  return { verdict, leading, allocated, following, next: grown?.next ?? [], findings, provenance };
}

/** Captures of one folder are called by their names in it. Folders in it may have its name. */
function withoutFolder({ points, dropped }: TrendReport): (text: string) => string {
  const sources = [...points, ...dropped].map(({ source }) => source);
  const folder = commonFolder(sources);
  const isSource = (text: string, at: number): boolean =>
    /[\s"'(]/.test(text[at - 1] ?? " ") && sources.some((source) => text.startsWith(source, at));
  return (text) => {
    if (folder === "") return text;
    return text.replaceAll(folder, (match, at: number) => (isSource(text, at) ? "" : match));
  };
}

const WORDS = { ...SERIES_WORDS, ...BESIDE_HEAP_WORDS };

export function trendFindingText(finding: TrendFinding): string {
  return isOfSeries(finding) ? capital(sayIn(WORDS, finding)) : growthFindingText(finding);
}

function isOfSeries(finding: TrendFinding): finding is SeriesFinding | BesideHeapFinding {
  return finding.code in WORDS;
}

/** Courses whose growth is somebody's. */
const GROWN: readonly (SeriesFinding | GrowthFinding)["code"][] = [
  ...(["rises", "slows", "levels-off", "unclear", "uncounted", "too-few"] as const),
];

/** A step is the work of who grew in it; what comes back, or does not grow, has nobody to name; two processes have not grown. */
function grownPair({ findings, step }: TrendReport, ends: GrowthReport | null): GrowthReport | null {
  if (findings.some(({ code }) => code === "step")) {
    const pair = pairOfInterest({ ends, step });
    return pair && { ...pair, held: ends?.held ?? [] };
  }
  if (findings.some(({ code }) => code === "parts-grew")) return ends;
  return findings.some(({ code }) => GROWN.includes(code)) ? ends : null;
}

function limitText({ verdict: { facts }, hoursToLimit, sampleType }: TrendReport): string {
  const { limitBytes } = facts;
  if (limitBytes === null) return "";
  const limit = formatValue(limitBytes, chooseColumnUnit([limitBytes], sampleType.unit));
  if (hoursToLimit === null)
    return `When it would reach ${limit} is not to be had from this: only a sure rise that goes on may be drawn on.`;
  const { expected, low, high } = hoursToLimit;
  const time = (hours: number): string => formatDuration(hours * 3.6e12);
  const range = high === null ? `${time(low)} or more; it may never be` : `${time(low)} to ${time(high)}`;
  return `If it goes on like this, the live heap is at ${limit} in ${time(expected)} (${range}).`;
}
