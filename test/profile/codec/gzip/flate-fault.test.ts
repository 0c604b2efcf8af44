/** Streams of each kind of block: whole, cut at every byte, and broken where it can be told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, deflateRawSync } from "node:zlib";
import { findFlateFault } from "../../../../src/profile/codec/gzip/flate-fault.ts";

const TEXT = Buffer.from(Array.from({ length: 400 }, (_, at) => `${at % 37} of ${(at * at) % 101}, `).join(""));
const STREAMS = {
  stored: deflateRawSync(TEXT, { level: 0 }),
  fixed: deflateRawSync(TEXT, { strategy: constants.Z_FIXED }),
  dynamic: deflateRawSync(TEXT),
  literals: deflateRawSync(TEXT, { strategy: constants.Z_HUFFMAN_ONLY }),
  empty: deflateRawSync(Buffer.alloc(0)),
  flushed: Buffer.concat([deflateRawSync(TEXT, { finishFlush: constants.Z_SYNC_FLUSH }), deflateRawSync(TEXT)]),
  far: deflateRawSync(Buffer.concat([TEXT, Buffer.alloc(30_000, 1), TEXT])),
};

test("a whole stream has no fault, whatever comes after it; one that is cut is cut", () => {
  for (const [name, stream] of Object.entries(STREAMS)) {
    assert.equal(findFlateFault(stream), undefined, name);
    assert.equal(findFlateFault(Buffer.concat([stream, Buffer.from([1, 2, 3])])), undefined, name);
    for (let end = 0; end < stream.length; end += Math.max(1, stream.length >> 5))
      assert.deepEqual(findFlateFault(stream.subarray(0, end)), { kind: "truncated" }, `${name} to ${end}`);
  }
});

test("a block of no type, a length that is not its complement's, and a distance before the start are corrupt", () => {
  const offsetOf = (...bytes: readonly number[]) => {
    const fault = findFlateFault(Uint8Array.from([...bytes, 0, 0, 0, 0, 0, 0]));
    return fault?.kind === "corrupt" ? fault.offset : fault?.kind;
  };
  assert.equal(offsetOf(0b111), 1);
  assert.equal(offsetOf(0b001, 2, 0, 0xfd, 0xff), undefined);
  assert.equal(offsetOf(0b001, 2, 0, 0xfc, 0xff), 5);
  // Fixed codes: 257 is a length of 3, whose distance goes back behind nothing.
  assert.equal(offsetOf(0b011, 0b10), 2);
});

test("a length that no block may have is corrupt where it stands", () => {
  // A last block of fixed codes, and in it 286.
  assert.deepEqual(findFlateFault(Uint8Array.of(0x1b, 0x03, 0, 0, 0, 0, 0, 0)), { kind: "corrupt", offset: 2 });
});
