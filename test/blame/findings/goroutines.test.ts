/** Goroutines that pile up while the heap does not, and objects that are as many as goroutines by chance. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GoroutineGroup } from "../../../src/profile/legacy/goroutines.ts";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { growthOf } from "../../report/growth-of.ts";
import { heapProfile } from "../heap-buckets.ts";

function walking(count: number): GoroutineGroup[] {
  const frames = ["runtime.gopark", "example.com/app/deep.walk"];
  return [{ count, frames, state: undefined, waitMinutes: undefined, createdBy: "example.com/app/deep.Visit" }];
}

function reportOf(goroutines: readonly [before: number, after: number], live: readonly [number, number]): GrowthReport {
  const stack = "main.main;example.com/app/store.Put";
  const heap = (inuse: number, alloc: number) => heapProfile([{ stack, size: 1024 ** 2, inuse, alloc }]);
  const [base, current] = [walking(goroutines[0]), walking(goroutines[1])];
  const beside = { base, current, baseSource: "a", currentSource: "b", iterations: undefined };
  return growthOf(heap(live[0], 1000), heap(live[1], 2000), {}, { goroutines: beside });
}

const codesOf = ({ findings }: GrowthReport): string[] => findings.map(({ code }) => code);

test("goroutines that pile up beside a heap that does not grow are said, with who started them", () => {
  const report = reportOf([20, 320], [40, 40]);
  assert.ok(codesOf(report).includes("goroutines-more"));
  const { verdict } = growthWords(report);
  assert.match(verdict, /300 more goroutines in deep\.walk, started by deep\.Visit: a heap profile does not count/);
  assert.doesNotMatch(verdict, /links them to what grew/);
});

test("a few more, or a part of those there were, are no pile", () => {
  assert.ok(!codesOf(reportOf([20, 119], [40, 40])).includes("goroutines-more"));
  assert.ok(codesOf(reportOf([20, 120], [40, 40])).includes("goroutines-more"));
  assert.ok(!codesOf(reportOf([301, 600], [40, 40])).includes("goroutines-more"));
});

test("three objects for each goroutine may be chance: nothing links them", () => {
  const codes = codesOf(reportOf([0, 115], [0, 300]));
  assert.ok(codes.includes("goroutines-more") && !codes.includes("goroutine-leak"));
});

test("one object for each goroutine may be theirs, and no more is said", () => {
  // 100 recorded objects of 1 MiB stand for 115.
  const report = reportOf([0, 115], [0, 100]);
  assert.ok(codesOf(report).includes("goroutine-leak"));
  assert.match(growthWords(report).verdict, /objects grew in step with them, .* and may be theirs/);
});
