import assert from "node:assert/strict";
import { test } from "node:test";
import { FLAME_WIDTHS } from "../../../src/report/pictures/flame-widths.ts";

test("a box is as wide as it is now, unless changes are asked for", () => {
  assert.deepEqual(FLAME_WIDTHS, ["current", "change"]);
});
