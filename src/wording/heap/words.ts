/** What a report on one heap says in sentences: each is printed only where the report has its premises. */

import { SEGMENTS, type Waterfall } from "../../blame/memory/waterfall.ts";
import type { Finding } from "../../blame/provenance/provenance.ts";
import { type ColumnUnit, chooseColumnUnit, formatPercent, formatValue } from "../../measurement/delta.ts";
import { formatTimestamp } from "../../measurement/time-text.ts";
import { isLiveBytes, isLiveObjects } from "../../profile/live-bytes.ts";
import { isNoMemory } from "../../profile/profile-kind.ts";
import type { Amount, HeapMemory } from "../../report/heap/heap.ts";
import type { HeapGap, HeapPlace, HeapReport } from "../../report/heap/report.ts";
import { SEGMENT_NAMES } from "../advice/waterfall.ts";
import { describeCounts, describeManaged } from "../growth/kinds.ts";
import { type AllocatedWords, decodedText, partText, wordPlaces } from "../growth/places.ts";
import { allocatedText } from "../growth/words.ts";
import { capital, wholePercent } from "../phrases.ts";
import { provenanceText } from "../provenance.ts";

/** What a report on one heap says in sentences. */
export interface HeapWords {
  /** The first paragraph, all of it. */
  readonly verdict: string;
  /** How much it is. */
  readonly headline: string;
  /** Program and time. */
  readonly aside: string;
  readonly allocated: AllocatedWords | null;
  /** Whose code it is, and where the process's memory is. */
  readonly following: readonly string[];
  /** About numbers and sizes of decoded objects. */
  readonly kinds: readonly string[];
  /** About the profile, and what one capture cannot say. */
  readonly notes: readonly string[];
}

export function heapWords(report: HeapReport): HeapWords {
  const headline = totalText(report);
  const allocated = mostAllocated(report);
  const memory = report.memory === null ? [] : memoryText(report.memory);
  const unfreed = isLive(report) ? report.findings.filter(isUnfreed) : [];
  const about = [
    ...unfreed.map(provenanceText),
    ...ownText(report),
    ...memory,
    ...(isLive(report) ? [GAPS.growth(report)] : []),
  ];
  // Of a process that records nothing no more is to be said.
  const following = unsampledOf(report) === undefined ? about : memory;
  return {
    verdict: [`${headline}.`, ...allocatedText(allocated), ...following].join(" "),
    ...{ headline, aside: asideText(report), allocated, following },
    kinds: report.kinds === null ? [] : [...describeCounts(report.kinds), ...describeManaged(report.kinds)],
    notes: [
      ...report.findings.filter((finding) => !unfreed.includes(finding)).map(provenanceText),
      ...(report.memory?.waterfall ? [segmentsText(report.memory.waterfall)] : []),
      ...report.gaps.filter((gap) => gap !== "growth").map((gap) => GAPS[gap](report)),
    ],
  };
}

function isUnfreed({ code }: Finding): boolean {
  return code === "nothing-freed";
}

/** One unit for everything the report shows of the sample type. */
export function heapUnit({ total, sampleType }: HeapReport): ColumnUnit {
  return chooseColumnUnit([total.value], sampleType.unit);
}

/** One decimal, as the first lines of every report. */
export function heapHeadlineUnit(report: HeapReport): ColumnUnit {
  const unit = heapUnit(report);
  return { ...unit, decimals: Math.min(1, unit.decimals) };
}

/** What the value of a module is. */
export function ownerValue(report: HeapReport): "live" | "flat" {
  return isLive(report) ? "live" : "flat";
}

const COUNT = chooseColumnUnit([], "count");

function isLive({ sampleType }: HeapReport): boolean {
  return isLiveBytes(sampleType) || isLiveObjects(sampleType);
}

/** `63.1 MiB live heap (95% 52.6 to 75.1 by sampling) in about 568,000 objects` */
function totalText(report: HeapReport): string {
  const { total, objects, filters } = report;
  const unsampled = unsampledOf(report);
  if (unsampled !== undefined) return capital(provenanceText(unsampled).replace(/\.$/, ""));
  if (filters.length > 0 && Number(total.value) === 0) {
    return `Nothing that matches ${filters.join(" ")} is ${isLive(report) ? "live" : "counted"}`;
  }
  const unit = heapHeadlineUnit(report);
  // Of no samples no interval has a width, and no count is exact.
  if (total.samples === 0)
    return `${formatValue(total.value, unit)} ${subjectText(report)}: no object of it was sampled`;
  const count = objects === null ? "" : ` in ${aboutCount(objects)}`;
  return `${formatValue(total.value, unit)} ${subjectText(report)}${rangeText(total, unit)}${count}${isLive(report) || isNoMemory(report.sampleType) ? "" : ", freed since or not"}`;
}

function unsampledOf({ findings }: HeapReport): HeapReport["findings"][number] | undefined {
  return findings.find(({ code }) => code === "not-sampled");
}

function subjectText({ sampleType }: HeapReport): string {
  if (isLiveBytes(sampleType)) return "live heap";
  if (isLiveObjects(sampleType)) return "live objects";
  if (isNoMemory(sampleType)) return sampleType.type;
  return `${sampleType.unit === "bytes" ? "" : `${sampleType.type.replace(/^alloc_/, "")} `}allocated`;
}

