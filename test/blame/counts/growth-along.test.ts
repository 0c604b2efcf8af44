/** Sums over nodes that overlap are those that each node has by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sumGrowthAlong } from "../../../src/blame/counts/growth-along.ts";
import {
  type ChangeSums,
  gainedAt,
  lostAt,
  type SampledGrowth,
  sumGrowth,
} from "../../../src/blame/counts/growth-counts.ts";
import type { NodeTable } from "../../../src/graph/nodes.ts";
import { NONE, type Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { samplingOf } from "../sampling-of.ts";
import { nodesOf } from "../suspects/tree-of.ts";

const PERIOD = 524288;
/** Recursion, one that is all recorded, one that was not there, one without a sample on either side. */
const STACKS = "main.main;main.a 1 1\nmain.main;main.b;main.b 1 1\nmain.main;main.a;main.b 1 1\nmain.main;main.c 1 1";

function growthOf(sizes: readonly number[], base: readonly number[], current: readonly number[]): SampledGrowth {
  const sampling = samplingOf(sizes, PERIOD);
  const columns = { base: Float64Array.from(base), current: Float64Array.from(current) };
  return {
    ...{ kind: "inuse", baseSampling: sampling, currentSampling: sampling, ...columns },
    ...{ gained: columns.current, lost: columns.base, isBound: false, periodRatio: 1 },
  };
}

/** 1 for each row whose stack the node is on, one node at a time. */
function rowsWith({ samples }: Profile, nodes: NodeTable, node: number): Int32Array {
  return Int32Array.from({ length: samples.length }, (_, row) => {
    const stack = samples.locations.subarray(samples.start[row], samples.start[row + 1]);
    const own = (at: number): Int32Array => nodes.nodeOf.subarray(nodes.start[at], nodes.start[at + 1]);
    return stack.some((location) => own(location).includes(node)) ? 0 : NONE;
  });
}

function sumsAt(sums: ChangeSums, group: number): unknown {
  return [gainedAt(sums, group), lostAt(sums, group)];
}

test("a node has the rows whose stacks it is on, once where it recurs", () => {
  const profile = profileFromText(STACKS);
  const nodes = nodesOf(profile, false);
  for (const sizes of [
    [1024, 64, 1e9, 16],
    [1e9, 64, 1024, 16],
  ]) {
    const growth = growthOf(sizes, [1, 2, 4, 0], [10, 20, 40, 0]);
    const groupOf = Int32Array.from(nodes.infos.keys());
    const along = sumGrowthAlong(growth, profile, nodes, groupOf, groupOf.length);
    for (const node of groupOf) {
      const alone = sumGrowth(growth, rowsWith(profile, nodes, node), 1);
      assert.deepEqual(sumsAt(along, node), sumsAt(alone, 0), nodes.infos[node]?.name);
    }
  }
});

test("nodes that nobody looks at have no sums, and take none away", () => {
  const profile = profileFromText(STACKS);
  const nodes = nodesOf(profile, false);
  const growth = growthOf([1024, 64, 1e9, 16], [1, 2, 4, 0], [10, 20, 40, 0]);
  const wanted = nodes.infos.findIndex(({ name }) => name === "main.b");
  const groupOf = new Int32Array(nodes.infos.length).fill(NONE);
  groupOf[wanted] = 0;
  const along = sumGrowthAlong(growth, profile, nodes, groupOf, 1);
  assert.deepEqual(sumsAt(along, 0), sumsAt(sumGrowth(growth, rowsWith(profile, nodes, wanted), 1), 0));
  assert.equal(along.periodRatio, 1);
});
