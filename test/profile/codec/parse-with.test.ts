/** Which reader takes which bytes, and through how many layers; what each makes of them is tested beside it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { ProfileError } from "../../../src/errors.ts";
import { checksumWithZlib, inflateWithZlib } from "../../../src/load/inflate.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { type ParseTools, parseWith, unpackProfile } from "../../../src/profile/codec/parse-with.ts";
import { LEGACY_SAMPLES } from "../legacy-samples.ts";
import { rowsOf } from "../rows-of.ts";
import { wholeProfile } from "../whole-profile.ts";

const TOOLS: ParseTools = { inflate: inflateWithZlib, checksum: checksumWithZlib };
const whole = wholeProfile();
const plain = encodeProfile(whole);
const packed = new Uint8Array(gzipSync(plain));
const ZSTD = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 9);
const HEADERS = "HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n";
const join = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ProfileError) return error.code;
    throw error;
  }
  return "none";
}

test("a profile is read plain, packed, and out of what is around it, and what was taken off is told in order", () => {
  assert.deepEqual([parseWith(plain, TOOLS).notices, parseWith(packed, TOOLS).notices], [undefined, undefined]);
  for (const bytes of [plain, packed]) assert.deepEqual(rowsOf(parseWith(bytes, TOOLS)), rowsOf(whole));
  const answer = parseWith(join(HEADERS, packed), TOOLS);
  assert.match(String(answer.notices), /HTTP headers/);
  const twice = parseWith(join(HEADERS, Buffer.from(packed).toString("base64")), TOOLS);
  assert.equal(twice.notices?.length, 2);
  assert.match(String(twice.notices), /HTTP headers.*base64/s);
});

test("what is wrong inside is told with what it was read out of", () => {
  const cut = join(HEADERS, packed.subarray(0, 60));
  assert.throws(
    () => parseWith(cut, TOOLS),
    (error) =>
      error instanceof ProfileError && error.code === "gzip-truncated" && /\(read .*HTTP headers/.test(error.message),
  );
});

test("a profile that breaks pprof's rules is not looked at as anything else", () => {
  assert.equal(
    codeOf(() => parseWith(plain.subarray(2 + (plain[1] as number)), TOOLS)),
    "invalid",
  );
  assert.equal(
    codeOf(() => parseWith(new Uint8Array(), TOOLS)),
    "empty",
  );
  assert.equal(
    codeOf(() => parseWith(new Uint8Array(gzipSync("")), TOOLS)),
    "gzip-empty",
  );
  assert.equal(
    codeOf(() => parseWith(Uint8Array.of(7, 255, 3), TOOLS)),
    "unrecognized",
  );
  assert.equal(
    codeOf(() => parseWith(Buffer.from("heap profile: 1: 2 [1: 2] @ heapprofile\nhello\n"), TOOLS)),
    "legacy",
  );
});

test("a legacy profile is read where it is none of profile.proto, packed too", () => {
  const legacy = LEGACY_SAMPLES["heapprofile"] as Uint8Array;
  const read = parseWith(legacy, TOOLS);
  assert.ok(read.samples.length > 0);
  assert.deepEqual(rowsOf(parseWith(new Uint8Array(gzipSync(legacy)), TOOLS)), rowsOf(read));
});

test("the limit is of unpacked bytes, and is reached when it is passed", () => {
  for (const bytes of [plain, packed]) {
    assert.deepEqual(new Uint8Array(unpackProfile(bytes, { ...TOOLS, sizeLimit: plain.length })), plain);
    assert.equal(
      codeOf(() => unpackProfile(bytes, { ...TOOLS, sizeLimit: plain.length - 1 })),
      "too-large",
    );
  }
});

test("zstd is unpacked by who can, within the limit that is asked for", () => {
  assert.equal(
    codeOf(() => parseWith(ZSTD, TOOLS)),
    "zstd",
  );
  const asked: [number, number][] = [];
  const decompressZstd = (bytes: Uint8Array, limit: number): Uint8Array => {
    asked.push([bytes.length, limit]);
    return plain;
  };
  assert.deepEqual(rowsOf(parseWith(ZSTD, { ...TOOLS, decompressZstd, sizeLimit: 77 })), rowsOf(whole));
  assert.deepEqual(asked, [[5, 77]]);
});

test("a packed profile whose line ends were converted is repaired where it can be, and told where not", () => {
  const crlf = (bytes: Uint8Array): Uint8Array =>
    Uint8Array.from([...bytes].flatMap((byte) => (byte === 10 ? [13, 10] : [byte])));
  const bytes = Array.from(
    { length: 400 },
    (_, seed) => new Uint8Array(gzipSync(join(plain, Uint8Array.of(0x70, 0)), { level: 1 + (seed % 9) })),
  )
    .concat(new Uint8Array(gzipSync(plain, { level: 0 })))
    .find((each) => each.includes(10) && !crlf(each).subarray(0, 10).includes(13));
  assert.ok(bytes !== undefined);
  const repaired = parseWith(crlf(bytes), TOOLS);
  assert.match(String(repaired.notices), /line ends/);
  assert.deepEqual(rowsOf(repaired).samples, rowsOf(whole).samples);
});
