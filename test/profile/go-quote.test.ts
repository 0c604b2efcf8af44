/** Text in quotes, as Go's %q has it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { quoteText } from "../../src/profile/go-quote.ts";

test("what is printed stays, the rest is escaped by its length", () => {
  assert.equal(quoteText("aé 日 ~"), '"aé 日 ~"');
  assert.equal(quoteText('\x07\b\f\n\r\t\v\\"'), '"\\a\\b\\f\\n\\r\\t\\v\\\\\\""');
  assert.equal(quoteText("\udc80\udcff\udc7f\udd00"), '"\\x80\\xff\\udc7f\\udd00"');
  assert.equal(quoteText("\x00\x1f\x7f"), '"\\x00\\x1f\\x7f"');
  assert.equal(quoteText("\u0080\u00a0\u2028\u{e0001}"), '"\\u0080\\u00a0\\u2028\\U000e0001"');
  assert.equal(quoteText("\udc80\udcff"), '"\\x80\\xff"', "bytes that are no UTF-8");
});
