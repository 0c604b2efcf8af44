/** What a report on one heap says in sentences: each is printed only where the report has its premises. */
import { SEGMENTS, type Waterfall } from "../../blame/memory/waterfall.ts";
import { type ColumnUnit, chooseColumnUnit, formatPercent, formatValue } from "../../measurement/delta.ts";
import { isLiveBytes, isLiveObjects } from "../../profile/live-bytes.ts";
import type { Amount, HeapGap, HeapMemory, HeapPlace, HeapReport } from "../../report/heap/heap.ts";
import { SEGMENT_NAMES } from "../advice/waterfall.ts";
import { shortFrame } from "../frames.ts";
import { describeCounts, describeManaged } from "../growth/kinds.ts";
import { capital } from "../phrases.ts";
import { provenanceText } from "../provenance.ts";

/** What a report on one heap says in sentences. */
export interface HeapWords {
  /** How much it is, and of what mostly. */
  readonly headline: readonly string[];
  /** Where the process's memory is; empty where that is not known. */
  readonly memory: readonly string[];
  /** About numbers and sizes of decoded objects. */
  readonly kinds: readonly string[];
  /** About the profile, and what one capture cannot say. */
  readonly notes: readonly string[];
}

export function heapWords(report: HeapReport): HeapWords {
  return {
    headline: [totalText(report), ...mostText(report)],
    memory: report.memory === null ? [] : memoryText(report.memory),
    kinds: report.kinds === null ? [] : [...describeCounts(report.kinds), ...describeManaged(report.kinds)],
    notes: [...report.findings.map(provenanceText), ...report.gaps.map((gap) => GAPS[gap](report))],
  };
}

/** One unit for everything the report shows of the sample type. */
export function heapUnit({ total, sampleType }: HeapReport): ColumnUnit {
  return chooseColumnUnit([total.value], sampleType.unit);
}

const COUNT = chooseColumnUnit([], "count");

function totalText({ total, objects, sampleType }: HeapReport): string {
  const unit = chooseColumnUnit([total.value], sampleType.unit);
  const isLive = isLiveBytes(sampleType) || isLiveObjects(sampleType);
  const what = sampleType.unit === "bytes" ? "" : ` ${sampleType.type.replace(/^inuse_/, "")}`;
  const count = objects === null ? "" : ` in ${aboutCount(objects)}`;
  const claim = isLive ? "live" : `${sampleType.type}, freed or not`;
  const verb = !isLive ? "" : sampleType.unit === "bytes" ? "is " : "are ";
  return `${formatValue(total.value, unit)}${what} ${verb}${claim}${count}${rangeText(total, unit)}.`;
}

function aboutCount({ value, low, high }: Amount): string {
  const range =
    low === null || high === null || low === high ? "" : ` (${formatValue(low, COUNT)} to ${formatValue(high, COUNT)})`;
  return `${range === "" ? "" : "about "}${formatValue(value, COUNT)} objects${range}`;
}

function rangeText({ low, high, samples }: Amount, unit: ColumnUnit): string {
  if (low === null || high === null) return "";
  const of = samples === null ? "" : `, from ${formatValue(samples, COUNT)} samples`;
  if (low === high) return " (exactly: every object is recorded)";
  return ` (95% interval ${formatValue(low, { ...unit, suffix: "" })} to ${formatValue(high, unit)}${of})`;
}

const MOST_PLACES = 2;

function mostText(report: HeapReport): string[] {
  const shown = report.places.slice(0, MOST_PLACES);
  if (shown.length === 0) return ["No single place has a part of it that stands out."];
  return [...shown.map((place) => `${capital(placeText(place))}.`), ...ownText(report, shown)];
}

/** Only where it is known which module is the program's own. */
function ownText({ modules }: HeapReport, shown: readonly HeapPlace[]): string[] {
  const own = modules.find(({ owner }) => owner === "own");
  if (own === undefined || shown.some(({ ownFrame }) => ownFrame !== null)) return [];
  return [`No function of ${own.module} is on these stacks.`];
}

/** Whole, but for code without names. */
function frameText(name: string): string {
  return name.startsWith("[") ? shortFrame(name) : name;
}

function placeText({ share, frame, entry, ownFrame }: HeapPlace): string {
  const from = entry === frame ? "" : `, reached from ${frameText(entry)}`;
  const own = ownFrame === null || ownFrame === frame || ownFrame === entry ? "" : `, nearest own function ${ownFrame}`;
  const part = share >= 0.995 ? "all of it" : formatPercent(share);
  return `${part} was allocated in ${frameText(frame)}${from}${own}`;
}

function memoryText({ waterfall, shareOfGo, peakRss, limit, shareOfLimit }: HeapMemory): string[] {
  const lines: string[] = [];
  if (waterfall !== null && shareOfGo !== null) {
    lines.push(
      `The Go runtime holds ${bytesText(waterfall.goBytes)} of the system's memory: ${segmentsText(waterfall)}. The live heap is ${formatPercent(shareOfGo)} of that.`,
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
  return `The process's resident set was ${bytesText(peakRss)} at its largest so far, ${more} more than the runtime holds now: that was given back since, or is outside Go (cgo, mmap, threads), where a heap profile shows nothing.`;
}

function segmentsText({ segments }: Waterfall): string {
  return SEGMENTS.filter((name) => name !== "nonGo" && segments[name] > 0)
    .map((name) => `${SEGMENT_NAMES[name]} ${bytesText(segments[name])}`)
    .join(", ");
}

function bytesText(bytes: number): string {
  return formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
}

const GAPS: Readonly<Record<HeapGap, (report: HeapReport) => string>> = {
  allocated: ({ sampleType }) =>
    `${sampleType.type} counts what was allocated since the process started: how much of it is still live --sample-index inuse_space says.`,
  growth: () => "One capture cannot say whether the heap grows: capture again after some minutes and compare.",
  holder: () => "Stacks show who allocated it. Who holds it, only the code that stores it or a heap dump shows.",
  outside: ({ memory }) =>
    memory === null
      ? "How much of the process's memory this is, is not known: heap?debug=1 brings the runtime's own books, --limit compares with the container's."
      : "Stacks, garbage and memory outside Go are not in it: heap?debug=1 brings the runtime's own books.",
  age: () =>
    "A profile does not say whether it was captured with gc=1; without it, it is as old as the last garbage collection.",
};
