/** What a dump says beside who holds what. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { duplicateStrings, heldFacts } from "../../../src/report/held/facts.ts";
import { SIZE, writtenHolders } from "../../dump/written-holders.ts";

const analysis = writtenHolders();
const names = { tree: analysis.tree, groups: analysis.typed.groups.groups, steps: analysis.typed.steps };

test("the five largest objects that are alive, whatever is garbage; nothing finalized, no goroutine", () => {
  const { largest, finalizedBytes, finalizedObjects, goroutines, duplicates } = heldFacts(analysis, names);
  assert.deepEqual(
    largest.map(({ bytes, count }) => [bytes, count]),
    [2 * SIZE, SIZE, SIZE, SIZE, SIZE].map((bytes) => [bytes, 1]),
  );
  assert.deepEqual([finalizedBytes, finalizedObjects, goroutines, duplicates], [0, 0, [], null]);
});

test("copies are all but one of each string, over all of them; texts are left out unless asked for", () => {
  const found = Array.from({ length: 6 }, (_, at) => ({ first: 1, count: at + 2, length: 3, bytes: 16, text: "abc" }));
  const { copies, bytes, largest } = duplicateStrings(analysis, names, found, false);
  assert.deepEqual([copies, bytes, largest.length], [1 + 2 + 3 + 4 + 5 + 6, 96, 5]);
  assert.equal(largest[0]?.text, null);
  assert.equal(duplicateStrings(analysis, names, found, true).largest[0]?.text, "abc");
});
