/** Streams of each kind of block: whole, cut at every byte, and broken where it can be told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
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

test("codes of every length are followed", () => {
  // So many of each symbol as the numbers of Fibonacci (the first is the end): the codes grow by a bit from each to the next, up to the longest.
  const counts = [1, 2];
  while (counts.length < 15) counts.push((counts.at(-1) as number) + (counts.at(-2) as number));
  const data = Buffer.concat(counts.map((count, symbol) => Buffer.alloc(count, symbol * 7)));
  const stream = deflateRawSync(data, { strategy: constants.Z_HUFFMAN_ONLY, memLevel: 9 });
  assert.deepEqual(inflateRawSync(stream), data);
  assert.equal(findFlateFault(stream), undefined);
  assert.deepEqual(findFlateFault(stream.subarray(0, -1)), { kind: "truncated" });
});

/** A last block, of fixed codes unless another type is named: each piece a number and its bits, from the lowest; codes come from the highest. */
class LastBlock {
  readonly #bits: number[];

  constructor(type: 1 | 2 = 1) {
    this.#bits = [1, type & 1, type >> 1];
  }

  number(value: number, count: number): void {
    for (let bit = 0; bit < count; bit++) this.#bits.push((value >> bit) & 1);
  }

  code(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.#bits.push((value >> bit) & 1);
  }

  symbol(symbol: number): void {
    if (symbol < 144) this.code(0x30 + symbol, 8);
    else if (symbol < 256) this.code(0x190 + symbol - 144, 9);
    else if (symbol < 280) this.code(symbol - 256, 7);
    else this.code(0xc0 + symbol - 280, 8);
  }

  /** What stands at the greatest base that is no larger, and the rest of it in further bits. */
  match(length: number, distance: number): void {
    const size = LENGTHS.findLastIndex(([base]) => base <= length);
    const [base, extra] = LENGTHS[size] as readonly [number, number];
    this.symbol(257 + size);
    this.number(length - base, extra);
    const way = DISTANCES.findLastIndex(([least]) => least <= distance);
    const [least, more] = DISTANCES[way] as readonly [number, number];
    this.code(way, 5);
    this.number(distance - least, more);
  }

