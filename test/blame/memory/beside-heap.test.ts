import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import {
  type BesideHeapFinding,
  findBesideHeap,
  outsideGrowth,
  outsideMemory,
  type ProcessBooks,
} from "../../../src/blame/memory/beside-heap.ts";
import { parseGoHeapText } from "../../../src/profile/legacy/go-heap.ts";
import { memStatsFrom } from "../../../src/profile/legacy/mem-stats.ts";
import { BESIDE_HEAP_WORDS, sizeText } from "../../../src/wording/beside-heap.ts";
import { sayIn } from "../../../src/wording/words.ts";
import { fixtureBytes } from "../../fixtures.ts";

const MIB = 1024 ** 2;
/** From here on stacks are worth a word. */
const LEAST = 1024 ** 2;

function booksOf(leak: string, when: "before" | "after"): ProcessBooks {
  const text = parseGoHeapText(gunzipSync(fixtureBytes(`leaks/${leak}/heap-${when}.debug1.txt.gz`)));
  assert.ok(text?.memStats);
  return { memStats: text.memStats, resident: undefined };
}

const found = (leak: string): readonly BesideHeapFinding[] =>
  findBesideHeap(booksOf(leak, "before"), booksOf(leak, "after"), 0);

test("memory that cgo and mmap took is told from Go's by the largest resident set", () => {
  for (const leak of ["cgo", "mmap"]) {
    const [first, ...others] = found(leak);
    assert.equal(first?.code, "outside-heap");
    assert.ok(first.facts.growth > 65 * MIB && first.facts.growth <= 80 * MIB, `${leak}: ${first.facts.growth}`);
    assert.deepEqual(others, []);
    assert.match(sayIn(BESIDE_HEAP_WORDS, first), /not Go's: cgo, mmap or threads\. .*GOMEMLIMIT does not help/);
  }
});

test("stacks that grew are told, and are Go's", () => {
  const findings = found("goroutine-stacks");
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["goroutine-stacks"],
  );
  assert.equal(findings[0]?.facts.growth, 26738688 - 1146880);
});

test("a heap that rose and was given back is nobody else's memory", () => {
  for (const leak of ["steady", "append-only", "goroutines-ended", "ticker", "http-body"]) {
    assert.ok(!found(leak).some(({ code }) => code === "outside-heap"), leak);
  }
});

/** In MiB; Go holds 10 of the 12 it asked for. */
function books(stats: Readonly<Record<string, number>>, resident?: number): ProcessBooks {
  const fields = { Sys: 12, HeapReleased: 2, ...stats };
  const pairs = Object.entries(fields).map(([name, mib]): [string, string] => [name, String(mib * MIB)]);
  return {
    memStats: memStatsFrom(new Map(pairs)),
    resident: resident === undefined ? undefined : resident * MIB,
  };
}

test("what is resident now is taken before the peak, and may be said from 8 MiB and a tenth on", () => {
  const grown = (from: number, to: number) => findBesideHeap(books({ MaxRSS: 1 }, from), books({ MaxRSS: 900 }, to), 0);
  assert.deepEqual(grown(20, 27.9), []);
  assert.equal(grown(20, 28)[0]?.code, "outside-heap");
  assert.deepEqual(grown(200, 219), []);
  const [finding] = grown(200, 223);
  assert.deepEqual(finding?.facts, {
    ...{ growth: 23 * MIB, before: 200 * MIB, after: 223 * MIB },
    ...{ measure: "now", isMost: true },
  });
});

test("what is not known at both ends is not told, nor counted as nothing", () => {
  assert.deepEqual(findBesideHeap(books({}), books({ MaxRSS: 900 }), 0), []);
  assert.deepEqual(findBesideHeap(books({}, 10), books({ MaxRSS: 900 }), 0), []);
  assert.deepEqual(
    findBesideHeap({ memStats: undefined, resident: 10 }, { memStats: undefined, resident: 1e9 }, 0),
    [],
  );
  assert.equal(outsideMemory({ memStats: undefined, resident: 1e9 }), undefined);
  assert.equal(outsideMemory(books({})), undefined);
  assert.deepEqual(outsideMemory(books({ MaxRSS: 100 })), { bytes: 88 * MIB, resident: 100 * MIB, measure: "peak" });
  assert.deepEqual(outsideMemory(books({ MaxRSS: 100 }, 9)), { bytes: 0, resident: 9 * MIB, measure: "now" });
  const [finding] = findBesideHeap(books({}, 20), books({}, 60), undefined);
  assert.equal(finding?.facts.isMost, null);
});

