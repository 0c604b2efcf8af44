import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { constants, crc32, deflateRawSync, gzipSync, inflateRawSync } from "node:zlib";
import { ProfileError } from "../../../../src/errors.ts";
import { checksumWithZlib, inflateWithZlib } from "../../../../src/load/inflate.ts";
import { findFlateFault } from "../../../../src/profile/codec/gzip/flate-fault.ts";
import { DEFAULT_SIZE_LIMIT, gunzip } from "../../../../src/profile/codec/gzip/gunzip.ts";
import { crc32 as crc32OfOurs, inflateWithPako } from "../../../../src/profile/codec/gzip/inflate-pako.ts";

const data = new Uint8Array(200_000).map((_, index) => (index * index) % 253);

interface HeaderParts {
  readonly extra?: Uint8Array;
  readonly name?: string;
  readonly comment?: string;
  /** Added to the right checksum. */
  readonly headerCrcError?: number;
}

/** A gzip member with the optional header fields that few tools write. */
function member(content: Uint8Array, parts: HeaderParts = {}, trailer = { crc: 0, size: 0 }): Uint8Array {
  const { extra, name, comment, headerCrcError } = parts;
  const flags =
    (headerCrcError === undefined ? 0 : 2) |
    (extra ? 4 : 0) |
    (name === undefined ? 0 : 8) |
    (comment === undefined ? 0 : 16);
  const text = (value: string | undefined): number[] =>
    value === undefined ? [] : [...Buffer.from(value, "latin1"), 0];
  const header = [0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 255];
  if (extra) header.push(extra.length & 255, extra.length >> 8, ...extra);
  header.push(...text(name), ...text(comment));
  const check = crc32(Uint8Array.from(header)) + (headerCrcError ?? 0);
  if (headerCrcError !== undefined) header.push(check & 255, (check >> 8) & 255);
  const end = Buffer.alloc(8);
  end.writeUInt32LE((crc32(content) + trailer.crc) >>> 0, 0);
  end.writeUInt32LE((content.length + trailer.size) >>> 0, 4);
  return new Uint8Array(Buffer.concat([Uint8Array.from(header), deflateRawSync(content), end]));
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

test("no fault is found in whole streams, whatever their blocks", () => {
  const repeats = Buffer.from(`ab${"ab".repeat(400)}${"x".repeat(40_000)}`);
  for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_RLE, constants.Z_HUFFMAN_ONLY]) {
    for (const content of [data, repeats, new Uint8Array()]) {
      const stream = deflateRawSync(content, { strategy });
      assert.equal(findFlateFault(stream), undefined);
      assert.deepEqual(findFlateFault(stream.subarray(0, -1)), { kind: "truncated" });
    }
  }
});

test("a distance may reach back to the very first byte, and no further", () => {
  // "a", then three more from one byte back; then the same from two bytes back.
  const reaching = Uint8Array.of(0x4b, 0x04, 0x02, 0);
  const beyond = Uint8Array.of(0x4b, 0x04, 0x42, 0);
  assert.equal(inflateRawSync(reaching).toString(), "aaaa");
  assert.equal(findFlateFault(reaching), undefined);
  assert.deepEqual(findFlateFault(beyond), { kind: "corrupt", offset: 3 });
});