  bytes(): Uint8Array {
    return Uint8Array.from({ length: Math.ceil(this.#bits.length / 8) }, (_, at) =>
      this.#bits.slice(8 * at, 8 * at + 8).reduce((byte, bit, place) => byte | (bit << place), 0),
    );
  }
}

/** RFC 1951, 3.2.5: the base of each symbol and how many bits follow. */
const LENGTHS = [
  ...[3, 4, 5, 6, 7, 8, 9, 10].map((base) => [base, 0] as const),
  ...[11, 13, 15, 17].map((base) => [base, 1] as const),
  ...[19, 23, 27, 31].map((base) => [base, 2] as const),
  ...[35, 43, 51, 59].map((base) => [base, 3] as const),
  ...[67, 83, 99, 115].map((base) => [base, 4] as const),
  ...[131, 163, 195, 227].map((base) => [base, 5] as const),
  [258, 0] as const,
];
const DISTANCES = Array.from({ length: 30 }, (_, way) => {
  const extra = Math.max(0, (way >> 1) - 1);
  return [way < 2 ? way + 1 : (2 + (way & 1)) * 2 ** extra + 1, extra] as const;
});

/** A byte repeated to `length` bytes, and three bytes from `distance` back. */
function reaching(length: number, distance: number): Uint8Array {
  const block = new LastBlock();
  block.symbol(97);
  let rest = length - 1;
  for (; rest > 260; rest -= 258) block.match(258, 1);
  if (rest > 258) {
    block.match(rest - 200, 1);
    rest = 200;
  }
  if (rest >= 3) block.match(rest, 1);
  else for (; rest > 0; rest--) block.symbol(98);
  block.match(3, distance);
  block.symbol(256);
  return block.bytes();
}

test("after a copy of any length a distance reaches to the very first byte and no further, as zlib has it", () => {
  for (const length of Array.from({ length: 262 }, (_, at) => at + 1)) {
    assert.equal(inflateRawSync(reaching(length, length)).length, length + 3);
    assert.equal(findFlateFault(reaching(length, length)), undefined, `${length} bytes`);
    assert.throws(() => inflateRawSync(reaching(length, length + 1)), /invalid distance/);
    assert.equal(findFlateFault(reaching(length, length + 1))?.kind, "corrupt", `${length} bytes`);
  }
});

test("distances of every symbol are followed, up to the window and no further", () => {
  for (const [base, extra] of DISTANCES) {
    for (const distance of [base, base + 2 ** extra - 1]) {
      assert.equal(inflateRawSync(reaching(distance, distance)).length, distance + 3);
      assert.equal(findFlateFault(reaching(distance, distance)), undefined, `${distance} back`);
      if (distance > 1)
        assert.equal(findFlateFault(reaching(distance - 1, distance))?.kind, "corrupt", `${distance} back`);
    }
  }
});

test("a stored block begins at a byte, and says its length twice", () => {
  const stored = (...rest: readonly number[]) => findFlateFault(Uint8Array.of(0b11111001, ...rest));
  assert.equal(stored(3, 0, 0xfc, 0xff, 1, 2, 3), undefined);
  assert.deepEqual(stored(3, 0, 0xfc, 0xff, 1, 2), { kind: "truncated" });
  assert.deepEqual(stored(3, 0, 0xfc), { kind: "truncated" });
  for (const lengths of [
    [3, 1, 0xfc, 0xff],
    [3, 0, 0xfc, 0x7f],
    [3, 0, 0xfd, 0xff],
  ])
    assert.deepEqual(stored(...lengths, 1, 2, 3), { kind: "corrupt", offset: 5 });
  const large = new Uint8Array(5 + 0x0201);
  large.set([1, 1, 2, 0xfe, 0xfd]);
  assert.equal(findFlateFault(large), undefined);
  assert.deepEqual(findFlateFault(large.subarray(0, -1)), { kind: "truncated" });
});

/** A block of codes of its own: one bit for "a", one for the end, and for distances none, or one of `distanceBits`. */
function withDistances(distanceBits: 0 | 1, ...behind: readonly (0 | 1)[]): Uint8Array {
  const block = new LastBlock(2);
  block.number(0, 5);
  block.number(0, 5);
  block.number(14, 4);
  // The lengths of the codes of lengths, in their order: 18 has one bit, 0 and 1 have two.
  for (const length of [0, 0, 1, 2, ...new Array<number>(13).fill(0), 2]) block.number(length, 3);
  const zeros = (count: number): void => {
    block.code(0, 1);
    block.number(count - 11, 7);
  };
  zeros(97);
  block.code(3, 2);
  zeros(138);
  zeros(20);
  block.code(3, 2);
  block.code(2 + distanceBits, 2);
  for (const bit of behind) block.number(bit, 1);
  return block.bytes();
}

test("a block without copies needs no distances", () => {
  for (const distanceBits of [0, 1] as const) {
    const stream = withDistances(distanceBits, 0, 0, 1);
    assert.equal(inflateRawSync(stream).toString(), "aa");
    assert.equal(findFlateFault(stream), undefined);
  }
});

/** A block of codes of its own, of whose codes of lengths only the first four are told: those of 16, 17, 18 and 0. */
function withLengthCodes(lengths: readonly number[], ...behind: readonly (0 | 1)[]): Uint8Array {
  const block = new LastBlock(2);
  for (const size of [5, 5, 4]) block.number(0, size);
  for (const length of lengths) block.number(length, 3);
  for (const bit of behind) block.number(bit, 1);
  block.number(0, 64);
  return block.bytes();
}

test("codes that leave something open, or mean two things, are corrupt where their lengths end; one of one bit is let through", () => {
  for (const lengths of [
    [0, 0, 2, 2],
    [0, 0, 2, 0],
    [0, 1, 1, 1],
    [7, 7, 7, 7],
  ]) {
    const stream = withLengthCodes(lengths);
    assert.throws(() => inflateRawSync(stream));
    assert.deepEqual(findFlateFault(stream), { kind: "corrupt", offset: 4 }, String(lengths));
  }
  const other = findFlateFault(withLengthCodes([0, 0, 1, 0], 1));
  assert.deepEqual(other, { kind: "corrupt", offset: 4 }, "the other bit is nobody's");
});

/** A block of codes of its own: literals with as many codes of one bit, the end's among them, and distances with as many. */
function withCodes(literals: 2 | 3, distances: 2 | 3): Uint8Array {
  const block = new LastBlock(2);
  block.number(0, 5);
  block.number(distances - 1, 5);
  block.number(14, 4);
  for (const length of [0, 0, 1, 2, ...new Array<number>(13).fill(0), 2]) block.number(length, 3);
  const zeros = (count: number): void => {
    block.code(0, 1);
    block.number(count - 11, 7);
  };
  for (let ones = literals - 1; ones > 0; ones--) block.code(3, 2);
  zeros(138);
  zeros(256 - 138 - literals + 1);
  for (let ones = distances + 1; ones > 0; ones--) block.code(3, 2);
  for (const bit of [0, 1, 0] as const) block.number(bit, 1);
  return block.bytes();
}

test("codes of literals and codes of distances are corrupt each for themselves", () => {
  const whole = withCodes(2, 2);
  assert.equal(inflateRawSync(whole).toString(), "\0");
  assert.equal(findFlateFault(whole), undefined);
  for (const [literals, distances] of [
    [3, 2],
    [2, 3],
    [3, 3],
  ] as const) {
    assert.throws(() => inflateRawSync(withCodes(literals, distances)));
    assert.equal(findFlateFault(withCodes(literals, distances))?.kind, "corrupt", `${literals} ${distances}`);
  }
});
