/** Labels as they are decoded: which are none, and which are one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { rowsOf } from "../rows-of.ts";
import { bytes, long, message, strings } from "./messages.ts";

test("a label of text is no number, and one of neither text, number nor unit is none", () => {
  const label = (...fields: readonly number[]) => {
    const profile = bytes(message(1), message(2, 16, 1, message(3, fields)), strings("", "k", "v", "u"));
    return rowsOf(decodeProfile(profile)).samples[0]?.labels;
  };
  assert.deepEqual(label(8, 1), []);
  assert.deepEqual(label(8, 1, 16, 0, 24, 0, 32, 0), []);
  assert.deepEqual(label(8, 1, 32, 3), [{ key: "k", value: 0n, unit: "u" }]);
  assert.deepEqual(label(8, 1, 24, 7), [{ key: "k", value: 7n, unit: "" }]);
  assert.deepEqual(label(8, 1, 16, 2, 24, 7, 32, 3), [{ key: "k", value: "v", unit: "" }]);
});

test("labels are told apart by what they say, however many there are and in whatever order their fields come", () => {
  const names = Array.from({ length: 120 }, (_, at) => (at === 0 ? "" : `n${at}`));
  const pairs = names.flatMap((_, key) => names.map((_, value) => [key, value] as const)).filter(([, value]) => value);
  const samples = pairs.flatMap(([key, value]) => [
    message(2, 16, 1, message(3, 8, key, 16, value)),
    message(2, 16, 1, message(3, 16, key || 1, 8, value)),
  ]);
  const wanted = pairs.flatMap(([key, value]) => [
    { key: names[key], value: names[value], unit: "" },
    { key: names[value], value: names[key || 1], unit: "" },
  ]);
  const profile = decodeProfile(new Uint8Array(Buffer.concat([message(1), ...samples, strings(...names)])));
  assert.deepEqual(
    rowsOf(profile).samples.map(({ labels }) => labels[0]),
    wanted,
  );
  assert.ok(profile.labelSets.length <= names.length ** 2, "the same label is one set");
});

test("a label whose message is longer than a length of one byte is read as any other", () => {
  const unknown = bytes(0xa2, 1, 0xac, 2, new Uint8Array(300));
  const profile = bytes(message(1), long(2, 16, 1, long(3, 8, 1, unknown, 16, 2)), strings("", "k", "v"));
  assert.deepEqual(rowsOf(decodeProfile(profile)).samples[0]?.labels, [{ key: "k", value: "v", unit: "" }]);
});
