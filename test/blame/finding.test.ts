import assert from "node:assert/strict";
import { test } from "node:test";
import { uniqueFindings } from "../../src/blame/finding.ts";

test("what an earlier finding said is not said again, what differs in a fact is", () => {
  const finding = (code: string, name: string, id: number) => ({ code, facts: { name }, id });
  const all = [finding("a", "x", 1), finding("b", "x", 2), finding("a", "x", 3), finding("a", "y", 4)];
  assert.deepEqual(
    uniqueFindings(all).map(({ id }) => id),
    [1, 2, 4],
  );
  assert.deepEqual(uniqueFindings([]), []);
});
