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

test("of many pods that only fluctuate none is called grown", () => {
  const jitter = many(400, (index) => podOf(`p${index}`, (hour) => (hour === 0 ? 20 : 20 + (index % 9) - 3)));
  assert.deepEqual(growthsOf(jitter), []);
});
