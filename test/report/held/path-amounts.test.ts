/** Amounts by path. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { amountsByPath, bytesBefore } from "../../../src/report/held/path-amounts.ts";

test("of several places with one path the one with most counts, whichever comes first", () => {
  const amounts = amountsByPath(["a", "b", "a", "c"], [5, 7, 6, 0], [1, 2, 3, 0]);
  assert.deepEqual(
    [...amounts],
    [
      ["a", { bytes: 6, objects: 3 }],
      ["b", { bytes: 7, objects: 2 }],
      ["c", { bytes: 0, objects: 0 }],
    ],
  );
  assert.deepEqual(amountsByPath(["a", "a"], [6, 5], [1, 2]).get("a"), { bytes: 6, objects: 1 });
  assert.deepEqual(
    amountsByPath(["a", "a"], [6, 6], [1, 2]).get("a"),
    { bytes: 6, objects: 1 },
    "the first of as much",
  );
});

test("what was there before is that of the path without what is apart from it, and never less than nothing", () => {
  const before = amountsByPath(["a", "a .b", "a .c"], [10, 3, 4], [3, 1, 1]);
  assert.equal(bytesBefore(before, "a", []), 10);
  assert.equal(bytesBefore(before, "a", ["a .b", "a .c"]), 3);
  assert.equal(bytesBefore(before, "a .b", ["a"]), 0);
  assert.equal(bytesBefore(before, "d", ["e"]), 0);
  assert.equal(bytesBefore(undefined, "a", []), null);
});
