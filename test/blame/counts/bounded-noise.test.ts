/** Profiles as Go samples them, of stacks that mix sizes, with their labels removed as servers do: how often the intervals hold the truth. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeInterval, sampledGrowth, sumGrowth } from "../../../src/blame/counts/growth-counts.ts";
import { recoverSampleCounts } from "../../../src/blame/counts/sample-count.ts";
import { sumRows } from "../../../src/blame/counts/sums.ts";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { gammaInterval } from "../../../src/stats/interval.ts";
import { seededDraws } from "../draws.ts";
import { heapProfile } from "../heap-buckets.ts";

const PERIOD = 524288;
/** Objects of each size: from those that are hardly ever seen to those that always are. */
const MIX = [
  [48, 20_000],
  [1024, 700],
  [32768, 25],
  [524288, 2],
  [4 << 20, 1],
] as const;

/** Of so many times the mix, over three stacks; sizes of one stack become one row, as on a server. */
function drawHeap(
  draws: ReturnType<typeof seededDraws>,
  times: number,
): { readonly truth: number; readonly profile: Profile } {
  let truth = 0;
  const buckets = [0, 1, 2].flatMap((stack) =>
    MIX.map(([size, objects]) => {
      truth += size * objects * times;
      const inuse = draws.binomial(objects * times, -Math.expm1(-size / PERIOD));
      return { stack: `main.main;main.f${stack}`, size, inuse, alloc: inuse };
    }),
  );
  const labelled = heapProfile(buckets);
  const { samples } = labelled;
  const bare = { ...labelled, samples: { ...samples, labelSet: samples.labelSet.map(() => -1) } };
  return { truth, profile: mergeProfiles([bare]) };
}

const ROUNDS = 600;

for (const times of [1, 5, 30]) {
  test(`a level and a change are held in 94 % at least, of ${times} times a mix of sizes`, () => {
    const draws = seededDraws(times);
    let [levels, changes] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      const [base, current] = [drawHeap(draws, times), drawHeap(draws, 2 * times)];
      const { sampling, inuse, verdict } = recoverSampleCounts(current.profile);
      assert.equal(verdict, "bounded");
      const level = gammaInterval(sumRows(sampling, inuse?.counts ?? new Float64Array()));
      if (level.low <= current.truth && current.truth <= level.high) levels++;
      const { counts, diff } = compare(base.profile, current.profile);
      const growth = sampledGrowth(counts, "unknown", { type: "inuse_space", unit: "bytes" });
      assert.ok(growth?.isBound);
      const change = changeInterval(sumGrowth(growth, new Int32Array(diff.profile.samples.length), 1), 0);
      const truth = current.truth - base.truth;
      if (change.low <= truth && truth <= change.high) changes++;
    }
    assert.ok(levels >= 0.94 * ROUNDS, `${levels} of ${ROUNDS} levels`);
    assert.ok(changes >= 0.94 * ROUNDS, `${changes} of ${ROUNDS} changes`);
  });
}
