/**
 * What goroutines of both ends say about growth of the heap that its own stacks do not: whether whoever decodes is started again and again and never
 * stopped, whether an event handler keeps events waiting, or whether neither is so and the objects are kept by somebody's data. Counts of
 * goroutines are exact; that one waits somewhere is a picture of two moments.
 */
import { canonicalFunction } from "../../graph/go/symbol.ts";
import type { Suspect } from "../suspects/suspects.ts";

export interface GoroutineStack {
  readonly base: number;
  readonly current: number;
  /** Leaf first. */
  readonly frames: readonly string[];
  /** `chan receive`; null where the capture does not say. */
  readonly state: string | null;
}

/** Counted before and after, by iteration where the number of these is known. */
export interface GoroutineGrowth {
  readonly base: number;
  readonly current: number;
  readonly delta: number;
  readonly perIteration: number | null;
  readonly isWholePerIteration: boolean | null;
}

/** Of one suspect: goroutines that have its entry, its accumulation point or its own frame on the stack. */
export interface SuspectGoroutines extends GoroutineGrowth {
  /** Which of these names they were found by. */
  readonly frame: string;
}

/** An event handler that was waiting when the goroutines were captured. */
export interface WaitingHandler {
  /** The program's own function nearest to where it waits; the watch itself where nobody takes its events. */
  readonly handler: string;
  /** What that called: `time.Sleep`. */
  readonly waitsIn: string;
  /** Who delivers the events to it. */
  readonly calledBy: string;
  readonly base: number;
  readonly current: number;
}

/**
 * `never-stopped`: there are more of those who decode. `never-ending`: there are more of those who allocate, in the program's own code. `handler`: an
 * event handler was waiting at both ends, `handler-once` in current only. `steady`: none of this.
 * `other`: goroutines grew, but none that goes with a suspect.
 */
export type GoroutineCause = "never-stopped" | "never-ending" | "handler" | "handler-once" | "other" | "steady";

export interface GoroutineFindings {
  readonly total: GoroutineGrowth;
  readonly cause: GoroutineCause;
  /** As the suspects are ordered; undefined where no goroutine goes with one. */
  readonly ofSuspects: readonly (SuspectGoroutines | undefined)[];
  readonly waiting: readonly WaitingHandler[];
}

/** Goroutines come and go with connections: fewer, or a smaller part of what there was, is no growth. */
const LEAST_GROWTH = 5;
const LEAST_PART = 0.1;

export function hasGrown({ base, delta }: Pick<GoroutineGrowth, "base" | "delta">): boolean {
  return delta >= Math.max(LEAST_GROWTH, LEAST_PART * base);
}

/** `growthOf` gives the change by iteration; `isOwn` tells the program's own functions by name. */
export function findGoroutineCause(
  stacks: readonly GoroutineStack[],
  suspects: readonly Suspect[],
  isOwn: (name: string) => boolean,
  growthOf: (counts: { readonly base: number; readonly current: number }) => GoroutineGrowth,
): GoroutineFindings {
  const total = growthOf(sum(stacks));
  const ofSuspects = suspects.map((suspect) => goroutinesOf(suspect, stacks, growthOf));
  const waiting = waitingHandlers(stacks, isOwn);
  return { total, cause: judge(total, suspects, ofSuspects, waiting), ofSuspects, waiting };
}

function goroutinesOf(
  { entry, frame, ownFrame }: Suspect,
  stacks: readonly GoroutineStack[],
  growthOf: (counts: { readonly base: number; readonly current: number }) => GoroutineGrowth,
): SuspectGoroutines | undefined {
  for (const name of new Set([entry.name, ownFrame?.name ?? entry.name, frame.name])) {
    const canonical = canonicalFunction(name);
    const found = stacks.filter(({ frames }) => frames.some((each) => canonicalFunction(each) === canonical));
    if (found.length > 0) return { frame: name, ...growthOf(sum(found)) };
  }
  return undefined;
}

function sum(stacks: readonly GoroutineStack[]): { base: number; current: number } {
  const counts = { base: 0, current: 0 };
  for (const stack of stacks) {
    counts.base += stack.base;
    counts.current += stack.current;
  }
  return counts;
}

function judge(
  total: GoroutineGrowth,
  suspects: readonly Suspect[],
  ofSuspects: GoroutineFindings["ofSuspects"],
  waiting: readonly WaitingHandler[],
): GoroutineCause {
  const grown = suspects.filter((_, at) => ofSuspects[at] !== undefined && hasGrown(ofSuspects[at]));
  if (grown.some(({ ownFrame }) => ownFrame === undefined)) return "never-stopped";
  if (grown.length > 0) return "never-ending";
  const isDecoded = suspects.some(({ role }) => role === "decoder");
  if (isDecoded && waiting.some(({ base, current }) => base > 0 && current > 0)) return "handler";
  if (isDecoded && waiting.some(({ current }) => current > 0)) return "handler-once";
  return hasGrown(total) ? "other" : "steady";
}

/** Hands events of an informer to handlers, one after the other, while a queue without bound fills before it. */
const DELIVERY =
  /\.\(\*processorListener\)\.run(?:\.func[\d.]+)?$|\.\(\*(?:DeltaFIFO|RealFIFO|FIFO)\)\.Pop\w*$|\.\(\*sharedIndexInformer\)\.HandleDeltas$|\.processDeltas\w*$/;

/** Hands over what it decoded by a channel without a buffer. */
const WATCH = /\.\(\*StreamWatcher\)\.receive$/;

/** Own functions that wait while client-go has called them to handle an event, and watches whose events nobody takes (kubernetes#103789). */
function waitingHandlers(stacks: readonly GoroutineStack[], isOwn: (name: string) => boolean): WaitingHandler[] {
  const found = new Map<string, { -readonly [Key in keyof WaitingHandler]: WaitingHandler[Key] }>();
  for (const { frames, state, base, current } of stacks) {
    const own = isSending(frames, state) ? frames.findIndex((name) => WATCH.test(name)) : frames.findIndex(isOwn);
    const delivery = frames.findIndex(
      (name, at) => (DELIVERY.test(name) && at > own) || (WATCH.test(name) && at === own),
    );
    if (own < 0 || delivery < 0 || !isWaiting(frames, state)) continue;
    const handler = frames[own] as string;
    const waitsIn = frames.slice(0, own).findLast((name) => !/^runtime\./.test(name)) ?? frames[own - 1] ?? handler;
    const key = `${handler}\n${waitsIn}`;
    const known = found.get(key) ?? { handler, waitsIn, calledBy: frames[delivery] as string, base: 0, current: 0 };
    known.base += base;
    known.current += current;
    found.set(key, known);
  }
  return [...found.values()].sort((a, b) => b.current - a.current || b.base - a.base);
}

function isSending(frames: readonly string[], state: string | null): boolean {
  if (!frames.some((name) => WATCH.test(name))) return false;
  return state === null ? frames.some((name) => /^runtime\.chansend\d?$/.test(name)) : state.startsWith("chan send");
}

/** A goroutine that only happened to be at work when the profile was taken is not waiting. */
function isWaiting(frames: readonly string[], state: string | null): boolean {
  if (state !== null) return !/^(?:running|runnable)/.test(state);
  return /^(?:runtime\.gopark$|time\.Sleep$|sync\.\(|internal\/poll\.)/.test(frames[0] ?? "");
}
