import assert from "node:assert/strict";
import { test } from "node:test";
import { computeRowSampling, samplingByPeriod } from "../../../src/blame/counts/row-sampling.ts";
import { heapProfile } from "../heap-buckets.ts";
import { near } from "../near.ts";

const profile = heapProfile([
  { stack: "main;f", size: 1024, inuse: 1, alloc: 1 },
  { stack: "main;g", size: 1 << 23, inuse: 1, alloc: 1 },
]);

test("small objects stand for many and weigh a period, large ones stand for themselves", () => {
  const { size, scale, weight } = computeRowSampling(profile, 524288n);
  assert.deepEqual([...size], [1024, 1 << 23]);
  near(scale[0] as number, 512.5, 0.001);
  near(scale[1] as number, 1, 0.001);
  near(weight[0] as number, 523776, 1);
  near(weight[1] as number, 0.94, 0.01);
});

test("each period has its own sampling, computed once", () => {
  const samplingAt = samplingByPeriod(profile);
  assert.equal(samplingAt(4096n), samplingAt(4096n));
  assert.deepEqual(samplingAt(4096n), computeRowSampling(profile, 4096n));
  assert.deepEqual(samplingAt(524288n), computeRowSampling(profile, 524288n));
});
