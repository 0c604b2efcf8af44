import assert from "node:assert/strict";
import { test } from "node:test";
import { findBend } from "../../src/stats/bend.ts";
import { seededDraws } from "../blame/draws.ts";

const at = Array.from({ length: 31 }, (_, index) => 4 * index);

test("a bend is found where it is, and which way it goes", () => {
  const draws = seededDraws(3);
  const noisy = (values: readonly number[]): number[] => values.map((value) => value + 5 * draws.normal());
  const up = findBend(at, noisy(at.map((x) => 100 + 4 * Math.max(0, x - 72))));
  assert.ok(up !== undefined && Math.abs((at[up.at] as number) - 72) <= 4 && Math.abs(up.change - 4) < 0.5);
  const down = findBend(at, noisy(at.map((x) => 4 * Math.min(x, 60))));
  assert.ok(down !== undefined && down.change < -3);
});

test("a line has none, flat or not, with and without noise", () => {
  assert.equal(
    findBend(
      at,
      at.map(() => 7),
    ),
    undefined,
  );
  let found = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const draws = seededDraws(seed);
    if (
      findBend(
        at,
        at.map((x) => 3 * x + 20 * draws.normal()),
      ) !== undefined
    )
      found++;
  }
  assert.ok(found <= 4, `${found} of 200 lines bend`);
});

test("fewer than seven points bend nowhere", () => {
  const values = [0, 0, 0, 0, 5, 10, 15];
  assert.notEqual(findBend([0, 1, 2, 3, 4, 5, 6], values), undefined);
  assert.equal(findBend([1, 2, 3, 4, 5, 6], values.slice(1)), undefined);
});