for (const [inflater, unpack] of [
  ["pako", (bytes: Uint8Array, limit = DEFAULT_SIZE_LIMIT) => gunzip(bytes, limit, inflateWithPako, crc32OfOurs)],
  ["zlib", (bytes: Uint8Array, limit = DEFAULT_SIZE_LIMIT) => gunzip(bytes, limit, inflateWithZlib, checksumWithZlib)],
] as const) {
  const refuses = (bytes: Uint8Array, code: string, pprofText: string | RegExp, limit?: number): void => {
    assert.throws(
      () => unpack(bytes, limit),
      (error: unknown) => {
        assert.ok(error instanceof ProfileError, String(error));
        assert.equal(error.code, code);
        if (typeof pprofText === "string") assert.equal(error.pprofText, `decompressing profile: ${pprofText}`);
        else assert.match(error.pprofText, pprofText);
        return true;
      },
    );
  };

  describe(`gunzip by ${inflater}`, () => {
    test("unpacks what zlib packed, at every level", () => {
      for (const level of [0, 1, 6, 9]) assert.deepEqual(new Uint8Array(unpack(gzipSync(data, { level }))), data);
      assert.equal(unpack(gzipSync(new Uint8Array())).length, 0);
    });

    test("joins members", () => {
      const parts = [data.subarray(0, 70_000), new Uint8Array(), data.subarray(70_000)];
      assert.deepEqual(new Uint8Array(unpack(join(...parts.map((part) => gzipSync(part))))), data);
    });

    test("reads headers with extra field, name, comment and checksum", () => {
      const content = data.subarray(0, 1000);
      const parts = { extra: Uint8Array.of(1, 2, 3), name: "heap.pb", comment: "caf\xe9", headerCrcError: 0 };
      assert.deepEqual(new Uint8Array(unpack(member(content, parts))), content);
      for (const part of [{ extra: new Uint8Array() }, { name: "" }, { comment: "x" }, { headerCrcError: 0 }]) {
        assert.deepEqual(new Uint8Array(unpack(member(content, part))), content);
      }
      assert.deepEqual(new Uint8Array(unpack(member(content, { name: "n".repeat(511) }))), content);
    });

    test("refuses a header that Go refuses", () => {
      refuses(member(data, { headerCrcError: 1 }), "gzip-corrupt", "gzip: invalid header");
      refuses(member(data, { name: "n".repeat(512) }), "gzip-corrupt", "gzip: invalid header");
      refuses(member(data, { name: "n".repeat(400) }).subarray(0, 300), "gzip-truncated", "unexpected EOF");
      for (const end of [10, 11, 12, 200])
        refuses(member(data, { extra: new Uint8Array(300) }).subarray(0, end), "gzip-truncated", "unexpected EOF");
      refuses(Uint8Array.of(0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0, 0), "gzip-corrupt", "gzip: invalid header");
      refuses(Uint8Array.of(0x1f, 0x8b), "gzip-truncated", "unexpected EOF");
    });

    test("refuses wrong checksums and sizes", () => {
      refuses(member(data, {}, { crc: 1, size: 0 }), "gzip-corrupt", "gzip: invalid checksum");
      refuses(member(data, {}, { crc: 0, size: 1 }), "gzip-corrupt", "gzip: invalid checksum");
      refuses(join(gzipSync(data), member(data, {}, { crc: 1, size: 0 })), "gzip-corrupt", "gzip: invalid checksum");
    });

    test("refuses what follows the last member", () => {
      refuses(join(gzipSync(data), new Uint8Array(20)), "gzip-corrupt", "gzip: invalid header");
      refuses(join(gzipSync(data), new Uint8Array(9)), "gzip-truncated", "unexpected EOF");
      refuses(join(gzipSync(data), Uint8Array.of(0x1f, 0x8b)), "gzip-truncated", "unexpected EOF");
    });

    test("says where Go stumbles over corrupt data", () => {
      const reserved = member(data);
      reserved[10] = 0xff;
      refuses(reserved, "gzip-corrupt", "flate: corrupt input before offset 1");
      const stored = new Uint8Array(gzipSync(data, { level: 0 }));
      stored[13] = (stored[13] as number) ^ 1;
      refuses(stored, "gzip-corrupt", "flate: corrupt input before offset 5");
    });

    test("stops at the limit, exactly", () => {
      const packed = gzipSync(data);
      assert.equal(unpack(packed, data.length).length, data.length);
      refuses(packed, "too-large", /too large/, data.length - 1);
      refuses(join(gzipSync(data), gzipSync(data)), "too-large", /too large/, 2 * data.length - 1);
      refuses(join(gzipSync(data), gzipSync(Uint8Array.of(1))), "too-large", /too large/, data.length);
      assert.equal(unpack(join(gzipSync(data), gzipSync(new Uint8Array())), data.length).length, data.length);
    });

    test("does not unpack a bomb beyond the limit", () => {
      const bomb = gzipSync(new Uint8Array(1 << 28), { level: 9 });
      const before = process.memoryUsage().arrayBuffers;
      refuses(bomb, "too-large", /too large/, 1 << 22);
      assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 25);
    });

    test("does not believe the size that the last bytes claim", () => {
      const liar = join(gzipSync(data), Uint8Array.of(255, 255, 255, 127));
      refuses(liar, "gzip-truncated", "unexpected EOF");
    });
  });
}

test("two GiB are unpacked unless somebody asks for more", () => assert.equal(DEFAULT_SIZE_LIMIT, 2 * 1024 ** 3));
