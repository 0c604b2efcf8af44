import assert from "node:assert/strict";
import { test } from "node:test";
import { matchedText } from "../../../src/wording/growth/matched.ts";

test("each side has its own part", () => {
  assert.match(
    matchedText({ base: 0.9, current: 0.25 }),
    /^By name, 90\.0% of base and 25\.0% of current are on stacks/,
  );
});
