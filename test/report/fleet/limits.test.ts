import assert from "node:assert/strict";
import { test } from "node:test";
import { fleetReport } from "../../../src/report/fleet/fleet.ts";
import { countLimits } from "../../../src/report/fleet/limits.ts";
import { MIB, podOf } from "./pods.ts";

const LEAK = (hour: number): number => 20 + 2 * hour;

test("limits are counted by what says them, in that order, what is not known last", () => {
  const row = (limitFrom: Parameters<typeof countLimits>[0][number]["limitFrom"], limitBytes: number | null) => ({
    ...{ limitFrom, limitBytes },
  });
  assert.deepEqual(countLimits([row(null, null), row("label", 5), row("pods-file", null), row("pods-file", 7)]), [
    { from: "pods-file", pods: 2, without: 1 },
    { from: "label", pods: 1, without: 0 },
    { from: null, pods: 1, without: 0 },
  ]);
  assert.deepEqual(countLimits([]), []);
});

test("a pod's own limit goes before that of all, which goes before GOMEMLIMIT; a container without one has none", () => {
  const pods = [
    podOf("a", LEAK, { limitBytes: 400 * MIB, limitFrom: "label" }),
    podOf("b", LEAK, { limitBytes: null, limitFrom: "pods-file" }),
    podOf("c", LEAK, { limitBytes: 300 * MIB, limitFrom: "gomemlimit" }),
    podOf("d", LEAK),
    podOf("e", LEAK, { limitBytes: 500 * MIB }),
  ];
  const told = (limitBytes?: number) =>
    Object.fromEntries(
      fleetReport(pods, { limitBytes }).pods.map((pod) => [pod.name, [(pod.limitBytes ?? 0) / MIB, pod.limitFrom]]),
    );
  assert.deepEqual(told(), {
    a: [400, "label"],
    b: [0, "pods-file"],
    c: [300, "gomemlimit"],
    d: [0, null],
    e: [500, "pod-option"],
  });
  assert.deepEqual(told(250 * MIB), {
    a: [400, "label"],
    b: [0, "pods-file"],
    c: [250, "option"],
    d: [250, "option"],
    e: [500, "pod-option"],
  });
  const { pods: rows, limits } = fleetReport(pods);
  assert.equal(rows.find(({ name }) => name === "b")?.hoursToLimit, null);
  assert.equal(
    limits.reduce((sum, each) => sum + each.pods, 0),
    5,
  );
});
