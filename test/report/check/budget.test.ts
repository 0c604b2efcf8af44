/** How much counts against a budget: what a baseline knows is no news, and the rest has to be sure. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Budget, weigh } from "../../../src/report/check/budget.ts";
import { assignToGroups, SUPPRESSED } from "../../../src/report/check/groups.ts";
import type { CheckRules } from "../../../src/report/check/report.ts";
import { StackFrames } from "../../../src/report/check/stack-frames.ts";
import { evidenceOf, heapOf } from "../growth/evidence-of.ts";

const MIB = 1024 ** 2;
const evidence = evidenceOf(
  heapOf("main.main;main.put 1048576 1 10\nmain.main;x.com/y.Get 1048576 10 10"),
  heapOf("main.main;main.put 1048576 90 90\nmain.main;x.com/y.Get 1048576 4 10"),
);
const fingerprint = evidence.suspects[0]?.fingerprint ?? "";
const LIVE_BYTES = evidence.diff.profile.header.sampleTypes.findIndex(({ type }) => type === "inuse_space");

function budget(rules: Partial<CheckRules> = {}): Budget {
  const all: CheckRules = { maxGrowth: 0, scope: { kind: "all" }, suppressions: [], baseline: [], ...rules };
  const { profile } = evidence.diff;
  const groups = assignToGroups(profile, new StackFrames(profile, evidence.nodes, evidence), evidence, all);
  return weigh(evidence, LIVE_BYTES, groups, all);
}

function knowing(growth: number): Partial<CheckRules> {
  return { baseline: [{ fingerprint, frame: "main.put", growth }] };
}

test("what shrank is taken from what grew, and the budget is the most that may be", () => {
  const { growth, newGrowth, knownBytes, isSure, isBeyond } = budget();
  assert.ok(growth > 0 && growth < 89 * MIB * 1.6);
  assert.deepEqual([newGrowth, knownBytes, isSure, isBeyond], [growth, 0, true, true]);
  assert.equal(budget({ maxGrowth: growth }).isBeyond, false);
  assert.equal(budget({ maxGrowth: growth - 1 }).isBeyond, true);
});

test("what is suppressed does not count, and what is left of it shrank", () => {
  const { deltas, growth, isSure } = budget({
    suppressions: [{ source: "put", matches: (name) => name === "main.put" }],
  });
  assert.ok((deltas[SUPPRESSED] as number) > 0);
  assert.ok(growth < 0);
  assert.equal(isSure, false);
});

test("a baseline knows no more than there is, and no less than nothing", () => {
  const all = budget(knowing(1e12));
  assert.ok(all.knownBytes > 0 && all.knownBytes < 1e12);
  assert.equal(all.newGrowth, all.growth - all.knownBytes);
  assert.equal(all.isBeyond, false);
  assert.equal(budget(knowing(-5)).knownBytes, 0);
});

test("growth beyond a baseline is sure where the interval is above what it knows", () => {
  const { certainty } = budget();
  const low = Math.floor(certainty?.low ?? Number.NaN);
  assert.equal(budget(knowing(low)).isSure, true);
  assert.equal(budget(knowing(low + 1)).isSure, false);
});

test("what is beyond a budget has an interval above 0", () => {
  const rules: CheckRules = { maxGrowth: 0, scope: { kind: "all" }, suppressions: [], baseline: [] };
  for (let gained = 10; gained < 40; gained++) {
    // Of one process: ten stay, ten are freed, so many are new.
    const turned = evidenceOf(
      heapOf("main.main;main.put 64 20 20"),
      heapOf(`main.main;main.put 64 ${10 + gained} ${20 + gained}`),
    );
    const { profile } = turned.diff;
    const groups = assignToGroups(profile, new StackFrames(profile, turned.nodes, turned), turned, rules);
    const { isSure, certainty } = weigh(turned, LIVE_BYTES, groups, rules);
    assert.equal(isSure, (certainty?.low ?? 0) > 0, `10 freed, ${gained} new: from ${certainty?.low}`);
  }
});
