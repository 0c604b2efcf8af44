import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findGoroutineCause,
  type GoroutineFindings,
  type GoroutineStack,
} from "../../../src/blame/goroutines/cause.ts";
import type { Suspect } from "../../../src/blame/suspects/suspects.ts";
import { describeGoroutines } from "../../../src/wording/growth/goroutines.ts";

const RECEIVE = "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive";
const RUN = "k8s.io/client-go/tools/cache.(*processorListener).run";
const HANDLER = "example.com/app.(*Watcher).OnAdd";

function suspect(entry: string, own: string | undefined, role: Suspect["role"]): Suspect {
  const identity = (name: string) => ({
    name,
    file: "",
    package: "",
    module: "",
    version: "",
    owner: name === own ? ("own" as const) : ("dependency" as const),
  });
  const [frame, leaf] = [identity(own ?? "k8s.io/api/core/v1.(*Pod).Unmarshal"), identity("bytes.Clone")];
  return {
    entry: identity(entry),
    frame,
    ownFrame: own === undefined ? undefined : frame,
    leaf,
    leafShare: 1,
    branches: [],
    role,
    ...{ growth: 1, interval: undefined, samples: 1, share: 1, fingerprint: "", retention: undefined },
    ...{ ageSeconds: undefined, stacks: 1 },
  };
}

const DECODER = suspect(RECEIVE, undefined, "decoder");

function stack(base: number, current: number, ...frames: string[]): GoroutineStack {
  return { base, current, frames, state: null };
}

function causeOf(stacks: readonly GoroutineStack[], ...suspects: Suspect[]): GoroutineFindings {
  return findGoroutineCause(
    stacks,
    suspects,
    (name) => name.startsWith("example.com/app."),
    ({ base, current }) => ({ base, current, delta: current - base, perIteration: null, isWholePerIteration: null }),
  );
}

const watching = (base: number, current: number): GoroutineStack =>
  stack(base, current, "runtime.gopark", "golang.org/x/net/http2.(*pipe).Read", RECEIVE);

test("more of those who decode are clients never stopped; one or two more are not", () => {
  assert.equal(causeOf([watching(9, 54)], DECODER).cause, "never-stopped");
  assert.equal(causeOf([watching(9, 11)], DECODER).cause, "steady");
  // A tenth of many.
  assert.equal(causeOf([watching(900, 920)], DECODER).cause, "steady");
  assert.deepEqual(causeOf([watching(9, 54)], DECODER).ofSuspects[0]?.frame, RECEIVE);
});

test("more of those who allocate in own code do not end", () => {
  const own = suspect("example.com/app.(*Stream).run", "example.com/app.(*Stream).run", undefined);
  assert.equal(causeOf([stack(2, 60, "runtime.gopark", "example.com/app.(*Stream).run")], own).cause, "never-ending");
});

test("growth that goes with no suspect is told apart", () => {
  assert.equal(
    causeOf([watching(3, 3), stack(1, 90, "runtime.gopark", "net/http.(*conn).serve")], DECODER).cause,
    "other",
  );
});

const waiting = (base: number, current: number): GoroutineStack =>
  stack(base, current, "runtime.gopark", "time.Sleep", HANDLER, `${RUN}.func1`, RUN);

test("an own handler that waits at both ends is slower than its events; at one end that is not sure", () => {
  const found = causeOf([watching(3, 3), waiting(1, 1)], DECODER);
  assert.equal(found.cause, "handler");
  assert.deepEqual(found.waiting, [
    { handler: HANDLER, waitsIn: "time.Sleep", calledBy: `${RUN}.func1`, base: 1, current: 1 },
  ]);
  assert.equal(causeOf([watching(3, 3), waiting(0, 1)], DECODER).cause, "handler-once");
  assert.equal(causeOf([watching(3, 3), waiting(1, 0)], DECODER).cause, "steady");
});

test("a handler at work, one that is called by nobody, and a listener without work do not wait", () => {
  const atWork = stack(1, 1, "runtime.mallocgc", HANDLER, RUN);
  const elsewhere = stack(1, 1, "runtime.gopark", HANDLER, "net/http.(*conn).serve");
  const idle = stack(2, 2, "runtime.gopark", "runtime.chanrecv", RUN);
  assert.deepEqual(causeOf([atWork, elsewhere, idle], DECODER).waiting, []);
  assert.equal(causeOf([atWork, elsewhere, idle], DECODER).cause, "steady");
});

test("a watch that waits to hand over its events has a reader that is slower", () => {
  const sending = stack(1, 1, "runtime.gopark", "runtime.chansend", "runtime.chansend1", RECEIVE);
  const found = causeOf([watching(2, 2), sending], DECODER);
  assert.equal(found.cause, "handler");
  assert.deepEqual([found.waiting[0]?.handler, found.waiting[0]?.calledBy], [RECEIVE, RECEIVE]);
  assert.match(
    describeGoroutines({ ...found, ...found.total, iterations: null, entries: [], startedBy: null }, [], false).join(
      " ",
    ),
    /waits to hand over an event/,
  );
  assert.equal(causeOf([{ ...stack(1, 1, RECEIVE), state: "chan send" }], DECODER).cause, "handler");
  assert.equal(causeOf([{ ...stack(1, 1, RECEIVE), state: "IO wait" }], DECODER).cause, "steady");
});

test("a dump says by its state who waits", () => {
  const inState = (state: string): GoroutineStack => ({ ...stack(1, 1, HANDLER, RUN), state });
  assert.equal(causeOf([inState("chan send")], DECODER).cause, "handler");
  assert.equal(causeOf([inState("running")], DECODER).cause, "steady");
});

test("type arguments and closures' packages do not hide a goroutine from its suspect", () => {
  const generic = suspect("a.b/x.Run[go.shape.int]", undefined, "decoder");
  assert.equal(causeOf([stack(0, 9, "runtime.gopark", "a.b/x.Run[...]")], generic).cause, "never-stopped");
});

test("an own function with the name of an informer's, and one that a watch calls, are handed no event", () => {
  const own = stack(1, 1, "runtime.gopark", "time.Sleep", "example.com/app.processDeltas");
  assert.deepEqual(causeOf([own], DECODER).waiting, []);
  const decoding = stack(
    1,
    1,
    "runtime.gopark",
    "internal/poll.(*FD).Read",
    "example.com/app.(*Codec).Decode",
    RECEIVE,
  );
  assert.deepEqual(causeOf([decoding], DECODER).waiting, []);
});
