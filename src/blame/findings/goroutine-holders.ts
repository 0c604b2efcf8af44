/** Goroutines that may hold what grew where none pile up: those at work on it, and those that wait for one that is busy. */
import { canonicalFunction } from "../../graph/go/symbol.ts";
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import type { FindingOf } from "../finding.ts";
import { isConnection } from "./connections.ts";
import {
  countOf,
  foreignPackage,
  type GoroutineEntry,
  type GoroutineSigns,
  isIdle,
  receiverOf,
} from "./goroutine-signs.ts";
import { isDecoded } from "./origin.ts";
import { type GrowthSigns, MOST, type SureStack, shareWhere } from "./signs.ts";

/** What these findings rest on, by their codes. */
export interface HolderFindingFacts {
  readonly "goroutine-holds": {
    readonly count: number;
    readonly function: string;
  };
  readonly "goroutines-steady": {
    readonly base: number;
    readonly current: number;
  };
  readonly queue: {
    readonly function: string;
    readonly consumer: string;
    /** One was at work before too: at one moment anybody may be found at work. */
    readonly isAtBothEnds: boolean;
  };
}

type HolderFinding = FindingOf<HolderFindingFacts>;

/** None pile up: one that works on what grew may hold it. */
export function findHolder(signs: GrowthSigns, goroutines: GoroutineSigns): HolderFinding[] {
  const first = holderOf(signs, goroutines);
  const queue = findQueue(signs, goroutines);
  // What a decoder made is handed on.
  const isHandedOn = shareWhere(signs, isDecoded) >= MOST;
  if (first === undefined || first.function === "main.main" || isHandedOn) {
    const { base, current } = goroutines;
    return [...queue, { code: "goroutines-steady", severity: "note", facts: { base, current } }];
  }
  const facts = { count: countOf(first.groups), function: first.function };
  return [...queue, { code: "goroutine-holds", severity: "note", facts }];
}

/** Goroutines that start in one function and have to do with half of what grew; of those that share no more than its package there is one such function. */
function holderOf({ stacks }: GrowthSigns, { entries }: GoroutineSigns): GoroutineEntry | undefined {
  const grown = stacks.filter(({ change }) => change > 0);
  const sum = (all: readonly SureStack[]): number => all.reduce((total, { change }) => total + change, 0);
  const least = MOST * sum(grown);
  const mayHold = (entry: GoroutineEntry): boolean => entry.current > 0 && !isConnection(entry) && !isListener(entry);
  const alive = grown.length === 0 ? [] : entries.filter(mayHold);
  const related = alive.find((entry) => sum(grown.filter(isRelated(entry))) >= least);
  if (related !== undefined) return related;
  const neighbours = alive.filter((entry) => sum(grown.filter(isOfPackage(entry))) >= least);
  return neighbours.length === 1 ? neighbours[0] : undefined;
}

const ACCEPTS = /^net\.\(\*\w+\)\.[aA]ccept(?:TCP|Unix)?$/;

/** Waits for connections, and hands them on. */
function isListener({ groups }: GoroutineEntry): boolean {
  return groups.every(({ frames }) => frames.some((name) => ACCEPTS.test(name)));
}

/**
 * It starts in a function on the stack, or in one of a receiver type that is there: of a dependency's only among what the program's own code calls,
 * since the framework that calls a handler has to do with all that its handlers allocate.
 */
function isRelated({ function: start }: GoroutineEntry): (stack: SureStack) => boolean {
  const name = canonicalFunction(start);
  // A type of the standard library is everybody's.
  const receiver = foreignPackage(start) === undefined ? undefined : receiverOf(start);
  return ({ frames }) => {
    const own = frames.findIndex(({ owner }) => owner === "own");
    return frames.some((frame, at) => {
      if (canonicalFunction(frame.name) === name) return true;
      const isCalled = own < 0 || at < own || frame.owner === "own";
      return receiver !== undefined && isCalled && receiverOf(frame.name) === receiver;
    });
  };
}

/** It starts in the package that allocates. */
function isOfPackage({ function: start }: GoroutineEntry): (stack: SureStack) => boolean {
  const path = foreignPackage(start);
  if (path === undefined || path === "main") return () => false;
  return ({ frames }) => frames.map(({ name }) => foreignPackage(name)).find((each) => each !== undefined) === path;
}

/** A goroutine of the receiver type that allocates is at work at the end, so what waits for it may queue up. */
function findQueue(signs: GrowthSigns, { groups, groupsBefore }: GoroutineSigns): HolderFinding[] {
  for (const suspect of signs.suspects) {
    const type = receiverOf((suspect.ownFrame ?? suspect.frame).name);
    if (type === undefined || foreignPackage(type) === undefined) continue;
    const isBusy = (group: GoroutineGroup): boolean =>
      group.frames.some((name) => receiverOf(name) === type) &&
      !isIdle(group) &&
      !group.frames.includes(suspect.frame.name);
    const busy = groups.find(isBusy);
    if (busy === undefined) continue;
    const consumer = busy.frames.find((name) => receiverOf(name) === type) as string;
    const facts = {
      function: (suspect.ownFrame ?? suspect.frame).name,
      consumer,
      isAtBothEnds: groupsBefore.some(isBusy),
    };
    return [{ code: "queue", severity: "note", facts }];
  }
  return [];
}
