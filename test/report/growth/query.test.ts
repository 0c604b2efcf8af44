/** What a growth report can be asked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SORT_KEYS } from "../../../src/report/growth/query.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { growthOf } from "../growth-of.ts";

test("every key orders a report, and no other word does", () => {
  const profile = profileFromText("main.a 1 1");
  for (const sort of SORT_KEYS) assert.equal(growthOf(profile, profile, { sort }).functions.length, 1, sort);
  assert.throws(() => growthOf(profile, profile, { sort: "name" as "flat" }), {
    code: "bad-option",
    message: /none of flat, cum, objects/,
  });
});
