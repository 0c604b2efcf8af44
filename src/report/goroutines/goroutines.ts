/**
 * Which goroutines there are more of: counted exactly, by the function they start in. Unlike a heap profile nothing is sampled here, so a growth of
 * 3.0 an iteration is one, not an estimate.
 */

import { goroutineSigns } from "../../blame/findings/goroutine-signs.ts";
import { findAmongGoroutines, type GoroutineReportFinding } from "../../blame/findings/goroutines.ts";
import { isStandardPath } from "../../graph/go/module-root.ts";
import { canonicalFunction, packageOf } from "../../graph/go/symbol.ts";
import { checkFields, checkList } from "../../profile/argument.ts";
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import { compareText } from "../../profile/string-table.ts";
import { checkAmount } from "../question.ts";

const GOROUTINES_SCHEMA_VERSION = 1;

/** Numbers of goroutines at both ends. */
export interface GoroutineCounts {
  readonly base: number;
  readonly current: number;
  readonly delta: number;
  /** `delta` by iteration; null without `iterations`, and for one, of which it is `delta`. */
  readonly perIteration: number | null;
  /** Whether that is a whole number but for 2 %: every iteration leaves as many. */
  readonly isWholePerIteration: boolean | null;
}

/** Numbers of goroutines of both captures. */
export interface GoroutineReport extends GoroutineCounts {
  readonly kind: "goroutines";
  readonly schemaVersion: 1;
  readonly baseSource: string;
  readonly currentSource: string;
  /** How often what is suspected ran between the two; null if not said. */
  readonly iterations: number | null;
  /** By the function they start in, most growth first. */
  readonly entries: readonly EntryGrowth[];
  readonly findings: readonly GoroutineReportFinding[];
}

/** Goroutines that start in a function, by where they stand. */
export interface EntryGrowth extends GoroutineCounts {
  readonly entry: string;
  /** The function with the `go` statement; null where the captures do not say (only debug=2 does). */
  readonly createdBy: string | null;
  /** Where they stand now, most growth first. */
  readonly stacks: readonly StackGrowth[];
}

/** Goroutines that stand in one place. */
export interface StackGrowth {
  /** The innermost frame that is not the standard library's; else the first above the runtime and sync. */
  readonly waitsIn: string;
  /** `chan receive`; null where the capture does not say. */
  readonly state: string | null;
  readonly waitMinutes: number | null;
  readonly base: number;
  readonly current: number;
  readonly delta: number;
  /** Leaf first. */
  readonly frames: readonly string[];
}

/** All of it may be left out. */
export interface GoroutineQuery {
  /** What the two captures are called; "base" and "current" if not given. */
  readonly baseSource?: string | undefined;
  readonly currentSource?: string | undefined;
  /** How often what is suspected ran between the two. */
  readonly iterations?: number | undefined;
  /** They are of `goroutineleak` profiles. */
  readonly isProven?: boolean | undefined;
}

/** Every goroutine is counted, so what grew grew: there is no sampling. Groups as goroutinesOf and parseGoroutineText give them. Throws UsageError. */
export function goroutineReport(
  base: readonly GoroutineGroup[],
  current: readonly GoroutineGroup[],
  query: GoroutineQuery = {},
): GoroutineReport {
  const iterations = checkAmount("iterations", query.iterations) ?? null;
  const entries = new Map<string, Entry>();
  // Creators and states are known to dumps alone; a dump against another form compares by the frames.
  for (const group of [...checkList(base, "groups"), ...checkList(current, "groups")])
    checkFields(group, ["frames"], "groups are what goroutinesOf gives");
  const form: StackForm = {
    isDump: [...base, ...current].every(({ state }) => state !== undefined),
    isMixed: showsRuntime(base) !== showsRuntime(current),
  };
  for (const group of base) addTo(entries, group, "base", form);
  for (const group of current) addTo(entries, group, "current", form);
  const total = { base: sumOf(base), current: sumOf(current) };
  return {
    kind: "goroutines",
    schemaVersion: GOROUTINES_SCHEMA_VERSION,
    baseSource: query.baseSource ?? "base",
    currentSource: query.currentSource ?? "current",
    ...total,
    ...growthOf(total, iterations),
    iterations,
    findings: findAmongGoroutines(goroutineSigns({ ...query, base, current })),
    entries: [...entries.values()].map((entry) => entryGrowth(entry, iterations)).sort(byGrowth(({ entry }) => entry)),
  };
}

