import assert from "node:assert/strict";
import { test } from "node:test";
import { findNearest } from "../src/nearest.ts";

const cases: readonly (readonly [word: string, candidates: readonly string[], nearest: string | undefined])[] = [
  ["dif", ["trend", "diff"], "diff"],
  ["tpo", ["tree", "top"], "top"],
  ["befor.out", ["after.out", "before.out"], "before.out"],
  ["ab", ["ba"], "ba"],
  ["abcd", ["bacd"], "bacd"],
  ["abcabc", ["abc"], undefined],
  ["xyz", ["abc"], undefined],
  ["diff", ["diff"], "diff"],
  ["a", ["", "b"], ""],
  ["", ["a"], "a"],
];

for (const [word, candidates, nearest] of cases) {
  test(`${word || "nothing"} among ${candidates.join(", ")}`, () => {
    assert.equal(findNearest(word, candidates), nearest);
  });
}

test("long names are told apart by what differs, and take no time", () => {
  const stem = "x".repeat(200_000);
  assert.equal(findNearest(`${stem}a.out`, [`${stem}b.out`]), `${stem}b.out`);
  const other = "y".repeat(200_001);
  assert.equal(findNearest(`${stem}a`, [other]), undefined);
});
