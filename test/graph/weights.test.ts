/** Flat and cum of nodes, by stacks that can be summed by eye. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { computeFlat, computePairCum, computeWeights } from "../../src/graph/weights.ts";
import { toExact, type ValueColumn } from "../../src/profile/int64.ts";
import { sourceOf } from "./graph-of.ts";

/** Recursion, an inlined frame, a stack without frames, a sample of nothing, one that is less than nothing. */
const STACKS = "main;a;b 5\nmain;a;b;a 7\nmain@f:1;~c 11\nmain;b 0\nmain;b -2";
const { profile, nodes, values } = sourceOf(STACKS);

function named(column: ValueColumn): Record<string, number> {
  const entries = nodes.infos.map(({ name }, node): [string, number] => [name, Number(column[node])]);
  return Object.fromEntries(entries);
}

test("a sample counts once for each node on its stack, and flat where it allocated", () => {
  const { flat, cum } = computeWeights(profile, nodes, values);
  assert.deepEqual(named(cum), { main: 21, a: 12, b: 10, c: 11 });
  assert.deepEqual(named(flat), { main: 0, a: 7, b: 3, c: 11 });
  assert.deepEqual(named(computeFlat(profile, nodes, values)), named(flat));
  assert.deepEqual(named(computeWeights(profile, nodes, toExact(values)).cum), named(cum));
});

test("two columns have the weights that each has by itself", () => {
  const other = Float64Array.from(Array.from(values, Number), (value) => 100 - value);
  const pair = computePairCum(profile, nodes, values, other);
  assert.deepEqual(pair.base, computeWeights(profile, nodes, values).cum);
  assert.deepEqual(pair.current, computeWeights(profile, nodes, other).cum);
  const nothing = new Float64Array(other.length);
  assert.deepEqual(computePairCum(profile, nodes, nothing, other).current, pair.current);
  assert.deepEqual(computePairCum(profile, nodes, values, nothing).base, pair.base);
});

test("of nodes that nobody looks at there is no weight, of the others all of it", () => {
  const isWanted = Uint8Array.from(nodes.infos, ({ name }) => (name === "a" || name === "c" ? 1 : 0));
  const { base, current } = computePairCum(profile, nodes, values, values, isWanted);
  assert.deepEqual(named(base), { main: 0, a: 12, b: 0, c: 11 });
  assert.deepEqual(current, base);
});

test("a sample without a stack is of no node", () => {
  const { samples } = profile;
  const length = samples.length + 1;
  const start = Int32Array.from([0, ...samples.start]);
  const all = Float64Array.from([99, ...Array.from(values, Number)]);
  const bare = { ...profile, samples: { ...samples, length, start } };
  assert.deepEqual(computeWeights(bare, nodes, all), computeWeights(profile, nodes, values));
  assert.deepEqual(computePairCum(bare, nodes, all, all).base, computeWeights(profile, nodes, values).cum);
  assert.deepEqual(computeFlat(bare, nodes, all), computeFlat(profile, nodes, values));
});
