/**
 * Every finding of a diff and of a series has an input that has it and a near miss that has not: by a program of fixtures/leaks that must say it and
 * one that must not, or by the two inputs here. A code that is missing here does not compile.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findGrowth, type GrowthFinding } from "../../../src/blame/findings/findings.ts";
import { type GoroutineSigns, goroutineSigns } from "../../../src/blame/findings/goroutine-signs.ts";
import { findAmongGoroutines } from "../../../src/blame/findings/goroutines.ts";
import type { GrowthSigns } from "../../../src/blame/findings/signs.ts";
import { findSeries, type SeriesFinding, type SeriesSigns } from "../../../src/blame/trend/findings.ts";
import { shapeByEnds } from "../../../src/blame/trend/shape.ts";
import { LEAKS } from "../../leaks/truth.ts";
import { codesOf, signsOf } from "./signs-of.ts";

type Code = GrowthFinding["code"] | SeriesFinding["code"];

interface Pair {
  readonly has: () => readonly string[];
  readonly misses: () => readonly string[];
}

const MIB = 1024 ** 2;
const OWN = "main.main;example.com/app.keep";
const grown = (text: string, given: Partial<GrowthSigns> = {}) => codesOf(findGrowth(signsOf(text, given)));

function goroutines(before: number, after: number, ...frames: string[]): Partial<GrowthSigns> {
  const group = (count: number) => ({ count, frames, state: undefined, waitMinutes: undefined, createdBy: undefined });
  return { goroutines: goroutineSigns({ base: [group(before)], current: [group(after)] }) };
}

const among = (before: number, after: number) =>
  codesOf(findAmongGoroutines(goroutines(before, after, "main.wait").goroutines as GoroutineSigns));

const COURSE = { unit: "bytes", first: 0, last: MIB, growth: MIB, low: 1, high: 2 * MIB, points: 6, seconds: 5 };
const SERIES: SeriesSigns = {
  ...{ course: COURSE, shape: "rising", by: "samples", values: [0, MIB], perHour: null, perIteration: null },
  ...{
    step: undefined,
    lull: null,
    goesOn: null,
    part: null,
    captures: 6,
    runs: [],
    restart: "known",
    goroutines: undefined,
    hasStacks: true,
  },
};
const course = (given: Partial<SeriesSigns>) => codesOf(findSeries({ ...SERIES, ...given }));
const ofShape = (shape: SeriesSigns["shape"], other: SeriesSigns["shape"] = "rising"): Pair => ({
  has: () => course({ shape }),
  misses: () => course({ shape: other }),
});

const QUIET: Partial<GrowthSigns> = { verdict: "did-not-change", stacks: [], sure: 0 };
const SQL = "main.query;database/sql.(*DB).query;database/sql.(*DB).conn;example.com/driver.Open";
const GRPC = "google.golang.org/grpc/internal/transport.(*http2Client).reader";
const SERVE = "net/http.(*conn).serve";
const READ = "net/http.(*persistConn).readLoop;net/http.(*persistConn).readResponse";
const CLIENT_GO = "k8s.io/client-go/tools/cache.(*Reflector).list";

const PAIRS: Readonly<Record<Code, Pair | "program">> = {
  ...{ grew: "program", "did-not-change": "program", restart: "program", "outside-heap": "program" },
  ...{ "goroutine-leak": "program", "goroutines-ended": "program", "proven-goroutine-leak": "program" },
  ...{ "finalizer-blocked": "program", "label-gathers": "program", queue: "program", "goroutine-stacks": "program" },
  ...{ "http-client-connections": "program", "http-server-connections": "program", timer: "program" },
  ...{ "after-func": "program", "context-tree": "program", "own-on-all-stacks": "program", pool: "program" },
  ...{ "dependency-code": "program", "decoder-not-holder": "program", observability: "program" },
  ...{ "append-only": "program", "one-tree": "program", "stacks-cut": "program" },
  ...{ rises: "program", "levels-off": "program", step: "program", "comes-back": "program", flat: "program" },
  "context-values": {
    has: () => grown(`${OWN};context.WithValue 4 ${MIB}`),
    misses: () => grown(`${OWN};example.com/app/context.WithValue 4 ${MIB}`),
  },
  "signal-channels": {
    has: () => grown(`${OWN};os/signal.Notify 4 ${MIB}`),
    misses: () => grown(`${OWN};os/signal.Stop 4 ${MIB}`),
  },
  shrank: { has: () => grown(`${OWN} 1 16`, { verdict: "shrank" }), misses: () => grown(`${OWN} 1 16`) },
  "parts-grew": {
    has: () => grown(`${OWN} 1 ${MIB}`, { verdict: "parts-grew", parts: MIB }),
    misses: () => grown(`${OWN} 1 ${MIB}`, { verdict: "parts-grew", parts: MIB - 1 }),
  },
  "goroutines-more": {
    has: () => grown(`${OWN} 1 16`, { ...QUIET, ...goroutines(10, 110, "main.wait") }),
    misses: () => grown(`${OWN} 1 16`, { ...QUIET, ...goroutines(10, 109, "main.wait") }),
  },
  "goroutines-grew": {
    has: () => among(10, 15),
    misses: () => among(10, 14),
  },
  "goroutines-steady": {
    has: () => grown(`${OWN} 1 16`, goroutines(10, 14, "main.wait")),
    misses: () => grown(`${OWN} 1 16`, goroutines(10, 15, "main.wait")),
  },
  "goroutine-holds": {
    has: () => grown(`${OWN} 1 16`, goroutines(1, 1, "time.Sleep", "example.com/app.loop")),
    misses: () => grown(`${OWN} 1 16`, goroutines(1, 1, "time.Sleep", "example.com/other.loop")),
  },
  "requests-open": {
    has: () => grown(`${SERVE};main.H.ServeHTTP;main.f 1 16`, goroutines(0, 90, "main.f", "main.H.ServeHTTP", SERVE)),
    misses: () => grown(`${SERVE};main.H.ServeHTTP;main.f 1 16`, goroutines(0, 4, "main.f", "main.H.ServeHTTP", SERVE)),
  },
  "grpc-connections": {
    has: () => grown(`${OWN} 1 16`, goroutines(10, 110, "main.wait", GRPC)),
    misses: () => grown(`${OWN} 1 16`, goroutines(10, 109, "main.wait", GRPC)),
  },
  "requests-kept": {
    has: () => grown(`${SERVE};net/http.(*conn).readRequest;net/textproto.readMIMEHeader 1 50\n${OWN} 1 50`),
    misses: () => grown(`${SERVE};net/http.(*conn).readRequest;net/textproto.readMIMEHeader 1 49\n${OWN} 1 51`),
  },
  "responses-kept": {
    has: () => grown(`${READ};net/http.ReadResponse;net/textproto.readMIMEHeader 1 50\n${OWN} 1 50`),
    misses: () => grown(`${READ};net/http.ReadResponse;net/textproto.readMIMEHeader 1 49\n${OWN} 1 51`),
  },
  "database-statements": {
    has: () => grown(`${OWN};database/sql.(*DB).prepareDC;example.com/driver.Prepare 1 50\n${OWN} 1 50`),
    misses: () => grown(`${OWN};database/sql.(*DB).prepareDC;example.com/driver.Prepare 1 49\n${OWN} 1 51`),
  },
  "database-connections": {
    has: () => grown(`${SQL} 1 50\n${OWN} 1 50`),
    misses: () => grown(`${SQL} 1 49\n${OWN} 1 51`),
  },
  kubernetes: {
    has: () => grown(`${CLIENT_GO} 1 50\n${OWN} 1 50`),
    misses: () => grown(`${CLIENT_GO} 1 49\n${OWN} 1 51`),
  },
  "large-blocks": { has: () => grown(`${OWN} 2 8192`), misses: () => grown(`${OWN} 2 8190`) },
  "map-table": { has: () => tables(4), misses: () => tables(3) },
  falls: ofShape("falling"),
  irregular: ofShape("irregular"),
  slows: ofShape("slowing", "saturating"),
  unclear: ofShape(
    shapeByEnds("flat", [0, MIB], { low: 1, high: 2 }),
    shapeByEnds("flat", [0, MIB], { low: 0, high: 2 }),
  ),
  uncounted: ofShape("unknown"),
  "too-few": ofShape("too-few"),
  "goroutines-rise": { has: () => course({ goroutines: [1, 50] }), misses: () => course({}) },
  "no-stacks": { has: () => course({ hasStacks: false }), misses: () => course({}) },
};

/** Sizes of one place, each twice the one before, of the largest of which so many are live. */
function tables(live: number): string[] {
  const name = "example.com/app.keep";
  const sizes = [1024, 2048, 4096, 8192].map((size) => ({ name, size, live: size === 8192 ? live : 0, change: size }));
  return grown(`${OWN} 2 8192`, { sizes: [sizes] });
}

for (const [code, pair] of Object.entries(PAIRS)) {
  test(`${code}: an input that has it, and a near miss that has not`, () => {
    if (pair === "program") {
      const reports = LEAKS.flatMap((leak) => leak.reports);
      assert.ok(reports.some(({ mustSay }) => mustSay.includes(code)));
      assert.ok(reports.some(({ mustNotSay }) => mustNotSay.includes(code)));
      return;
    }
    assert.ok(pair.has().includes(code), `${pair.has()}`);
    assert.ok(!pair.misses().includes(code), `${pair.misses()}`);
  });
}
