import assert from "node:assert/strict";
import { test } from "node:test";
import { BESIDE_HEAP_WORDS, sizeText } from "../../src/wording/beside-heap.ts";
import { sayIn } from "../../src/wording/words.ts";

const MIB = 1024 ** 2;
const facts = { growth: 125 * MIB, before: 50 * MIB, after: 180 * MIB };

test("sizes have no more digits than they are worth", () => {
  assert.deepEqual([125.4 * MIB, 10 * MIB, 9.99 * MIB, 9.96 * MIB, 7.84 * MIB, 512, 1500 * MIB].map(sizeText), [
    "125 MiB",
    "10 MiB",
    "10 MiB",
    "10 MiB",
    "7.8 MiB",
    "512 B",
    "1.5 GiB",
  ]);
});

test("memory outside Go is called the cause only where it is most of it", () => {
  const say = (isMost: boolean | null, measure: "now" | "peak") =>
    sayIn(BESIDE_HEAP_WORDS, { code: "outside-heap", facts: { ...facts, measure, isMost } });
  assert.match(
    say(true, "now"),
    /^resident memory went from 50 MiB to 180 MiB, and at least 125 MiB of that is not Go's.*No heap profile shows it/,
  );
  for (const isMost of [false, null]) assert.doesNotMatch(say(isMost, "now"), /No heap profile/);
  assert.match(say(false, "peak"), /^the largest resident set \(MaxRSS\) went/);
});

test("what came is no part of what was added where Go gave some back meanwhile", () => {
  const say = (growth: number, after: number) =>
    sayIn(BESIDE_HEAP_WORDS, {
      code: "outside-heap",
      facts: { growth: growth * MIB, before: 100 * MIB, after: after * MIB, measure: "now", isMost: true },
    });
  assert.match(say(30, 130), /from 100 MiB to 130 MiB, and at least 30 MiB of that is not Go's/);
  assert.match(say(31, 130), /from 100 MiB to 130 MiB while Go gave some back: at least 31 MiB more is not Go's/);
  assert.match(say(31, 90), /from 100 MiB to 90 MiB while Go gave some back: at least 31 MiB more is not Go's/);
});

test("stacks are said to be no part of the heap, or the place to look", () => {
  const say = (isMost: boolean) =>
    sayIn(BESIDE_HEAP_WORDS, {
      code: "goroutine-stacks",
      facts: { ...facts, isMost, goroutinesBefore: null, goroutinesAfter: null },
    });
  assert.match(say(true), /goroutine profiles of both ends do\.$/);
  assert.match(say(false), /no part of the heap's growth\.$/);
});

test("stacks of more goroutines are told from deeper ones where their number is known", () => {
  const say = (before: number | null, after: number | null) =>
    sayIn(BESIDE_HEAP_WORDS, {
      code: "goroutine-stacks",
      facts: { ...facts, growth: 10 * MIB, isMost: true, goroutinesBefore: before, goroutinesAfter: after },
    });
  assert.match(say(5, 1285), /: there are 1,280 more goroutines \(5 -> 1,285\), 8 KiB for each\. They are no part/);
  assert.match(
    say(204, 208),
    /: goroutines are hardly more \(204 -> 208\), so their stacks are deeper, or those of many that ended are still kept\./,
  );
  assert.match(say(204, 205), /: goroutines are hardly more \(204 -> 205\)/);
  assert.match(say(204, 204), /: goroutines are no more \(204 -> 204\)/);
  assert.match(say(null, 10), /: more goroutines, or deeper ones\./);
});
