/** Growth that is open HTTP connections: told apart from pools and from goroutines that do not end. */
import { canonicalFunction } from "../../graph/go/symbol.ts";
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import type { FindingOf } from "../finding.ts";
import { countOf, foreignPackage, type GoroutineEntry, type GoroutineSigns } from "./goroutine-signs.ts";
import { type WaitKind, waitOf } from "./goroutine-waits.ts";
import { isRpcConnection } from "./rpc-goroutines.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, isSpreadGrowth, MOST, type SureStack, shareWhere } from "./signs.ts";

type ConnectionFinding = FindingOf<ConnectionFacts>;

/** Connections of net/http, and requests that are being answered. */
export interface ConnectionFacts {
  /**
   * `count` is null where goroutines were not given, `state` also where they are in several; `share`: the part of the growth that connections
   * allocated, null where goroutines were given.
   */
  readonly "http-client-connections": {
    readonly count: number | null;
    readonly share: number | null;
    readonly state: ClientState | null;
  };
  readonly "http-server-connections": { readonly count: number | null; readonly share: number | null };
  /** Part of the growth that the HTTP server allocated for requests that it read. */
  readonly "requests-kept": { readonly share: number };
  /** Part of the growth that HTTP clients allocated for responses that they read: not their bodies. */
  readonly "responses-kept": { readonly share: number };
  /** Part of the growth that opening connections to a database allocated. */
  readonly "database-connections": { readonly share: number };
  /** Part of the growth that preparing statements of a database allocated. */
  readonly "database-statements": { readonly share: number };
  /**
   * More requests are being answered. `function`: that most of them are in, else one that allocated of the growth, which `there` of all are in;
   * null where there is none. `waits`: what those wait for; null where they are at several things, or at work.
   */
  readonly "requests-open": {
    readonly count: number;
    readonly function: string | null;
    readonly there: number;
    readonly isMost: boolean;
    readonly waits: WaitKind | null;
  };
}

/** What most client connections are at: a body that is neither read to its end nor closed, one that somebody reads, an answer that does not come, or nothing. */
export type ClientState = "body" | "reading" | "answer" | "idle";

const CLIENT =
  /^net\/http\.\(\*(?:persistConn|Transport)\)\.|\/http2\.\(\*(?:ClientConn|clientConnReadLoop|Transport)\)\./;
const SERVER = /^net\/http\.\(\*(?:conn|connReader|http2serverConn)\)\.|\/http2\.\(\*serverConn\)\./;
const DIAL = /^net\/http\.\(\*Transport\)\.(?:dialConn|dialConnFor|startDialConnForLocked)/;
const SERVE = /^net\/http\.\(\*(?:conn\)\.serve|Server\)\.Serve)$/;
const HANDLER = /\.ServeHTTP$/;

/** Reads or serves a connection: there are as many as connections. */
export function isConnection({ function: name }: GoroutineEntry): boolean {
  return CLIENT.test(name) || SERVER.test(name) || isRpcConnection(name);
}

/** Of the growth so much on either side is worth a word beside the other. */
const EITHER = 0.2;
/** So much of it, where goroutines say that there are more. */
const LINKED = 0.1;
const MANY = 100;

export function findConnections(signs: GrowthSigns): ConnectionFinding[] {
  if (isLiveGrowth(signs)) {
    const kept = [
      ...findKept(signs, "requests-kept", REQUEST, "net/http.(*conn).serve"),
      ...findKept(signs, "responses-kept", RESPONSE, "net/http.(*persistConn).readLoop"),
    ];
    return [...findClient(signs), ...findServer(signs), ...kept, ...findDatabase(signs), ...findStatements(signs)];
  }
  if (!isSpreadGrowth(signs)) return [];
  return [...findClient(signs), ...findServer(signs), ...findDatabase(allOf(signs))];
}

/** What a driver allocates to open a connection lives as long as the connection does; what a query returns is allocated elsewhere. */
const OPENS = /^database\/sql\.\(\*DB\)\.(?:conn|openNewConnection)$/;

