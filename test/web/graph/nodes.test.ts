/** Which node an arrow leads to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE } from "../../../src/profile/tables.ts";
import { isArrow, nodeTowards } from "../../../src/web/graph/nodes.ts";

const at = (left: number, top: number) => ({ left, top, width: 40, height: 20 });
/** A caller above two callees, and one further down aside. */
const AREAS = [at(100, 100), at(200, 100), at(150, 0), at(400, 200)];

test("arrows lead to the nearest node that lies their way", () => {
  assert.equal(nodeTowards("ArrowDown", 2, AREAS), 0, "of two as near the first");
  assert.equal(nodeTowards("ArrowRight", 0, AREAS), 1);
  assert.equal(nodeTowards("ArrowLeft", 1, AREAS), 0);
  assert.equal(nodeTowards("ArrowUp", 1, AREAS), 2);
  assert.equal(nodeTowards("ArrowDown", 1, AREAS), 3);
  assert.equal(nodeTowards("ArrowUp", 2, AREAS), NONE, "nothing is above");
  assert.equal(nodeTowards("ArrowDown", 0, [at(0, 0), at(5, 9)]), NONE, "what overlaps lies no way");
});

test("from none they lead to the uppermost", () => {
  assert.equal(nodeTowards("ArrowUp", NONE, AREAS), 2);
  assert.equal(nodeTowards("ArrowUp", NONE, []), NONE);
  assert.deepEqual(["ArrowUp", "Enter", "toString"].map(isArrow), [true, false, false]);
});
