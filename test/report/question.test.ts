/** What a report is asked is checked, at its edges. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAmount, checkLimit, checkWord, firstRows } from "../../src/report/question.ts";

test("a word is one of those known, or they are listed", () => {
  assert.equal(checkWord("sort", "a", ["a", "b"]), "a");
  assert.throws(() => checkWord("sort", "c" as "a", ["a", "b"]), {
    code: "bad-option",
    message: "sort c is none of a, b",
  });
});

test("a limit is a whole number, 0 for all", () => {
  assert.deepEqual([checkLimit(0), checkLimit(7)], [0, 7]);
  for (const limit of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => checkLimit(limit), { code: "bad-option" }, String(limit));
  }
});

test("an amount is finite and not below nothing; none is none", () => {
  assert.deepEqual([checkAmount("x", 0), checkAmount("x", 1.5), checkAmount("x", undefined)], [0, 1.5, undefined]);
  for (const amount of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(
      () => checkAmount("x", amount),
      { code: "bad-option", message: /^x .* is no amount/ },
      String(amount),
    );
  }
});

test("the first rows are as many as asked, all for 0", () => {
  assert.deepEqual([firstRows([1, 2, 3], 2), firstRows([1, 2, 3], 0), firstRows([1], 5)], [[1, 2], [1, 2, 3], [1]]);
});
