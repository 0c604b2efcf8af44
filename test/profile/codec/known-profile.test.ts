/** A file that is walked beside the one before comes out as it does alone, also where its header differs or its messages are written in another way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { DecodeMemory } from "../../../src/profile/codec/memory.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { rowsOf } from "../rows-of.ts";

const field = (number: number, ...value: readonly number[]): number[] => [8 * number, ...value];
const message = (number: number, ...inner: readonly number[]): number[] => [8 * number + 2, inner.length, ...inner];

/** `a.count` with one location and one function; strings are "", "a", "count". */
const TYPES = message(1, ...field(1, 1), ...field(2, 2));
const TABLES = [
  ...message(4, ...field(1, 1), ...message(4, ...field(1, 1))),
  ...message(5, ...field(1, 1), ...field(2, 1)),
  ...[...message(6), ...message(6, 97), ...message(6, 99, 111, 117, 110, 116)],
];
const sample = (...values: readonly number[]): number[] => message(2, ...message(1, 1), ...message(2, ...values));
const time = (...value: readonly number[]): number[] => field(9, ...value);

function fileOf(...parts: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([...TYPES, ...parts.flat(), ...TABLES]);
}

/** What comes of the second file after the first, and whether it was taken over from there. */
function decodeAfter(first: Uint8Array, second: Uint8Array): { rows: unknown; isRecalled: boolean } {
  const memory = new DecodeMemory();
  const before = decodeProfile(first, memory);
  const rows = outcome(() => decodeProfile(second, memory));
  return { rows: rows instanceof Error ? rows.message : rowsOf(rows), isRecalled: isFrom(before, rows) };
}

/** The label sets of a profile are those of another one only where all of it was taken over. */
function isFrom(before: Profile, after: Profile | Error): boolean {
  return !(after instanceof Error) && after.labelSets === before.labelSets;
}

function alone(bytes: Uint8Array): unknown {
  const profile = outcome(() => decodeProfile(bytes));
  return profile instanceof Error ? profile.message : rowsOf(profile);
}

function outcome(decode: () => Profile): Profile | Error {
  try {
    return decode();
  } catch (error) {
    return error as Error;
  }
}

const usual = fileOf(time(5), sample(3), sample(4), field(10, 7), field(12, 9));

for (const [what, file, isRecalled] of [
  ["values", fileOf(time(5), sample(30), sample(0), field(10, 7), field(12, 9)), true],
  ["longer values", fileOf(time(5), sample(0x80, 1), sample(0xff, 0xff, 1), field(10, 7), field(12, 9)), true],
  ["times", fileOf(time(0xff, 0x7f), sample(3), sample(4), field(10, 0x80, 1), field(12, 1)), true],
  [
    "a time of 63 bits",
    fileOf(time(...Array(8).fill(0xff), 0x7f), sample(3), sample(4), field(10, 7), field(12, 9)),
    true,
  ],
  ["a negative time", fileOf(time(...Array(9).fill(0xff), 1), sample(3), sample(4), field(10, 7), field(12, 9)), false],
  ["no period", fileOf(time(5), sample(3), sample(4), field(10, 7)), false],
  ["another order of times", fileOf(time(5), sample(3), sample(4), field(12, 9), field(10, 7)), false],
  ["one sample more", fileOf(time(5), sample(3), sample(4), sample(5), field(10, 7), field(12, 9)), false],
  ["one sample less", fileOf(time(5), sample(3), field(10, 7), field(12, 9)), false],
  [
    "a location that there is not",
    fileOf(time(5), message(2, ...message(1, 2), ...message(2, 3)), sample(4), field(10, 7), field(12, 9)),
    false,
  ],
  ["two values", fileOf(time(5), sample(3, 3), sample(4), field(10, 7), field(12, 9)), false],
  ["no values", fileOf(time(5), message(2, ...message(1, 1)), sample(4), field(10, 7), field(12, 9)), false],
  ["a value that does not end", fileOf(time(5), sample(0x80), sample(4), field(10, 7), field(12, 9)), false],
  [
    "a negative value",
    fileOf(time(5), sample(...Array(9).fill(0xff), 1), sample(4), field(10, 7), field(12, 9)),
    false,
  ],
  ["something behind", Uint8Array.from([...usual, ...field(12, 8)]), false],
  ["its end missing", usual.subarray(0, -1), false],
] as const) {
  test(`a file that differs by ${what} is read as it is alone`, () => {
    const after = decodeAfter(usual, file);
    assert.deepEqual(after, { rows: alone(file), isRecalled });
  });
}

