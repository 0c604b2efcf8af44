/** Fields of each wire type, at the ends of what they hold and of the bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BYTES, VARINT, WireError, WireReader } from "../../../src/profile/codec/wire.ts";
import { findWireError } from "../../../src/profile/codec/wire-check.ts";

const [FIXED64, FIXED32] = [1, 5];

function reader(...bytes: readonly number[]): WireReader {
  const found = new WireReader(Uint8Array.from(bytes));
  assert.ok(found.nextField());
  return found;
}

test("fixed values are little-endian, and end where they end", () => {
  const four = reader((9 << 3) | FIXED32, 0x01, 0x02, 0x83, 0xf4);
  assert.deepEqual([four.field, four.wireType, four.low, four.high, four.pos], [9, FIXED32, 0xf4830201, 0, 5]);
  const eight = reader((1 << 3) | FIXED64, 1, 0, 0, 0x80, 2, 3, 4, 0xff);
  assert.deepEqual([eight.low, eight.high, eight.pos], [0x80000001, 0xff040302, 9]);
  assert.equal(eight.int64, BigInt.asIntN(64, 0xff04030280000001n));
  assert.equal(eight.nextField(), false);
  for (const bytes of [
    [(9 << 3) | FIXED32, 1, 2, 3],
    [(9 << 3) | FIXED64, 1, 2, 3, 4, 5, 6, 7],
  ])
    assert.throws(() => reader(...bytes), { message: "not enough data" });
});

test("varints hold 64 bits, and no more than ten bytes", () => {
  const value = (...bytes: readonly number[]): bigint => reader(8, ...bytes).int64;
  assert.deepEqual(
    [value(0), value(0x7f), value(0x80, 1), value(0xff, 0xff, 0xff, 0xff, 0x7f)],
    [0n, 127n, 128n, 2n ** 35n - 1n],
  );
  assert.equal(value(255, 255, 255, 255, 255, 255, 255, 255, 255, 1), -1n);
  assert.equal(value(128, 128, 128, 128, 128, 128, 128, 128, 128, 1), -(2n ** 63n));
  assert.equal(reader(8, 0x80, 0x80, 0x80, 0x80, 0x80, 1).number, 2 ** 35);
  for (const bytes of [[], [0x80], [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]])
    assert.throws(() => reader(8, ...bytes), { message: "bad varint" });
});

test("bytes lie within the message", () => {
  const bytes = reader((2 << 3) | BYTES, 2, 7, 8, 9);
  assert.deepEqual([bytes.dataStart, bytes.dataEnd, bytes.pos, bytes.fieldStart], [2, 4, 4, 0]);
  assert.throws(() => reader((2 << 3) | BYTES, 2, 7), { message: "too much data" });
  assert.throws(() => reader((2 << 3) | BYTES, 0x80, 0x80, 0x80, 0x80, 0x10, 7), { message: "too much data" });
  assert.throws(() => reader((2 << 3) | 3), { message: "unknown wire type: 3" });
  assert.throws(() => bytes.expect(VARINT), WireError);
  bytes.expect(BYTES);
});

test("the first fault of a profile is told in the order of the file, of fields that the schema knows", () => {
  const fault = (...bytes: readonly number[]) => findWireError(Uint8Array.from(bytes), bytes.length)?.message;
  const message = (field: number, ...inside: readonly number[]) => [(field << 3) | BYTES, inside.length, ...inside];
  assert.equal(fault(...message(1, 8, 1, 16, 2), ...message(6), 72, 1), undefined);
  for (const field of [7, 8, 9, 10, 12, 14, 15]) {
    assert.equal(fault((field << 3) | VARINT, 1), undefined);
    assert.equal(fault(...message(field, 1)), "type mismatch", `${field}`);
  }
  for (const field of [1, 2, 3, 4, 5, 11]) assert.equal(fault((field << 3) | VARINT, 1), "type mismatch", `${field}`);
  const unknown = [0xa2, 1, 1, 7, 0x98, 1, 1];
  assert.equal(fault(...unknown, ...message(3, ...unknown), ...message(6)), undefined, "unknown fields");
  assert.equal(fault(...message(2, ...message(3, ...message(1)))), "type mismatch", "a label's key");
  assert.equal(fault(...message(4, ...message(4, ...message(3)))), "type mismatch", "a line's column");
  assert.equal(fault(...message(4, 40, 1, ...message(5))), "type mismatch", "whether a location is folded");
  assert.equal(fault(...message(3, 80, 1, ...message(10))), "type mismatch", "the last flag of a mapping");
  for (const field of [1, 2]) {
    assert.equal(fault(...message(2, (field << 3) | VARINT, 1, ...message(field, 1, 2))), undefined);
    assert.equal(fault(...message(2, ...message(field, 1, 0x80))), "bad varint");
    assert.equal(fault(...message(2, (field << 3) | FIXED32, 1, 2, 3, 4)), "type mismatch");
  }
  assert.equal(fault(...message(13, 1, 0x80)), "bad varint", "comments may be packed");
  assert.equal(fault(...message(6, 97)), "string_table[0] must be ''");
  assert.equal(fault(...message(6), ...message(6, 97)), undefined);
  assert.equal(findWireError(Uint8Array.of(72, 1, 0xff), 2), undefined, "nothing behind the end is looked at");
});

test("each field is told by where it begins", () => {
  const fields = new WireReader(Uint8Array.of(8, 0x80, 1, (2 << 3) | BYTES, 1, 7, 16, 1));
  const starts: number[] = [];
  while (fields.nextField()) starts.push(fields.fieldStart);
  assert.deepEqual(starts, [0, 3, 6]);
});
