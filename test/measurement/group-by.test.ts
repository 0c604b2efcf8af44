/** Items by what they have in common. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { groupBy } from "../../src/measurement/group-by.ts";

test("keys stand in the order in which they come first, and the items of each in theirs", () => {
  const groups = groupBy([5, 2, 7, 4, 9], (item) => item % 2 === 0);
  assert.deepEqual(
    [...groups],
    [
      [false, [5, 7, 9]],
      [true, [2, 4]],
    ],
  );
  assert.equal(groupBy([], String).size, 0);
});
