/** Why a table has no rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { START } from "../../../src/web/page-state.ts";
import { emptyText } from "../../../src/web/table/row-count.ts";

test("what hides the rows is named, and where there are none that is said", () => {
  assert.equal(
    emptyText({ ...START, find: "zzz", own: true }, 0),
    "There are no rows: no stack that is looked at has a value here.",
  );
  assert.equal(
    emptyText({ ...START, find: "zzz", own: true, sure: true, dropNegative: true }, 9),
    "No row is found by zzz and is of the program's own code and surely changed and did not shrink.",
  );
  assert.equal(emptyText(START, 9), "No row is shown.");
});