function findDatabase(signs: GrowthSigns): ConnectionFinding[] {
  const share = shareWhere(signs, hasFrame(OPENS));
  return share < MOST ? [] : [{ code: "database-connections", severity: "limiting", facts: { share } }];
}

/** What a driver allocates for a statement that was prepared lives until that is closed. */
const PREPARES = /^database\/sql\.\(\*(?:DB\)\.prepareDC|Stmt\)\.prepareOnConnLocked)$/;

function findStatements(signs: GrowthSigns): ConnectionFinding[] {
  const share = shareWhere(signs, hasFrame(PREPARES));
  return share < MOST ? [] : [{ code: "database-statements", severity: "limiting", facts: { share } }];
}

/** Profiles of goroutines that wait, not those that the collector proved stuck. */
function countedGoroutines({ goroutines }: GrowthSigns): GoroutineSigns | undefined {
  return goroutines?.isProven === true ? undefined : goroutines;
}

/** With the stacks of growth that no single place surely has. */
export function allOf(signs: GrowthSigns): GrowthSigns {
  if (!isSpreadGrowth(signs)) return signs;
  return { ...signs, stacks: signs.spread, sure: signs.spread.reduce((sum, { change }) => sum + change, 0) };
}

/** This side's part, where most of the growth is connections of either side, and a good part this side's; else undefined. */
function shareOfSide(signs: GrowthSigns, test: (stack: SureStack) => boolean): number | undefined {
  const isEither = (stack: SureStack): boolean => hasFrame(DIAL)(stack) || isOfConnection(stack);
  const share = shareWhere(signs, test);
  return shareWhere(signs, isEither) >= MOST && share >= EITHER ? share : undefined;
}

function findClient(signs: GrowthSigns): ConnectionFinding[] {
  const goroutines = countedGoroutines(signs);
  if (goroutines === undefined) {
    const share = shareOfSide(allOf(signs), hasFrame(DIAL));
    if (share === undefined) return [];
    return [{ code: "http-client-connections", severity: "limiting", facts: { count: null, share, state: null } }];
  }
  const reading = goroutines.entries.find(({ function: name }) => name === "net/http.(*persistConn).readLoop");
  if (reading?.isMore !== true || !isLinked(signs, reading, hasFrame(CLIENT))) return [];
  const facts = { count: reading.delta, share: null, state: clientState(reading, goroutines) };
  return [{ code: "http-client-connections", severity: "limiting", facts }];
}

const PEEKS = /^bufio\.\(\*Reader\)\.Peek$/;
const READS = /^net\/http\.\(\*bodyEOFSignal\)\.Read$/;
const ASKS = /^net\/http\.\(\*persistConn\)\.roundTrip$/;

/** A connection that waits for a byte is idle unless somebody waits for its answer; any other waits for who reads the body. */
function clientState({ groups, current }: GoroutineEntry, goroutines: GoroutineSigns): ClientState | null {
  const peeking = countWith(groups, PEEKS);
  if (peeking <= current / 4) return bodyState(current - peeking, goroutines);
  if (peeking < (current * 3) / 4) return null;
  const asking = countWith(goroutines.groups, ASKS);
  if (asking > (peeking * 3) / 4) return "answer";
  return asking < peeking / 4 ? "idle" : null;
}

/** Of so many with a body that has not ended: nobody reads it, or somebody waits for what is still to come. */
function bodyState(bodies: number, { groups }: GoroutineSigns): ClientState | null {
  const reading = countWith(groups, READS);
  if (reading > (bodies * 3) / 4) return "reading";
  return reading <= bodies / 4 ? "body" : null;
}

function countWith(groups: readonly GoroutineGroup[], pattern: RegExp): number {
  return countOf(groups.filter(({ frames }) => frames.some((name) => pattern.test(name))));
}

