/** Goroutines that pile up while the heap does not, and objects that are as many as goroutines by chance. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type GoroutineSigns, goroutineSigns } from "../../../src/blame/findings/goroutine-signs.ts";
import { findAmongGoroutines, findGoroutines } from "../../../src/blame/findings/goroutines.ts";
import type { GoroutineGroup } from "../../../src/profile/legacy/goroutines.ts";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { growthOf } from "../../report/growth-of.ts";
import { heapProfile } from "../heap-buckets.ts";
import { groupsOf, signsOfGoroutines } from "./goroutine-of.ts";
import { signsOf } from "./signs-of.ts";

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

test("of growth that no single place surely has goroutines are told where half of it is linked to them, else how many functions have more", () => {
  const found = (linked: number, goroutines: string) => {
    const text = `example.com/deep.walk;example.com/deep.fill 1 ${linked}\nexample.com/x.F 1 ${1000 - linked}`;
    const { stacks, sure } = signsOf(text);
    const spread = { stacks: [], spread: stacks, sure: 0, net: sure, interval: { low: 5e5, high: 2e6 } };
    return findGoroutines(signsOf("", { ...spread, goroutines: signsOfGoroutines("", goroutines) }));
  };
  const leak = found(500, "200 example.com/deep.walk")[0];
  assert.ok(leak?.code === "goroutine-leak" && leak.facts.growth === 500 && leak.facts.share === 0.5);
  const [all] = found(1200, "200 example.com/deep.walk");
  assert.ok(all?.code === "goroutine-leak" && all.facts.share === 1, "what shrank beside it makes it no more than all");
  const two = "200 example.com/deep.walk\n150 example.com/deep.wait";
  const more = found(499, two)[0];
  assert.ok(more?.code === "goroutines-more" && more.facts.others === 1);
  assert.deepEqual(found(499, "99 example.com/deep.walk"), [], "few may come and go");
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

test("a number that is sampled is met within its error: one object of one size for each goroutine", () => {
  const codes = (recorded: number, goroutines: number): string[] => codesOf(reportOf([0, goroutines], [0, recorded]));
  // Each recorded object stands for 1.16: sixteen for 18.5, known to two standard errors of half.
  assert.ok(codes(16, 15).includes("goroutine-leak"));
  assert.ok(codes(16, 31).includes("goroutines-more"));
  assert.ok(codes(9, 10).includes("goroutines-more"), "nine recorded objects say too little");
});

test("a type of the standard library links no goroutine to what is allocated under it", () => {
  const opener: GoroutineGroup = {
    ...{ count: 1, frames: ["runtime.selectgo", "database/sql.(*DB).connectionOpener"] },
    ...{ state: undefined, waitMinutes: undefined, createdBy: undefined },
  };
  const stack = "main.main;database/sql.(*DB).QueryContext;example.com/app/store.Put";
  const heap = (inuse: number) => heapProfile([{ stack, size: 1024 ** 2, inuse, alloc: inuse }]);
  const goroutines = { base: [opener], current: [opener], baseSource: "a", currentSource: "b", iterations: undefined };
  const report = growthOf(heap(0), heap(80), {}, { goroutines });
  assert.ok(codesOf(report).includes("goroutines-steady"));
  assert.doesNotMatch(growthWords(report).verdict, /may hold it/);
});

test("a finalizer that stood there before does not return; one that was only met at the end had not", () => {
  const finalizer: GoroutineGroup = {
    ...{ count: 1, frames: ["runtime.gopark", "time.Sleep", "example.com/app/store.close", "runtime.runFinalizers"] },
    ...{ state: undefined, waitMinutes: undefined, createdBy: undefined },
  };
  const stack = "main.main;example.com/app/store.Put";
  const heap = (inuse: number) => heapProfile([{ stack, size: 1024 ** 2, inuse, alloc: inuse }]);
  const said = (base: readonly GoroutineGroup[]): string => {
    const goroutines = { base, current: [finalizer], baseSource: "a", currentSource: "b", iterations: undefined };
    return growthWords(growthOf(heap(0), heap(80), {}, { goroutines })).verdict;
  };
  assert.match(said([finalizer]), /A finalizer does not return: store\.close waits in time\.Sleep/);
  assert.match(said([]), /A finalizer had not returned at the end: store\.close/);
});

test("goroutines that have not ended at two moments may be more work at once, and where they wait is said", () => {
  const sending = (count: number): GoroutineGroup[] => [
    {
      ...{ count, frames: ["runtime.gopark", "runtime.chansend1", "example.com/app/store.Put.func1"] },
      ...{ state: undefined, waitMinutes: undefined, createdBy: "example.com/app/store.Put" },
    },
  ];
  const stack = "main.main;example.com/app/store.Put";
  const heap = (inuse: number) => heapProfile([{ stack, size: 1024 ** 2, inuse, alloc: inuse }]);
  const beside = {
    base: sending(1),
    current: sending(101),
    baseSource: "a",
    currentSource: "b",
    iterations: undefined,
  };
  const { verdict } = growthWords(growthOf(heap(0), heap(80), {}, { goroutines: beside }));
  assert.match(verdict, /have not ended: .* Most of them wait to send on a channel\./);
  assert.match(verdict, /Two captures cannot tell a leak from more work at once\.$/);
});

/** Without what only says how many there are. */
const besidesCounts = (signs: GoroutineSigns) =>
  findAmongGoroutines(signs).filter(({ code }) => code !== "goroutines-grew" && code !== "goroutines-steady");

