/** Growth that is open HTTP connections: told apart from pools and from goroutines that do not end. */
import type { GrowthFinding } from "./findings.ts";
import type { GoroutineEntry, GoroutineSigns } from "./goroutine-signs.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, MOST, type SureStack, shareWhere } from "./signs.ts";

export interface ConnectionFacts {
  /** null where goroutines were not given. */
  readonly "http-client-connections": { readonly count: number | null };
  readonly "http-server-connections": { readonly count: number | null };
}

const CLIENT =
  /^net\/http\.\(\*(?:persistConn|Transport)\)\.|\/http2\.\(\*(?:ClientConn|clientConnReadLoop|Transport)\)\./;
const SERVER = /^net\/http\.\(\*(?:conn|connReader|http2serverConn)\)\.|\/http2\.\(\*serverConn\)\./;
const DIAL = /^net\/http\.\(\*Transport\)\.(?:dialConn|dialConnFor|startDialConnForLocked)/;
const SERVE = /^net\/http\.\(\*(?:conn\)\.serve|Server\)\.Serve)$/;
const HANDLER = /\.ServeHTTP$/;

/** Reads or serves a connection: there are as many as connections. */
export function isConnection({ function: name }: GoroutineEntry): boolean {
  return CLIENT.test(name) || SERVER.test(name);
}

export function findConnections(signs: GrowthSigns): GrowthFinding[] {
  if (!isLiveGrowth(signs)) return [];
  return [...findClient(signs), ...findServer(signs)];
}

function findClient(signs: GrowthSigns): GrowthFinding[] {
  const { goroutines } = signs;
  const reading = goroutines?.entries.find(({ function: name }) => name === "net/http.(*persistConn).readLoop");
  const isGrowth = shareWhere(signs, hasFrame(DIAL)) >= MOST;
  if (goroutines !== undefined && !goroutines.isProven && reading?.isMore !== true) return [];
  if (!isGrowth && reading?.isMore !== true) return [];
  return [{ code: "http-client-connections", severity: "limiting", facts: { count: reading?.delta ?? null } }];
}

function findServer(signs: GrowthSigns): GrowthFinding[] {
  const { goroutines } = signs;
  if (shareWhere(signs, isOfConnection) < MOST) return [];
  if (goroutines === undefined || goroutines.isProven) {
    return [{ code: "http-server-connections", severity: "limiting", facts: { count: null } }];
  }
  const serving = goroutines.entries.find(({ function: name }) => name === "net/http.(*conn).serve");
  if (serving?.isMore !== true || idleOf(serving, goroutines) <= serving.current / 2) return [];
  return [{ code: "http-server-connections", severity: "limiting", facts: { count: serving.delta } }];
}

/** What the server allocates for a connection, not what a handler does. */
function isOfConnection({ frames }: SureStack): boolean {
  return frames.some(({ name }) => SERVE.test(name)) && !frames.some(({ name }) => HANDLER.test(name));
}

/** Serving goroutines that wait for a request. */
function idleOf({ groups }: GoroutineEntry, _: GoroutineSigns): number {
  return groups.reduce((sum, { count, frames }) => (frames.some((name) => HANDLER.test(name)) ? sum : sum + count), 0);
}
