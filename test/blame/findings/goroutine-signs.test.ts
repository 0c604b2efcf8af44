/** Goroutines of both ends by the function they start in, and what names and states tell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  foreignPackage,
  goroutineSigns,
  isIdle,
  receiverOf,
  writtenIn,
} from "../../../src/blame/findings/goroutine-signs.ts";
import { groupsOf, signsOfGoroutines } from "./goroutine-of.ts";

const summary = (base: string, current: string) =>
  signsOfGoroutines(base, current).entries.map((entry) => [entry.function, entry.base, entry.current, entry.delta]);

test("goroutines are put together by where they start, the most more first", () => {
  const before = "2 main.work < main.wait\n5 main.gone";
  const after = "3 main.work < main.wait\n4 main.work < main.run\n9 main.fresh";
  assert.deepEqual(summary(before, after), [
    ["main.fresh", 0, 9, 9],
    ["main.work", 2, 7, 5],
    ["main.gone", 5, 0, -5],
  ]);
  const { base, current, groups, groupsBefore } = signsOfGoroutines(before, after);
  assert.deepEqual([base, current, groups.length, groupsBefore.length], [7, 16, 3, 2]);
});

test("an entry has the groups of its own ends", () => {
  const [entry] = signsOfGoroutines("2 main.work", "3 main.work < main.run\n1 main.work").entries;
  assert.deepEqual(
    entry?.groups.map(({ count }) => count),
    [3, 1],
  );
  assert.deepEqual(
    entry?.groupsBefore.map(({ count }) => count),
    [2],
  );
});

test("the closure of another build is the same function; without frames there is an entry too", () => {
  assert.deepEqual(summary("1 main.run.func1", "2 main.run.func1\n1 -"), [
    ["main.run.func1", 1, 2, 1],
    ["(no frames)", 0, 1, 1],
  ]);
});

test("who started them is said where all of those at the end agree", () => {
  const creator = (after: string) => signsOfGoroutines("1 main.work by main.Old", after).entries[0]?.createdBy;
  assert.equal(creator("2 main.work by main.Start\n1 main.work < main.wait by main.Start"), "main.Start");
  assert.equal(creator("2 main.work by main.Start\n1 main.work < main.wait by main.Other"), undefined);
  assert.equal(creator("2 main.work by main.Start\n1 main.work < main.wait"), undefined);
});

test("more are more where there are as many as goroutines come and go by", () => {
  const isMore = (before: number, after: number) =>
    signsOfGoroutines(`${before} main.work`, `${after} main.work`).entries[0]?.isMore;
  assert.equal(isMore(100, 101), false);
  assert.equal(isMore(100, 400), true);
});

test("a profile of leaks is proven, another is not unless it says so", () => {
  const pair = { base: [], current: groupsOf("1 main.work") };
  assert.equal(goroutineSigns(pair).isProven, false);
  assert.deepEqual(
    [goroutineSigns({ ...pair, isProven: true }).isProven, goroutineSigns({ ...pair, iterations: 7 }).iterations],
    [true, 7],
  );
});

test("those that wait are idle, by their state where there is one, else by their frames", () => {
  const idle = (text: string) => groupsOf(text).map(isIdle);
  for (const state of ["chan receive", "select", "IO wait", "sync.Cond.Wait", "sync.WaitGroup.Wait", "finalizer wait"])
    assert.deepEqual(idle(`1 main.work [${state}]`), [true], state);
  for (const state of ["chan send", "running", "semacquire", "sleep"])
    assert.deepEqual(idle(`1 main.work < runtime.selectgo [${state}]`), [false], state);
  const waits = [
    "runtime.chanrecv1",
    "runtime.chanrecv",
    "runtime.selectgo",
    "internal/poll.runtime_pollWait",
    "sync.(*Cond).Wait",
  ];
  for (const name of waits) assert.deepEqual(idle(`1 main.work < ${name}`), [true], name);
  for (const name of ["runtime.chansend1", "runtime.selectgo2", "sync.(*Mutex).Lock"])
    assert.deepEqual(idle(`1 main.work < ${name}`), [false], name);
});

test("a method has a receiver, a function has none", () => {
  assert.equal(receiverOf("example.com/app.(*Session).run"), "example.com/app.(*Session)");
  assert.equal(receiverOf("example.com/app.(*Session).run.func1"), "example.com/app.(*Session)");
  assert.equal(receiverOf("example.com/app.Session.run"), "example.com/app.Session");
  assert.equal(receiverOf("main.Session.run"), "main.Session");
  assert.equal(receiverOf("example.com/app.run.func1"), undefined);
  assert.equal(receiverOf("example.com/app.Run"), undefined);
});

test("a closure is written in its function", () => {
  assert.equal(writtenIn("main.answer.func1.2"), "main.answer");
  assert.equal(writtenIn("main.answer.gowrap1"), "main.answer");
  assert.equal(writtenIn("main.answer.func1-range2"), "main.answer");
  assert.equal(writtenIn("main.answer"), "main.answer");
});

test("packages of the standard library are nobody's", () => {
  assert.equal(foreignPackage("example.com/app.(*T).run"), "example.com/app");
  assert.equal(foreignPackage("main.run"), "main");
  assert.equal(foreignPackage("net/http.(*conn).serve"), undefined);
  assert.equal(foreignPackage("malloc"), undefined);
});

test("an iterator that iter.Pull runs starts in the same function by a profile as by a dump", () => {
  const group = (...frames: string[]) => ({
    count: 1,
    frames,
    state: undefined,
    waitMinutes: undefined,
    createdBy: undefined,
  });
  const started = (...frames: string[]) =>
    goroutineSigns({ base: [], current: [group(...frames)] }).entries[0]?.function;
  assert.equal(
    started("runtime.coroswitch", "main.pages", "iter.Pull[...].func1", "runtime.corostart"),
    "iter.Pull[...].func1",
  );
  assert.equal(started("main.pages", "iter.Pull[...].func1"), "iter.Pull[...].func1");
});
