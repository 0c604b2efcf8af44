/** Whether the same process still answers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fallenCounter } from "../../src/capture/process-facts.ts";
import type { MemStats } from "../../src/profile/legacy/mem-stats.ts";

test("a counter that only rises and fell is of another process, by whatever name it answers", () => {
  const stats = (totalAlloc: number, numGC: number): MemStats =>
    ({ totalAlloc, mallocs: totalAlloc / 16, numGC }) as MemStats;
  assert.match(fallenCounter(stats(2000, 3), stats(1000, 4)) ?? "", /restarted: its TotalAlloc is less than before/);
  assert.match(fallenCounter(stats(2000, 3), stats(3000, 2)) ?? "", /its NumGC is less/);
  assert.equal(fallenCounter(stats(2000, 3), stats(2000, 3)), undefined);
  assert.equal(fallenCounter(undefined, stats(1000, 1)), undefined);
  assert.equal(fallenCounter(stats(2000, 3), undefined), undefined);
});
