/** The findings of a series in words: its course, restarts, and goroutines that rise with it. */
import type { ShapeBasis } from "../../blame/trend/counters.ts";
import type { CourseFacts, RateFacts, RunFacts, SeriesFacts } from "../../blame/trend/findings.ts";
import type { TrendShape } from "../../blame/trend/shape.ts";
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import { roundTo } from "../phrases.ts";
import type { WordsFor } from "../words.ts";

/** With fewer points than this a line and the start of a curve are hard to tell apart. */
const FEW_POINTS = 9;

export const SERIES_WORDS: WordsFor<SeriesFacts> = {
  rises: (facts) =>
    sentences(
      `It rises: ${changeText(facts)}${rateText(facts.perHour, facts.unit, "an hour")}${rateText(facts.perIteration, facts.unit, "an iteration")}`,
      BASES[facts.by],
      "It shows no sign of an end: a leak looks like this, and so does load that rises",
      facts.points < FEW_POINTS
        ? `${facts.points} points are few: a curve that bends later looks like a line at first`
        : "",
    ),
  slows: (facts) =>
    sentences(
      `It grew, and more slowly at the end: ${changeText(facts)}`,
      facts.by === "samples" ? "" : DENIED[facts.by],
      "Whether it levels off or goes on is not known: capture for longer",
    ),
  "levels-off": (facts) =>
    sentences(
      `It rose at first and then hardly: ${changeText(facts)}`,
      `A warm-up or a cache that fills looks like this; that it has ended is a guess from ${facts.points} points, under the load they were taken under`,
    ),
  step: (facts) =>
    sentences(
      `A step: ${amount(facts.height, facts)} between ${facts.from} and ${facts.to}, and no steady growth besides: ${changeText(facts)}`,
    ),
  "comes-back": (facts) =>
    sentences(
      `It comes back to ${value(facts.last, facts)} after ${value(facts.top, facts)}: ${changeText(facts)}`,
      staysText(facts),
    ),
  falls: (facts) => sentences(`It shrank: ${changeText(facts)}`),
  irregular: (facts) =>
    sentences(
      `It goes up and down between ${value(facts.lowest, facts)} and ${value(facts.highest, facts)}, by more than sampling explains: ${changeText(facts)}`,
      "A rise that goes on is not shown",
    ),
  flat: (facts) => sentences(`Flat: ${changeText(facts)}, no more than noise explains`),
  unclear: (facts) =>
    sentences(`It grew: ${changeText(facts)}`, "Whether it goes on cannot be told from these captures"),
  uncounted: (facts) =>
    sentences(
      changeText(facts),
      "The samples cannot be counted, so growth and noise cannot be told apart and no shape is given",
    ),
  "too-few": (facts) =>
    sentences(
      `Too few: ${counted(facts.captures, "capture shows", "captures show")} ${counted(facts.points, "state", "states")} of the heap, and a trend takes three`,
      facts.points < 2 ? "" : `From the first to the last it is ${amount(facts.growth, facts)}`,
    ),
  restart: ({ runs }) =>
    sentences(
      `The process was started anew${boundaries(runs)}: what is before and what is after are told apart`,
      ...runs.map((run, at) => `${at === 0 ? "Before" : at === runs.length - 1 ? "After" : "Then"}: ${runText(run)}`),
    ),
  "goroutines-rise": ({ first, last, each }) =>
    sentences(
      `goroutines, which are counted exactly, rise to the end: ${whole(first)} -> ${whole(last)}` +
        (each === null ? "" : `, ${value(each, { unit: "bytes" })} of the heap's growth for each that is more`),
    ),
};

const BASES: Readonly<Record<ShapeBasis, string>> = {
  samples: "",
  goroutines: "The samples alone would leave that open; it goes with the number of goroutines, which is exact",
  "heap-alloc": "The samples alone would leave that open; HeapAlloc, which is exact, rises to the end",
};

const DENIED: Readonly<Record<Exclude<ShapeBasis, "samples">, string>> = {
  goroutines: "The number of goroutines, which is exact, rises to the end",
  "heap-alloc": "HeapAlloc, which is exact, does not level off",
};

const SHAPES: Readonly<Record<TrendShape | "unknown", string>> = {
  flat: "flat",
  rising: "it rises",
  slowing: "it grows, more slowly at the end",
  saturating: "it rose at first and then hardly",
  step: "a step",
  returns: "it comes back",
  falling: "it shrinks",
  irregular: "up and down",
  unclear: "it grew",
  "too-few": "too few to tell more",
  unknown: "no shape can be told",
};

/** `+30.08 MiB, 3.40 -> 33.48 MiB (95 % +22.10 to +38.06), over 6 states of the heap in 25.3s`. */
function changeText(facts: CourseFacts): string {
  const { points, seconds } = facts;
  const span = `over ${points} states of the heap${seconds === null ? "" : ` in ${formatDuration(seconds * 1e9)}`}`;
  return `${changeOf(facts)} ${span}`;
}

function changeOf(facts: CourseFacts): string {
  const { first, last, growth, low, high } = facts;
  const unit = unitOf(facts);
  const bare: ColumnUnit = { ...unit, suffix: "" };
  const range =
    low === null || high === null || low === high
      ? ""
      : ` (95 % ${formatDelta(roundTo(low, unit), bare)} to ${formatDelta(roundTo(high, unit), bare)})`;
  return `${formatDelta(growth, unit)}, ${formatValue(first, bare)} -> ${formatValue(last, unit)}${range}`;
}

function runText(run: RunFacts): string {
  const { from, to, points } = run;
  if (points < 2) return `one state of the heap, ${from}`;
  return `${changeOf(run)} over ${points} states, ${from} to ${to}: ${SHAPES[run.shape]}`;
}

/** ` between A and B`, for two runs; ` 2 times` for three. */
function boundaries(runs: readonly RunFacts[]): string {
  const [before, after] = runs;
  if (runs.length > 2 || before === undefined || after === undefined) return ` ${runs.length - 1} times`;
  return ` between ${before.to} and ${after.from}`;
}

function rateText(rate: RateFacts | null, unit: string, each: string): string {
  if (rate === null) return "";
  const column = chooseColumnUnit([rate.rate], unit);
  const bare: ColumnUnit = { ...column, suffix: "" };
  const range = `${formatDelta(roundTo(rate.low, column), bare)} to ${formatDelta(roundTo(rate.high, column), bare)}`;
  return `, ${formatDelta(roundTo(rate.rate, column), column)} ${each} (95 % ${range})`;
}

/** Without an interval, or with one that leaves a rest, no leak is denied. */
function staysText(facts: CourseFacts): string {
  const { low } = facts;
  if (low === null) return "";
  return low > 0 ? `At least ${value(low, facts)} of it stays` : "No leak in this time: what it grew by was given back";
}

function unitOf({ first, last, unit }: CourseFacts): ColumnUnit {
  return chooseColumnUnit([Math.max(first, last)], unit);
}

function amount(of: number, { unit }: { readonly unit: string }): string {
  return formatDelta(of, chooseColumnUnit([of], unit));
}

function value(of: number, { unit }: { readonly unit: string }): string {
  const rounded = Math.round(of);
  return formatValue(rounded, chooseColumnUnit([rounded], unit));
}

function whole(count: number): string {
  return formatValue(count, { suffix: "", divisor: 1, decimals: 0 });
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => `${part}.`)
    .join(" ");
}
