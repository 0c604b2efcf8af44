import assert from "node:assert/strict";
import { test } from "node:test";
import { shortCaptures } from "../../../src/web/time/capture-names.ts";

test("captures are called by what tells them apart", () => {
  const cases: readonly (readonly [sources: readonly string[], short: readonly string[]])[] = [
    [
      ["pod/001/heap.pb.gz", "pod/002/heap.pb.gz"],
      ["001", "002"],
    ],
    [
      ["heap-1.out", "heap-2.out"],
      ["heap-1.out", "heap-2.out"],
    ],
    [
      ["a/b/1.out", "a/b/2.out"],
      ["1.out", "2.out"],
    ],
    [
      ["a/heap", "b/heap"],
      ["a", "b"],
    ],
    [
      ["a/heap", "heap"],
      ["a/heap", "heap"],
    ],
    [
      ["same", "same"],
      ["same", "same"],
    ],
    [["one/heap"], ["heap"]],
    [[], []],
  ];
  for (const [sources, short] of cases) assert.deepEqual(shortCaptures(sources), short, String(sources));
});