test("a label gathers those that are more from two thirds on, where it has other values too", () => {
  const groups = (a: number, b: number) =>
    [
      ["a", a],
      ["b", b],
    ].map(([value, count]) => ({
      ...(groupsOf(`${count} example.com/app.work`)[0] as GoroutineGroup),
      labels: { tenant: String(value) },
    }));
  const labelled = (before: readonly [number, number], after: readonly [number, number]) =>
    besidesCounts(goroutineSigns({ base: groups(...before), current: groups(...after) }));
  assert.deepEqual(labelled([10, 10], [210, 410]), [
    { code: "label-gathers", severity: "note", facts: { key: "tenant", value: "b", count: 400, of: 600 } },
  ]);
  assert.deepEqual(labelled([10, 10], [410, 210]), [
    { code: "label-gathers", severity: "note", facts: { key: "tenant", value: "a", count: 400, of: 600 } },
  ]);
  assert.deepEqual(labelled([10, 10], [409, 211]), []);
  assert.deepEqual(labelled([10, 10], [10, 10]), []);
});

test("proven leaks are counted, most of them by where they start", () => {
  const signs = goroutineSigns({ base: groupsOf("2 main.a"), current: groupsOf("3 main.a\n7 main.b"), isProven: true });
  assert.deepEqual(findAmongGoroutines(signs), [
    {
      code: "proven-goroutine-leak",
      severity: "limiting",
      facts: { count: 10, before: 2, function: "main.b", there: 7 },
    },
  ]);
  assert.deepEqual(findAmongGoroutines(goroutineSigns({ base: [], current: [], isProven: true })), []);
});

test("a leak is by the iteration where iterations are known", () => {
  const of = (iterations: number | undefined) => {
    const goroutines = { ...signsOfGoroutines("", "1000 example.com/app.work"), iterations };
    const [finding] = findGoroutines(signsOf("main.main;example.com/app.work 10 1000", { goroutines }));
    return finding?.code === "goroutine-leak" && finding.facts.perIteration;
  };
  assert.deepEqual([of(undefined), of(20)], [null, 50]);
});

test("descriptors that goroutines left are told from a hundred and half of the growth on, where no more than half of them run", () => {
  const ended = (descriptors: number, { rest = 0, more = 0 }) => {
    const heap = `runtime.newproc;runtime.malg ${descriptors} 500\nmain.main;other.com/x.F 1 ${rest}`;
    const goroutines = signsOfGoroutines("10 main.run", `${10 + more} main.run`);
    const found = findGoroutines(signsOf(heap, { goroutines })).filter(({ code }) => code === "goroutines-ended");
    return found.map(({ facts }) => facts);
  };
  assert.deepEqual(ended(100, {}), [{ descriptors: 100, base: 10, current: 10 }]);
  assert.deepEqual(ended(99, {}), []);
  assert.equal(ended(100, { rest: 500 }).length, 1);
  assert.deepEqual(ended(100, { rest: 501 }), []);
  assert.equal(ended(100, { more: 50 }).length, 1);
  assert.deepEqual(ended(100, { more: 51 }), [], "most of them have not ended");
});

test("goroutines that are more are counted as a whole where no function has more of them, else by the one that has most", () => {
  const grown = (base: string, current: string) => {
    const signs = signsOfGoroutines(base, current);
    return findAmongGoroutines(signs).find(({ code }) => code === "goroutines-grew")?.facts;
  };
  assert.deepEqual(grown("1 main.wait < main.worker", "400 main.wait < main.worker"), {
    ...{ base: 1, current: 400, count: 399, function: "main.wait", createdBy: null, waits: null, waitsIn: null },
    ...{ leader: null, others: 0 },
  });
  const apart = Array.from({ length: 60 }, (_, at) => `2 main.wait${at} < main.worker${at}`).join("\n");
  assert.deepEqual(grown("1 main.main", apart), {
    ...{ base: 1, current: 120, count: 119, function: null, createdBy: null, waits: null, waitsIn: null },
    ...{ leader: null, others: 0 },
  });
});
