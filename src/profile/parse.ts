/** Bytes to a profile with nothing but this package: gzip by pako. The loader hands Node's zlib to parse-with.ts instead. */
import { checkBytes } from "./argument.ts";
import { crc32, inflateWithPako } from "./codec/gzip/inflate-pako.ts";
import { type ParseTools, parseWith } from "./codec/parse-with.ts";
import type { Profile } from "./tables.ts";

/** All of it may be left out. */
export type ParseOptions = Pick<ParseTools, "sizeLimit" | "symbolizeGoText" | "decompressZstd">;

/** The profile in `bytes`: of Go or of any other program that writes profile.proto or one of the older texts, gzipped or not. Throws ProfileError. */
export function parseProfile(bytes: Uint8Array, options: ParseOptions = {}): Profile {
  return parseWith(checkBytes(bytes), { inflate: inflateWithPako, checksum: crc32, ...options });
}
