/**
 * Gzip, as Go's reader takes it: any number of members one behind the other, each with its checksum verified, and nothing after
 * the last. The container is read here; the deflate stream itself by whoever is handed in: pako
 * (inflate-pako.ts) or, in Node, zlib, three times as fast on large profiles. Errors and their order are Go's; a test compares them on thousands of damaged files.
 */
import { ProfileError } from "../../../errors.ts";
import { formatSize } from "../../../measurement/size.ts";
import { isDeflated } from "../../../signature.ts";
import { findFlateFault } from "./flate-fault.ts";

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

/**
 * The same without the output: its size, of which more than `limit` is not told apart, and what it took of the input. Throws InflateFailure, but for
 * "too-large".
 */
export type Measure = (
  input: Uint8Array,
  limit: number,
) => { readonly size: number; readonly consumed: number } | undefined;

type InflateProblem = "truncated" | "corrupt" | "too-large";

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

/** All members of a gzip file, joined; with `measure` nothing is kept of more members than the limit allows. Throws ProfileError. */
export function gunzip(
  bytes: Uint8Array,
  limit: number,
  inflate: Inflater,
  checksum: Checksum,
  measure?: Measure,
): Uint8Array {
  const members: Uint8Array[] = [];
  let total = 0;
  let at = 0;
  while (at < bytes.length) {
    const start = readHeader(bytes, at, checksum);
    const { output, consumed } = inflateMember(bytes, start, limit - total, limit, inflate);
    at = checkTrailer(bytes, start + consumed, output, checksum);
    members.push(output);
    total += output.length;
    if (members.length === 1 && at < bytes.length && measure !== undefined)
      refuseTooLarge(bytes, at, { left: limit - total, limit }, checksum, measure);
  }
  return members.length === 1 ? (members[0] as Uint8Array) : joinBytes(members, total);
}

/** The members from `at` on. What is wrong with them is for those to say who unpack them. */
function refuseTooLarge(
  bytes: Uint8Array,
  from: number,
  { left, limit }: { readonly left: number; readonly limit: number },
  checksum: Checksum,
  measure: Measure,
): void {
  let total = 0;
  try {
    for (let at = from; at < bytes.length && total <= left; ) {
      const start = readHeader(bytes, at, checksum);
      const { size, consumed } = measure(bytes.subarray(start), left - total) ?? { size: 0, consumed: bytes.length };
      total += size;
      at = start + consumed + TRAILER;
    }
  } catch (error) {
    if (error instanceof InflateFailure || error instanceof ProfileError) return;
    throw error;
  }
  if (total > left) throw tooLarge(limit);
}

/** Checksum and size behind a member. */
const TRAILER = 8;

function tooLarge(limit: number, cause?: unknown): ProfileError {
  const fact = `gzip data unpacks to more than ${formatSize(limit)}`;
  return new ProfileError("too-large", fact, "decompressing profile: too large", { cause });
}

function inflateMember(bytes: Uint8Array, start: number, left: number, limit: number, inflate: Inflater): Inflated {
  try {
    return inflate(bytes.subarray(start), left, Math.min(sizeFromTrailer(bytes), left));
  } catch (error) {
    if (!(error instanceof InflateFailure)) throw error;
    if (error.problem !== "too-large") throw deflateFault(bytes, start);
    throw tooLarge(limit, error);
  }
}

/** What is wrong with the deflate stream at `start`, which zlib refused; in Go's view, so that the words are the same with every inflater. */
function deflateFault(bytes: Uint8Array, start: number): ProfileError {
  const fault = findFlateFault(bytes.subarray(start));
  if (fault?.kind === "truncated") return truncated(bytes);
  const offset = fault?.offset ?? 0;
  return new ProfileError(
    "gzip-corrupt",
    `gzip data is corrupt at byte ${start + offset}`,
    `decompressing profile: flate: corrupt input before offset ${offset}`,
  );
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

/** Go gives up on a name or comment that is longer. */
const LONGEST_TEXT = 511;

/** Reads the header of the member at `at`; returns where its deflate stream starts. */
function readHeader(bytes: Uint8Array, at: number, checksum: Checksum): number {
  if (bytes.length - at < 10) throw truncated(bytes);
  if (!isDeflated(bytes, at)) throw badHeader(at);
  const flags = bytes[at + 3] as number;
  let next = at + 10;
  if (flags & EXTRA) {
    if (next + 2 > bytes.length) throw truncated(bytes);
    next += 2 + (bytes[next] as number) + 256 * (bytes[next + 1] as number);
    if (next > bytes.length) throw truncated(bytes);
  }
  if (flags & NAME) next = skipText(bytes, next, at);
  if (flags & COMMENT) next = skipText(bytes, next, at);
  if (flags & HEADER_CRC) {
    const header = bytes.subarray(at, next);
    next += 2;
    if (next > bytes.length) throw truncated(bytes);
    if ((checksum(header) & 0xffff) !== (readUint32(bytes, next - 2) & 0xffff)) throw badHeader(at);
  }
  return next;
}

function skipText(bytes: Uint8Array, from: number, header: number): number {
  const length = bytes.subarray(from, from + LONGEST_TEXT + 1).indexOf(0);
  if (length >= 0) return from + length + 1;
  throw bytes.length - from > LONGEST_TEXT ? badHeader(header) : truncated(bytes);
}

function badHeader(at: number): ProfileError {
  return new ProfileError(
    "gzip-corrupt",
    `byte ${at} of the file should start a gzip member and does not`,
    "decompressing profile: gzip: invalid header",
  );
}

function checkTrailer(bytes: Uint8Array, at: number, output: Uint8Array, checksum: Checksum): number {
  if (at + TRAILER > bytes.length) throw truncated(bytes);
  if (readUint32(bytes, at + 4) !== output.length % 4294967296 || readUint32(bytes, at) !== checksum(output)) {
    throw new ProfileError(
      "gzip-corrupt",
      `the gzip checksum at byte ${at} does not match the data`,
      "decompressing profile: gzip: invalid checksum",
    );
  }
  return at + TRAILER;
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

/** All parts in one array of `total` bytes. */
export function joinBytes(parts: readonly Uint8Array[], total: number): Uint8Array {
  const joined = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
