/** Connections of gRPC that are open: counted by their goroutines, told apart from goroutines that leak by themselves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findGrowth } from "../../../src/blame/findings/findings.ts";
import { findRpcConnections } from "../../../src/blame/findings/rpc-connections.ts";
import type { GrowthSigns } from "../../../src/blame/findings/signs.ts";
import { signsOfGoroutines } from "./goroutine-of.ts";
import { codesOf, signsOf } from "./signs-of.ts";

const GRPC = "google.golang.org/grpc";
const READER = `${GRPC}/internal/transport.(*http2Client).reader`;
const SERVES = `${GRPC}.(*Server).handleRawConn.func1`;
const HEAP = `example.com/app.check;${GRPC}.NewClient 10 1000`;

const counts = (clients: number, servers: number): string => `${clients} ${READER}\n${servers} ${SERVES}`;
const signs = (current: string, heap = HEAP, given: Partial<GrowthSigns> = {}): GrowthSigns =>
  signsOf(heap, { goroutines: signsOfGoroutines(counts(3, 3), current), ...given });
const found = (current: string, heap?: string) => findRpcConnections(signs(current, heap))[0]?.facts;

test("connections of clients and to servers are those that are more of each", () => {
  assert.deepEqual(found(counts(303, 303)), { clients: 300, servers: 300 });
  assert.deepEqual(found(counts(303, 3)), { clients: 300, servers: 0 });
  assert.deepEqual(found(counts(3, 303)), { clients: 0, servers: 300 });
  assert.equal(found(counts(4, 4)), undefined, "they come and go");
});

test("they have a tenth of the growth, or are many", () => {
  const beside = (grpc: number) => `example.com/app.put 10 ${1000 - grpc}\n${HEAP.replace("1000", String(grpc))}`;
  assert.ok(found(counts(23, 3), beside(100)));
  assert.equal(found(counts(23, 3), beside(99)), undefined);
  assert.ok(found(counts(103, 3), beside(99)));
});

test("nothing is said without goroutines, of what the collector proved, or of a heap that did not grow", () => {
  assert.deepEqual(findRpcConnections(signsOf(HEAP)), []);
  const goroutines = { ...signsOfGoroutines(counts(3, 3), counts(303, 303)), isProven: true };
  assert.deepEqual(findRpcConnections(signsOf(HEAP, { goroutines })), []);
  assert.deepEqual(findRpcConnections(signs(counts(303, 303), HEAP, { verdict: "did-not-change" })), []);
});

test("a connection's goroutines are no leak of their own, those of a call are", () => {
  assert.deepEqual(
    codesOf(findGrowth(signs(counts(303, 303)))).filter((code) => /grpc|goroutine/.test(code)),
    ["grpc-connections"],
  );
  const watched = `${counts(3, 3)}\n300 ${GRPC}.(*Server).serveStreams.func2.1 < ${GRPC}/health.(*Server).Watch`;
  const heap = `${GRPC}.(*Server).serveStreams.func2.1;${GRPC}/health.(*Server).Watch 10 1000`;
  assert.ok(codesOf(findGrowth(signs(watched, heap))).includes("goroutine-leak"));
});
