/** What a profile must not say, in pprof's words, and which fault comes first; parse.test.ts compares the words with pprof. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../src/profile/codec/decode.ts";
import { bytes, message, strings } from "./codec/messages.ts";

function faultOf(...parts: readonly Uint8Array[]): string | undefined {
  const all = bytes(message(1, 8, 1, 16, 2), message(2, 16, 5), strings("", "a", "b"), ...parts);
  try {
    decodeProfile(all);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const WIDE = [0x80, 0x80, 0x80, 0x80, 0x80, 1] as const;
const mapping = (...id: readonly number[]) => message(3, 8, ...id);
const func = (...id: readonly number[]) => message(5, 8, ...id);
const location = (id: number, ...functions: readonly number[]) =>
  message(4, 8, id, ...functions.map((each) => message(4, 8, each)));

test("an id is used once, and never 0, in each table, also an id of 64 bits", () => {
  for (const [make, name, reserved] of [
    [mapping, "mappings", "found mapping with reserved ID=0"],
    [func, "functions", "found function with reserved ID=0"],
    [location, "locations", "found location with reserved id=0"],
  ] as const) {
    assert.equal(faultOf(make(1), make(2)), undefined);
    assert.equal(faultOf(make(1), make(2), make(1)), `multiple ${name} with same id: 1`);
    assert.equal(faultOf(make(2), make(0)), reserved);
    assert.equal(faultOf(make(2), make(2), make(0)), `multiple ${name} with same id: 2`, "the first row that is wrong");
  }
  assert.equal(faultOf(func(...WIDE), func(1)), undefined);
  assert.equal(faultOf(func(...WIDE), func(1), func(...WIDE)), `multiple functions with same id: ${2 ** 35}`);
});

test("mappings come before functions, these before locations", () => {
  assert.match(faultOf(location(0), func(0), mapping(0)) ?? "", /mapping/);
  assert.match(faultOf(location(0), func(0), mapping(1)) ?? "", /function/);
  assert.match(faultOf(location(0), func(1), mapping(1)) ?? "", /location/);
});

test("of locations the first that is wrong is named, by its id or by its lines", () => {
  const nil = (id: number) => `location id: ${id} has a line with nil function`;
  assert.equal(faultOf(func(1), location(5, 1, 1), location(6), location(7, 1)), undefined);
  assert.equal(faultOf(func(1), location(5, 1), location(6), location(7, 1, 2)), nil(7));
  assert.equal(faultOf(func(1), location(5, 2), location(6, 2)), nil(5));
  assert.equal(faultOf(func(1), location(5, 2), location(5, 1)), nil(5));
  assert.equal(faultOf(func(1), location(5, 1), location(5, 2), location(6, 2)), "multiple locations with same id: 5");
  assert.equal(faultOf(func(1), location(5, 1), location(0, 2)), "found location with reserved id=0");
  assert.equal(faultOf(location(5, 0)), nil(5));
});
