/** The live heap and its growth, with their intervals where samples can be counted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { liveGrowthOf, liveHeapOf } from "../../../src/report/advice/live-heap.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { heapOf } from "../growth/evidence-of.ts";

const before = heapOf("main.main;main.put 1024 10 100");
const after = heapOf("main.main;main.put 1024 60 200");

test("an estimate lies within its interval, in whole bytes", () => {
  const { bytes, low, high } = liveHeapOf(after, "x");
  assert.ok(low !== null && high !== null && low < bytes && bytes < high);
  assert.ok(Number.isInteger(low) && Number.isInteger(high));
});

test("samples that cannot be counted have none", () => {
  assert.deepEqual(liveHeapOf(profileFromText("main.a 1 100"), "x"), { bytes: 100, low: null, high: null });
});

test("growth is current less base, surely where its interval says so", () => {
  const { bytes, low, high, findings } = liveGrowthOf(before, after);
  assert.equal(bytes, liveHeapOf(after, "x").bytes - liveHeapOf(before, "x").bytes);
  assert.ok(low !== null && high !== null && low > 0 && low < bytes && bytes < high);
  assert.deepEqual(findings, [], "notes are left out");
});

test("a pair that cannot be compared says why", () => {
  const { low, high, findings } = liveGrowthOf(after, after);
  assert.deepEqual([low, high, findings.map(({ code }) => code)], [null, null, ["same-file"]]);
});

test("what is no heap is refused by its name", () => {
  const cpu = profileFromText("main.a 1", { sampleTypes: [{ type: "cpu", unit: "nanoseconds" }] });
  assert.throws(() => liveHeapOf(cpu, "x.out"), {
    code: "not-heap",
    message: /^x\.out: this is no heap profile but a CPU profile: its sample types are cpu/,
  });
});
