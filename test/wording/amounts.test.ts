/** Bytes and counts in sentences. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesText, countText, deltaText, doOthersShrink } from "../../src/wording/amounts.ts";

test("each amount has the unit that suits it", () => {
  assert.equal(bytesText(0), "0");
  assert.equal(bytesText(1023), "1,023 B");
  assert.equal(bytesText(1024), "1.00 KiB");
  assert.equal(bytesText(20.5 * 2 ** 20), "20.50 MiB");
  assert.equal(deltaText(2 ** 20), "+1.00 MiB");
  assert.equal(deltaText(-100), "-100 B");
  assert.equal(countText(1234567), "1,234,567");
});

test("others shrank from a tenth of what the parts grew by on", () => {
  assert.deepEqual([doOthersShrink(100, 9), doOthersShrink(100, 10), doOthersShrink(100, 0)], [false, true, false]);
});