const NO_FRAMES = "(no frames)";

interface Counts {
  base: number;
  current: number;
}

interface Entry extends Counts {
  readonly name: string;
  readonly createdBy: string | undefined;
  readonly stacks: Map<string, Counts & { readonly group: GoroutineGroup }>;
}

/** What both sides say of a stack. */
interface StackForm {
  /** Creators and states. */
  readonly isDump: boolean;
  /** Only one of them has the runtime's functions at the leaf: a profile has them, the texts of debug=1 and debug=2 leave them out. */
  readonly isMixed: boolean;
}

const isOfRuntime = (name: string): boolean => name.startsWith("runtime.");

function showsRuntime(groups: readonly GoroutineGroup[]): boolean {
  return groups.some(({ frames }) => isOfRuntime(frames[0] ?? "") && !frames.every(isOfRuntime));
}

/** All of them where there are no others. */
function withoutRuntime(frames: readonly string[]): readonly string[] {
  const from = frames.findIndex((name) => !isOfRuntime(name));
  return from < 0 ? frames : frames.slice(from);
}

function addTo(
  entries: Map<string, Entry>,
  group: GoroutineGroup,
  side: "base" | "current",
  { isDump, isMixed }: StackForm,
): void {
  const name = group.frames.at(-1) ?? NO_FRAMES;
  const createdBy = isDump ? group.createdBy : undefined;
  const key = `${canonicalFunction(name)}\n${createdBy === undefined ? "" : canonicalFunction(createdBy)}`;
  const entry = entries.get(key) ?? { name, createdBy, base: 0, current: 0, stacks: new Map() };
  entries.set(key, entry);
  const frames = isMixed ? withoutRuntime(group.frames) : group.frames;
  const stackKey = [isDump ? group.state : "", ...frames.map(canonicalFunction)].join("\n");
  const stack = entry.stacks.get(stackKey) ?? { group, base: 0, current: 0 };
  entry.stacks.set(stackKey, side === "current" ? { ...stack, group } : stack);
  entry[side] += group.count;
  (entry.stacks.get(stackKey) as Counts)[side] += group.count;
}

function entryGrowth(entry: Entry, iterations: number | null): EntryGrowth {
  const stacks = [...entry.stacks.values()].map(({ group, base, current }): StackGrowth => {
    const waitsIn = group.frames.find(isOfProgram) ?? group.frames.find(isTelling) ?? group.frames[0] ?? NO_FRAMES;
    return {
      waitsIn,
      state: group.state ?? null,
      waitMinutes: group.waitMinutes ?? null,
      base,
      current,
      delta: current - base,
      frames: group.frames,
    };
  });
  return {
    entry: entry.name,
    createdBy: entry.createdBy ?? null,
    base: entry.base,
    current: entry.current,
    ...growthOf(entry, iterations),
    stacks: stacks.sort(byGrowth(({ frames }) => frames.join("\n"))),
  };
}

function isOfProgram(name: string): boolean {
  return !isStandardPath(packageOf(name));
}

/** Not the machinery of waiting itself. */
function isTelling(name: string): boolean {
  return !/^(?:runtime|internal|sync|syscall)(?:\/|$)/.test(packageOf(name));
}

/** The change between two counts, by iteration where their number is known. */
export function growthOf(
  { base, current }: Readonly<Counts>,
  iterations: number | null,
): Pick<GoroutineCounts, "delta" | "perIteration" | "isWholePerIteration"> {
  const delta = current - base;
  if (iterations === null || iterations === 1) return { delta, perIteration: null, isWholePerIteration: null };
  const perIteration = delta / iterations;
  const whole = Math.round(perIteration);
  return {
    delta,
    perIteration,
    isWholePerIteration: whole !== 0 && Math.abs(perIteration - whole) <= 0.02 * Math.abs(whole),
  };
}

function byGrowth<Row extends Counts>(name: (row: Row) => string): (a: Row, b: Row) => number {
  return (a, b) => b.current - b.base - (a.current - a.base) || b.current - a.current || compareText(name(a), name(b));
}

function sumOf(groups: readonly GoroutineGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}
