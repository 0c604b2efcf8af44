/** What goroutines wait for: each kind in both forms of the profile, and mixtures of which nothing is said. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { waitFactsOf, waitOf } from "../../../src/blame/findings/goroutine-waits.ts";

const group = (count: number, frames: readonly string[], state?: string) => ({
  count,
  frames,
  state,
  waitMinutes: undefined,
  createdBy: undefined,
});

const KINDS: readonly (readonly [kind: string, frames: readonly string[], state: string])[] = [
  ["send", ["runtime.gopark", "runtime.chansend", "runtime.chansend1"], "chan send"],
  ["receive", ["runtime.gopark", "runtime.chanrecv", "runtime.chanrecv2"], "chan receive"],
  ["select", ["runtime.gopark", "runtime.selectgo"], "select"],
  ["lock", ["runtime.gopark", "runtime.semacquire1", "internal/sync.(*Mutex).lockSlow"], "sync.Mutex.Lock"],
  ["lock", ["runtime.gopark", "runtime.semacquire1", "sync.(*RWMutex).RLock"], "sync.RWMutex.RLock"],
  ["wait-group", ["runtime.gopark", "runtime.semacquire1", "sync.(*WaitGroup).Wait"], "sync.WaitGroup.Wait"],
  ["condition", ["runtime.gopark", "sync.runtime_notifyListWait", "sync.(*Cond).Wait"], "sync.Cond.Wait"],
  ["sleep", ["runtime.gopark", "time.Sleep"], "sleep"],
  [
    "network",
    ["runtime.gopark", "runtime.netpollblock", "internal/poll.runtime_pollWait", "net.(*conn).Read"],
    "IO wait",
  ],
  ["for-ever", ["runtime.gopark", "runtime.block"], "select (no cases)"],
];

test("each kind is told by the stack, and by the state of a dump", () => {
  for (const [kind, frames, state] of KINDS) {
    const expected = { kind, function: "example.com/app.work" };
    assert.deepEqual(waitOf([group(5, [...frames, "example.com/app.work", "main.main.func1"])]), expected, kind);
    const library = frames.filter((name) => !name.startsWith("runtime."));
    assert.deepEqual(waitOf([group(5, [...library, "example.com/app.work"], state)]), expected, state);
  }
});

test("a lock that a dump calls by its semaphore", () => {
  const frames = ["sync.runtime_SemacquireMutex", "sync.(*Mutex).lockSlow", "sync.(*Mutex).Lock", "main.get"];
  assert.deepEqual(waitOf([group(1, frames, "semacquire")]), { kind: "lock", function: "main.get" });
});

test("who is at work waits for nothing", () => {
  assert.equal(waitOf([group(9, ["main.work"], "running")]), undefined);
  assert.equal(waitOf([group(9, ["main.work"], "runnable")]), undefined);
  assert.equal(waitOf([group(9, ["main.work"])]), undefined);
});

test("two thirds must wait for one thing in one place", () => {
  const send = (count: number) => group(count, ["runtime.chansend1", "main.work"], "chan send");
  const sleep = (count: number) => group(count, ["time.Sleep", "main.work"], "sleep");
  assert.equal(waitOf([send(2), sleep(1)])?.kind, "send");
  assert.equal(waitOf([send(19), sleep(11)]), undefined);
  assert.equal(waitOf([]), undefined);
});

test("who waits for singleflight is told where the one call is, if all calls are in one function", () => {
  const flight = "golang.org/x/sync/singleflight.(*Group)";
  const waiting = [group(5, ["sync.(*WaitGroup).Wait", `${flight}.Do`, "main.answer"], "sync.WaitGroup.Wait")];
  const call = (name: string) =>
    group(1, [
      "runtime.gopark",
      "net.(*conn).Read",
      name,
      `${flight}.doCall.func2`,
      `${flight}.doCall`,
      `${flight}.Do`,
    ]);
  const leader = (...others: ReturnType<typeof group>[]) => waitFactsOf(waiting, [...waiting, ...others]).leader;
  assert.equal(leader(call("main.fetch")), "main.fetch");
  assert.equal(leader(call("main.fetch"), call("main.fetch")), "main.fetch");
  assert.deepEqual([leader(), leader(call("main.fetch"), call("main.load"))], [null, null]);
  const locked = [group(5, ["sync.(*WaitGroup).Wait", "main.answer"], "sync.WaitGroup.Wait")];
  assert.equal(waitFactsOf(locked, [...locked, call("main.fetch")]).leader, null, "they wait for something else");
  assert.deepEqual(waitFactsOf([], []), { waits: null, waitsIn: null, leader: null });
});