for (const [what, known, file] of [
  ["a time between the samples", fileOf(sample(3), time(5), sample(4)), fileOf(sample(3), time(6), sample(4))],
  [
    "values one by one",
    fileOf(message(2, ...message(1, 1), ...field(2, 3))),
    fileOf(message(2, ...message(1, 1), ...field(2, 4))),
  ],
  [
    "a length of two bytes where one is enough",
    fileOf([18, 0x86, 0, ...message(1, 1), ...message(2, 3)]),
    fileOf([18, 0x86, 0, ...message(1, 1), ...message(2, 4)]),
  ],
  ["no samples", fileOf(time(5)), fileOf(time(6))],
] as const) {
  test(`with ${what} a file is read anew`, () => {
    assert.deepEqual(decodeAfter(known, file), { rows: alone(file), isRecalled: false });
  });
}

test("a tag of more bytes than it needs is not taken for a part of the number", () => {
  const [known, file] = [5, 6].map((value) => fileOf([0xc8, 0, value], sample(3))) as [Uint8Array, Uint8Array];
  assert.deepEqual(decodeAfter(known, file), { rows: alone(file), isRecalled: true });
});

test("values before locations are found too", () => {
  const [known, file] = [3, 4].map((value) => fileOf(message(2, ...message(2, value), ...message(1, 1))));
  assert.deepEqual(decodeAfter(known as Uint8Array, file as Uint8Array), {
    rows: alone(file as Uint8Array),
    isRecalled: true,
  });
});

test("of a number that is given twice the last counts, and two times are two profiles", () => {
  const twice = (a: number, b: number): Uint8Array => fileOf(field(12, a), sample(3), field(12, b));
  assert.deepEqual(decodeAfter(twice(1, 2), twice(4, 3)), { rows: alone(twice(4, 3)), isRecalled: true });
  const times = (a: number, b: number): Uint8Array => fileOf(time(a), sample(3), time(b));
  assert.match(String(alone(times(1, 2))), /two profiles are appended/);
  assert.deepEqual(decodeAfter(times(0, 2), times(1, 2)), { rows: alone(times(1, 2)), isRecalled: false });
});

test("values in more than one field are counted together, and so are those of the next file", () => {
  const types = [...TYPES, ...TYPES];
  const file = (first: readonly number[], more: readonly number[]): Uint8Array =>
    Uint8Array.from([
      ...types,
      ...message(2, ...message(1, 1), ...message(2, ...first), ...message(2, ...more)),
      ...TABLES,
    ]);
  assert.match(String(alone(file([1, 2], [3]))), /3 values vs. 2 types/);
  assert.deepEqual(decodeAfter(file([1], [3]), file([1, 2], [3])), {
    rows: alone(file([1, 2], [3])),
    isRecalled: false,
  });
});

test("samples of 128 bytes and more are walked too", () => {
  const long = (value: number): Uint8Array => {
    const inner = [...message(1, ...Array(126).fill(1)), ...message(2, value)];
    return fileOf([18, 0x80 | (inner.length & 0x7f), inner.length >> 7, ...inner]);
  };
  assert.deepEqual(decodeAfter(long(3), long(4)), { rows: alone(long(4)), isRecalled: true });
});
