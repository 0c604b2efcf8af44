/** What goroutines have to do with the growth: those that do not end, those that did, those that hold, and what blocks finalizers. */
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import type { FindingOf } from "../finding.ts";
import { hasGrown } from "../goroutines/cause.ts";
import { allOf, isConnection } from "./connections.ts";
import { type FinalizerFacts, findBlockedFinalizer } from "./finalizers.ts";
import { findHolder, type HolderFindingFacts } from "./goroutine-holders.ts";
import { DESCRIPTOR, type GoroutineLink, type Linked, linkOf } from "./goroutine-links.ts";
import type { GoroutineEntry, GoroutineSigns } from "./goroutine-signs.ts";
import { type WaitFacts, waitFactsOf } from "./goroutine-waits.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, isSpreadGrowth, MOST, type SureStack, shareWhere } from "./signs.ts";

type GoroutineFinding = FindingOf<GoroutineFindingFacts>;

/** What findings of goroutines rest on, by their codes. */
export interface GoroutineFindingFacts extends HolderFindingFacts, FinalizerFacts {
  /** `growth`: bytes that are theirs, `share` of all that surely grew; `by`: what links them to it. `createdBy` and `perIteration` null where not known. */
  readonly "goroutine-leak": {
    readonly count: number;
    readonly function: string;
    readonly createdBy: string | null;
    readonly by: GoroutineLink;
    readonly growth: number;
    readonly share: number;
    readonly perIteration: number | null;
    /** Entry functions that are linked like this one. */
    readonly others: number;
  } & WaitFacts;
  /** There are more, and nothing links them to the growth, or the heap did not grow. */
  readonly "goroutines-more": {
    readonly count: number;
    readonly function: string;
    readonly createdBy: string | null;
    /** Entry functions besides that have more than come and go. */
    readonly others: number;
    readonly hasGrowth: boolean;
  } & WaitFacts;
  /** Of goroutines alone. `function`: where most of those that are more start, `count` of them; null where no function has enough more by itself. */
  readonly "goroutines-grew": {
    readonly base: number;
    readonly current: number;
    readonly count: number;
    readonly function: string | null;
    readonly createdBy: string | null;
    /** Entry functions besides that have more than come and go. */
    readonly others: number;
  } & WaitFacts;
  readonly "goroutines-ended": {
    readonly descriptors: number;
    readonly base: number;
    readonly current: number;
  };
  readonly "proven-goroutine-leak": {
    readonly count: number;
    readonly before: number;
    /** The one that most are in, and how many these are. */
    readonly function: string;
    readonly there: number;
  };
  readonly "label-gathers": {
    readonly key: string;
    readonly value: string;
    readonly count: number;
    readonly of: number;
  };
}

/** What goroutines say by themselves, without a heap beside them. */
export function findAmongGoroutines(goroutines: GoroutineSigns): GoroutineReportFinding[] {
  if (goroutines.isProven) return findProven(goroutines);
  return [...findBlockedFinalizer(goroutines), countedOf(goroutines), ...findLabel(goroutines)];
}

/** Something that goroutines support without a heap beside them. */
export type GoroutineReportFinding = FindingOf<
  Pick<
    GoroutineFindingFacts,
    "proven-goroutine-leak" | "goroutines-grew" | "goroutines-steady" | "finalizer-blocked" | "label-gathers"
  >
>;

/** Whether there are more than come and go, as a whole or of those that start in one function. */
function countedOf({ base, current, entries, groups }: GoroutineSigns): GoroutineReportFinding {
  const [most, ...others] = entries.filter(({ isMore }) => isMore);
  const isMore = hasGrown({ base, delta: current - base });
  if (most === undefined && !isMore) return { code: "goroutines-steady", severity: "note", facts: { base, current } };
  const where =
    most === undefined
      ? { count: current - base, function: null, createdBy: null, waits: null, waitsIn: null, leader: null }
      : {
          count: most.delta,
          function: most.function,
          createdBy: most.createdBy ?? null,
          ...waitFactsOf(most.groups, groups),
        };
  return { code: "goroutines-grew", severity: "limiting", facts: { base, current, ...where, others: others.length } };
}

export function findGoroutines(signs: GrowthSigns): GoroutineFinding[] {
  const { goroutines } = signs;
  if (goroutines === undefined) return [];
  if (goroutines.isProven) return findProven(goroutines);
  return [
    ...findBlockedFinalizer(goroutines),
    ...(isLiveGrowth(signs) ? [...findEnded(signs, goroutines), ...findLeak(signs, goroutines)] : []),
    ...(isSpreadGrowth(signs) ? findSpreadLeak(signs, goroutines) : []),
    ...(isWithoutGrowth(signs)
      ? findMore(goroutines.entries.filter(isPiledUp), goroutines, signs.verdict === "grew")
      : []),
    ...findLabel(goroutines),
  ];
}

function findProven({ entries, current, base }: GoroutineSigns): GoroutineReportFinding[] {
  const most = entries.toSorted((a, b) => b.current - a.current)[0];
  if (current === 0 || most === undefined) return [];
  return [
    {
      code: "proven-goroutine-leak",
      severity: "limiting",
      facts: { count: current, before: base, function: most.function, there: most.current },
    },
  ];
}

