/** Totals over stacks, and what the shares are of, at the edge between one way and both. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { canonicalFunction } from "../../../src/graph/go/symbol.ts";
import { buildNodes } from "../../../src/graph/nodes.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import { growthReport } from "../../../src/report/growth/growth.ts";
import { chooseDenominator, computeTotals, type StackTotals, type Totals } from "../../../src/report/growth/totals.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

function totals(grew: number, shrank: number): Totals {
  return { base: 1000, current: 1000 + grew - shrank, net: grew - shrank, grew, shrank };
}

test("shares are of the net while gross growth is at most half as much again, else of what grew", () => {
  assert.deepEqual(chooseDenominator(totals(300, 100)), { of: "net", value: 200 });
  assert.deepEqual(chooseDenominator(totals(301, 101)), { of: "grew", value: 301 });
  assert.deepEqual(chooseDenominator(totals(7, 0)), { of: "net", value: 7 });
});

test("what shrank on the whole is judged by what shrank, and what did not change by what grew", () => {
  assert.deepEqual(chooseDenominator(totals(100, 300)), { of: "net", value: 200 });
  assert.deepEqual(chooseDenominator(totals(101, 301)), { of: "grew", value: 101 });
  assert.deepEqual(chooseDenominator(totals(5, 5)), { of: "grew", value: 5 });
  assert.deepEqual(chooseDenominator(totals(0, 0)), { of: "grew", value: 0 });
});

function totalsOf(base: string, current: string): StackTotals {
  const diff = diffProfiles(profileFromText(base), profileFromText(current));
  const nodes = buildNodes(diff.profile, {
    granularity: "functions",
    noInlines: false,
    showColumns: false,
    keepObjectFiles: false,
    trimFile: (file: string) => file,
    groupName: canonicalFunction,
  });
  return computeTotals(diff, 1, nodes);
}

test("stacks that grew and stacks that shrank are added up apart", () => {
  const { totals, matched, stacks } = totalsOf("a;b 1 10\na;c 1 30\na;d 1 5", "a;b 1 25\na;c 1 10\na;e 1 100");
  assert.deepEqual(totals, { base: 45, current: 135, net: 90, grew: 115, shrank: 25 });
  assert.deepEqual(matched, { base: 40 / 45, current: 35 / 135 });
  assert.equal(stacks, 4);
  const { grew, shrank } = totalsOf("a 1 5\nb 1 5", "a 1 6\nb 1 4").totals;
  assert.deepEqual([grew, shrank], [1, 1], "also by a single byte");
});

test("sums beyond 2^53 stay exact", () => {
  const { totals } = totalsOf("a;b 1 1", `a;b 1 ${2n ** 60n + 1n}\na;c 1 3`);
  assert.deepEqual(totals, {
    base: 1n,
    current: 2n ** 60n + 4n,
    net: 2n ** 60n + 3n,
    grew: 2n ** 60n + 3n,
    shrank: 0n,
  });
});

test("nothing has no parts", () => {
  assert.deepEqual(totalsOf("a 1 0", "a 1 0").matched, { base: 0, current: 0 });
});

test("stacks without a value on either side are not counted", () => {
  assert.equal(totalsOf("a;b 1 10\na;c 1 0", "a;b 1 0\na;c 1 0\na;d 1 5\na;e 1 0").stacks, 2);
});

/** One stack of small objects, recorded so many times; `freed` of them are gone again and `gained` are new. */
function verdictOn(freed: number, gained: number) {
  const bucket = { stack: "main.main;main.keep", size: 64 };
  const base = heapProfile([{ ...bucket, inuse: freed + 5, alloc: freed + 5 }]);
  const current = heapProfile([{ ...bucket, inuse: gained + 5, alloc: freed + gained + 5 }], { timeNanos: 9n });
  return growthReport(compare(base, current), { sampleIndex: 3 });
}

test("the whole changed where its interval says so, and no part grew of what is one part", () => {
  for (let freed = 0; freed < 12; freed++) {
    // Where nothing was allocated no collection ended in between.
    for (let gained = freed === 0 ? 1 : 0; gained < 40; gained++) {
      const { certainty, verdict } = verdictOn(freed, gained);
      const { low = 0, high = 0 } = certainty?.net ?? {};
      const sure = low > 0 || high < 0;
      assert.equal(certainty?.significant, sure, `${freed} freed, ${gained} new: ${low} to ${high}`);
      assert.equal(verdict.code, low > 0 ? "grew" : high < 0 ? "shrank" : "did-not-change");
    }
  }
});

test("where each allocation is recorded one byte more is growth", () => {
  const of = (count: number, timeNanos: bigint) =>
    heapProfile([{ stack: "main.main;main.keep", size: 1, inuse: count, alloc: count }], { period: 1n, timeNanos });
  const { certainty } = growthReport(compare(of(5, 1n), of(6, 9n)), { sampleIndex: 3 });
  assert.deepEqual([certainty?.net, certainty?.significant], [{ low: 1, high: 1 }, true]);
});
