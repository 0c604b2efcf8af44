/** Counted, a stream is as long as it unpacks to, wherever its end lies among the pieces in which it is read. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { inflatedSize } from "../../src/load/inflated-size.ts";
import { InflateFailure } from "../../src/profile/codec/gzip/gunzip.ts";

const LIMIT = 1 << 30;

test("the size is that of the output, with and without something behind the stream", () => {
  for (const size of [0, 1, 100, 8_000, 70_000, 5_000_000])
    for (const bytes of [Buffer.alloc(size), randomBytes(size)]) {
      const stream = deflateRawSync(bytes);
      assert.deepEqual(inflatedSize(stream, LIMIT), { size, consumed: stream.length });
      assert.deepEqual(inflatedSize(Buffer.concat([stream, Buffer.alloc(9, "x")]), LIMIT), {
        size,
        consumed: stream.length,
      });
    }
});

test("a stream whose end is at the end of a piece, or one byte before it or behind", () => {
  const piece = 8192;
  for (const length of [-6, -5, -4, 0, 1, 2]) {
    // Stored blocks are five bytes longer than what is in them.
    const bytes = randomBytes(piece + length);
    assert.equal(inflatedSize(deflateRawSync(bytes, { level: 0 }), LIMIT)?.size, bytes.length);
  }
});

test("beyond the limit nothing more is unpacked", () => {
  const stream = deflateRawSync(Buffer.alloc(50_000_000));
  const size = inflatedSize(stream, 1_000_000)?.size ?? 0;
  assert.ok(size > 1_000_000 && size < 20_000_000, String(size));
});

test("what is cut short or damaged is told apart", () => {
  const stream = deflateRawSync(randomBytes(50_000));
  const problem = (bytes: Uint8Array) => (error: unknown) =>
    error instanceof InflateFailure && error.problem === (bytes.length < stream.length ? "truncated" : "corrupt");
  for (const length of [0, 1, 8192, 16_384, 30_000, stream.length - 1]) {
    const cut = stream.subarray(0, length);
    assert.throws(() => inflatedSize(cut, LIMIT), problem(cut), String(length));
  }
  const damaged = Buffer.from(stream).fill(0xff, 0, 3);
  assert.throws(() => inflatedSize(damaged, LIMIT), problem(damaged));
});
