/** How much of a growth report an issue shows, and that what is not shown is counted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderGrowthMarkdown } from "../../../src/render/markdown/growth.ts";
import type { GrowthReport, SuspectGrowth } from "../../../src/report/growth/growth.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { type GrowthAsked, growthOf } from "../../report/growth-of.ts";
import { assertIssueText } from "../issue-text.ts";

/** So many functions, the first of which grew by as many KiB, the last by one. */
function reportOf(functions: number, asked: GrowthAsked = {}): GrowthReport {
  const rows = Array.from({ length: functions }, (_, at) => `main.f${at + 1} 1 ${1024 * (1 + functions - at)}`);
  const base = Array.from({ length: functions }, (_, at) => `main.f${at + 1} 1 1024`);
  return growthOf(profileFromText(base.join("\n")), profileFromText(rows.join("\n")), asked);
}

function markdown(report: GrowthReport, most?: number): string {
  const text = renderGrowthMarkdown(report, growthWords(report), "heapblame diff", most);
  assertIssueText(text);
  return text;
}

function framesIn(text: string): number {
  return text.match(/^\| `main\.f\d+` \|/gm)?.length ?? 0;
}

test("ten frames stand in the open, the others below the fold", () => {
  assert.doesNotMatch(markdown(reportOf(10)), /more frames/);
  const text = markdown(reportOf(13));
  assert.match(text, /<summary>3 more frames<\/summary>/);
  assert.doesNotMatch(text, /^\d+ more frames:/m);
  assert.equal(framesIn(text), 13);
});

test("frames that the report left out are counted with what they grew by", () => {
  const text = markdown(reportOf(15, { limit: 12 }));
  assert.match(text, /<summary>5 more frames<\/summary>/);
  // The last three grew by 3, 2 and 1.
  assert.match(text, /^3 more frames: \+6\.00 KiB$/m);
  assert.equal(framesIn(text), 12);
  const few = markdown(reportOf(15, { limit: 10 }));
  assert.match(few, /<summary>5 more frames<\/summary>/);
  assert.match(few, /^5 more frames: \+15\.00 KiB$/m);
});

test("frames for which there is no room are counted too", () => {
  const report = reportOf(400, { limit: 390 });
  const text = markdown(report, 12_000);
  assert.ok(text.length <= 12_000);
  const shown = framesIn(text);
  assert.ok(shown > 40 && shown < 390, `${shown}`);
  assert.match(text, /<summary>390 more frames<\/summary>/);
  const left = 400 - shown;
  assert.match(text, new RegExp(`^${left} more frames: \\+`, "m"));
  const grown = (left * (left + 1)) / 2 / 1024;
  assert.ok(text.includes(`${left} more frames: +${grown.toFixed(2)} MiB`), text.slice(-300));
});

test("eight suspects stand in the open, the others are counted", () => {
  const report = reportOf(3);
  const suspect = {
    ...{
      entry: "main.e",
      frame: "main.s",
      ownFrame: null,
      leaf: "main.s",
      leafShare: 1,
      branches: [],
      role: null,
      module: "",
      version: "",
    },
    ...{ owner: "own", growth: 5, low: null, high: null, share: 0.5, samples: null, fingerprint: "x" },
    ...{ retention: null, ageSeconds: null, stacks: 1, goroutines: null },
  } as const satisfies SuspectGrowth;
  const of = (count: number) => markdown({ ...report, suspects: Array.from({ length: count }, () => suspect) });
  assert.doesNotMatch(of(8), /more suspects/);
  assert.match(of(9), /^1 more suspects$/m);
  assert.equal(of(9).match(/^1\. \*\*/gm)?.length, 8);
});
