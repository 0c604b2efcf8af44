/** Numbers in text, at the edges of their types and of their spelling. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NumberError, parseInt64, parseUint64 } from "../../src/profile/go-number.ts";

const reasonOf = (parse: () => bigint): string | bigint => {
  try {
    return parse();
  } catch (error) {
    assert.ok(error instanceof NumberError);
    return error.reason;
  }
};

test("int64 ends at both of its ends", () => {
  const parse = (text: string) => reasonOf(() => parseInt64(text, 10));
  assert.deepEqual([parse("9223372036854775807"), parse("-9223372036854775808")], [2n ** 63n - 1n, -(2n ** 63n)]);
  assert.deepEqual(["9223372036854775808", "-9223372036854775809"].map(parse), [
    "value out of range",
    "value out of range",
  ]);
  assert.deepEqual(["+7", "-0", "007"].map(parse), [7n, 0n, 7n]);
  assert.deepEqual(["", "-", "+-1", "1_0", "0x1", " 1"].map(parse), Array(6).fill("invalid syntax"));
});

test("uint64 has no sign, and ends at 2^64", () => {
  const parse = (text: string, base: 0 | 10 | 16 = 10) => reasonOf(() => parseUint64(text, base));
  assert.deepEqual(
    [parse("18446744073709551615"), parse("18446744073709551616")],
    [2n ** 64n - 1n, "value out of range"],
  );
  assert.deepEqual([parse("-1"), parse("+1")], ["invalid syntax", "invalid syntax"]);
  assert.deepEqual([parse("fF", 16), parse("fg", 16), parse("ff")], [255n, "invalid syntax", "invalid syntax"]);
});

test("in base 0 the prefix tells, and underscores lie between digits", () => {
  const parse = (text: string) => reasonOf(() => parseInt64(text, 0));
  assert.deepEqual(["0x1F", "0X_1f", "0b101", "0o17", "017", "0_17", "0", "1_000"].map(parse), [
    ...[31n, 31n, 5n, 15n, 15n, 15n, 0n, 1000n],
  ]);
  assert.equal(parse("-0x10"), -16n);
  assert.deepEqual(["0x", "0b2", "08", "1__0", "1_", "_1", "0x1_"].map(parse), Array(7).fill("invalid syntax"));
});

test("a fault is said as Go says it", () => {
  assert.throws(() => parseInt64("a", 10), { message: 'strconv.ParseInt: parsing "a": invalid syntax' });
  assert.throws(() => parseUint64("-1", 10), { message: 'strconv.ParseUint: parsing "-1": invalid syntax' });
});
