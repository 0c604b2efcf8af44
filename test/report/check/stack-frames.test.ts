/** Which stacks have which frames. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE } from "../../../src/profile/tables.ts";
import { type SampleTest, StackFrames } from "../../../src/report/check/stack-frames.ts";
import { evidenceOf, heapOf } from "../growth/evidence-of.ts";

const evidence = evidenceOf(
  heapOf("main.main;main.put 1048576 1 10\nmain.main;main.get 1048576 1 10"),
  heapOf("main.main;main.put 1048576 60 90\nmain.main;main.get 1048576 1 10"),
);
const { profile } = evidence.diff;
const stacks = new StackFrames(profile, evidence.nodes, evidence);
const rows = (matches: SampleTest): number[] =>
  Array.from({ length: profile.samples.length }, (_, row) => row).filter(matches);

test("a frame is found at either end of a stack and nowhere else", () => {
  assert.deepEqual(rows(stacks.withFrame((name) => name === "main.put")), [0]);
  assert.deepEqual(rows(stacks.withFrame((name) => name === "main.main")), [0, 1]);
  assert.deepEqual(rows(stacks.withFrame((name) => name === "main.get")), [1]);
  assert.deepEqual(rows(stacks.withFrame(() => false)), []);
});

test("a fingerprint has the stacks with both its entry and its place; one that nobody bears has none", () => {
  const [suspect] = evidence.suspects;
  assert.ok(suspect);
  assert.deepEqual(rows(stacks.ofFingerprint(suspect.fingerprint)), [0]);
  assert.deepEqual(rows(stacks.ofFingerprint("0123456789ab")), []);
});

test("a stack passes the first of the tests that any of its frames passes, and none by the frames of another", () => {
  const passed = (...wanted: readonly (string | undefined)[]) => {
    const tests = wanted.map((each) => (each === undefined ? undefined : (name: string) => name === each));
    const first = stacks.firstPassed(tests);
    return Array.from({ length: profile.samples.length }, (_, row) => first(row)).slice(0, 2);
  };
  assert.deepEqual(passed("main.put", "main.main"), [0, 1]);
  assert.deepEqual(passed("main.main", "main.put"), [0, 0]);
  assert.deepEqual(passed(undefined, "main.get"), [NONE, 1]);
});
