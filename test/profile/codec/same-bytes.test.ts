/** Runs of bytes compared, of every length and at every place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { areSameBytes, viewOf } from "../../../src/profile/codec/same-bytes.ts";

test("bytes are the same up to the end, and not where any one differs", () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
  const [a, b] = [viewOf(bytes), viewOf(bytes.subarray(2))];
  for (let length = 0; length <= 11; length++) {
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
