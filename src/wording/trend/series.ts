/** The findings of a series in words: its course, restarts, and goroutines that rise with it. */
import type { ShapeBasis } from "../../blame/trend/counters.ts";
import type { CourseFacts, GoingOn, RestartKind, RunFacts, SeriesFacts } from "../../blame/trend/findings.ts";
import type { TrendShape } from "../../blame/trend/shape.ts";
import { chooseColumnUnit, formatDelta } from "../../measurement/delta.ts";
import { countText } from "../amounts.ts";
import { shortFrame } from "../frames.ts";
import type { WordsFor } from "../words.ts";
import { amount, changeOf, changeText, intervalText, rangeText, rateText, short, value } from "./course-amounts.ts";

/** With fewer points than this a line and the start of a curve are hard to tell apart. */
const FEW_POINTS = 9;

export const SERIES_WORDS: WordsFor<SeriesFacts> = {
  rises: (facts) =>
    sentences(
      `It rises: ${changeText(facts)}${rateText(facts.perHour, facts.unit, "an hour")}${rateText(facts.perIteration, facts.unit, "an iteration")}`,
      BASES[facts.by],
      endText(facts),
    ),
  slows: (facts) =>
    sentences(
      `It grew, and more slowly at the end: ${changeText(facts)}`,
      facts.by === "samples" ? "" : DENIED[facts.by],
      facts.goesOn === null
        ? "Whether it levels off or goes on is not known: capture for longer"
        : `It goes on: ${goesOnText(facts.goesOn, facts)}`,
      partText(facts),
    ),
  "levels-off": (facts) =>
    sentences(
      `It rose at first and then hardly: ${changeText(facts)}`,
      `A warm-up or a cache that fills looks like this; that it has ended is a guess from ${facts.points} points, under the load they were taken under`,
      partText(facts),
    ),
  step: (facts) =>
    sentences(
      `A step: ${amount(facts.height, facts)} between ${facts.from} and ${facts.to}${besideText(facts)}: ${changeText(facts)}`,
      facts.isLast ? "It is the last: whether it stays is not known" : "",
      partText(facts),
    ),
  "comes-back": (facts) =>
    sentences(
      `It comes back to ${value(facts.last, facts)} after ${value(facts.top, facts)}: ${changeText(facts)}`,
      facts.part === null ? staysText(facts) : partText(facts),
    ),
  falls: (facts) =>
    sentences(
      (facts.high ?? 0) > 0
        ? `It fell, though not surely from first to last: ${changeText(facts)}`
        : `It shrank: ${changeText(facts)}`,
      againText(facts),
      partText(facts),
    ),
  irregular: (facts) =>
    sentences(
      `It goes up and down between ${value(facts.lowest, facts)} and ${value(facts.highest, facts)}, by more than sampling explains: ${changeText(facts)}`,
      againText(facts) || (facts.part === null ? "A rise that goes on is not shown" : ""),
      partText(facts),
    ),
  flat: (facts) => sentences(flatText(facts), partText(facts)),
  unclear: (facts) =>
    sentences(
      `It grew: ${changeText(facts)}`,
      facts.part === null ? "Whether it goes on cannot be told from these captures" : partText(facts),
    ),
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
  restart: ({ runs, kind }) =>
    sentences(
      `${RESTARTS[kind](boundaries(runs))}: each process is told by itself`,
      ...runs.map((run, at) => `${at === 0 ? "Before" : at === runs.length - 1 ? "After" : "Then"}: ${runText(run)}`),
    ),
  "goroutines-rise": ({ first, last, each }) =>
    sentences(
      `goroutines, which are counted exactly, rise to the end: ${countText(first)} -> ${countText(last)}` +
        (each === null ? "" : `, ${value(each, { unit: "bytes" })} of the heap's growth for each that is more`),
    ),
  "no-stacks": () => sentences("these states have no stacks: who allocated it only heap profiles say"),
};

