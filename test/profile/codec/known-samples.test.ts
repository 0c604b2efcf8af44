/** What differs from the file before by its values alone is what it is alone, and everything else is noticed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { DecodeMemory } from "../../../src/profile/codec/memory.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { generateProfile } from "../../bench/generate.ts";
import { profileFromText } from "../profile-from-text.ts";
import { rowsOf } from "../rows-of.ts";

/** The second of two, as it is read after the first. */
function decodeAfter(before: Uint8Array, bytes: Uint8Array): Profile {
  const memory = new DecodeMemory();
  decodeProfile(before, memory);
  return decodeProfile(bytes, memory);
}

/** Values are packed from three on. */
const sampleTypes = ["objects", "space", "more"].map((type) => ({ type, unit: "count" }));

function sampleText(values: string): Uint8Array {
  const text = `main.main;main.first;main.second ${values} 300\nmain.main;main.other 1 64 0`;
  return encodeProfile(profileFromText(text, { sampleTypes }));
}

const plain = sampleText("3 4096");

for (const values of ["3 4096", "0 0", "127 128", `2097152 ${2n ** 28n}`, `5 ${2n ** 49n - 1n}`]) {
  test(`values are read, labels and stacks are those of the file before: ${values}`, () => {
    const memory = new DecodeMemory();
    const [before, after] = [plain, sampleText(values)].map((bytes) => decodeProfile(bytes, memory)) as [
      Profile,
      Profile,
    ];
    assert.deepEqual(rowsOf(after), rowsOf(decodeProfile(sampleText(values))));
    assert.equal(after.samples.labelSet, before.samples.labelSet);
  });
}

for (const values of [
  `1 ${2n ** 49n}`,
  `1 ${2n ** 62n}`,
  "-1 -64",
  `${2n ** 53n} 7`,
  `${2n ** 63n - 1n} ${-(2n ** 63n)}`,
]) {
  test(`values that are wide or negative are read exactly: ${values}`, () => {
    assert.deepEqual(rowsOf(decodeAfter(plain, sampleText(values))), rowsOf(decodeProfile(sampleText(values))));
    assert.deepEqual(rowsOf(decodeAfter(sampleText(values), plain)), rowsOf(decodeProfile(plain)));
  });
}

test("magnitudes that float64 cannot add up make an exact column", () => {
  const lines = (value: bigint): string =>
    Array.from({ length: 40 }, (_, at) => `main.main;main.at${at} 1 ${value} 1`).join("\n");
  const [small, large] = [8n, 2n ** 48n + 1n].map((value) =>
    encodeProfile(profileFromText(lines(value), { sampleTypes })),
  );
  const { values } = decodeAfter(small as Uint8Array, large as Uint8Array).samples;
  assert.deepEqual(values, decodeProfile(large as Uint8Array).samples.values);
  assert.ok(values[1] instanceof BigInt64Array);
});

const shape = { samples: 300, functions: 60, locations: 200, seed: 7 };
const [first, second] = [0, 1].map((round) => generateProfile({ ...shape, round })) as [Uint8Array, Uint8Array];

test("labels are shared where all are the same, and their columns are those of the first", () => {
  const memory = new DecodeMemory();
  const [before, after] = [first, second].map((bytes) => decodeProfile(bytes, memory)) as [Profile, Profile];
  assert.equal(after.samples.labelSet, before.samples.labelSet);
  assert.equal(after.labelSets, before.labelSets);
  assert.deepEqual(rowsOf(after), rowsOf(decodeProfile(second)));
});

test("a byte that is another in whatever sample is not overlooked", () => {
  for (let at = 60; at < 6_000; at += 7) {
    const changed = second.slice();
    changed[at] = (changed[at] as number) ^ 1;
    const [alone, after] = [() => decodeProfile(changed), () => decodeAfter(first, changed)].map((decode) => {
      try {
        return rowsOf(decode());
      } catch (error) {
        return String(error);
      }
    });
    assert.deepEqual(after, alone, `byte ${at}`);
  }
});

test("samples with more values than the file has types are refused, though they are those of the file before", () => {
  const oneTypeLess = plain.subarray(2 + (plain[1] as number));
  assert.throws(() => decodeProfile(oneTypeLess), /sample has 3 values vs. 2 types/);
  assert.throws(() => decodeAfter(plain, oneTypeLess), /sample has 3 values vs. 2 types/);
});
