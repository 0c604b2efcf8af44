/** Folded stacks as data: order, inlining, both sides. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import { type FoldedReport, foldedDiffReport, foldedReport } from "../../../src/report/pictures/folded.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

function rows({ stacks }: FoldedReport): [string, ...(number | bigint)[]][] {
  return stacks.map(({ frames, base, current }) => [frames.join(";"), base, current]);
}

test("stacks come in the order of their frames, a shorter one first", () => {
  const profile = profileFromText("b 1 4\na;c 1 3\na 1 2\na;b;c 1 5\na;b 1 0");
  const report = foldedReport(profile, 1, false);
  assert.equal(report.isDiff, false);
  assert.deepEqual(rows(report), [
    ["a", 0, 2],
    ["a;b;c", 0, 5],
    ["a;c", 0, 3],
    ["b", 0, 4],
  ]);
});

test("inlined frames are frames, unless they are charged to the one they are in", () => {
  const profile = profileFromText("m;a;~b 1 5\nm;a 1 2");
  assert.deepEqual(rows(foldedReport(profile, 1, false)), [
    ["m;a", 0, 2],
    ["m;a;b", 0, 5],
  ]);
  assert.deepEqual(rows(foldedReport(profile, 1, true)), [["m;a", 0, 7]]);
  assert.deepEqual(rows(foldedReport(profile, 0, true)), [["m;a", 0, 2]]);
});

test("a diff has both sides of a stack that either has", () => {
  const diff = diffProfiles(profileFromText("m;a 1 5\nm;b 1 3"), profileFromText("m;a 1 5\nm;c 1 4"));
  const report = foldedDiffReport(diff, 1, false);
  assert.equal(report.isDiff, true);
  assert.deepEqual(rows(report), [
    ["m;a", 5, 5],
    ["m;b", 3, 0],
    ["m;c", 0, 4],
  ]);
});
