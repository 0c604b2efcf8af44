/** What HTTP client connections are at: each state by its goroutines, and mixtures of which nothing is said. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GoroutineGroup } from "../../../src/profile/legacy/goroutines.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { growthOf } from "../../report/growth-of.ts";
import { heapProfile } from "../heap-buckets.ts";

const READ_LOOP = "net/http.(*persistConn).readLoop";
const PEEK = ["internal/poll.(*FD).Read", "bufio.(*Reader).fill", "bufio.(*Reader).Peek", READ_LOOP];
const ASK = ["runtime.gopark", "runtime.selectgo", "net/http.(*persistConn).roundTrip", "main.call"];

function group(count: number, frames: readonly string[], state?: string): GoroutineGroup {
  return { count, frames: [...frames], state, waitMinutes: undefined, createdBy: undefined };
}

/** The finding and its sentence over so many more connections. */
function clients(current: readonly GoroutineGroup[]): { readonly state: unknown; readonly verdict: string } {
  const stack = "net/http.(*Transport).dialConnFor;net/http.(*Transport).dialConn;bufio.NewReaderSize";
  const heap = (inuse: number) => heapProfile([{ stack, size: 4096, inuse, alloc: inuse }]);
  const goroutines = { base: [], current, baseSource: "a", currentSource: "b", iterations: undefined };
  const report = growthOf(heap(0), heap(80), {}, { goroutines });
  const finding = report.findings.find(({ code }) => code === "http-client-connections");
  assert.ok(finding?.code === "http-client-connections");
  return { state: finding.facts.state, verdict: growthWords(report).verdict };
}

test("a body that nobody reads: the read loop waits in select, in both forms of the profile", () => {
  for (const body of [
    group(400, [READ_LOOP], "select"),
    group(400, ["runtime.gopark", "runtime.selectgo", READ_LOOP]),
  ]) {
    const { state, verdict } = clients([body]);
    assert.equal(state, "body");
    assert.match(verdict, /neither read to the end nor closed/);
  }
});

test("a server that does not answer is no body that is not closed", () => {
  const { state, verdict } = clients([group(400, PEEK), group(400, ASK)]);
  assert.equal(state, "answer");
  assert.match(verdict, /400 more HTTP client connections are open, and their requests wait for an answer/);
  assert.doesNotMatch(verdict, /Body|bodies/);
});

test("nobody waits for an answer of an idle connection", () => {
  const { state, verdict } = clients([group(400, PEEK)]);
  assert.equal(state, "idle");
  assert.doesNotMatch(verdict, /Body|bodies/);
});

test("of connections in several states all causes are named", () => {
  const { state, verdict } = clients([group(200, PEEK), group(200, [READ_LOOP], "select")]);
  assert.equal(state, null);
  assert.match(verdict, /bodies that are not closed, requests without an answer, or a Transport/);
  assert.equal(clients([group(400, PEEK), group(200, ASK)]).state, null);
});

test("up to a quarter and from three quarters on a state is that of all; in between nothing is said", () => {
  const stateOf = (peeking: number, asking: number) =>
    clients([group(peeking, PEEK), group(400 - peeking, [READ_LOOP], "select"), group(asking, ASK)]).state;
  assert.deepEqual([stateOf(100, 0), stateOf(101, 0), stateOf(299, 0), stateOf(300, 0)], ["body", null, null, "idle"]);
  assert.deepEqual([stateOf(400, 99), stateOf(400, 100)], ["idle", null]);
  assert.deepEqual([stateOf(400, 300), stateOf(400, 301)], [null, "answer"]);
});

test("responses that somebody reads are no bodies that nobody closes", () => {
  const loop = group(400, [READ_LOOP], "select");
  const read = (count: number) =>
    clients([loop, group(count, ["net/http.(*body).Read", "net/http.(*bodyEOFSignal).Read", "io.Copy", "main.watch"])]);
  assert.deepEqual(
    [read(100).state, read(101).state, read(300).state, read(301).state],
    ["body", null, null, "reading"],
  );
  assert.match(read(400).verdict, /connections are open, and their responses are still being read/);
  assert.doesNotMatch(read(400).verdict, /Body/);
});
