import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { endOfLocations, PACKED_LOCATIONS } from "../../../src/profile/codec/known-samples.ts";
import { DecodeMemory } from "../../../src/profile/codec/memory.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import { NONE, type Profile } from "../../../src/profile/tables.ts";
import { generateProfile } from "../../bench/generate.ts";
import { profileFromText } from "../profile-from-text.ts";
import { rowsOf } from "../rows-of.ts";

const shape = { samples: 400, functions: 90, locations: 300, seed: 5 };
const rounds = [0, 1, 2].map((round) => generateProfile({ ...shape, round }));

function decodeAll(files: readonly Uint8Array[]): Profile[] {
  const memory = new DecodeMemory();
  return files.map((bytes) => decodeProfile(bytes, memory));
}

test("profiles with the same tables and stacks share them, and are what they are without", () => {
  const shared = decodeAll(rounds);
  const alone = rounds.map((bytes) => decodeProfile(bytes));
  assert.deepEqual(shared.map(rowsOf), alone.map(rowsOf));
  for (const table of ["strings", "mappings", "functions", "locations"] as const) {
    assert.equal(shared[2]?.[table], shared[0]?.[table]);
    assert.notEqual(alone[1]?.[table], alone[0]?.[table]);
  }
  assert.equal(shared[2]?.samples.locations, shared[0]?.samples.locations);
  assert.notDeepEqual(shared[2]?.samples.values, shared[0]?.samples.values);
  assert.deepEqual(rowsOf(mergeProfiles(shared)), rowsOf(mergeProfiles(alone)));
});

test("tables that differ in a single byte are not shared", () => {
  const good = encodeProfile(profileFromText("main.main;main.first 3 4096\nmain.main;main.other 1 64"));
  const reference = decodeProfile(good);
  for (let at = 0; at < good.length; at++) {
    const changed = good.slice();
    changed[at] = (changed[at] as number) ^ 1;
    let alone: Profile;
    try {
      alone = decodeProfile(changed);
    } catch {
      continue;
    }
    const [first, second] = decodeAll([good, changed]) as [Profile, Profile];
    assert.deepEqual(rowsOf(first), rowsOf(reference));
    assert.deepEqual(rowsOf(second), rowsOf(alone), `byte ${at}`);
  }
});

const SAMPLE = 18;

/** The file with each sample's message changed. All are shorter than 128 bytes. */
function withSamples(bytes: Uint8Array, change: (sample: Uint8Array) => Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, size = 0] = bytes.subarray(at, at + 2);
    assert.ok(size < 100 || tag % 8 === 0);
    const end = at + 2 + (tag % 8 === 2 ? size : 0);
    const old = bytes.subarray(at + 2, end);
    const message = tag === SAMPLE ? change(old) : old;
    out.push(tag, tag === SAMPLE ? message.length : size, ...message);
    at = end;
  }
  return Uint8Array.from(out);
}

test("locations in a further field of a sample are not overlooked, wherever they come", () => {
  const text = "main.main;main.first;main.second 3 4096\nmain.main;main.other 1 64\nmain.main 2 32";
  const plain = encodeProfile(profileFromText(text));
  const [first, again] = decodeAll([plain, plain]);
  assert.equal(again?.samples.locations, first?.samples.locations);
  const late = withSamples(plain, (sample) => Uint8Array.of(...sample, 8, 1));
  // Of two locations that are not packed, one.
  const shorter = withSamples(plain, (sample) =>
    sample[2] === 8 ? sample.filter((_, at) => at < 2 || at > 3) : sample,
  );
  const depths = (bytes: Uint8Array): number => decodeProfile(bytes).samples.locations.length;
  assert.equal(depths(late), depths(plain) + 3);
  assert.equal(depths(shorter), depths(plain) - 1);
  for (const files of [
    [plain, late, late, plain],
    [late, plain, plain, late],
    [plain, shorter, shorter, plain],
  ]) {
    assert.deepEqual(
      decodeAll(files).map(rowsOf),
      files.map((bytes) => rowsOf(decodeProfile(bytes))),
    );
  }
});

