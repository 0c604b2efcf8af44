/** What goroutines add to a verdict. It says of growth without a holder whether it is that of clients, of a queue, or of somebody's data. */

import {
  type GoroutineGrowth,
  hasGrown,
  type SuspectGoroutines,
  type WaitingHandler,
} from "../../blame/goroutines/cause.ts";
import { unreachable } from "../../errors.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { formatFixed } from "../../measurement/float-text.ts";
import type { GoroutineEvidence, SuspectGrowth } from "../../report/growth/growth.ts";
import { shortName } from "../phrases.ts";

/** `hasSurplus`: there are more of the decoded objects than informers hold. */
export function describeGoroutines(
  facts: GoroutineEvidence,
  suspects: readonly SuspectGrowth[],
  hasSurplus: boolean,
): string[] {
  switch (facts.cause) {
    case "never-stopped":
      return describeNeverStopped(facts, suspects);
    case "never-ending":
      return describeNeverEnding(facts, suspects);
    case "handler":
    case "handler-once":
      return describeHandler(facts);
    case "other":
      return [
        `${totalOf(facts)}, but none of those that are more has a suspect on its stack: heapblame goroutines shows where they start.`,
      ];
    case "steady":
      return describeSteady(facts, suspects, hasSurplus);
    default:
      return unreachable(facts.cause);
  }
}

const COUNT = chooseColumnUnit([], "count");

/** `There are 450 more goroutines (161 -> 611, 30.0 per iteration)` */
function totalOf(total: GoroutineGrowth): string {
  const counts = `${formatValue(total.base, COUNT)} -> ${formatValue(total.current, COUNT)}`;
  if (!hasGrown(total)) return `Goroutines did not grow (${counts})`;
  return `There are ${formatValue(total.delta, COUNT)} more goroutines (${counts}${rateOf(total)})`;
}

/** `, 30.0 per iteration`; about, where that is no whole number. */
function rateOf({
  perIteration,
  isWholePerIteration,
}: Pick<GoroutineGrowth, "perIteration" | "isWholePerIteration">): string {
  if (perIteration === null) return "";
  return `, ${isWholePerIteration === true ? "" : "about "}${formatFixed(perIteration, 1)} per iteration`;
}

/** The one that most goroutines are more of. */
function grownMost(suspects: readonly SuspectGrowth[]): SuspectGoroutines {
  const known = suspects.map(({ goroutines }) => goroutines).filter((each) => each !== null);
  return known.reduce((most, each) => (each.delta > most.delta ? each : most));
}

function describeNeverStopped(facts: GoroutineEvidence, suspects: readonly SuspectGrowth[]): string[] {
  const most = grownMost(suspects);
  const { frame, ...counts } = most;
  const kept = suspects.some(({ goroutines, role }) => goroutines === most && role === "decoder")
    ? "what it decoded"
    : "its memory";
  const amount = `${formatValue(counts.delta, COUNT)} of these run ${shortName(frame)}${rateOf(counts)}`;
  const starter =
    facts.startedBy === null ? "" : ` Client code grew most under ${facts.startedBy}: look there for who starts them.`;
  return [
    `${totalOf(facts)}; ${amount}: clients are started again and again and never stopped, and each keeps ${kept}.${starter}`,
  ];
}

function describeNeverEnding(facts: GoroutineEvidence, suspects: readonly SuspectGrowth[]): string[] {
  const { frame, ...counts } = grownMost(suspects);
  return [
    `${totalOf(facts)}; ${formatValue(counts.delta, COUNT)} of these are in ${shortName(frame)}${rateOf(counts)}: they are started and do not end, and keep what they allocated.`,
  ];
}

function describeHandler(facts: GoroutineEvidence): string[] {
  const { cause, waiting } = facts;
  const first = waiting[0] as WaitingHandler;
  const isOften = cause === "handler";
  if (first.handler === first.calledBy) {
    const moments = isOften ? "at both ends" : "in current";
    return [
      `${totalOf(facts)}, but ${moments} ${shortName(first.handler)} waits to hand over an event: who reads the watch is slower than its events${isOften ? "" : ", if that goes on"}.`,
    ];
  }
  const where = `one waits in ${first.handler}${first.waitsIn === first.handler ? "" : ` (${first.waitsIn})`}`;
  const grown = `${totalOf(facts)}, but ${isOften ? "at both ends" : "in current"} ${where}, called by ${shortName(first.calledBy)}`;
  const claim = isOften
    ? "an event handler slower than its events. What is decoded waits for it in client-go's queue, which has no bound."
    : "an event handler that waits. If it is slower than its events, they queue up in client-go without bound: capture goroutines again to see whether it still waits.";
  return [`${grown}: ${claim}`];
}

function describeSteady(facts: GoroutineEvidence, suspects: readonly SuspectGrowth[], hasSurplus: boolean): string[] {
  if (suspects.length === 0) return [];
  if (!suspects.some(({ role, ownFrame }) => role === "decoder" && ownFrame === null)) {
    return [`${totalOf(facts)}, so it is not they that keep it.`];
  }
  const unless = hasSurplus ? "" : ", unless the informers' stores hold as many";
  return [
    `${totalOf(facts)} and none waits in an event handler: no sign of clients that are never stopped, nor of events that queue up. So the objects are kept by the program's own code (map keys, caches, lists)${unless}.`,
  ];
}
