import assert from "node:assert/strict";
import { test } from "node:test";
import { deepestStacks } from "../../../src/blame/provenance/deepest-stacks.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const profile = profileFromText("a;b;c 1 1\na 1 1\na;b;d 1 1");

test("the deepest stacks are found", () => {
  const { frames, rows } = deepestStacks(profile);
  assert.deepEqual({ frames, rows }, { frames: 3, rows: [0, 2] });
});

test("the same stacks through other places, or cut elsewhere, are looked through anew", () => {
  const { samples, locations } = profile;
  deepestStacks(profile);
  const inlined = { ...locations, start: locations.start.map((line, row) => line + row) };
  const deeper = deepestStacks({ ...profile, locations: inlined });
  assert.deepEqual({ frames: deeper.frames, rows: deeper.rows }, { frames: 6, rows: [0, 2] });
  const shorter = deepestStacks({ ...profile, samples: { ...samples, length: 2, start: Int32Array.of(0, 1, 2) } });
  assert.deepEqual({ frames: shorter.frames, rows: shorter.rows }, { frames: 1, rows: [0, 1] });
});
