import assert from "node:assert/strict";
import { test } from "node:test";
import { isJoined, markJoined, unmarkJoined } from "../../../src/profile/merge/stored-mark.ts";
import { profileFromText } from "../profile-from-text.ts";

test("the note comes and goes, and leaves other comments", () => {
  const { header } = profileFromText("main.main 1 1", { comments: ["mine"] });
  assert.ok(!isJoined(header));
  const marked = markJoined(header);
  assert.ok(isJoined(marked));
  assert.deepEqual(unmarkJoined({ ...marked, comments: ["mine", ...marked.comments] }).comments, ["mine"]);
});
