/** Who holds what, in sentences. */
import { formatPercent } from "../measurement/delta.ts";
import type { DumpSummary, HeldReport } from "../report/held/held.ts";
import type { HolderRow } from "../report/held/rows.ts";
import type { HolderSamples } from "../report/held/samples.ts";
import { bytesText, countText, deltaText } from "./amounts.ts";
import { holderText, onlyText, rootsText } from "./holder-names.ts";
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
    verdict: verdictOf(report, holders[0]),
    holders,
    facts: factsOf(report),
    notes: notesOf(report),
  };
}

/** Arguments of runtime.AddCleanup, which Go has since 1.24 and leaves out of its dumps, look as garbage does. */
function unreachedText({ garbageBytes, garbageObjects, goVersion }: DumpSummary): string {
  const amount = `${bytesText(garbageBytes ?? 0)} in ${countText(garbageObjects ?? 0)} objects`;
  if (Number(/^go1\.(\d+)/.exec(goVersion ?? "")?.[1] ?? 0) < 24)
    return `${amount} is garbage that was not collected yet`;
  return `${amount} is reached from nothing in the dump: garbage that was not collected yet, or what only cleanups hold (runtime.AddCleanup), which Go leaves out of dumps`;
}

/** The largest holder, and beside it what has none, where that is more than all that is held. */
function verdictOf(report: HeldReport, holder: string | undefined): string {
  const { current } = report;
  const said = holder ?? nobodyText(report);
  return (current.garbageBytes ?? 0) > current.liveBytes ? `${said} But ${unreachedText(current)}.` : said;
}

function nobodyText({ samples, isSampled, evidence }: HeldReport): string {
  if (evidence === "references" || (isSampled && samples.live > 0))
    return "No single holder has as much as 0.5% of the live heap.";
  if (!isSampled) return "No single holder is known.";
  return samples.garbage > 0
    ? `Nothing in the dump leads to any of the ${countText(samples.garbage)} sampled objects of these stacks.`
    : "No sampled object of these stacks is alive.";
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
  return `${amount} is held by ${holderText(row)}${onlyText(row, bytesText)}${sampleText(row, samples.live)}.${rootsText(row)}`;
}

function sampleText({ samples }: HolderRow, live: number): string {
  if (samples === null || live === 0 || samples.count === 0) return "";
  const { count, only, low, high } = samples;
  const range = `95% interval ${formatWhole(low)} to ${formatWhole(high)}`;
  const lie = `${countText(count)} of the ${countText(live)} sampled objects that are alive lie behind it (${range})`;
  const rest = only < count ? `, ${countText(only)} of them behind nothing else` : "";
  return `: ${lie}${rest}${allocatorText(samples)}`;
}

/** `, allocated by main.put`: all of them, most of them, or so many. */
function allocatorText({ count, functions: [first] }: HolderSamples): string {
  if (first === undefined || first.function === "") return "";
  if (first.samples === count) return `, allocated by ${first.function}`;
  return first.samples > count / 2
    ? `, allocated mostly by ${first.function}`
    : `, ${countText(first.samples)} of them allocated by ${first.function}`;
}

function factsOf({ facts, current }: HeldReport): string[] {
  if (facts === null) return [];
  const said: string[] = [];
  const garbage = current.garbageBytes ?? 0;
  if (garbage > current.liveBytes / 100 && garbage <= current.liveBytes) said.push(unreachedText(current));
  if (facts.slackBytes > current.liveBytes / 100) {
    const places = facts.slack.slice(0, 2).map(({ path, bytes }) => `${path} (${bytesText(bytes)})`);
    said.push(`slices have room for ${bytesText(facts.slackBytes)} behind their length: ${listOf(places)}`);
  }
  if (facts.mapSlackBytes > current.liveBytes / 100) {
    const places = facts.mapSlack.slice(0, 2).map(({ path, bytes }) => `${path} (${bytesText(bytes)})`);
    said.push(
      `maps have room for ${bytesText(facts.mapSlackBytes)} of entries that they do not have, deleted or never there, and never give it back: ${listOf(places)}`,
    );
  }
  said.push(...duplicateText(facts));
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

function duplicateText({ duplicates }: NonNullable<HeldReport["facts"]>): string[] {
  if (duplicates === null) return [];
  const [first] = duplicates.largest;
  if (first === undefined) return ["no string of an object of its own is there twice"];
  const { copies, bytes, largest } = duplicates;
  const rows = largest
    .slice(0, 2)
    .map(
      ({ path, count, length, text, bytes: each }) =>
        `${countText(count)} equal ones of ${bytesText(length)}${text === null ? "" : ` (${JSON.stringify(text)})`}, one of them at ${path} (${bytesText(each)})`,
    );
  return [`${countText(copies)} strings are copies of others and take ${bytesText(bytes)}: ${listOf(rows)}`];
}

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
  } else if (samples.live === 0 && samples.garbage === 0) {
    notes.push(
      "No sampled object of these stacks is alive in the dump, which names no functions that are inlined into others.",
    );
  }
  return notes;
}
