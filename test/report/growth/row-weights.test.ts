/** What is computed for the first rows alone is what is computed for all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { growthOf } from "../growth-of.ts";

/** Stacks of three frames out of eight; `least` may be below zero, as after somebody subtracted a base. */
function manyStacks(seed: number, least: number): string {
  const lines = Array.from({ length: 60 }, (_, at) => {
    const pick = (step: number): string => `main.f${(at * step + seed) % 8}`;
    const bytes = ((at * 37 + seed * 11) % 9) * 10 + least;
    return `main.main;${pick(3)};${pick(5)};${pick(7)} ${(at + seed) % 3} ${bytes}`;
  });
  return lines.join("\n");
}

test("whatever the limit, its rows and what it leaves out are those of all rows", () => {
  for (const least of [0, -20]) {
    const ends = [profileFromText(manyStacks(1, least)), profileFromText(manyStacks(4, least))] as const;
    for (const sort of ["flat", "cum", "objects"] as const) {
      const all = growthOf(...ends, { sort }).functions;
      for (let limit = 1; limit <= all.length; limit++) {
        const { functions, omitted } = growthOf(...ends, { sort, limit });
        assert.deepEqual(functions, all.slice(0, limit), `${sort} ${limit} ${least}`);
        const rest = all.slice(limit);
        const sum = (of: (row: (typeof all)[number]) => unknown): number =>
          rest.reduce((total, row) => total + Number(of(row)), 0);
        const expected = [rest.length, sum((row) => row.deltaFlat), sum((row) => row.deltaObjects)];
        assert.deepEqual([omitted.count, omitted.deltaFlat, omitted.deltaObjects], expected);
      }
    }
  }
});

test("rows of values beyond 2^53 are the first ones too, to the last bit", () => {
  const text = (more: bigint): string =>
    `main.main;main.a 1 ${2n ** 60n + more}\nmain.main;main.b 1 ${2n ** 61n + 2n * more}`;
  const { functions, omitted } = growthOf(profileFromText(text(1n)), profileFromText(text(4n)), { limit: 1 });
  assert.deepEqual([functions[0]?.name, functions[0]?.deltaFlat, omitted.count], ["main.b", 6n, 2]);
});

test("what comes to nothing with what it called, or without, is a row all the same, and what has nothing is none", () => {
  const base = profileFromText("main.main;main.idle 1 0\nmain.main 1 0");
  const current = profileFromText("main.main;main.a 1 5\nmain.main;main.a;main.b 1 -5\nmain.main;main.idle 1 0");
  const rows = growthOf(base, current).functions.map(({ name, deltaFlat, deltaCum }) => [name, deltaFlat, deltaCum]);
  assert.deepEqual(rows, [
    ["main.b", -5, -5],
    ["main.a", 5, 0],
  ]);
  const gone = growthOf(current, base).functions.map(({ name, deltaFlat }) => [name, deltaFlat]);
  assert.deepEqual(gone, [
    ["main.b", 5],
    ["main.a", -5],
  ]);
});
