/** Scores of nodes: what they pass on, what they split, what they keep. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { entropyScores } from "../../../src/graph/trim/entropy.ts";
import { graphOf } from "../graph-of.ts";

function scores(stacks: string): Record<string, bigint> {
  const shape = graphOf(stacks);
  const found = entropyScores(shape.edges(), shape.weights, shape.listed);
  return Object.fromEntries(Array.from(shape.listed, (node, place) => [shape.names.at(node), found[place] ?? -1n]));
}

test("an end counts one, an even split one, passing on nothing", () => {
  assert.deepEqual(scores("main;a 5\n main;b 5"), { main: 20n, a: 10n, b: 10n });
  assert.deepEqual(scores("main;pass;a 8"), { main: 8n, pass: 0n, a: 16n });
  assert.deepEqual(scores("main;a 4\n main;b 4\n main;c 4\n main;d 4").main, 48n);
});

test("what a node keeps is a part of its split, and is added", () => {
  assert.deepEqual(scores("main 4\n main;a 4"), { main: 20n, a: 8n });
});

test("an uneven split counts less: 3 to 5 has 0.954 bits, 1 to 7 0.544", () => {
  assert.equal(scores("main;a 3000\n main;b 5000").main, 15635n);
  assert.equal(scores("main;a 1000\n main;b 7000").main, 12348n);
  assert.equal(scores("x;main;a 1000\n y;main;a 7000").main, 4348n, "callers are split alike");
});

test("a loss is a part, and no part of the whole", () => {
  // 8 of 8 has no information, 4 of 8 half a bit.
  assert.equal(scores("main;a 8\n main;b -4").main, 6n);
});

test("an edge of nothing makes the smallest number", () => {
  assert.equal(scores("main;a;x 5\n main;a;y -5\n main;b 3").main, -(2n ** 63n));
});

test("where all callers lose nothing is split", () => {
  assert.equal(scores("x;a -4").a, -8n);
  assert.equal(scores("x;a -4\n y;a -4").a, -16n);
});

test("a part that is next to a power of two, from below, has the bits of it", () => {
  const [part, total] = [2n ** 53n - 1n, 2n ** 55n];
  const { main = 0n } = scores(`main;a ${part}\n main;b ${total - part}`);
  // A quarter and three quarters.
  const bits = 2 - 0.75 * Math.log2(3);
  assert.ok(Math.abs(Number(main) / Number(total) - 1 - bits) < 1e-9, String(main));
});