/** Three digits of what is estimated; all of what is exact. */
function aboutCount({ value, low, high }: Amount): string {
  const isExact = low === null || high === null || low === high;
  if (isExact) return `${formatValue(value, COUNT)} objects`;
  return `about ${formatValue(Number(Number(value).toPrecision(3)), COUNT)} objects`;
}

function rangeText({ low, high }: Amount, unit: ColumnUnit): string {
  if (low === null || high === null) return "";
  if (low === high) return " (exactly: every object is recorded)";
  const bare = { ...unit, suffix: "" };
  return ` (95% ${formatValue(low, bare)} to ${formatValue(high, bare)} by sampling)`;
}

/** `destination, 2026-11-23 20:50:38 UTC` */
function asideText({ program, timeNanos }: HeapReport): string {
  const time = timeNanos === null ? [] : [formatTimestamp(timeNanos)];
  return [...(program === "" ? [] : [program]), ...time].join(", ");
}

/** From here on decoding is what made most of it. */
const MOSTLY = 0.5;

function mostAllocated(report: HeapReport): AllocatedWords | null {
  const { places } = report;
  if (places.length === 0) return null;
  const share = sumOf(places);
  const decoded = decoderPart(places);
  const how = decoded < MOSTLY ? "" : decodedText(places, decoded);
  const bare = { ...heapHeadlineUnit(report), suffix: "" };
  const amounts = places.map((place) => ({ ...place, amount: place.value }));
  const made = isNoMemory(report.sampleType) ? "" : ` allocated${how}`;
  return wordPlaces(`${partText(share)}${made} in`, amounts, bare, (amount) => formatValue(amount, bare));
}

function decoderPart(places: readonly HeapPlace[]): number {
  return sumOf(places.filter(({ role }) => role === "decoder")) / sumOf(places);
}

function sumOf(places: readonly HeapPlace[]): number {
  return places.reduce((sum, { share }) => sum + share, 0);
}

/** Only where it is known which module is the program's own. */
function ownText({ modules, places, sampleType }: HeapReport): string[] {
  if (places.length === 0) return ["No single place has a part of it that stands out."];
  if (isNoMemory(sampleType)) return [];
  const own = modules.find(({ owner }) => owner === "own");
  if (own === undefined || places.some(({ ownFrame }) => ownFrame !== null)) return [];
  const none = `no function of ${own.module} is on these stacks`;
  if (decoderPart(places) >= MOSTLY) return [`Allocator, not holder: ${none}.`];
  return [`${capital(none)}, so they do not show who holds it.`];
}

function memoryText({ waterfall, shareOfGo, peakRss, limit, shareOfLimit }: HeapMemory): string[] {
  const lines: string[] = [];
  if (waterfall !== null && shareOfGo !== null) {
    lines.push(
      `The Go runtime holds ${bytesText(waterfall.goBytes)} of the system's memory; the live heap is ${wholePercent(shareOfGo)} of that.`,
    );
    if (peakRss !== null && peakRss > waterfall.goBytes) lines.push(peakText(peakRss, waterfall));
  }
  if (limit !== null && shareOfLimit !== null) {
    const { share, low, high } = shareOfLimit;
    const range =
      low === null || high === null || low === high ? "" : ` (${formatPercent(low)} to ${formatPercent(high)})`;
    lines.push(`The live heap is ${formatPercent(share)}${range} of the container's limit of ${limit.text}.`);
  }
  return lines;
}

/** The peak is of some earlier moment, so that it does not say what is outside now. */
function peakText(peakRss: number, { goBytes }: Waterfall): string {
  const more = bytesText(peakRss - goBytes);
  return `The resident set was ${bytesText(peakRss)} at its largest, ${more} more than the runtime holds now: given back since, or outside Go (cgo, mmap, threads).`;
}

function segmentsText({ segments }: Waterfall): string {
  const parts = SEGMENTS.filter((name) => name !== "nonGo" && segments[name] > 0)
    .map((name) => `${SEGMENT_NAMES[name]} ${bytesText(segments[name])}`)
    .join(", ");
  return `The runtime's memory is ${parts}.`;
}

function bytesText(bytes: number): string {
  const unit = chooseColumnUnit([bytes], "bytes");
  return formatValue(bytes, { ...unit, decimals: Math.min(1, unit.decimals) });
}

const GAPS: Readonly<Record<HeapGap, (report: HeapReport) => string>> = {
  allocated: ({ sampleType }) =>
    `${sampleType.type} counts what was allocated since the process started: how much of it is still live --sample-index inuse_space says.`,
  growth: () => "One capture cannot say whether it grows: capture again after some minutes and compare.",
  holder: () => "Stacks show who allocated it. Who holds it, only the code that stores it or a heap dump shows.",
  outside: ({ memory }) =>
    memory === null
      ? "How much of the process's memory this is, is not known: heap?debug=1 brings the runtime's own books, --limit compares with the container's."
      : "Stacks, garbage and memory outside Go are not in it: heap?debug=1 brings the runtime's own books.",
  age: () =>
    "A profile does not say whether it was captured with gc=1; without it, it is as old as the last garbage collection.",
};