test("stacks are told from 1 MiB on, and from as much as what is live grew by", () => {
  const grown = (stacks: number, live: number | undefined) =>
    findBesideHeap(books({ Stack: 1 }), books({ Stack: 1 + stacks }), live && live * MIB);
  assert.deepEqual(grown(0.99, 0), []);
  assert.deepEqual(grown(1, 2), []);
  assert.equal(grown(1, 0)[0]?.code, "goroutine-stacks");
  assert.equal(grown(2, 2)[0]?.facts.isMost, false);
  assert.equal(grown(3, 2)[0]?.facts.isMost, true);
});

test("sizes have no more digits than they are worth", () => {
  assert.deepEqual([1536, 7.84 * MIB, 125.4 * MIB, 1.26 * 1024 ** 3].map(sizeText), [
    "1.5 KiB",
    "7.8 MiB",
    "125 MiB",
    "1.3 GiB",
  ]);
});

test("stacks that were counted at one end only are not told; what is less than the heap's growth is a note, else it limits what is said", () => {
  assert.deepEqual(findBesideHeap({ memStats: undefined, resident: undefined }, books({ Stack: 9 }), 0), []);
  assert.deepEqual(findBesideHeap(books({ Stack: 1 }), { memStats: undefined, resident: undefined }, 0), []);
  const severity = (live: number | undefined) =>
    findBesideHeap(books({ Stack: 1 }), books({ Stack: 4 }), live)[0]?.severity;
  assert.deepEqual([severity(3 * MIB), severity(MIB), severity(undefined)], ["note", "limiting", "limiting"]);
});

test("stacks are told where they grew by enough, and by as much as the heap, also where the heap is not known", () => {
  const books = (stackInuse: number): ProcessBooks => ({
    memStats: { stackInuse } as ProcessBooks["memStats"],
    resident: undefined,
  });
  const isTold = (growth: number, live: number | undefined): boolean =>
    findBesideHeap(books(MIB), books(MIB + growth), live).some(({ code }) => code === "goroutine-stacks");
  assert.deepEqual([isTold(LEAST, undefined), isTold(LEAST - 1, undefined)], [true, false]);
  assert.deepEqual([isTold(LEAST, LEAST), isTold(LEAST, LEAST + 1)], [true, false]);
});

test("outside the heap 8 MiB are worth a word, or a tenth of the process", () => {
  const books = (resident: number): ProcessBooks => ({
    memStats: memStatsFrom(new Map(Object.entries({ Sys: `${10 * MIB}`, HeapReleased: "0" }))),
    resident,
  });
  const codesOf = (before: number, after: number) =>
    findBesideHeap(books(before), books(after), 0).map(({ code }) => code);
  assert.deepEqual(codesOf(20 * MIB, 28 * MIB), ["outside-heap"]);
  assert.deepEqual(codesOf(20 * MIB, 28 * MIB - 1), []);
  assert.deepEqual(codesOf(180 * MIB, 200 * MIB), ["outside-heap"]);
  assert.deepEqual(codesOf(180 * MIB + 1, 200 * MIB), []);
});

test("what Go gave back is no part of what others took, nor is what Go took", () => {
  const outside = (released: number, resident: number) => {
    const [found] = findBesideHeap(books({ Sys: 112 }, 200), books({ Sys: 112, HeapReleased: released }, resident), 0);
    return found?.code === "outside-heap" ? found.facts.growth / MIB : undefined;
  };
  assert.equal(outside(2, 240), 40);
  assert.equal(outside(32, 210), 40);
  assert.equal(outside(62, 190), 50);
  const took = findBesideHeap(books({ Sys: 112 }, 200), books({ Sys: 152 }, 240), 0);
  assert.deepEqual(took, []);
});

test("what is not Go's is known of both ends or of none", () => {
  const none: ProcessBooks = { memStats: undefined, resident: 50 * MIB };
  assert.equal(outsideGrowth(books({}, 20), books({}, 50))?.growth, 30 * MIB);
  assert.deepEqual([outsideGrowth(none, books({}, 50)), outsideGrowth(books({}, 20), none)], [undefined, undefined]);
});
