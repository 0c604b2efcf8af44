/** A cache that shrinks does not hide a leak, and what merely goes another way is none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { checkReport } from "../../../src/report/check/check.ts";
import { grownPlaces } from "../../../src/report/check/grown-places.ts";
import type { CheckQuery, CheckReport } from "../../../src/report/check/report.ts";
import { checkWords } from "../../../src/wording/check.ts";
import { type Bucket, heapProfile } from "../../blame/heap-buckets.ts";
import { evidenceOf, heapOf, SPACE } from "../growth/evidence-of.ts";

const MIB = 1024 ** 2;
const LEAK = "main.main;main.serve;main.remember";
const CACHE = "main.main;main.serve;main.cached";

const at = (stack: string, inuse: number, alloc: number): Bucket => ({ stack, size: MIB, inuse, alloc });

function check(before: readonly Bucket[], after: readonly Bucket[], query: CheckQuery = {}): CheckReport {
  const later = { timeNanos: 600_000_000_000n, period: 4096n };
  return checkReport(compare(heapProfile(before, { period: 4096n }), heapProfile(after, later)), query);
}

const hidden = (grown: number, query: CheckQuery = {}, base = 300) =>
  check(
    [at(LEAK, 10, 400), at(CACHE, base, 400)],
    [at(LEAK, 10 + grown, 400 + grown), at(CACHE, base - grown, 400)],
    query,
  );

test("the net does not change, a place does: it exceeds the budget and is named", () => {
  const report = hidden(100, { maxGrowth: 5 * MIB });
  assert.deepEqual([report.outcome, report.growth, report.grown?.bytes], ["exceeded", 0, 100 * MIB]);
  assert.match(
    checkWords(report).verdict,
    /changed by 0.* Parts of it surely grew by \+100\.00 MiB, more than the 5\.00 MiB allowed .*: main\.remember\./,
  );
});

test("as much as the budget is within it, and said", () => {
  assert.equal(hidden(100, { maxGrowth: 100 * MIB }).outcome, "clean");
  assert.match(
    checkWords(hidden(100, { maxGrowth: 100 * MIB })).verdict,
    /Parts of it surely grew by \+100\.00 MiB \(/,
  );
  assert.equal(hidden(100, { maxGrowth: 100 * MIB - 1 }).outcome, "exceeded");
});

test("less than 2% of what was live is too little to be told from how a steady heap moves", () => {
  assert.equal(hidden(40, { maxGrowth: MIB }, 1990).outcome, "exceeded");
  assert.equal(hidden(39, { maxGrowth: MIB }, 1990).outcome, "clean");
});

test("a function that allocates by another way now did not grow", () => {
  const other = "main.main;main.other;main.remember";
  const report = check([at(LEAK, 100, 400)], [at(LEAK, 0, 400), at(other, 100, 100)]);
  assert.deepEqual([report.outcome, report.grown], ["clean", null]);
});

test("what is suppressed or known does not count", () => {
  const rule = { source: "remember", matches: (name: string) => name === "main.remember" };
  assert.equal(hidden(100, { suppressions: [rule] }).outcome, "clean");
  // Below callers of their own, where they have a fingerprint.
  const [leak, cache] = ["main.leaks;main.remember", "main.caches;main.cached"];
  const apart = (query: CheckQuery) =>
    check([at(leak, 10, 400), at(cache, 300, 400)], [at(leak, 110, 500), at(cache, 200, 400)], query);
  const fingerprint = apart({}).suspects[0]?.fingerprint ?? "";
  const known = (growth: number) =>
    apart({ maxGrowth: MIB, baseline: [{ fingerprint, frame: "main.remember", growth }] });
  assert.equal(known(100 * MIB).outcome, "clean");
  assert.equal(known(50 * MIB).outcome, "exceeded");
});

test("a budget of 0 is warned about, one byte is not", () => {
  const verdict = (maxGrowth: number) => checkWords(hidden(100, { maxGrowth })).verdict;
  assert.match(verdict(0), /half of the pairs of captures of a stationary process exceed it/);
  assert.doesNotMatch(verdict(1), /stationary process/);
});

test("several places are named with the one first that grew most", () => {
  const stack = (name: string): string => `main.main;main.${name}`;
  const grown = (sizes: Record<string, number>): readonly string[] => {
    const sum = Object.values(sizes).reduce((all, each) => all + each, 0);
    const ends = [0, 1].map((end) => [
      ...Object.entries(sizes).map(([name, size]) => at(stack(name), 10 + end * size, 900)),
      at(stack("cached"), 500 - end * sum, 900),
    ]);
    return check(ends[0] ?? [], ends[1] ?? [], { maxGrowth: MIB }).grown?.functions ?? [];
  };
  assert.deepEqual(grown({ a: 40, b: 90, c: 60 }), ["main.b", "main.c", "main.a"]);
  assert.deepEqual(grown({ c: 90, b: 60, a: 40 }), ["main.c", "main.b", "main.a"]);
});

test("what is known of the growth is taken from it and from both ends of its interval", () => {
  const evidence = evidenceOf(heapOf(`${LEAK} ${MIB} 10 400`), heapOf(`${LEAK} ${MIB} 110 500`));
  const all = () => true;
  const grown = (known: number) => grownPlaces(evidence, SPACE, all, () => all, known);
  const [whole, rest] = [grown(0), grown(20 * MIB)];
  assert.ok(whole !== null && rest !== null);
  const parts = [whole.bytes - rest.bytes, whole.low - rest.low, whole.high - rest.high];
  assert.deepEqual(parts, [20 * MIB, 20 * MIB, 20 * MIB]);
  assert.equal(grown(whole.low), null, "what is left may be nothing");
});
