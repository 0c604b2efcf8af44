/** The table of frames: what it does not show is counted, with what it comes to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { detailSections } from "../../../src/render/text/growth-details.ts";
import { PLAIN } from "../../../src/render/text/style.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { growthOf } from "../../report/growth-of.ts";

/** Functions that hold 64, 48, 32 and 16 bytes more, and one that holds what it held. */
const BASE = profileFromText("main.a 1 16\nmain.b 1 16\nmain.c 1 16\nmain.d 1 16\nmain.same 1 16");
const CURRENT = profileFromText("main.a 5 80\nmain.b 4 64\nmain.c 3 48\nmain.d 2 32\nmain.same 1 16");

function lines(limit: number, current = CURRENT): string[] {
  const report = growthOf(BASE, current, { limit });
  return detailSections(report, growthWords(report), 200, PLAIN).flat().join("\n").split("\n");
}

const moreOf = (shown: readonly string[]): string | undefined =>
  shown
    .find((line) => / more frames?$/.test(line))
    ?.replaceAll(/\s+/g, " ")
    .trim();

test("frames that are not shown are counted and summed, those that did not change among them", () => {
  assert.match(moreOf(lines(2)) ?? "", /^\+48 \+3 3 more frames$/);
  assert.match(moreOf(lines(3)) ?? "", /^\+16 \+1 2 more frames$/);
  assert.match(moreOf(lines(4)) ?? "", /1 more frame$/);
  assert.match(moreOf(lines(0)) ?? "", /1 more frame$/);
});

test("where all are shown none is more, and where none changed that is said", () => {
  const all = profileFromText("main.a 5 80\nmain.b 4 64\nmain.c 3 48\nmain.d 2 32\nmain.same 2 32");
  assert.equal(moreOf(lines(0, all)), undefined);
  assert.ok(lines(0, BASE).includes("None of 5 frames changed."));
});
