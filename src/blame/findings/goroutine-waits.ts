/** What goroutines wait for, by their stacks or by the state that a dump gives: where most of them wait for one thing, that is where to look. */
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import { countOf, foreignPackage } from "./goroutine-signs.ts";

/** `for-ever`: a channel that is nil, or a select without cases. `iterator`: iter.Pull's, which goes on when it is asked for the next. */
export type WaitKind =
  | "send"
  | "receive"
  | "select"
  | "lock"
  | "wait-group"
  | "condition"
  | "sleep"
  | "network"
  | "iterator"
  | "for-ever";

/** What most of a group wait for. */
interface GoroutineWait {
  readonly kind: WaitKind;
  /** The function that waits: the innermost that is not the standard library's. */
  readonly function: string;
}

/** What most of some goroutines wait for, and in which function; null where they are at work or at several things. */
export interface WaitFacts {
  readonly waits: WaitKind | null;
  readonly waitsIn: string | null;
  /** Where the one call is that all of them wait for; null where none is known. */
  readonly leader: string | null;
}

interface WaitPattern {
  readonly kind: WaitKind;
  /** State in a dump, without its minutes. */
  readonly state: RegExp;
  /** A function of the stack. */
  readonly frame: RegExp;
}

/** The first that matches counts: a lock is taken, a connection is read below others. */
const PATTERNS: readonly WaitPattern[] = [
  { kind: "for-ever", state: /\(no cases\)|\(nil chan\)/, frame: /^runtime\.block$/ },
  { kind: "wait-group", state: /^sync\.WaitGroup/, frame: /^sync\.\(\*WaitGroup\)\.Wait$/ },
  { kind: "condition", state: /^sync\.Cond/, frame: /^sync\.\(\*Cond\)\.Wait$/ },
  {
    kind: "lock",
    state: /^sync\.(?:RW)?Mutex/,
    frame: /^(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\.(?:R?Lock|lockSlow)/,
  },
  { kind: "sleep", state: /^sleep/, frame: /^time\.Sleep$/ },
  { kind: "network", state: /^IO wait/, frame: /^internal\/poll\.runtime_pollWait$|^runtime\.netpollblock$/ },
  { kind: "iterator", state: /^coroutine/, frame: /^runtime\.coroswitch/ },
  { kind: "send", state: /^chan send/, frame: /^runtime\.chansend\d?$/ },
  { kind: "receive", state: /^chan receive/, frame: /^runtime\.chanrecv\d?$/ },
  { kind: "select", state: /^select/, frame: /^runtime\.selectgo$/ },
];

/** Of so large a part it is said. */
const MOST_OF_THEM = 2 / 3;

/** What most of these wait for, and where; undefined where they are at several things, or at work. */
export function waitOf(groups: readonly GoroutineGroup[]): GoroutineWait | undefined {
  const counts = new Map<string, { readonly wait: GoroutineWait; count: number }>();
  for (const group of groups) {
    const wait = waitOfGroup(group);
    if (wait === undefined) continue;
    const key = `${wait.kind} ${wait.function}`;
    const known = counts.get(key) ?? { wait, count: 0 };
    known.count += group.count;
    counts.set(key, known);
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most !== undefined && most.count >= MOST_OF_THEM * countOf(groups) ? most.wait : undefined;
}

function waitOfGroup({ frames, state }: GoroutineGroup): GoroutineWait | undefined {
  const name = frames.find((each) => foreignPackage(each) !== undefined);
  const pattern = PATTERNS.find(({ state: inState, frame }) =>
    state === undefined
      ? frames.some((each) => frame.test(each))
      : inState.test(state) || isSlept(frame, frames, state),
  );
  return name === undefined || pattern === undefined ? undefined : { kind: pattern.kind, function: name };
}

/** A dump calls some locks and groups by the semaphore that they wait for. */
function isSlept(frame: RegExp, frames: readonly string[], state: string): boolean {
  return /^semacquire/.test(state) && frames.some((each) => frame.test(each));
}

/** `all`: the goroutines that there are, among which may be the one that these wait for. */
export function waitFactsOf(groups: readonly GoroutineGroup[], all: readonly GoroutineGroup[]): WaitFacts {
  const wait = waitOf(groups);
  if (wait === undefined) return { waits: null, waitsIn: null, leader: null };
  return { waits: wait.kind, waitsIn: wait.function, leader: leaderOf(wait.function, all) };
}

const FLIGHT = /\/singleflight\.\(\*Group\)\.Do(?:Chan)?$/;
const FLIES = /\/singleflight\.\(\*Group\)\.doCall(?:\.func\d+)*$/;

/** Where the call stands that all of singleflight's waiters wait for; null where they wait for something else, or calls stand in several functions. */
function leaderOf(waitsIn: string, groups: readonly GoroutineGroup[]): string | null {
  if (!FLIGHT.test(waitsIn)) return null;
  const places = groups.flatMap(({ frames }) => {
    const flying = frames.findIndex((name) => FLIES.test(name));
    return frames.find((name, at) => at < flying && foreignPackage(name) !== undefined) ?? [];
  });
  const [first, ...others] = new Set(places);
  return first === undefined || others.length > 0 ? null : first;
}
