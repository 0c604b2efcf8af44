/** Recorded objects of both sides, by row and by stack. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { countsByStack, hasSameCounts, recoverDiffCounts } from "../../../src/blame/provenance/diff-counts.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import { type Bucket, heapProfile } from "../heap-buckets.ts";

const STACK = "main.main;main.put";
const bucket = (size: number, inuse: number, alloc: number, stack = STACK): Bucket => ({ stack, size, inuse, alloc });
const base = heapProfile([bucket(64, 1, 2), bucket(128, 3, 4)]);
const current = heapProfile([bucket(64, 5, 6), bucket(128, 3, 8), bucket(64, 1, 1, "main.main;main.get")]);

test("rows have the recorded objects of both sides, 0 where one has no such bucket", () => {
  const counts = recoverDiffCounts(diffProfiles(base, current));
  assert.deepEqual([...(counts.base.alloc?.counts ?? [])], [2, 4, 0]);
  assert.deepEqual([...(counts.base.inuse?.counts ?? [])], [1, 3, 0]);
  assert.deepEqual([...(counts.current.alloc?.counts ?? [])], [6, 8, 1]);
  assert.deepEqual([...(counts.current.inuse?.counts ?? [])], [5, 3, 1]);
});

test("by stack the buckets of several sizes are one", () => {
  const diff = diffProfiles(base, current);
  const counts = countsByStack(diff, recoverDiffCounts(diff));
  assert.deepEqual([...(counts.base.alloc?.counts ?? [])], [6, 0]);
  assert.deepEqual([...(counts.current.inuse?.counts ?? [])], [8, 1]);
});

test("the same counts are those that are equal in both columns, stack by stack", () => {
  const same = (a: readonly Bucket[], b: readonly Bucket[]): boolean =>
    hasSameCounts(recoverDiffCounts(diffProfiles(heapProfile(a), heapProfile(b))));
  assert.equal(same([bucket(64, 1, 2)], [bucket(64, 1, 2)]), true);
  assert.equal(same([bucket(64, 1, 2)], [bucket(64, 1, 3)]), false);
  assert.equal(same([bucket(64, 1, 2)], [bucket(64, 2, 2)]), false);
});
