/** What grew beside the heap, in words: for every report that has the books of both ends. */
import { hasGrown } from "../blame/goroutines/cause.ts";
import type { BesideHeapFacts, ResidentMeasure } from "../blame/memory/beside-heap.ts";
import { chooseColumnUnit, formatValue } from "../measurement/delta.ts";
import { countOf } from "./phrases.ts";
import type { WordsFor } from "./words.ts";

const RESIDENT: Readonly<Record<ResidentMeasure, string>> = {
  now: "resident memory",
  peak: "the largest resident set (MaxRSS)",
};

/** A sentence or two, with a small letter at the start. */
export const BESIDE_HEAP_WORDS: WordsFor<BesideHeapFacts> = {
  "outside-heap": ({ growth, before, after, measure, isMost }) =>
    `${RESIDENT[measure]} went from ${sizeText(before)} to ${sizeText(after)}${partText(growth, after - before)} is not Go's: cgo, mmap or threads. ` +
    (isMost === true ? "No heap profile shows it, and GOMEMLIMIT does not help." : "GOMEMLIMIT does not help with it."),
  "goroutine-stacks": (facts) =>
    `goroutine stacks grew by ${sizeText(facts.growth)}, from ${sizeText(facts.before)} to ${sizeText(facts.after)}: ${stacksText(facts)}. ` +
    (facts.isMost === true && facts.goroutinesAfter === null
      ? "No heap profile shows them: goroutine profiles of both ends do."
      : "They are no part of the heap's growth."),
};

/** What Go gave back meanwhile may be more than what came. */
function partText(growth: number, change: number): string {
  const least = `at least ${sizeText(growth)}`;
  return growth <= change ? `, and ${least} of that` : ` while Go gave some back: ${least} more`;
}

/** More of them, or deeper ones, where their number is known. */
function stacksText({
  growth,
  goroutinesBefore: base,
  goroutinesAfter: current,
}: BesideHeapFacts["goroutine-stacks"]): string {
  if (base === null || current === null) return "more goroutines, or deeper ones";
  const more = current - base;
  const numbers = `${formatCount(base)} -> ${formatCount(current)}`;
  if (!hasGrown({ base, delta: more })) {
    const few = more > 0 ? "hardly more" : "no more";
    return `goroutines are ${few} (${numbers}), so their stacks are deeper, or those of many that ended are still kept`;
  }
  return `there are ${countOf(more, "more goroutine")} (${numbers}), ${sizeText(growth / more)} for each`;
}

const COUNT = chooseColumnUnit([], "count");

function formatCount(count: number): string {
  return formatValue(count, COUNT);
}

/** `125 MiB`, `7.8 MiB`: no more digits than these measures are worth. */
export function sizeText(bytes: number): string {
  const unit = chooseColumnUnit([bytes], "bytes");
  const [, digits = "", suffix = ""] = /^([0-9.,]+)(.*)$/.exec(formatValue(bytes, unit)) ?? [];
  const value = Number(digits.replaceAll(",", ""));
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10}${suffix}`;
}
