/** Rows of a merge are told apart by what they hold: among so many stacks some have the hash of others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import { chain, spread } from "../../../src/profile/row-index.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../profile-from-text.ts";

const FUNCTIONS = 300;
const STACKS = 200_000;

/** As many stacks of three locations, each of them once; the first ones name all locations in their order, so that their rows stay as they are. */
function manyStacks(): Profile {
  const text = Array.from({ length: FUNCTIONS }, (_, at) => `main.f${at} 1 ${at + 1}`).join("\n");
  const profile = profileFromText(text);
  const locations = new Int32Array(FUNCTIONS + 3 * STACKS);
  for (let at = 0; at < FUNCTIONS; at++) locations[at] = at;
  for (let stack = 0; stack < STACKS; stack++) {
    const mixed = (stack * 7919) % FUNCTIONS ** 3;
    const triple = [mixed % FUNCTIONS, Math.floor(mixed / FUNCTIONS) % FUNCTIONS, Math.floor(mixed / FUNCTIONS ** 2)];
    locations.set(triple, FUNCTIONS + 3 * stack);
  }
  const length = FUNCTIONS + STACKS;
  const start = Int32Array.from({ length: length + 1 }, (_, row) => row + 2 * Math.max(0, row - FUNCTIONS));
  const values = profile.samples.values.map(() => new Float64Array(length).fill(1));
  const labelSet = new Int32Array(length).fill(profile.samples.labelSet[0] as number);
  return { ...profile, samples: { length, start, locations, values, labelSet } };
}

function hashesOf({ samples: { length, start, locations } }: Profile): Set<number> {
  const hashes = new Set<number>();
  for (let row = FUNCTIONS; row < length; row++) {
    let hash = 0;
    for (let at = start[row] as number; at < (start[row + 1] as number); at++)
      hash = chain(hash, locations[at] as number);
    hashes.add(spread(hash));
  }
  return hashes;
}

test("stacks that share a hash stay apart, each with its own values", () => {
  const profile = manyStacks();
  assert.ok(hashesOf(profile).size < STACKS);
  const { samples } = mergeProfiles([profile, profile]);
  assert.equal(samples.length, profile.samples.length);
  for (const column of samples.values) assert.ok(column.every((value: number | bigint) => Number(value) === 2));
});

test("a stack that goes on where another ends is another, whichever comes first", () => {
  const [long, short] = [profileFromText("main.a;main.b 1 1"), profileFromText("main.b 1 1")];
  for (const profiles of [
    [long, short],
    [short, long],
  ] as const)
    assert.equal(mergeProfiles(profiles).samples.length, 2);
});
