/**
 * Gzip, as Go's reader takes it: any number of members one behind the other, each with its checksum verified, and nothing after
 * the last. The container is read here; the deflate stream itself by pako or, in Node, by zlib handed in by `load.ts` (measured:
 * three to four times as fast on large profiles).
 */
import { Inflate } from "pako";
import { ProfileError } from "../errors.ts";

/** Raw deflate: the output, and how many input bytes the stream took. `limit` bounds the output; see `Inflater` errors. */
export interface Inflated {
  readonly output: Uint8Array;
  readonly consumed: number;
}

/**
 * Inflates the raw deflate stream that starts at `input[0]`. `sizeHint` is the likely output size. Throws "truncated" if input ends first,
 * "too-large" once the output passes `limit`, "corrupt" otherwise, as InflateFailure.
 */
export type Inflater = (input: Uint8Array, limit: number, sizeHint: number) => Inflated;

export type InflateProblem = "truncated" | "corrupt" | "too-large";

export class InflateFailure extends Error {
  readonly problem: InflateProblem;
  constructor(problem: InflateProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** CRC-32 of `bytes`, as gzip wants it. */
export type Checksum = (bytes: Uint8Array) => number;

/** Uncompressed size at which reading stops unless told otherwise: 2 GiB. */
export const DEFAULT_SIZE_LIMIT: number = 2 ** 31;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** All members of a gzip file, joined. Throws ProfileError. */
export function gunzip(
  bytes: Uint8Array,
  limit: number = DEFAULT_SIZE_LIMIT,
  inflate: Inflater = inflateWithPako,
  checksum: Checksum = crc32,
): Uint8Array {
  const members: Uint8Array[] = [];
  let total = 0;
  let at = 0;
  while (at < bytes.length) {
    const start = skipHeader(bytes, at);
    const { output, consumed } = inflateMember(bytes, start, limit - total, inflate);
    at = checkTrailer(bytes, start + consumed, output, checksum);
    members.push(output);
    total += output.length;
  }
  return members.length === 1 ? (members[0] as Uint8Array) : join(members, total);
}

function inflateMember(bytes: Uint8Array, start: number, limit: number, inflate: Inflater): Inflated {
  try {
    return inflate(bytes.subarray(start), limit, sizeFromTrailer(bytes));
  } catch (error) {
    if (!(error instanceof InflateFailure)) throw error;
    switch (error.problem) {
      case "truncated":
        throw truncated(bytes);
      case "too-large":
        throw new ProfileError(
          "too-large",
          `gzip data unpacks to more than ${limit} bytes`,
          "decompressing profile: too large",
        );
      case "corrupt":
        throw new ProfileError(
          "gzip-corrupt",
          `gzip data is corrupt after byte ${start}`,
          `decompressing profile: flate: corrupt input before offset ${start}`,
        );
      default:
        throw error.problem satisfies never;
    }
  }
}

/** The size the last member claims: only a hint, so a lie costs nothing but time. */
function sizeFromTrailer(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  const claimed = readUint32(bytes, bytes.length - 4);
  return claimed <= bytes.length * 1100 ? claimed : 0;
}

const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

function skipHeader(bytes: Uint8Array, at: number): number {
  if (bytes.length - at < 10 && bytes[at] === 0x1f) throw truncated(bytes);
  if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b || bytes[at + 2] !== 8) {
    throw new ProfileError(
      "gzip-corrupt",
      `byte ${at} of the file should start a gzip member and does not`,
      "decompressing profile: gzip: invalid header",
    );
  }
  const flags = bytes[at + 3] as number;
  let next = at + 10;
  if (flags & EXTRA) next += 2 + (bytes[next] ?? 0) + 256 * (bytes[next + 1] ?? 0);
  if (flags & NAME) next = skipZeroTerminated(bytes, next);
  if (flags & COMMENT) next = skipZeroTerminated(bytes, next);
  if (flags & HEADER_CRC) next += 2;
  if (next > bytes.length) throw truncated(bytes);
  return next;
}

function skipZeroTerminated(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw truncated(bytes);
  return end + 1;
}

function checkTrailer(bytes: Uint8Array, at: number, output: Uint8Array, checksum: Checksum): number {
  if (at + 8 > bytes.length) throw truncated(bytes);
  if (readUint32(bytes, at + 4) !== output.length % 4294967296 || readUint32(bytes, at) !== checksum(output)) {
    throw new ProfileError(
      "gzip-corrupt",
      `the gzip checksum at byte ${at} does not match the data`,
      "decompressing profile: gzip: invalid checksum",
    );
  }
  return at + 8;
}

function truncated(bytes: Uint8Array): ProfileError {
  return new ProfileError(
    "gzip-truncated",
    `gzip data ends too early, after ${bytes.length} bytes`,
    "decompressing profile: unexpected EOF",
  );
}

function readUint32(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return a + b * 0x100 + c * 0x10000 + d * 0x1000000;
}

function join(parts: readonly Uint8Array[], total: number): Uint8Array {
  const joined = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const CHUNK = 1 << 20;

const inflateWithPako: Inflater = (input, limit) => {
  const inflater = new Inflate({ raw: true, chunkSize: 1 << 17 });
  let size = 0;
  const chunks: Uint8Array[] = [];
  inflater.onData = (chunk) => {
    size += chunk.length;
    if (size > limit) throw new InflateFailure("too-large");
    chunks.push(chunk as Uint8Array);
  };
  let given = 0;
  while (!inflater.ended && given < input.length) {
    const part = input.subarray(given, given + CHUNK);
    inflater.push(part, false);
    given += part.length;
  }
  if (inflater.err !== 0) throw new InflateFailure("corrupt");
  if (!inflater.ended) throw new InflateFailure("truncated");
  return {
    output: chunks.length === 1 ? (chunks[0] as Uint8Array) : join(chunks, size),
    consumed: given - leftOver(inflater),
  };
};

/** Input bytes behind the end of the deflate stream; pako keeps the count on the zlib stream it wraps. */
function leftOver(inflater: Inflate): number {
  return (inflater as unknown as { readonly strm: { readonly avail_in: number } }).strm.avail_in;
}

let crcTable: Uint32Array | undefined;

function crc32(bytes: Uint8Array): number {
  crcTable ??= buildCrcTable();
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (crcTable[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function buildCrcTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    table[n] = c >>> 0;
  }
  return table;
}
