/** How many more goroutines there are, where they start, and what most of them wait for. */
import type { GrowthFacts } from "../../blame/findings/findings.ts";
import type { WaitKind } from "../../blame/findings/goroutine-waits.ts";
import { countText } from "../amounts.ts";
import { shortFrame } from "../frames.ts";
import { countOf } from "../phrases.ts";

/** Of goroutines alone: they are counted exactly. */
export function goroutinesGrewText(facts: GrowthFacts["goroutines-grew"]): string {
  const { base, current, count, function: name, createdBy, others } = facts;
  const net = current - base;
  const ends = `(${countText(base)} -> ${countText(current)})`;
  const lead =
    net > 0 ? `There ${net === 1 ? "is" : "are"} ${countOf(net, "more goroutine")} ${ends}` : fewerText(net, ends);
  const unknown = " Two captures cannot tell whether these end.";
  if (name === null) return `${lead}, a few in each of several functions.${unknown}`;
  const started = createdBy === null ? "" : `, started by ${shortFrame(createdBy)}`;
  const besides = others === 0 ? "" : `; ${countOf(others, "more function")} ${others === 1 ? "has" : "have"} more`;
  const where = `start${count === 1 ? "s" : ""} in ${shortFrame(name)}${started}${besides}`;
  return `${lead}${partOfMore(count, net)}${where}.${waitText(facts)}${unknown}`;
}

function fewerText(net: number, ends: string): string {
  return `There are ${net === 0 ? "as many" : "fewer"} goroutines${net === 0 ? " as before" : ""} ${ends}`;
}

/** How many of those that are more start in one function; others ended meanwhile where these are more than all. */
function partOfMore(count: number, net: number): string {
  if (net <= 0) return `, but ${countText(count)} more `;
  if (count === net) return count === 1 ? ", which " : ", which all ";
  return count > net ? `; ${countText(count)} more ` : `; ${countText(count)} of them `;
}

const WAITS: Readonly<Record<WaitKind, string>> = {
  send: "wait to send on a channel",
  receive: "wait to receive from a channel",
  select: "wait in a select",
  lock: "wait for a lock",
  "wait-group": "wait for a WaitGroup",
  condition: "wait for a sync.Cond",
  sleep: "sleep",
  network: "wait for the network",
  iterator: "wait to be asked for the next of an iter.Pull",
  "for-ever": "wait for ever",
};

/** ` Most of them wait for a lock in store.(*Store).Get.` */
export function waitText({
  waits,
  waitsIn,
  leader = null,
  function: name,
}: {
  readonly waits: WaitKind | null;
  readonly waitsIn: string | null;
  /** Where the one call is that all of them wait for. */
  readonly leader?: string | null;
  /** Where they start. */
  readonly function: string | null;
}): string {
  if (waits === null) return "";
  const call = leader === null ? "" : ` The call that they wait for is in ${shortFrame(leader)}.`;
  return ` Most of them ${WAITS[waits]}${waitsIn === null || waitsIn === name ? "" : ` in ${shortFrame(waitsIn)}`}.${call}`;
}
