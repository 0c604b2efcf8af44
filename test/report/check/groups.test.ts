/** Which samples count against a budget, which are suppressed, and which a baseline knows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE } from "../../../src/profile/tables.ts";
import { assignToGroups, FIRST_KNOWN, isCounted, SUPPRESSED } from "../../../src/report/check/groups.ts";
import type { CheckRules } from "../../../src/report/check/report.ts";
import { StackFrames } from "../../../src/report/check/stack-frames.ts";
import { evidenceOf, heapOf } from "../growth/evidence-of.ts";

const evidence = evidenceOf(
  heapOf("main.main;main.put 1048576 1 10\nmain.main;x.com/y.Get 1048576 1 10"),
  heapOf("main.main;main.put 1048576 60 90\nmain.main;x.com/y.Get 1048576 1 10"),
);
const { profile } = evidence.diff;
const [PUT, GET] = [0, 1];
const suspect = evidence.suspects[0]?.fingerprint ?? "";

function groups(rules: Partial<CheckRules> = {}) {
  const all: CheckRules = { maxGrowth: 0, scope: { kind: "all" }, suppressions: [], baseline: [], ...rules };
  return assignToGroups(profile, new StackFrames(profile, evidence.nodes, evidence), evidence, all);
}

const put = { source: "put", matches: (name: string) => name === "main.put" };

test("without rules everything counts", () => {
  const { groupOf, inScope, suppressed, by, named } = groups();
  assert.ok(groupOf.every(isCounted));
  assert.deepEqual([inScope, suppressed, by], [profile.samples.length, 0, []]);
  assert.deepEqual([...named], [suspect]);
});

test("out of scope nothing is counted, nor suppressed", () => {
  const { groupOf, inScope, suppressed } = groups({
    scope: { kind: "frame", source: "Get", matches: (name) => name.endsWith("Get") },
    suppressions: [put],
  });
  assert.deepEqual([groupOf[PUT], inScope, suppressed], [NONE, 1, 0]);
  assert.ok(isCounted(groupOf[GET] as number));
});

test("a module has the stacks that are charged to it", () => {
  const { groupOf } = groups({ scope: { kind: "module", path: "x.com/y" } });
  assert.deepEqual([groupOf[PUT], isCounted(groupOf[GET] as number)], [NONE, true]);
});

test("what is suppressed is so before a baseline knows it, and names no suspect", () => {
  const entry = { fingerprint: suspect, frame: "main.put", growth: 1 };
  const both = groups({ suppressions: [put], baseline: [entry] });
  assert.deepEqual([both.groupOf[PUT], both.by, both.suppressed, [...both.named]], [SUPPRESSED, ["put"], 1, []]);
  const known = groups({ baseline: [{ ...entry, fingerprint: "other" }, entry] });
  assert.deepEqual([known.groupOf[PUT], known.count], [FIRST_KNOWN + 1, FIRST_KNOWN + 2]);
  assert.ok(isCounted(known.groupOf[PUT] as number));
});

test("a fingerprint suppresses as a pattern does", () => {
  const { groupOf, by } = groups({ suppressions: [{ source: suspect, matches: undefined }] });
  assert.deepEqual([groupOf[PUT], by], [SUPPRESSED, [suspect]]);
  assert.equal(isCounted(SUPPRESSED), false);
  assert.equal(isCounted(NONE), false);
});
