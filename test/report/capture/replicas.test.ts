/** Pods side by side: in which order, and what is said of those that cannot be compared. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CaptureReport, captureReport } from "../../../src/report/capture/capture.ts";
import { mergedGrowth, replicasReport } from "../../../src/report/capture/replicas.ts";
import { captureOf } from "../capture-of.ts";

const QUERY = { mainModule: undefined, limit: undefined };
const RETAIN = captureOf("retain");
const report = captureReport(RETAIN, QUERY);

/** The same with another net growth. */
function grownBy(net: number | bigint): CaptureReport {
  const { growth } = report;
  assert.ok(growth !== null);
  return { ...report, growth: { ...growth, totals: { ...growth.totals, net } } };
}

test("pods come with the one first that grew most, whatever their order, sign and kind of number", () => {
  const nets = { a: 5, b: -7, c: 2n ** 60n, d: 0, e: 6 };
  const named = Object.entries(nets).map(([name, net]) => ({ name, report: grownBy(net) }));
  for (const order of [named, named.toReversed()]) {
    const { replicas, schemaVersion } = replicasReport(order, null);
    assert.equal(schemaVersion, 1);
    assert.deepEqual(
      replicas.map(({ name }) => name),
      ["c", "e", "a", "d", "b"],
    );
  }
});

test("pods that grew alike keep the order in which they came", () => {
  const named = ["b", "a", "c"].map((name) => ({ name, report: grownBy(3) }));
  assert.deepEqual(
    replicasReport(named, null).replicas.map(({ name }) => name),
    ["b", "a", "c"],
  );
});

test("pods of one snapshot are named apart, and restarts are counted", () => {
  const alone = captureReport({ ...RETAIN, points: RETAIN.points.slice(0, 1), run: RETAIN.run.slice(0, 1) }, QUERY);
  const event = { time: "2026-11-23T20:50:00Z", kind: "restart", text: "again" } as const;
  const often = { ...report, events: [event, { ...event, kind: "during" as const }, event] };
  const { replicas, uncompared } = replicasReport(
    [
      { name: "one", report: alone },
      { name: "two", report: often },
    ],
    null,
  );
  assert.deepEqual(uncompared, ["one"]);
  assert.deepEqual(
    replicas.map(({ name, restarts }) => [name, restarts]),
    [["two", 2]],
  );
});

test("all pods added up are their first snapshots against their last", () => {
  const single = captureReport(RETAIN, QUERY).growth?.totals;
  const merged = mergedGrowth([RETAIN, RETAIN], QUERY);
  assert.equal(merged.totals.base, 2 * Number(single?.base));
  assert.equal(merged.totals.current, 2 * Number(single?.current));
  assert.deepEqual(
    [merged.base.source, merged.current.source],
    ["first snapshots of 2 pods", "last snapshots of 2 pods"],
  );
});
