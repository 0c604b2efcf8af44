/** Goroutines of both ends beside the growth of the heap: their counts, and what these say about the suspects. */

import {
  findGoroutineCause,
  type GoroutineCause,
  type GoroutineFindings,
  hasGrown,
  type SuspectGoroutines,
  type WaitingHandler,
} from "../../blame/goroutines/cause.ts";
import { clientStarters } from "../../blame/goroutines/client-starters.ts";
import { canonicalFunction, packageOf } from "../../graph/go/symbol.ts";
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import { type GoroutineCounts, type GoroutineReport, goroutineReport, growthOf } from "../goroutines/goroutines.ts";
import type { Evidence } from "./evidence.ts";

/** Goroutines captured with the two heap profiles. */
export interface GoroutineCaptures {
  readonly base: readonly GoroutineGroup[];
  readonly current: readonly GoroutineGroup[];
  readonly baseSource: string;
  readonly currentSource: string;
  /** How often what is suspected ran between the two. */
  readonly iterations: number | undefined;
  /** They are of `goroutineleak` profiles: the collector proved that they never go on. */
  readonly isProven?: boolean | undefined;
}

/** Goroutines that start in a function. */
export interface EntryCounts extends GoroutineCounts {
  readonly entry: string;
  /** By more than goroutines come and go. */
  readonly hasGrown: boolean;
}

/** What goroutines of both ends say of the growth of the heap. */
export interface GoroutineEvidence extends GoroutineCounts {
  readonly iterations: number | null;
  readonly cause: GoroutineCause;
  /** For `never-stopped`: the program's own function under which client code grew most; null if there is none. */
  readonly startedBy: string | null;
  /** Own event handlers that were waiting. */
  readonly waiting: readonly WaitingHandler[];
  /** Functions that more or fewer goroutines start in, most growth first. */
  readonly entries: readonly EntryCounts[];
}

interface GoroutinesBeside {
  readonly evidence: GoroutineEvidence;
  readonly ofSuspects: readonly (SuspectGoroutines | undefined)[];
}

export function goroutinesBeside(captures: GoroutineCaptures, evidence: Evidence): GoroutinesBeside {
  const report = goroutineReport(captures.base, captures.current, captures);
  const findings = causeOf(report, evidence);
  const startedBy = findings.cause === "never-stopped" ? startersOf(evidence)[0] : undefined;
  const { entries, base, current, delta, perIteration, isWholePerIteration, iterations } = report;
  return {
    evidence: {
      ...{ base, current, delta, perIteration, isWholePerIteration, iterations },
      cause: findings.cause,
      startedBy: startedBy ?? null,
      waiting: findings.waiting,
      entries: entries
        .filter((entry) => entry.delta !== 0)
        .map(({ stacks: _, createdBy: __, ...counts }) => ({ ...counts, hasGrown: hasGrown(counts) })),
    },
    ofSuspects: findings.ofSuspects,
  };
}

function causeOf({ entries, iterations }: GoroutineReport, evidence: Evidence): GoroutineFindings {
  const ownNames = new Set(
    evidence.identities.filter(({ owner }) => owner === "own").map(({ name }) => canonicalFunction(name)),
  );
  const isOwn = (name: string): boolean =>
    ownNames.has(canonicalFunction(name)) || evidence.modules.resolve(packageOf(name), "").owner === "own";
  const counted = (counts: { readonly base: number; readonly current: number }): GoroutineCounts => ({
    base: counts.base,
    current: counts.current,
    ...growthOf(counts, iterations),
  });
  return findGoroutineCause(
    entries.flatMap(({ stacks }) => stacks),
    evidence.suspects,
    isOwn,
    counted,
  );
}

function startersOf({ tree, identities }: Evidence): string[] {
  return tree === undefined ? [] : clientStarters(tree, identities).map(({ name }) => name);
}
