/** Go programs are told by their files, or by names that only Go gives where there are no files. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isGoProfile } from "../../../src/blame/provenance/go-profile.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const CASES: readonly (readonly [stack: string, isGo: boolean])[] = [
  ["main.main@/src/app/main.go:3 1 1", true],
  ["handleRequest@/srv/app.js:3 1 1", false],
  ["main.main 1 1", true],
  ["runtime.mallocgc 1 1", true],
  ["example.com/x.(*T).Get 1 1", true],
  ["std::vector<int>::push_back 1 1", false],
  ["main 1 1", false],
  ["main.main@/srv/main.py:3 1 1", false],
];

for (const [stack, isGo] of CASES) {
  test(`${stack}: ${isGo ? "Go" : "not Go"}`, () => {
    assert.equal(isGoProfile(profileFromText(stack)), isGo);
  });
}
