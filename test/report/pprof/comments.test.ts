import assert from "node:assert/strict";
import { test } from "node:test";
import { commentsReport } from "../../../src/report/pprof/comments.ts";
import { viewOf } from "../view-of.ts";
import { profileOf } from "./small.ts";

test("all comments are told, also those that other reports leave out", () => {
  const view = viewOf(profileOf([], { comments: ["a", "#b"] }), {});
  assert.deepEqual(commentsReport(view), { kind: "comments", comments: ["a", "#b"] });
});
