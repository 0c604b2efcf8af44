/** Runs of bytes compared, of every length and at every place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { areSameBytes, viewOf } from "../../../src/profile/codec/same-bytes.ts";

test("bytes are the same up to the end, and not where any one differs", () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
  const [a, b] = [viewOf(bytes), viewOf(bytes.subarray(2))];
  for (let length = 0; length <= 21; length++) {
    assert.ok(areSameBytes(a, 5, 5 + length, b, 3), `${length}`);
    for (let wrong = 0; wrong < length; wrong++) {
      const other = bytes.slice();
      other[5 + wrong] = 255;
      assert.ok(!areSameBytes(a, 5, 5 + length, viewOf(other), 5), `${wrong} of ${length}`);
    }
    const behind = bytes.slice();
    behind[5 + length] = 255;
    behind[4] = 255;
    assert.ok(areSameBytes(a, 5, 5 + length, viewOf(behind), 5), "what lies beside does not count");
  }
});

test("words that are no number or zero are compared byte by byte too", () => {
  const wordOf = (...bytes: readonly number[]): DataView => viewOf(Uint8Array.from(bytes));
  const zero = wordOf(0, 0, 0, 0, 0, 0, 0, 0);
  const minusZero = wordOf(0, 0, 0, 0, 0, 0, 0, 0x80);
  const noNumber = wordOf(1, 2, 3, 4, 5, 6, 0xff, 0x7f);
  const otherNoNumber = wordOf(1, 2, 3, 5, 5, 6, 0xff, 0x7f);
  for (const word of [zero, minusZero, noNumber, otherNoNumber]) {
    for (const other of [zero, minusZero, noNumber, otherNoNumber]) {
      assert.equal(areSameBytes(word, 0, 8, other, 0), word === other);
    }
  }
});
