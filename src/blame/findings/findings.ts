/**
 * What a diff supports, as findings: each is looked for where its premises can be checked, in the order in which a reader wants to know. A new one is a
 * code with its facts in one of the files beside this one, its words in wording/, and its test; what the compiler then misses it demands.
 */
import type { FindingOf } from "../finding.ts";
import { type BesideHeapFacts, type BesideHeapFinding, findBesideHeap } from "../memory/beside-heap.ts";
import { type BlockFacts, findBlocks } from "./blocks.ts";
import { type ConnectionFacts, findConnections } from "./connections.ts";
import { findGoroutines, type GoroutineFindingFacts } from "./goroutines.ts";
import { findHeap, type HeapFacts } from "./heap.ts";
import { findOrigin, type OriginFacts } from "./origin.ts";
import { findRpcConnections, type RpcFacts } from "./rpc-connections.ts";
import type { GrowthSigns } from "./signs.ts";
import { findTimers, type TimerFacts } from "./timers.ts";

/** What findings of a diff rest on, by their codes. */
export interface GrowthFacts
  extends HeapFacts,
    BesideHeapFacts,
    GoroutineFindingFacts,
    ConnectionFacts,
    RpcFacts,
    TimerFacts,
    OriginFacts,
    BlockFacts {}

/** Something that a diff supports. */
export type GrowthFinding = FindingOf<GrowthFacts>;

const FINDERS: readonly ((signs: GrowthSigns) => GrowthFinding[])[] = [
  (signs) => findBeside(signs).filter(({ facts }) => facts.isMost !== false),
  findHeap,
  findGoroutines,
  findConnections,
  findRpcConnections,
  findTimers,
  findOrigin,
  findBlocks,
  (signs) => findBeside(signs).filter(({ facts }) => facts.isMost === false),
];

function findBeside({ memory, liveGrowth, verdict, goroutines }: GrowthSigns): BesideHeapFinding[] {
  if (memory === undefined || verdict === "not-comparable") return [];
  const counted = goroutines?.isProven === true ? undefined : goroutines;
  return findBesideHeap(memory.base, memory.current, liveGrowth, counted);
}

export function findGrowth(signs: GrowthSigns): GrowthFinding[] {
  return withoutContradictions(FINDERS.flatMap((find) => find(signs)));
}

/** A finding that says more takes the place of one that says less. */
const SAYS_MORE: Readonly<Partial<Record<GrowthFinding["code"], readonly GrowthFinding["code"][]>>> = {
  "goroutine-leak": ["goroutines-more", "large-blocks", "map-table", "append-only", "pool"],
  "http-client-connections": ["goroutines-more", "pool", "large-blocks", "dependency-code"],
  "grpc-connections": ["goroutines-more", "pool", "large-blocks", "dependency-code"],
  "http-server-connections": ["goroutines-more", "pool", "large-blocks", "dependency-code"],
  "database-connections": ["goroutines-steady", "goroutine-holds", "large-blocks", "pool", "dependency-code"],
  "goroutines-ended": ["goroutines-steady"],
  "finalizer-blocked": ["goroutines-steady", "goroutine-holds", "large-blocks"],
  queue: ["goroutines-steady"],
  timer: ["goroutines-steady", "goroutine-holds"],
  "after-func": ["goroutines-steady", "timer"],
  "requests-open": ["dependency-code"],
  "context-tree": ["goroutines-steady", "after-func", "timer"],
  "context-values": ["goroutines-steady"],
  "signal-channels": ["goroutines-steady"],
  "proven-goroutine-leak": ["large-blocks", "map-table", "append-only", "pool"],
  pool: ["large-blocks"],
  "append-only": ["large-blocks"],
};

function withoutContradictions(findings: readonly GrowthFinding[]): GrowthFinding[] {
  const less = new Set(findings.flatMap(({ code }) => SAYS_MORE[code] ?? []));
  return findings.filter(({ code }) => !less.has(code));
}
