import assert from "node:assert/strict";
import { test } from "node:test";
import { findGrowths } from "../../../src/report/fleet/growths.ts";
import type { PodSeries } from "../../../src/report/fleet/pod.ts";
import { MIB, podOf } from "./pods.ts";

const PERIOD = 524288;
const LEAK = (hour: number): number => 20 + 2 * hour;
const EVEN = (): number => 20;
const many = (count: number, make: (index: number) => PodSeries): PodSeries[] =>
  Array.from({ length: count }, (_, index) => make(index));
const growthsOf = (pods: readonly PodSeries[], since: readonly (string | null)[] = pods.map(() => null)) =>
  findGrowths(pods, since, PERIOD);

test("what nearly all have is shared, what one has is its own, between them are some", () => {
  const kinds = (leaking: number) =>
    growthsOf(many(10, (index) => podOf(`p${index}`, index < leaking ? LEAK : EVEN))).map(({ kind, grownIn, of }) => [
      kind,
      grownIn,
      of,
    ]);
  assert.deepEqual(kinds(0), []);
  assert.deepEqual(kinds(1), [["own", 1, 10]]);
  assert.deepEqual(kinds(2), [["some", 2, 10]]);
  assert.deepEqual(kinds(7), [["some", 7, 10]]);
  assert.deepEqual(kinds(8), [["shared", 8, 10]]);
});

test("of one pod all that grew is shared by all", () => {
  assert.equal(growthsOf([podOf("a", LEAK)])[0]?.kind, "shared");
});

test("the first version that has it is said where pods of earlier ones surely grew less by it", () => {
  const old = many(5, (index) => podOf(`old${index}`, EVEN));
  const fresh = many(5, (index) => podOf(`new${index}`, LEAK, { version: "v2", after: 48 }));
  const [step] = growthsOf([...fresh, ...old]);
  assert.deepEqual([step?.firstVersion, step?.earlierPods, step?.since], ["v2", 5, "2026-08-19T00:00:00Z"]);
  assert.equal(Math.round((step?.perHour ?? 0) / MIB), 2);
  const always = growthsOf([...fresh, ...many(5, (index) => podOf(`old${index}`, LEAK))]);
  assert.deepEqual([always[0]?.firstVersion, always[0]?.since], [null, null]);
});

test("earlier pods that were seen too shortly to tell are no proof", () => {
  const short = podOf("old", EVEN, { hours: 4 });
  const fresh = many(5, (index) => podOf(`new${index}`, LEAK, { version: "v2", after: 48 }));
  assert.equal(growthsOf([short, ...fresh])[0]?.firstVersion, null);
});

test("a version that is not known is no version", () => {
  const old = many(5, (index) => podOf(`old${index}`, EVEN));
  const fresh = many(5, (index) => podOf(`new${index}`, LEAK, { version: null, after: 48 }));
  assert.equal(growthsOf([...old, ...fresh])[0]?.firstVersion, null);
});

test("one pod's own growth is as old as the bend of that pod", () => {
  const pods = [podOf("even", EVEN), podOf("leaks", LEAK)];
  const [own] = growthsOf(pods, [null, "2026-08-18T00:00:00Z"]);
  assert.deepEqual([own?.pods, own?.since], [["leaks"], "2026-08-18T00:00:00Z"]);
});

test("what goes on, slows and ended in the later half of the time", () => {
  const courseOf = (total: (hour: number) => number) => growthsOf(many(5, (index) => podOf(`p${index}`, total)))[0];
  assert.equal(courseOf(LEAK)?.course, "goes-on");
  assert.equal(courseOf((hour) => 20 + 4 * Math.min(hour, 24))?.course, "ended");
  const slows = courseOf((hour) => 20 + 4 * Math.min(hour, 48) + Math.max(0, hour - 48));
  assert.equal(slows?.course, "slows");
  const late = (speed: number) => courseOf((hour) => 20 + 4 * Math.min(hour, 48) + speed * Math.max(0, hour - 48));
  assert.deepEqual([late(1.6)?.course, late(1.9)?.course], ["slows", "goes-on"], "surely less than half as fast");
  assert.equal(Math.round((slows?.latePerHour ?? 0) / MIB), 1);
  assert.equal(growthsOf([podOf("a", (hour) => 20 + 20 * hour, { hours: 4 })])[0]?.course, null);
});

