import assert from "node:assert/strict";
import { test } from "node:test";
import type { PodSeries } from "../../../src/report/fleet/pod.ts";
import { NO_VERSION, versionFacts } from "../../../src/report/fleet/versions.ts";
import { podOf } from "./pods.ts";

const PERIOD = 524288;
const LEAK = (hour: number): number => 20 + 2 * hour;
const EVEN = (): number => 20;
const many = (count: number, make: (index: number) => PodSeries): PodSeries[] =>
  Array.from({ length: count }, (_, index) => make(index));
const factsOf = (grown: readonly PodSeries[], others: readonly PodSeries[]) =>
  versionFacts("main.keep", grown, [...grown, ...others], PERIOD);
const old = many(5, (index) => podOf(`old${index}`, EVEN));
const fresh = many(5, (index) => podOf(`new${index}`, LEAK, { version: "v2", after: 48 }));

test("a version that came later and has it is the first", () => {
  const { relation, version, since, others, goneIn, gonePods } = factsOf(fresh, old);
  assert.deepEqual([relation, version, since, others], ["first", "v2", "2026-08-19T00:00:00Z", 5]);
  assert.deepEqual([goneIn, gonePods], [null, 0]);
});

test("versions that were there from the start are beside each other, and none is the first", () => {
  const canary = many(5, (index) => podOf(`new${index}`, LEAK, { version: "v2" }));
  const { relation, version, since, others } = factsOf(canary, old);
  assert.deepEqual([relation, version, since, others], ["only", "v2", null, 5]);
  assert.equal(
    factsOf(
      many(5, (index) => podOf(`n${index}`, LEAK, { version: "v2", after: 8 })),
      old,
    ).relation,
    "only",
  );
  assert.equal(
    factsOf(
      many(5, (index) => podOf(`n${index}`, LEAK, { version: "v2", after: 12 })),
      old,
    ).relation,
    "first",
  );
});

test("a later version that has it no more is named", () => {
  const leaking = many(5, (index) => podOf(`old${index}`, LEAK));
  const mended = many(5, (index) => podOf(`new${index}`, EVEN, { version: "v2", after: 48 }));
  const { relation, goneIn, gonePods } = factsOf(leaking, mended);
  assert.deepEqual([relation, goneIn, gonePods], [null, "v2", 5]);
  const goneAfter = (after: number) =>
    factsOf(
      leaking,
      many(5, (index) => podOf(`new${index}`, EVEN, { version: "v2", after })),
    ).goneIn;
  assert.deepEqual([8, 12].map(goneAfter), [null, "v2"], "what began with it came no later");
});

test("what half of a version's pods have, or fewer, is not the version's", () => {
  const healthy = (count: number) => many(count, (index) => podOf(`h${index}`, EVEN, { version: "v2", after: 48 }));
  assert.deepEqual(factsOf(fresh, [...old, ...healthy(5)]), NO_VERSION);
  assert.equal(factsOf(fresh, [...old, ...healthy(4)]).relation, "first");
});

test("one pod of many that was there early, or whose clock says so, moves no version", () => {
  const early = podOf("early", LEAK, { version: "v2", after: -72 });
  const { relation, since } = factsOf([early, ...fresh], old);
  assert.deepEqual([relation, since], ["first", "2026-08-19T00:00:00Z"]);
  const few = factsOf([early, ...fresh.slice(0, 4)], old);
  assert.deepEqual([few.relation, few.since], ["first", "2026-08-19T00:00:00Z"], "nor one of five");
});

test("versions before it of which too little was seen are named", () => {
  const short = podOf("mid", EVEN, { version: "v1.5", after: 24, hours: 4 });
  assert.deepEqual(factsOf(fresh, [...old, short]).untold, ["v1.5"]);
  assert.deepEqual(factsOf(fresh, [short]), NO_VERSION);
});

test("a warm-up in the first half of a pod's time makes no version", () => {
  const warm = many(5, (index) =>
    podOf(`new${index}`, (hour) => 20 + Math.min(hour, 24) * 4, { version: "v2", after: 48 }),
  );
  assert.deepEqual(factsOf(warm, old), NO_VERSION);
});

test("a version is there since its first pods but a fifth, in whatever order they are given", () => {
  const late = [96, 8, 100, 104, 108, 112, 116, 120, 124, 128];
  const pods = late.map((after, index) => podOf(`new${index}`, LEAK, { version: "v2", after }));
  assert.equal(factsOf(pods, old).since, "2026-08-21T04:00:00Z");
  assert.equal(factsOf([...pods].reverse(), old).since, "2026-08-21T04:00:00Z");
});

test("what is the start of a version is told by the usual time between two profiles of a pod", () => {
  const seen = (name: string, gap: number) => {
    const pod = podOf(name, EVEN);
    return { ...pod, times: pod.times.map((_, at) => (pod.times[0] ?? 0) + at * gap * 3_600_000) };
  };
  const relationOf = (gaps: readonly number[], after: number) =>
    factsOf(
      many(5, (index) => podOf(`n${index}`, LEAK, { version: "v2", after })),
      gaps.map((gap, at) => seen(`o${at}`, gap)),
    ).relation;
  assert.equal(relationOf([24, 4, 4, 4, 4], 12), "first", "one that is read rarely makes no usual time");
  assert.equal(relationOf([1, 1, 1, 1, 4], 8), "only", "nor do those that are read often, where they are fewer");
  const steep = (hour: number): number => 20 + 200 * hour;
  const short = (name: string, total: (hour: number) => number, version: string, after: number) =>
    podOf(name, total, { version, after, hours: 8 });
  const after = (hour: number) =>
    factsOf(
      many(5, (index) => short(`n${index}`, steep, "v2", hour)),
      many(5, (index) => short(`o${index}`, EVEN, "v1", 0)),
    ).relation;
  assert.deepEqual([after(12), after(8)], ["first", "only"]);
});