function findServer(signs: GrowthSigns): ConnectionFinding[] {
  const goroutines = countedGoroutines(signs);
  if (goroutines === undefined) {
    const share = shareOfSide(allOf(signs), isOfConnection);
    if (share === undefined) return [];
    return [{ code: "http-server-connections", severity: "limiting", facts: { count: null, share } }];
  }
  const serving = goroutines.entries.find(({ function: name }) => name === "net/http.(*conn).serve");
  if (serving?.isMore !== true) return [];
  const isIdle = idleOf(serving) > serving.current / 2;
  // What a handler allocates and gives to others is no part of an idle connection.
  const isTheirs = isIdle ? isOfConnection : hasFrame(SERVE);
  if (!isLinked(signs, serving, isTheirs)) return [];
  const { delta: count } = serving;
  if (isIdle) return [{ code: "http-server-connections", severity: "limiting", facts: { count, share: null } }];
  const handler = handlerOf(serving, signs);
  const wait = handler && waitOf(handler.groups);
  const { function: name = null, there = 0, isMost = false } = handler ?? {};
  const facts = { count: serving.delta, function: name, there, isMost, waits: wait?.kind ?? null };
  return [{ code: "requests-open", severity: "note", facts }];
}

/** Theirs is a part of the growth, or there is no place that is known to be another's, or they are so many that they matter by themselves. */
export function isLinked(
  signs: GrowthSigns,
  { base, delta }: GoroutineEntry,
  test: (stack: SureStack) => boolean,
): boolean {
  return isSpreadGrowth(signs) || shareWhere(signs, test) >= LINKED || delta >= Math.max(MANY, base);
}

interface Handling {
  readonly function: string;
  readonly there: number;
  readonly isMost: boolean;
  readonly groups: readonly GoroutineGroup[];
}

/** The function that most of the handlers are in, else one on the stacks of the growth: the innermost that is not the standard library's. */
function handlerOf({ groups }: GoroutineEntry, signs: GrowthSigns): Handling | undefined {
  const isHandled = ({ frames }: GoroutineGroup): boolean => frames.some((name) => HANDLER.test(name));
  const handled = groups.filter(isHandled);
  const placeOf = ({ frames }: GoroutineGroup): string | undefined =>
    frames.find((name) => foreignPackage(name) !== undefined);
  const places = [...new Set(handled.map(placeOf))].flatMap((name): Handling[] => {
    const own = handled.filter((group) => placeOf(group) === name);
    const isMost = countOf(own) > countOf(handled) / 2;
    return name === undefined ? [] : [{ function: name, there: countOf(own), isMost, groups: own }];
  });
  const growing = new Set(signs.stacks.flatMap(({ frames }) => frames.map(({ name }) => canonicalFunction(name))));
  const isGrowing = ({ function: name }: Handling): boolean => growing.has(canonicalFunction(name));
  places.sort((a, b) => b.there - a.there);
  return places.find(({ isMost }) => isMost) ?? places.find(isGrowing);
}

/** What the server allocates for a connection, not what a handler does, nor for a request that it reads. */
function isOfConnection(stack: SureStack): boolean {
  return hasFrame(SERVE)(stack) && !hasFrame(HANDLER)(stack) && !hasFrame(REQUEST)(stack);
}

/** Live as long as the request, or the response: somebody has it, unless it is still being answered, or its connection is open for it. */
const REQUEST = /^net\/http\.(?:\(\*conn\)\.readRequest|readRequest)$/;
const RESPONSE =
  /^net\/http\.(?:ReadResponse|\(\*persistConn\)\.readResponse|\(\*http2clientConnReadLoop\)\.handleResponse)$|\/http2\.\(\*clientConnReadLoop\)\.handleResponse$/;

/** What only that code allocates, where it is most and there are no more goroutines in `loop`, which has it while it goes on. */
function findKept(
  signs: GrowthSigns,
  code: "requests-kept" | "responses-kept",
  allocator: RegExp,
  loop: string,
): ConnectionFinding[] {
  const running = countedGoroutines(signs)?.entries.find(({ function: name }) => name === loop);
  const share = shareWhere(signs, hasFrame(allocator));
  return share < MOST || running?.isMore === true ? [] : [{ code, severity: "limiting", facts: { share } }];
}

/** Serving goroutines that wait for a request. */
function idleOf({ groups }: GoroutineEntry): number {
  return groups.reduce((sum, { count, frames }) => (frames.some((name) => HANDLER.test(name)) ? sum : sum + count), 0);
}