/** Descriptors of goroutines that ended are kept for others. */
function findEnded(signs: GrowthSigns, { base, current }: GoroutineSigns): GoroutineFinding[] {
  const descriptors = Math.round(objectsWhere(signs, hasFrame(DESCRIPTOR)));
  if (shareWhere(signs, hasFrame(DESCRIPTOR)) < MOST || descriptors < 100) return [];
  if (current - base > descriptors / 2) return [];
  return [{ code: "goroutines-ended", severity: "note", facts: { descriptors, base, current } }];
}

function objectsWhere({ stacks }: GrowthSigns, test: (stack: SureStack) => boolean): number {
  return stacks.reduce((sum, stack) => (test(stack) ? sum + stack.objects : sum), 0);
}

function findLeak(signs: GrowthSigns, goroutines: GoroutineSigns): GoroutineFinding[] {
  const more = goroutines.entries.filter((entry) => entry.isMore && !isConnection(entry));
  const linked = linkedOf(more, signs);
  const [first] = linked;
  if (first !== undefined) return [leakOf(first, linked.length - 1, signs.sure, goroutines)];
  if (more.length > 0) return findMore(more, goroutines, true);
  return goroutines.entries.some(({ isMore }) => isMore) ? [] : findHolder(signs, goroutines);
}

/** The one that most growth is linked to first. */
function linkedOf(entries: readonly GoroutineEntry[], signs: GrowthSigns, least?: number): Linked[] {
  return entries
    .map((entry) => linkOf(entry, signs, least))
    .filter((each) => each !== undefined)
    .sort((a, b) => b.growth - a.growth);
}

/** Of growth that no single place surely has, goroutines that piled up are told if half of it is linked to them. */
function findSpreadLeak(signs: GrowthSigns, goroutines: GoroutineSigns): GoroutineFinding[] {
  const all = allOf(signs);
  const linked = linkedOf(goroutines.entries.filter(isPiledUp), all, MOST);
  const [first] = linked;
  return first === undefined ? [] : [leakOf(first, linked.length - 1, all.sure, goroutines)];
}

function findMore(
  [most, ...others]: readonly GoroutineEntry[],
  { groups }: GoroutineSigns,
  hasGrowth: boolean,
): GoroutineFinding[] {
  if (most === undefined) return [];
  const facts = {
    count: most.delta,
    function: most.function,
    createdBy: most.createdBy ?? null,
    others: others.length,
    hasGrowth,
    ...waitFactsOf(most.groups, groups),
  };
  return [{ code: "goroutines-more", severity: "note", facts }];
}

/** Without growth of the heap beside them so many more are worth a word, if they are as many again at least. */
const PILED_UP = 100;

function isPiledUp(entry: GoroutineEntry): boolean {
  return entry.isMore && !isConnection(entry) && entry.delta >= Math.max(PILED_UP, entry.base);
}

/** The heap of one process is known not to have grown. */
function isWithoutGrowth(signs: GrowthSigns): boolean {
  const { verdict, provenance } = signs;
  if (isLiveGrowth(signs) || provenance.includes("different-process")) return false;
  return ["shrank", "did-not-change", "parts-grew", "grew"].includes(verdict);
}

function leakOf(
  linked: Linked,
  others: number,
  sure: number,
  { iterations, groups }: GoroutineSigns,
): GoroutineFinding {
  const { entry, by, growth } = linked;
  const share = Math.min(1, growth / sure);
  const perIteration = iterations === undefined ? null : entry.delta / iterations;
  return {
    code: "goroutine-leak",
    severity: "limiting",
    facts: {
      ...{ count: entry.delta, function: entry.function, createdBy: entry.createdBy ?? null },
      ...{ by, growth, share, perIteration, others, ...waitFactsOf(entry.groups, groups) },
    },
  };
}

/** One value of a label has this part of the goroutines that are more. */
const GATHERED = 2 / 3;

function findLabel({ groups, groupsBefore, base, current, entries }: GoroutineSigns): GoroutineReportFinding[] {
  if (!entries.some((entry) => entry.isMore)) return [];
  const change = new Map<string, Map<string, number>>();
  const count = (all: readonly GoroutineGroup[], sign: 1 | -1): void => {
    for (const group of all) {
      for (const [key, value] of Object.entries(group.labels ?? {})) {
        const values = change.get(key) ?? new Map<string, number>();
        change.set(key, values.set(value, (values.get(value) ?? 0) + sign * group.count));
      }
    }
  };
  count(groups, 1);
  count(groupsBefore, -1);
  for (const [key, values] of change) {
    const [most] = [...values].sort((a, b) => b[1] - a[1]);
    if (most === undefined || values.size < 2) continue;
    const [value, more] = most;
    if (more < GATHERED * (current - base)) continue;
    return [{ code: "label-gathers", severity: "note", facts: { key, value, count: more, of: current - base } }];
  }
  return [];
}
