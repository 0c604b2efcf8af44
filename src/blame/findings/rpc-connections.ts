/** Growth that is open connections of gRPC. */
import type { FindingOf } from "../finding.ts";
import { isLinked } from "./connections.ts";
import type { GoroutineEntry } from "./goroutine-signs.ts";
import { RPC_CLIENT, RPC_SERVER } from "./rpc-goroutines.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, isSpreadGrowth } from "./signs.ts";

/** Connections of gRPC. */
export interface RpcFacts {
  /** How many more there are, 0 where there are none: of clients, and to servers. */
  readonly "grpc-connections": { readonly clients: number; readonly servers: number };
}

const GRPC = /^google\.golang\.org\/grpc[./]/;

/** A connection has goroutines of its own: without those of both ends nothing is known of how many there are. */
export function findRpcConnections(signs: GrowthSigns): FindingOf<RpcFacts>[] {
  const { goroutines } = signs;
  if (goroutines === undefined || goroutines.isProven || !(isLiveGrowth(signs) || isSpreadGrowth(signs))) return [];
  const more = (pattern: RegExp): number => {
    const isTheirs = (entry: GoroutineEntry): boolean => pattern.test(entry.function) && entry.isMore;
    const entry = goroutines.entries.find(isTheirs);
    return entry !== undefined && isLinked(signs, entry, hasFrame(GRPC)) ? entry.delta : 0;
  };
  const facts = { clients: more(RPC_CLIENT), servers: more(RPC_SERVER) };
  if (facts.clients === 0 && facts.servers === 0) return [];
  return [{ code: "grpc-connections", severity: "limiting", facts }];
}
