/** A fleet at the edges of what it is told by: order, restarts, habits, limits, and what is sure. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fleetReport, type PodSeries } from "../../../src/report/fleet/fleet.ts";
import { describePod } from "../../../src/report/fleet/pod.ts";
import { longestProcess } from "../../../src/report/fleet/process-run.ts";
import { sureFalls } from "../../../src/report/fleet/spans.ts";
import { HOUR, MIB, podOf } from "./pods.ts";

const PERIOD = 524288;
const hours = (count: number): number[] => Array.from({ length: count }, (_, at) => at * HOUR);

test("pods that rise come before those that rose faster and ended, those of one speed by name", () => {
  const ended = podOf("a", (hour) => 20 + 9 * Math.min(hour, 24));
  const [slow, same] = [podOf("c", (hour) => 20 + hour), podOf("b", (hour) => 20 + hour)];
  assert.deepEqual(
    fleetReport([ended, slow, same]).pods.map(({ name }) => name),
    ["b", "c", "a"],
  );
});

test("a pod that was started again once is one that was", () => {
  const even = (restarts: number): PodSeries => podOf(`p${restarts}`, () => 20, { restarts });
  const { restarted, restarts } = fleetReport([even(0), even(1), even(3)]).counts;
  assert.deepEqual([restarted, restarts], [2, 4]);
});

test("a pod without a look, or with more times than values, is refused", () => {
  const pod = podOf("a", () => 20);
  assert.throws(() => fleetReport([{ ...pod, looks: [] }]), { code: "bad-option" });
  assert.throws(() => fleetReport([{ ...pod, values: pod.values.slice(1) }]), { code: "bad-option" });
  assert.throws(() => fleetReport([{ ...pod, times: [], values: [] }]), { code: "bad-option" });
});

test("what is usual is the middle, of an even number of pods between the two", () => {
  const slopes = (all: readonly number[]) =>
    fleetReport(all.map((slope, at) => podOf(`p${at}`, (hour) => 500 + slope * hour)));
  const outliers = (all: readonly number[]): string[] =>
    slopes(all).pods.flatMap(({ name, isOutlier }) => (isOutlier ? [name] : []));
  assert.deepEqual(outliers([2, 2, 2, 2, 2, 40]), ["p5"]);
  assert.deepEqual(outliers([2, 2, 2, 40, 40, 40]), [], "half of them are no exception");
  assert.deepEqual(outliers([2, 2, 2, 40, 40]), ["p3", "p4"]);
});

test("a pod is said to have grown by what surely grew in it, and most of that", () => {
  const looks = [0, 12, 24];
  const functions = new Map([
    ["main.little", [1, 1, 2].map((mib) => mib * MIB)],
    ["main.most", [10, 60, 110].map((mib) => mib * MIB)],
    ["main.more", [10, 40, 70].map((mib) => mib * MIB)],
  ]);
  const { pods } = fleetReport([{ ...podOf("a", (hour) => 100 + 2 * hour), looks, functions }]);
  assert.equal(pods[0]?.grew, "main.most");
  const none = new Map([["main.little", [1, 1, 2].map((mib) => mib * MIB)]]);
  assert.equal(fleetReport([{ ...podOf("a", () => 100), looks, functions: none }]).pods[0]?.grew, null);
});

test("of two processes that ran for as long the later one is looked at", () => {
  const run = longestProcess(hours(8), Array(8).fill(1), [10, 20, 30, 40, 5, 15, 25, 35]);
  assert.deepEqual([run.from, run.to, run.isEnded], [4, 8, false]);
});

test("how fast it allocates is told of the first third of the time and of the last", () => {
  const counter = [10, 20, 30, 40, 40, 40, 40, 41, 42, 46];
  const { allocation } = longestProcess(hours(10), Array(10).fill(1), counter);
  assert.deepEqual(allocation, { first: 10, last: 2 });
});

test("a limit of the pod's own says where it is from, and goes before that of all but for GOMEMLIMIT", () => {
  const limit = (given: Partial<PodSeries>, ofAll?: number) => {
    const { limitBytes, limitFrom } = describePod(
      podOf("a", () => 20, given),
      PERIOD,
      ofAll,
    );
    return [limitBytes, limitFrom];
  };
  assert.deepEqual(limit({ limitBytes: 7 }), [7, "pod-option"]);
  assert.deepEqual(limit({ limitBytes: 7 }, 9), [7, "pod-option"]);
  assert.deepEqual(limit({ limitBytes: 7, limitFrom: "gomemlimit" }), [7, "gomemlimit"]);
  assert.deepEqual(limit({ limitBytes: 7, limitFrom: "gomemlimit" }, 9), [9, "option"]);
  assert.deepEqual(
    [limit({}, 9), limit({})],
    [
      [9, "option"],
      [null, null],
    ],
  );
});

test("what did not grow from first to last does not rise", () => {
  const rising = (total: (hour: number) => number): boolean =>
    describePod(podOf("a", total), PERIOD, undefined).isRising;
  assert.deepEqual(
    [rising((hour) => 100 + hour), rising(() => 100), rising((hour) => 300 - hour)],
    [true, false, false],
  );
});

test("falls are counted from one look to the next, each by what it fell by", () => {
  const pod = { ...podOf("a", () => 20), functions: new Map([["f", [100, 30, 90, 40].map((mib) => mib * MIB)]]) };
  assert.equal(sureFalls(pod, "f", PERIOD), 120 * MIB);
  assert.equal(sureFalls(pod, "other", PERIOD), 0);
});
