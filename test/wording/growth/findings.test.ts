/** A sentence for each finding of a diff: what changes in it with its facts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { growthFindingText } from "../../../src/wording/growth/findings.ts";
import { findingsOf } from "./report.ts";

const say = (code: string, facts: object = {}) => findingsOf([code, facts]).map(growthFindingText).join();
const LEAK = {
  count: 450,
  function: "example.com/app.(*S).run",
  createdBy: null,
  by: "stack",
  growth: 450 * 1024,
  share: 1,
  perIteration: null,
  others: 0,
  waits: null,
  waitsIn: null,
};

test("a leak of goroutines has its number, its rate and who started them where these are known", () => {
  assert.match(
    say("goroutine-leak", LEAK),
    /^450 more goroutines in app\.\(\*S\)\.run have not ended: 1 KiB of the growth for each\.$/,
  );
  assert.match(say("goroutine-leak", { ...LEAK, perIteration: 30 }), / \(30\.0 per iteration\) have/);
  assert.match(
    say("goroutine-leak", { ...LEAK, createdBy: "main.Start" }),
    / were started by main\.Start and have not ended/,
  );
  const part = (share: number) => say("goroutine-leak", { ...LEAK, share });
  assert.match(part(0.9), /1 KiB of the growth for each\.$/);
  assert.match(part(0.36), /1 KiB of the growth for each \(36% in all\)\.$/);
  assert.match(say("goroutine-leak", { ...LEAK, others: 2 }), /; 2 more functions likewise\.$/);
  const sending = { ...LEAK, waits: "send", waitsIn: "main.send" };
  assert.match(say("goroutine-leak", sending), /each\. Most of them wait to send on a channel in main\.send\.$/);
});

test("how they are linked is no more than is known", () => {
  assert.match(
    say("goroutine-leak", { ...LEAK, by: "package" }),
    /what their package allocated, 1 KiB of the growth for each, may be theirs\./,
  );
  assert.match(say("goroutine-leak", { ...LEAK, by: "number" }), /grew in step with them, .* and may be theirs/);
});

test("more goroutines are linked to nothing, with growth and without", () => {
  const beside = { others: 0, hasGrowth: true, waits: null, waitsIn: null };
  const facts = { count: 1, function: "main.a", createdBy: null, ...beside };
  assert.match(
    say("goroutines-more", facts),
    /There is 1 more goroutine in main\.a; whether what grew is theirs is not known, and a heap profile does not count their stacks\.$/,
  );
  assert.match(
    say("goroutines-more", { ...facts, hasGrowth: false, createdBy: "main.b" }),
    /started by main\.b: a heap profile does not count/,
  );
  assert.match(say("goroutines-more", { ...facts, others: 2 }), /in main\.a, and more in 2 other functions; whether/);
});

test("one of one holds, or one of many", () => {
  assert.match(say("goroutine-holds", { count: 1, function: "main.a" }), /the one in main\.a may hold it/);
  assert.match(say("goroutine-holds", { count: 3, function: "main.a" }), /one of the 3 in main\.a may hold it/);
});

test("what the collector proved counts those before, where there were some", () => {
  assert.match(
    say("proven-goroutine-leak", { count: 5, before: 2, function: "main.a", there: 3 }),
    /5 goroutines can never go on \(2 before\)/,
  );
  const proven = (there: number) => say("proven-goroutine-leak", { count: 6, before: 0, function: "main.a", there });
  assert.match(proven(4), /can never go on, most of them in main\.a,/);
  assert.match(proven(3), /can never go on, 3 of them in main\.a,/);
  assert.match(proven(6), /can never go on, in main\.a,/);
});

test("a finalizer waits in itself or in another", () => {
  assert.match(
    say("finalizer-blocked", { function: "main.a", waitsIn: "main.a", kind: "finalizer", isStill: true }),
    /^A finalizer does not return: main\.a waits\./,
  );
  assert.match(
    say("finalizer-blocked", { function: "main.a", waitsIn: "time.Sleep", kind: "cleanup", isStill: false }),
    /^A cleanup .* waits in time\.Sleep\./,
  );
});

test("connections are told by their state, and by number where it is known", () => {
  assert.match(
    say("http-client-connections", { count: 1, state: "body" }),
    /^1 more HTTP client connection is open, with responses/,
  );
  assert.match(
    say("http-client-connections", { count: 2, state: "idle" }),
    /^2 more HTTP client connections are open and idle/,
  );
  assert.match(say("http-client-connections", { count: 2, state: "answer" }), /wait for an answer/);
  assert.match(
    say("http-client-connections", { count: null, share: 0.9, state: null }),
    /^That is buffers of HTTP client connections: look for response bodies/,
  );
  assert.match(
    say("http-client-connections", { count: null, share: 0.5, state: null }),
    /^Most of that is buffers of HTTP/,
  );
  assert.match(say("http-server-connections", { count: null, share: 0.9 }), /^That is buffers/);
  assert.match(say("http-server-connections", { count: null, share: 0.24 }), /^24% of it is buffers of connections to/);
  assert.match(say("http-server-connections", { count: 1 }), /^1 more connection to the HTTP server is open/);
  assert.match(
    say("requests-open", { count: 2, function: "main.serve", there: 2, isMost: true, waits: null }),
    /^2 more requests .* are being answered; of all that are, most are in main\.serve/,
  );
});

test("a decoder made all of it from nine tenths on", () => {
  assert.match(say("decoder-not-holder", { share: 0.9 }), /^A decoder allocated it:/);
  assert.match(say("decoder-not-holder", { share: 0.89 }), /^A decoder allocated most of it:/);
});

test("requests name the function that most of them are in, and what they wait for there", () => {
  const open = (facts: object) =>
    say("requests-open", { count: 2, function: "main.pay", there: 2, isMost: true, waits: null, ...facts });
  assert.match(open({ count: 1 }), /^1 more request to the HTTP server is being answered/);
  assert.match(
    open({}),
    /^2 more requests to the HTTP server are being answered; of all that are, most are in main\.pay\.$/,
  );
  assert.match(open({ function: null }), /being answered\.$/);
  assert.match(open({ isMost: false, there: 1 }), /being answered, 1 of all in main\.pay\.$/);
  assert.match(open({ waits: "lock" }), /being answered\. Most of them wait for a lock in main\.pay\.$/);
});

test("one object is one, and buffers and tables are named where they may be", () => {
  const large = (facts: object) =>
    say("large-blocks", { size: 65536, count: 9, share: 1, mayBeTables: false, areBuffers: false, ...facts });
  assert.match(large({}), /^Objects are large \(about 9 of 64 KiB\): if little of each is in use, a short slice/);
  assert.match(large({ count: 1 }), /^It is one object of 64 KiB: if little of it is in use/);
  assert.match(large({ share: 0.6 }), /^60% of it is large objects \(about 9 of 64 KiB\): if little of each/);
  assert.match(large({ share: 0.6, count: 1 }), /^60% of it is one object of 64 KiB: if little of it/);
  assert.match(large({ areBuffers: true }), /a buffer that was fuller once, or a short slice/);
  assert.match(large({ mayBeTables: true }), /keep it whole, or they are tables of a map\.$/);
});

test("estimates have two digits", () => {
  assert.match(
    say("goroutines-ended", { descriptors: 1234, base: 3, current: 4 }),
    /about 1,200 goroutines .*\(3 -> 4 now\)/,
  );
  assert.match(say("large-blocks", { size: 65536, count: 95.4 }), /about 95 of 64 KiB/);
});

test("one function calls itself, several each other", () => {
  assert.match(
    say("one-tree", { functions: ["main.a"], share: 1 }),
    /a calls itself, so these places are one cause\.$/,
  );
  const both = (share: number) => say("one-tree", { functions: ["main.a", "main.b"], share });
  assert.match(both(0.995), /a and b call each other, so these places are one cause\.$/);
  assert.match(both(0.994), /a and b call each other; what lies below that, 99% of it, is one cause\.$/);
});

test("what the headline says has no sentence; what grew beside the heap begins with a capital", () => {
  for (const code of ["grew", "shrank", "did-not-change", "kubernetes"]) assert.equal(say(code), "", code);
  assert.match(say("goroutine-stacks", { growth: 1, before: 1, after: 2, isMost: false }), /^Goroutine stacks/);
});

test("one more is not many, and of none nothing is said", () => {
  assert.match(say("goroutine-leak", { ...LEAK, others: 1 }), /; 1 more function likewise\.$/);
  assert.match(
    say("proven-goroutine-leak", { count: 1, before: 1, function: "main.a", there: 1 }),
    /: 1 goroutine can .*\(1 before\)/,
  );
  assert.match(say("http-server-connections", { count: 1 }), /^1 more connection to the HTTP server is open/);
  assert.match(say("goroutines-more", { ...LEAK, count: 2, hasGrowth: true }), /^There are 2 more goroutines/);
});

test("a consumer was busy at the end, or at both ends", () => {
  assert.match(
    say("queue", { consumer: "main.drain", isAtBothEnds: true }),
    /main\.drain was busy or held up at both ends:/,
  );
  assert.match(say("queue", { consumer: "main.drain", isAtBothEnds: false }), /held up at the end:/);
});

test("from nine tenths on it is what grew, from half on most of that, below that a part of it", () => {
  for (const code of [
    "timer",
    "after-func",
    "context-tree",
    "context-values",
    "signal-channels",
    "requests-kept",
    "responses-kept",
    "database-statements",
    "database-connections",
  ]) {
    assert.match(say(code, { share: 0.9 }), /^That is /, code);
    for (const share of [0.5, 0.89]) assert.match(say(code, { share }), /^Most of that is /, code);
    assert.match(say(code, { share: 0.49 }), /^49% of it is /, code);
  }
});

test("what ended is not what still runs", () => {
  const ended = (current: number) => say("goroutines-ended", { descriptors: 1000, base: 10, current });
  for (const current of [5, 10, 12])
    assert.match(ended(current), /about 1,000 goroutines that ran at once and have ended \(10 -> /, String(current));
  assert.match(ended(510), /about 1,000 goroutines that ran at once, of which about 500 have ended \(10 -> 510 now\)/);
});

test("one array grew, or two", () => {
  const grew = (count: number, share = 1) =>
    say("append-only", { function: "main.a", size: 8 * 1024 ** 2, count, share });
  assert.match(grew(1, 0.7), /^Most of that is one array of 8 MiB that grew/);
  assert.match(grew(1), /^That is one array of 8 MiB that grew/);
  assert.match(grew(2), /^That is 2 arrays of 8 MiB that grew/);
});

test("what allocated nine tenths did it, what allocated less did most of it", () => {
  const both = (code: string, facts: object = {}) =>
    [0.9, 0.89].map((share) => say(code, { ...facts, share }).slice(0, 24));
  assert.deepEqual(both("dependency-code", { module: "x.com/y" }), [
    "Allocated by x.com/y.",
    "Most of it is allocated ",
  ]);
  assert.deepEqual(both("pool"), ["It was made for a sync.P", "Most of it was made for "]);
  assert.deepEqual(both("observability", { by: "logging" }), ["It is allocated in loggi", "Most of it is allocated "]);
});

test("what the creator allocated may be theirs where that is not one for each, and is theirs where it is", () => {
  const started = { ...LEAK, createdBy: "main.Start" };
  assert.match(
    say("goroutine-leak", { ...started, by: "creator-code" }),
    /not ended: what main\.Start allocated, 1 KiB of the growth for each, may be theirs\.$/,
  );
  for (const by of ["creator", "stack"])
    assert.match(say("goroutine-leak", { ...started, by }), /have not ended: 1 KiB of the growth for each\.$/);
});

test("connections of gRPC are told by their ends, each with what makes too many of them", () => {
  assert.equal(
    say("grpc-connections", { clients: 300, servers: 1 }),
    "300 more gRPC client connections and 1 more connection to the gRPC server are open: look for a ClientConn that is made for each call and not closed.",
  );
  assert.match(say("grpc-connections", { clients: 1, servers: 0 }), /^1 more gRPC client connection is open: look for/);
  assert.match(
    say("grpc-connections", { clients: 0, servers: 2 }),
    /gRPC server are open: look at who dials, or at Max/,
  );
});

test("a block that is copied a little larger each time is told as such, not as an array that append grew", () => {
  const grown = (isCopied: boolean) =>
    say("append-only", { function: "main.a", size: 8 * 1024 ** 2, count: 1, share: 1, isCopied });
  assert.match(grown(true), /^That is one block of 8 MiB, copied a little larger again and again, as s \+= x does, in/);
  assert.match(grown(false), /^That is one array of 8 MiB that grew step by step, as append does, in/);
});
