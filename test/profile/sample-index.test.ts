/** Which column is meant, by number, name or nothing; that pprof means the same is compared in test/cli and test/differential. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveSampleIndex } from "../../src/profile/sample-index.ts";
import type { Header } from "../../src/profile/tables.ts";
import { profileFromText } from "./profile-from-text.ts";

function headerOf(types: readonly string[], defaultSampleType = ""): Header {
  const { header } = profileFromText("main 1 1");
  return { ...header, defaultSampleType, sampleTypes: types.map((type) => ({ type, unit: "count" })) };
}

const HEAP = ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"];

test("without a wish it is the profile's default, or its last", () => {
  assert.equal(resolveSampleIndex(headerOf(HEAP), ""), 3);
  assert.equal(resolveSampleIndex(headerOf(HEAP, "alloc_objects"), ""), 0);
  assert.equal(resolveSampleIndex(headerOf(HEAP, "alloc_space"), ""), 1);
  assert.equal(resolveSampleIndex(headerOf(HEAP, "nothing"), ""), 3);
});

test("a number is a column, and one beyond them is none", () => {
  for (const [wanted, index] of [
    ["0", 0],
    ["3", 3],
    ["+1", 1],
    ["-0", 0],
    ["007", undefined],
    ["4", undefined],
    ["-1", undefined],
    ["9223372036854775000", undefined],
  ] as const) {
    if (index !== undefined) assert.equal(resolveSampleIndex(headerOf(HEAP), wanted), index, wanted);
    else
      assert.throws(() => resolveSampleIndex(headerOf(HEAP), wanted), {
        code: "bad-sample-index",
        message: `sample_index ${wanted} is outside the range [0..3]`,
      });
  }
});

test("a name is that of a type, also with inuse_ before it", () => {
  for (const [index, name] of HEAP.entries()) assert.equal(resolveSampleIndex(headerOf(HEAP), name), index);
  const old = headerOf(["objects", "space"]);
  assert.deepEqual(
    ["objects", "space", "inuse_objects", "inuse_space"].map((name) => resolveSampleIndex(old, name)),
    [0, 1, 0, 1],
  );
  for (const wanted of ["inuse_inuse_space", "alloc", "1.5", "9223372036854775808", "space "]) {
    assert.throws(() => resolveSampleIndex(old, wanted), {
      code: "bad-sample-index",
      message: `sample_index "${wanted}" must be one of: [objects space]`,
    });
  }
});

test("of no types there is none, and what is no header is said to be none", () => {
  assert.throws(() => resolveSampleIndex(headerOf([]), ""), { message: "profile has no samples" });
  assert.throws(() => resolveSampleIndex({} as Header, ""), {
    code: "bad-option",
    message: /header is that of a profile/,
  });
  assert.throws(() => resolveSampleIndex(headerOf(HEAP), 1 as unknown as string), { code: "bad-option" });
});
