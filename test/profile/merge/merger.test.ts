/** Profiles that share their stacks are added row by row: the sum is that of profiles which share nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { generateProfile, random } from "../../bench/generate.ts";
import { rowsOf } from "../rows-of.ts";

const capture = decodeProfile(generateProfile({ samples: 40, functions: 20, locations: 30, seed: 1, round: 0 }));
const { samples } = capture;
/** The same stacks, each with the labels of the one before. */
const turned = { ...samples, labelSet: samples.labelSet.map((_, row, sets) => sets.at(row - 1) as number) };

/** A later capture: some samples are zero, in all of their values. */
function later(table: Profile["samples"], next: () => number): Profile {
  const isZero = Uint8Array.from(table.labelSet, () => (next() < 0.3 ? 1 : 0));
  const values = table.values.map(() => Float64Array.from(isZero, (zero) => (zero === 1 ? 0 : Math.ceil(next() * 9))));
  return { ...capture, samples: { ...table, values } };
}

function unshared(profile: Profile): Profile {
  const { start, locations } = profile.samples;
  return { ...profile, samples: { ...profile.samples, start: start.slice(), locations: locations.slice() } };
}

for (const seed of Array(20).keys()) {
  test(`captures with the same stacks, other labels and zeros in between, add up as any profiles do: ${seed}`, () => {
    const next = random(seed);
    const captures = Array.from({ length: 6 }, () => later(next() < 0.6 ? samples : turned, next));
    assert.deepEqual(rowsOf(mergeProfiles(captures)), rowsOf(mergeProfiles(captures.map(unshared))));
  });
}