function goesOnText({ from, to, growth }: GoingOn, facts: CourseFacts): string {
  return `${amount(growth, facts)} from ${from} to ${to}, with no sign of an end there`;
}

function againText(facts: CourseFacts & { readonly goesOn: GoingOn | null }): string {
  return facts.goesOn === null ? "" : `At its end it rises: ${goesOnText(facts.goesOn, facts)}`;
}

/** The whole hides it. */
function partText({ part, unit, points }: SeriesFacts["flat"]): string {
  if (part === null) return "";
  const { name, growth, high, isCum } = part;
  const column = short(chooseColumnUnit([growth, high], unit));
  const who = isCum ? `${shortFrame(name)} and what it calls rise` : `${shortFrame(name)} rises`;
  return `In it ${who} to the end all the same: ${formatDelta(growth, column)} ${intervalText(part, column)}${fewText(points)}`;
}

function fewText(points: number): string {
  return points < FEW_POINTS ? `; ${points} points are few` : "";
}

function endText({ lull, points }: SeriesFacts["rises"]): string {
  if (lull !== null)
    return `It hardly did from ${lull.from} to ${lull.to}: that may be its end, or less load; a later capture tells`;
  return `No sign of an end: a leak looks like this, and so do load that rises and a cache that fills${fewText(points)}`;
}

/** Beside a step so little may go on, as a part of the step, and it is still said that nothing does. */
const LITTLE = 0.05;

/** What the other points say of growth that goes on. */
function besideText(facts: SeriesFacts["step"]): string {
  const { beside, height, part } = facts;
  if (beside === null || (part !== null && beside.low <= 0)) return "";
  if (beside.low > 0 && beside.high > LITTLE * height)
    return `, and steady growth besides, ${rangeText(beside, facts)} in all`;
  if (beside.high <= LITTLE * height) return ", and no steady growth besides";
  return `; steady growth besides is not shown, ${value(beside.high, facts)} in all at most`;
}

/** A change that is sure and too small to matter is no noise. */
function flatText(facts: CourseFacts): string {
  const isSure = facts.low !== null && facts.high !== null && (facts.low > 0 || facts.high < 0);
  if (isSure) return `Hardly changed: ${changeText(facts)}`;
  return isNarrow(facts)
    ? `Flat: ${changeText(facts)}, and no more than noise explains`
    : `No growth is shown: ${changeText(facts)}, which noise may explain`;
}

/** Of what was live so much may have come or gone, and it is still called flat. */
const FLAT_PART = 0.1;

function isNarrow({ first, last, low, high }: CourseFacts): boolean {
  if (low === null || high === null) return false;
  return Math.max(Math.abs(low), Math.abs(high)) <= FLAT_PART * Math.max(first, last);
}

const RESTARTS: Readonly<Record<RestartKind, (where: string) => string>> = {
  known: (where) => `The process was started anew${where}`,
  counters: (where) => `The process was started anew${where}, or these are of several replicas`,
  "other-build": (where) =>
    `The program is another build${where === "" ? "" : `, or another program, ${where.trimStart()}`}`,
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

function runText(run: RunFacts): string {
  const { from, to, points } = run;
  if (points < 2) return `one state of the heap, ${from}`;
  return `${changeOf(run)}, ${points} states, ${from} to ${to}: ${run.shape === "flat" && !isNarrow(run) ? "no growth is shown" : SHAPES[run.shape]}`;
}

/** ` between A and B`, for two runs; ` 2 times` for three. */
function boundaries(runs: readonly RunFacts[]): string {
  const [before, after] = runs;
  if (runs.length > 2 || before === undefined || after === undefined) return ` ${runs.length - 1} times`;
  return ` between ${before.to} and ${after.from}`;
}

/** Without an interval, or with one that leaves a rest, no leak is denied. */
function staysText(facts: CourseFacts): string {
  const { low } = facts;
  if (low === null) return "";
  return low > 0 ? `At least ${value(low, facts)} of it stays` : "No leak in this time: what it grew by was given back";
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
