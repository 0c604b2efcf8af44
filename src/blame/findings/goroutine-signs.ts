/** What goroutine profiles of both ends say, put together by the function that goroutines start in. */
import { isStandardPath } from "../../graph/go/module-root.ts";
import { canonicalFunction, packageOf } from "../../graph/go/symbol.ts";
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import { hasGrown } from "../goroutines/cause.ts";

export interface GoroutineEntry {
  /** The function they start in. */
  readonly function: string;
  readonly base: number;
  readonly current: number;
  readonly delta: number;
  /** By more than goroutines come and go. */
  readonly isMore: boolean;
  /** Of those at the end: the function with the `go` statement; undefined where the form does not say, or where there are several. */
  readonly createdBy: string | undefined;
  readonly groups: readonly GoroutineGroup[];
  readonly groupsBefore: readonly GoroutineGroup[];
}

export interface GoroutineSigns {
  readonly base: number;
  readonly current: number;
  readonly entries: readonly GoroutineEntry[];
  /** Those at the end. */
  readonly groups: readonly GoroutineGroup[];
  readonly groupsBefore: readonly GoroutineGroup[];
  readonly iterations: number | undefined;
  /** The collector proved that these never go on: a `goroutineleak` profile. */
  readonly isProven: boolean;
}

interface GoroutinePair {
  readonly base: readonly GoroutineGroup[];
  readonly current: readonly GoroutineGroup[];
  readonly iterations?: number | undefined;
  readonly isProven?: boolean | undefined;
}

export function goroutineSigns({ base, current, iterations, isProven = false }: GoroutinePair): GoroutineSigns {
  const names = new Map<string, { before: GoroutineGroup[]; after: GoroutineGroup[] }>();
  const sideOf = (group: GoroutineGroup): { before: GoroutineGroup[]; after: GoroutineGroup[] } => {
    const name = canonicalFunction(entryOf(group));
    const known = names.get(name) ?? { before: [], after: [] };
    names.set(name, known);
    return known;
  };
  for (const group of base) sideOf(group).before.push(group);
  for (const group of current) sideOf(group).after.push(group);
  const entries = [...names.values()].map(({ before, after }) => entryFrom(before, after));
  return {
    base: countOf(base),
    current: countOf(current),
    entries: entries.sort((a, b) => b.delta - a.delta),
    groups: current,
    groupsBefore: base,
    iterations,
    isProven,
  };
}

function entryFrom(before: readonly GoroutineGroup[], after: readonly GoroutineGroup[]): GoroutineEntry {
  const [base, current] = [countOf(before), countOf(after)];
  const delta = current - base;
  const creators = new Set(after.map(({ createdBy }) => createdBy));
  return {
    function: entryOf((after[0] ?? before[0]) as GoroutineGroup),
    ...{ base, current, delta, isMore: hasGrown({ base, delta }) },
    createdBy: creators.size === 1 ? [...creators][0] : undefined,
    ...{ groups: after, groupsBefore: before },
  };
}

/** Where the runtime starts what an iterator runs; a dump leaves it out. */
const COROUTINE = "runtime.corostart";

function entryOf({ frames }: GoroutineGroup): string {
  const [last, before] = [frames.at(-1), frames.at(-2)];
  return (last === COROUTINE ? before : last) ?? "(no frames)";
}

export function countOf(groups: readonly GoroutineGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

/** A goroutine that waits to receive, or for the network, has nothing to do. */
export function isIdle({ frames, state }: GoroutineGroup): boolean {
  if (state !== undefined) return /^(?:chan receive|select|IO wait|sync\.(?:Cond|WaitGroup)|finalizer)/.test(state);
  return frames.some((name) =>
    /^runtime\.(?:chanrecv\d?|selectgo|netpollblock)$|^internal\/poll\.runtime_pollWait$|^sync\.\(\*(?:Cond|WaitGroup)\)/.test(
      name,
    ),
  );
}

/** `example.com/app.(*Session)` of a method, undefined of a function. */
export function receiverOf(name: string): string | undefined {
  return /^(.*\.\(\*?[^)]+\))\./.exec(name)?.[1] ?? /^((?:.*\/)?[^/.]+\.[A-Z]\w*)\.[A-Za-z]/.exec(name)?.[1];
}

/** `main.answer` of `main.answer.func1.2`: the function a closure is written in. */
export function writtenIn(name: string): string {
  return name.replace(/(?:\.(?:func|gowrap)\d+|\.\d+)+(?:-range\d+)?$/, "");
}

/** Package of a function that is the program's or a dependency's; undefined of the standard library's. */
export function foreignPackage(name: string): string | undefined {
  const path = packageOf(name);
  return path === "" || isStandardPath(path) ? undefined : path;
}