test("stacks are not taken over from samples that begin with their values", () => {
  const text = "main.main;main.first;main.second 3 4096\nmain.main;main.other 1 64\nmain.main 2 32";
  const plain = encodeProfile(profileFromText(text));
  // Values, then locations: the field that comes last is moved to the front, in all samples or in one of them.
  const lastFirst = (sample: Uint8Array): Uint8Array => {
    const at = endOfLocations(sample, 0, sample.length);
    return Uint8Array.of(...sample.subarray(at), ...sample.subarray(0, at));
  };
  const all = withSamples(plain, lastFirst);
  let seen = 0;
  const one = withSamples(plain, (sample) => (seen++ === 1 ? lastFirst(sample) : sample));
  const rows = rowsOf(decodeProfile(plain));
  for (const files of [
    [all, all],
    [one, one],
    [plain, all, plain],
    [plain, one, one],
    [all, plain, plain],
  ]) {
    for (const profile of decodeAll(files)) assert.deepEqual(rowsOf(profile), rows);
  }
});

test("locations whose length goes beyond their sample, or does not end, are written in no usual way", () => {
  const endOf = (...bytes: number[]): number => endOfLocations(Uint8Array.from(bytes), 0, bytes.length);
  assert.equal(endOf(PACKED_LOCATIONS, 2, 1, 2), 4);
  assert.equal(endOf(PACKED_LOCATIONS, 2, 1), NONE);
  assert.equal(endOf(PACKED_LOCATIONS, 0x82), NONE);
  assert.equal(endOf(PACKED_LOCATIONS, 0x82, 0x80, 0x80, 0), NONE);
  assert.equal(endOf(PACKED_LOCATIONS, 0x82, 0x80, 0, 1, 2), 6);
  assert.equal(endOf(8, 1, 8, 2, 16, 3), 4);
  assert.equal(endOf(16, 3), 0);
});

test("samples that begin with their values are told apart by the locations behind them", () => {
  const plain = encodeProfile(profileFromText("main.main;main.first;main.second 3 4096"));
  const valuesFirst = (sample: Uint8Array, isReversed: boolean): Uint8Array => {
    const at = endOfLocations(sample, 0, sample.length);
    const ids = sample.slice(2, at);
    return Uint8Array.of(...sample.subarray(at), PACKED_LOCATIONS, ids.length, ...(isReversed ? ids.reverse() : ids));
  };
  const files = [false, true].map((isReversed) => withSamples(plain, (sample) => valuesFirst(sample, isReversed)));
  const [, second] = decodeAll(files).map(({ samples }) => [...samples.locations]);
  assert.deepEqual(second, [...(decodeProfile(files[1] as Uint8Array).samples.locations ?? [])]);
  assert.deepEqual(second, [...decodeProfile(plain).samples.locations].reverse());
});

test("a profile that was refused leaves nothing behind", () => {
  const good = rounds[0] as Uint8Array;
  const memory = new DecodeMemory();
  assert.throws(() => decodeProfile(good.subarray(0, good.length - 5), memory));
  assert.deepEqual(rowsOf(decodeProfile(good, memory)), rowsOf(decodeProfile(good)));
});

test("stacks are not taken over where there are fewer samples, or more", () => {
  const text = "main.main;main.first;main.second 3 4096\nmain.main;main.other 1 64\nmain.main 2 32";
  const whole = encodeProfile(profileFromText(text));
  const fewer = withoutLastSample(whole);
  assert.equal(decodeProfile(fewer).samples.length, 2);
  for (const files of [
    [whole, fewer, whole],
    [fewer, whole, fewer],
  ]) {
    const decoded = decodeAll(files);
    assert.equal(decoded[1]?.locations, decoded[0]?.locations);
    for (const [at, profile] of decoded.entries()) {
      assert.deepEqual(profile.samples, decodeProfile(files[at] as Uint8Array).samples);
    }
  }
});

/** The tables stay as they are. */
function withoutLastSample(bytes: Uint8Array): Uint8Array {
  let last: readonly [number, number] = [0, 0];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, size = 0] = bytes.subarray(at, at + 2);
    const end = at + 2 + (tag % 8 === 2 ? size : 0);
    if (tag === SAMPLE) last = [at, end];
    at = end;
  }
  return Uint8Array.of(...bytes.subarray(0, last[0]), ...bytes.subarray(last[1]));
}

test("nothing is known before the first file, and the first that is refused leaves it so", () => {
  const memory = new DecodeMemory();
  const good = rounds[0] as Uint8Array;
  assert.equal(memory.samples, undefined);
  assert.equal(memory.recallProfile(good), undefined);
  assert.throws(() => decodeProfile(good.subarray(0, -1), memory));
  assert.equal(memory.samples, undefined);
});
