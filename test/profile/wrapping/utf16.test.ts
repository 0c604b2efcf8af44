/** What is taken for UTF-16: by its mark, or by the zeros beside its letters. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { unwrapUtf16 } from "../../../src/profile/wrapping/utf16.ts";

const textOf = (...bytes: readonly number[]): string | undefined => {
  const unwrapped = unwrapUtf16(Uint8Array.from(bytes));
  return unwrapped && new TextDecoder().decode(unwrapped.bytes);
};

test("both orders of bytes are text, with a mark and without", () => {
  assert.equal(textOf(0xff, 0xfe, 0x68, 0, 0x69, 0), "hi");
  assert.equal(textOf(0xfe, 0xff, 0, 0x68, 0, 0x69), "hi");
  assert.equal(textOf(0x68, 0, 0x69, 0), "hi");
  assert.equal(textOf(0, 0x68, 0, 0x69), "hi");
});

test("half of a mark is none", () => {
  for (const bytes of [
    [0x68, 0xff, 0x69, 0],
    [0xfe, 0x68, 0, 0x69],
    [0xff, 0xff, 0, 0x69],
    [0xfe, 0xfe, 0x69, 0],
  ])
    assert.equal(textOf(...bytes), undefined, bytes.join());
});