test("what ended comes after what goes on, however much it is", () => {
  const functions = (at: readonly number[]) =>
    new Map([
      ["main.warm", at.map((hour) => Math.min(hour, 24) * 20 * MIB)],
      ["main.leak", at.map((hour) => (20 + hour) * MIB)],
    ]);
  const pod = podOf("a", (hour) => 20 + hour);
  const found = growthsOf([{ ...pod, functions: functions(pod.looks.map((at) => at * 4)) }]);
  assert.deepEqual(
    found.map(({ name, course }) => [name, course]),
    [
      ["main.leak", "goes-on"],
      ["main.warm", "ended"],
    ],
  );
});

test("what falls back in between goes up and down, and is not called grown", () => {
  const swing =
    (depth: number) =>
    (hour: number): number =>
      hour === 0 ? 20 : hour === 48 ? 120 - depth : 120;
  const found = (depth: number) => growthsOf([podOf("a", swing(depth))]).length;
  assert.deepEqual([found(0), found(40), found(60)], [1, 1, 0]);
});

test("pods of one program are held against each other, and those of one profile against none", () => {
  const others = many(10, (index) => podOf(`o${index}`, EVEN, { service: "other" }));
  const own = many(3, (index) => podOf(`p${index}`, LEAK, { service: "web", version: "v9", after: 48 }));
  const single = podOf("single", LEAK, { service: "web", hours: 0 });
  const [growth] = growthsOf([...others, ...own, single]);
  assert.deepEqual(
    [growth?.service, growth?.kind, growth?.grownIn, growth?.of, growth?.firstVersion],
    ["web", "shared", 3, 3, null],
  );
});

test("one pod of many has its part, and the one in the middle its rate", () => {
  const [growth] = growthsOf(many(9, (index) => podOf(`p${index}`, (hour) => 20 + (index === 4 ? 20 : 1) * hour)));
  assert.equal(growth?.pods[0], "p4");
  assert.ok(Math.abs((growth?.largestPart ?? 0) - 20 / 28) < 0.01);
  assert.equal(Math.round((growth?.medianPerHour ?? 0) / MIB), 1);
  assert.ok((growth?.perHour ?? 0) > 3 * MIB);
});

test("most pods that began together have a day in common", () => {
  const pods = many(5, (index) => podOf(`p${index}`, LEAK));
  const at = (hour: number): string => new Date(Date.UTC(2026, 7, 18, hour)).toISOString();
  assert.equal(growthsOf(pods, [at(0), at(4), at(8), null, null])[0]?.since, "2026-08-18T04:00:00Z");
  assert.equal(growthsOf(pods, [at(0), at(4), null, null, null])[0]?.since, null);
  assert.equal(growthsOf(pods, [at(0), at(60), at(120), null, null])[0]?.since, null);
  const late = (more: number): string => new Date(Date.UTC(2026, 7, 18, 16, 0, 0, more)).toISOString();
  const sinceOf = (more: number) => growthsOf(pods, [at(0), at(0), at(0), late(more), late(more)])[0]?.since;
  assert.deepEqual([sinceOf(0), sinceOf(1)], ["2026-08-18T00:00:00Z", null], "half of them within 16 hours");
});

test("how much faster these pods allocate at the end, where most of them tell", () => {
  const pods = (told: number) =>
    many(4, (index) => podOf(`p${index}`, LEAK, { allocation: index < told ? { first: 10, last: 20 } : null }));
  assert.deepEqual([growthsOf(pods(3))[0]?.allocationRatio, growthsOf(pods(2))[0]?.allocationRatio], [2, null]);
});

test("of many pods that only fluctuate none is called grown", () => {
  const jitter = many(400, (index) => podOf(`p${index}`, (hour) => (hour === 0 ? 20 : 20 + (index % 9) - 3)));
  assert.deepEqual(growthsOf(jitter), []);
});

test("the rate in the middle is that of the pod in the middle", () => {
  const [growth] = growthsOf(many(9, (index) => podOf(`p${index}`, (hour) => 20 + (index + 1) * hour)));
  assert.equal(Math.round((growth?.medianPerHour ?? 0) / MIB), 5);
});

test("functions that grew alike come by name, and what grew only at the end grew too", () => {
  const pod = podOf("a", LEAK);
  const late = pod.looks.map((_, at) => (at === pod.looks.length - 1 ? 120 : 20) * MIB);
  for (const names of [
    ["main.b", "main.a"],
    ["main.a", "main.b"],
  ]) {
    const found = growthsOf([{ ...pod, functions: new Map(names.map((name) => [name, late])) }]);
    assert.deepEqual(
      found.map(({ name }) => name),
      ["main.a", "main.b"],
    );
  }
});
