/** Who holds what, in sentences. */
import { chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import type { DumpSummary, HeldReport } from "../report/held/held.ts";
import type { ElementPart, HolderRow } from "../report/held/rows.ts";
import { capital, formatWhole, listOf } from "./phrases.ts";

/** What a report on holders says in sentences. */
export interface HeldWords {
  /** What the dump is of. */
  readonly heading: string;
  /** The largest holder, or the one that grew most. */
  readonly verdict: string;
  /** A sentence a holder, in the order of the report. */
  readonly holders: readonly string[];
  readonly facts: readonly string[];
  /** What is not known, and what would tell. */
  readonly notes: readonly string[];
}

export function heldWords(report: HeldReport): HeldWords {
  const holders = report.holders.map((row) => holderSentence(row, report));
  return {
    heading: headingOf(report),
    verdict: holders[0] ?? nobodyText(report),
    holders,
    facts: factsOf(report),
    notes: notesOf(report),
  };
}

function nobodyText({ samples, isSampled, evidence }: HeldReport): string {
  if (evidence === "references" || (isSampled && samples.live > 0))
    return "No single holder has as much as 0.5% of the live heap.";
  return isSampled ? "No sampled object of these stacks is alive." : "No single holder is known.";
}

export function bytesText(bytes: number): string {
  return formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
}

export function deltaText(bytes: number): string {
  return formatDelta(bytes, chooseColumnUnit([bytes], "bytes"));
}

export function countText(count: number): string {
  return formatValue(count, chooseColumnUnit([], "count"));
}

function headingOf({ current, base, evidence }: HeldReport): string {
  const moment = (dump: DumpSummary): string =>
    `${bytesText(dump.liveBytes)} in ${countText(dump.liveObjects)} objects`;
  const heap = base === null ? moment(current) : `${moment(base)} -> ${moment(current)}`;
  const what =
    evidence === "references"
      ? "references by goref, exact"
      : `${current.goVersion}, ${current.architecture}; a heap dump is exact`;
  return `Live heap: ${heap} (${what})`;
}

function holderSentence(row: HolderRow, { samples }: HeldReport): string {
  const amount =
    row.deltaBytes === null
      ? `${bytesText(row.bytes)} (${formatPercent(row.share)} of the live heap)`
      : `${deltaText(row.deltaBytes)} (${bytesText(row.baseBytes ?? 0)} -> ${bytesText(row.bytes)})`;
  return `${amount} is held by ${holderText(row)}${onlyText(row)}${sampleText(row, samples.live)}.`;
}

/** Where the sampled objects of a suspect's frame are, beside a verdict on growth: the dump is of one moment, and says of what is alive. */
export function suspectHolderText({ holders, samples, isSampled, current }: HeldReport, frame: string): string {
  if (!isSampled) return `${current.source} has no samples: the process takes none.`;
  const [first] = holders;
  if (samples.live === 0 || first === undefined || first.samples === null) {
    return `In ${current.source} no sampled object of ${frame} is alive at a single holder.`;
  }
  const { count, only, low, high } = first.samples;
  const range = `95% interval ${formatWhole(low)} to ${formatWhole(high)}`;
  const rest = only === count ? "nothing else" : `, ${countText(only)} of them by nothing else`;
  return `In ${current.source} ${countText(count)} of the ${countText(samples.live)} sampled objects of ${frame} that are alive are held by ${holderText(first)}${
    only === count ? `, and by ${rest}` : rest
  } (${range}).`;
}

/** `the keys of the map subscriptions of main.ServerWatcher (map[main.podPort][]int) in main.watcher` */
function holderText(row: HolderRow): string {
  const part = row.element === null ? "" : partText(row.element.part, row.element.count);
  return `${part}${containerText(row)}${whereText(row)}`;
}

const PARTS: Readonly<Record<ElementPart, string>> = {
  keys: "the keys of ",
  values: "the values of ",
  elements: "the elements of ",
  buffer: "what waits in ",
  pooled: "what is pooled in ",
  field: "",
};

function partText(part: ElementPart, count: number): string {
  return count < 2 && part === "field" ? "" : PARTS[part];
}

/** The verdict of a diff, beside it: what held more from one of goref's profiles to the other. Nothing ties these to who allocated. */
export function referencesHolderText({ holders, current, base }: HeldReport): string {
  const first = holders.find(({ deltaBytes }) => (deltaBytes ?? 0) > 0);
  const from = base === null ? current.source : `${base.source} and ${current.source}`;
  if (first === undefined) return `By ${from} (references, exact) no holder of 0.5% or more of the heap holds more.`;
  const held = `${bytesText(first.deltaBytes ?? 0)} more (${bytesText(first.baseBytes ?? 0)} -> ${bytesText(first.bytes)})`;
  return `By ${from} (references, exact) ${held} is held by ${holderText(first)}; who allocated it they do not say.`;
}

function containerText({ container, field, type, path, holder }: HolderRow): string {
  const kind = container === "value" ? "" : `${container} `;
  const named = inPackageOf(field?.struct ?? "", shortType(type));
  const typed = type === "" || type === container ? "" : ` (${named})`;
  if (field !== null) return `the ${kind === "" ? "field " : kind}${field.name} of ${shortType(field.struct)}${typed}`;
  if (path !== holder.name && holder.kind === "variable") return `${kind === "" ? "" : `the ${kind}`}${path}${typed}`;
  return `${kind === "" ? "" : `the ${kind}`}${holder.kind === "variable" ? variableName(holder) : path}${typed}`;
}

/** `destination.ServerWatcher` of `example.com/destination/internal/destination.ServerWatcher`. */
function shortType(type: string): string {
  return type.replaceAll(/(?:[\w.~-]+\/)+/g, "");
}

/** Without the package that the struct's name has said already. */
function inPackageOf(struct: string, type: string): string {
  const [name] = shortType(struct).split(".");
  return name === undefined || name === ""
    ? type
    : type.replaceAll(new RegExp(`\\b${name.replace(/[^\w]/g, "\\$&")}\\.`, "g"), "");
}

function variableName({ name, isNamed }: HolderRow["holder"]): string {
  return isNamed ? name : `the variable at ${name}`;
}

function whereText({ field, path }: HolderRow): string {
  if (field === null) return "";
  const steps = path.split(" .");
  return steps.length > LONG_PATH ? `, reached from ${steps[0]}` : `, in ${path}`;
}

/** Pointers from the holder on; a sentence has no room for more. */
const LONG_PATH = 4;

function onlyText({ bytes, onlyBytes }: HolderRow): string {
  if (bytes === 0 || onlyBytes === null) return "";
  if (onlyBytes >= bytes * ALL) return ", and by nothing else";
  if (onlyBytes === 0) return "; all of it is reached in other ways too";
  return `; ${bytesText(bytes - onlyBytes)} of it is reached in other ways too`;
}

/** Rounding of a few words that others happen to point to is not worth a clause. */
const ALL = 0.999;

function sampleText({ samples }: HolderRow, live: number): string {
  if (samples === null || live === 0 || samples.count === 0) return "";
  const { count, only, low, high, stacks } = samples;
  const range = `95% interval ${formatWhole(low)} to ${formatWhole(high)}`;
  const lie = `${countText(count)} of the ${countText(live)} sampled objects that are alive lie behind it (${range})`;
  const rest = only < count ? `, ${countText(only)} of them behind nothing else` : "";
  const from =
    stacks[0] === undefined ? "" : `, allocated ${stacks.length > 1 ? "mostly " : ""}by ${stacks[0].function}`;
  return `: ${lie}${rest}${from}`;
}

function factsOf({ facts, current }: HeldReport): string[] {
  if (facts === null) return [];
  const said: string[] = [];
  const { garbageBytes, garbageObjects } = current;
  if (garbageBytes !== null && garbageObjects !== null && garbageBytes > current.liveBytes / 100) {
    said.push(
      `${bytesText(garbageBytes)} in ${countText(garbageObjects)} objects is garbage that was not collected yet`,
    );
  }
  if (facts.slackBytes > current.liveBytes / 100) {
    const places = facts.slack.slice(0, 2).map(({ path, bytes }) => `${path} (${bytesText(bytes)})`);
    said.push(`slices have room for ${bytesText(facts.slackBytes)} behind their length: ${listOf(places)}`);
  }
  if (facts.finalizedObjects > 0) {
    said.push(
      `${bytesText(facts.finalizedBytes)} in ${countText(facts.finalizedObjects)} objects waits for finalizers and is held by nothing else`,
    );
  }
  const largest = facts.largest[0];
  if (largest !== undefined)
    said.push(`the largest object has ${bytesText(largest.bytes)}: ${largest.path} ${largest.type}`.trimEnd());
  const goroutine = facts.goroutines[0];
  if (goroutine !== undefined && goroutine.bytes > current.liveBytes / 100) {
    const who = goroutine.count === 1 ? "the goroutine" : `the ${countText(goroutine.count)} goroutines`;
    said.push(
      `${who} of ${goroutine.path} alone hold${goroutine.count === 1 ? "s" : ""} ${bytesText(goroutine.bytes)}`,
    );
  }
  return said.map((sentence) => `${capital(sentence)}.`);
}

const OF_REFERENCES = [
  "References say who holds, not who allocated. What several hold is counted with one of them, and not with the others.",
];

function notesOf({ binary, samples, isSampled, evidence }: HeldReport): readonly string[] {
  if (evidence === "references") return OF_REFERENCES;
  const notes: string[] = [];
  if (binary === null) {
    notes.push("Variables have no names without the program that wrote the dump: give it with --binary, unstripped.");
  } else if (!binary.hasTypes) {
    notes.push("The program has no DWARF (it was built with -w): fields and types are not named.");
  }
  if (!isSampled) {
    notes.push(
      "The process takes no samples of allocations (nothing in it asks for a heap profile), so no stack is known.",
    );
  } else if (samples.live === 0) notes.push("No sampled object of these stacks is alive in the dump.");
  return notes;
}
