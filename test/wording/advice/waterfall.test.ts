/** What the memory of a process grew by, in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SEGMENTS, type SegmentName, type WaterfallGrowth } from "../../../src/blame/memory/waterfall.ts";
import { SEGMENT_NAMES, waterfallText } from "../../../src/wording/advice/waterfall.ts";

const MIB = 1024 ** 2;
function say(
  grown: SegmentName | undefined,
  growth: Partial<Record<SegmentName, number>> = {},
  total = 100 * MIB,
): string {
  const none = Object.fromEntries(SEGMENTS.map((name) => [name, 0]));
  return waterfallText({
    growth: { ...none, ...growth },
    total,
    grown,
    isExplainedByHeap: false,
  } as unknown as WaterfallGrowth);
}

test("memory that did not grow says so", () => {
  assert.equal(say(undefined, {}, -MIB), "the memory of the process did not grow (-1.00 MiB)");
});

test("growth of the live heap is for a diff to show; other growth it cannot, or only in part from a quarter on", () => {
  assert.match(
    say("live", { live: 90 * MIB }),
    /^of \+100\.00 MiB, most is live heap \(\+90\.00 MiB\): a diff of heap profiles shows/,
  );
  assert.match(
    say("stacks", { stacks: 70 * MIB, live: 25 * MIB }),
    /a heap diff explains only the \+25\.00 MiB that is live; compare goroutine profiles/,
  );
  assert.match(say("nonGo", { nonGo: 70 * MIB, live: 24 * MIB }), /a heap diff cannot explain this; look at cgo/);
});

test("every segment has a name and its own route", () => {
  const texts = SEGMENTS.filter((name) => name !== "live").map((name) => say(name, { [name]: 90 * MIB }));
  assert.equal(new Set(texts.map((text) => text.split("; ").at(-1))).size, texts.length);
  assert.equal(new Set(Object.values(SEGMENT_NAMES)).size, SEGMENTS.length);
});
