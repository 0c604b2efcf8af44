/** Samples by holder, and the stacks that allocated them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { computeKeptOnly } from "../../../src/blame/holders/kept-only.ts";
import { joinSamples } from "../../../src/blame/holders/sampled-objects.ts";
import type { AllocationFrame } from "../../../src/dump/tables.ts";
import { type StackMatch, sampleReport } from "../../../src/report/held/samples.ts";
import { proportionInterval } from "../../../src/stats/proportion.ts";
import { writtenHolders } from "../../dump/written-holders.ts";

const analysis = writtenHolders();
const places = findHoldingPlaces(analysis);
const joined = joinSamples(analysis, places, computeKeptOnly(analysis, places));
const reportOf = (match?: StackMatch) => sampleReport(analysis, joined, places.length, match);

test("shares are of the samples that are alive, with their interval", () => {
  const { live, garbage, elsewhere, byHolder } = reportOf();
  assert.deepEqual([live, garbage, elsewhere], [4, 1, 0]);
  assert.deepEqual(
    byHolder.map(({ count, only, share }) => [count, only, share]),
    [
      [3, 2, 0.75],
      [1, 1, 0.25],
    ],
  );
  const { low, high } = proportionInterval(3, 4);
  assert.deepEqual([byHolder[0]?.low, byHolder[0]?.high], [low, high]);
  assert.deepEqual(byHolder[0]?.functions, [{ function: "main.keep", samples: 3 }]);
  assert.deepEqual(byHolder[0]?.stacks, [{ function: "main.keep", frames: ["main.keep", "main.main"], samples: 3 }]);
});

test("of stacks all of whose samples are garbage nothing is known of who holds", () => {
  const { live, garbage, byHolder } = reportOf((frames) => frames.some((frame) => frame.function === "main.drop"));
  assert.deepEqual([live, garbage], [0, 1]);
  for (const { count, share, low, high } of byHolder) assert.deepEqual([count, share, low, high], [0, 0, 0, 1]);
});

test("a stack is named by the function that is not the runtime's", () => {
  const all = { ...joined, rowOf: joined.rowOf.map(() => 1) };
  const { elsewhere, byHolder } = sampleReport(analysis, all, places.length, undefined);
  assert.equal(elsewhere, 0);
  const named = byHolder[1]?.stacks.map((stack) => [stack.function, stack.samples]);
  assert.deepEqual(named, [
    ["main.keep", 4],
    ["main.drop", 1],
  ]);
});

test("samples of a function are counted over all of its stacks", () => {
  const { dump } = analysis;
  const frame = (name: string) => ({ ...dump.stacks[0]?.frames[0], function: name }) as AllocationFrame;
  const stacks = dump.stacks.map((stack, at) => ({ ...stack, frames: [frame("main.keep"), frame(`main.by${at}`)] }));
  const all = { ...joined, rowOf: joined.rowOf.map(() => 1) };
  const { byHolder } = sampleReport({ ...analysis, dump: { ...dump, stacks } }, all, places.length, undefined);
  assert.equal(byHolder[1]?.stacks.length, 2);
  assert.deepEqual(byHolder[1]?.functions, [{ function: "main.keep", samples: 5 }]);
});
