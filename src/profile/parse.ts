/** Bytes to a profile with nothing but this package: gzip by pako. The loader hands Node's zlib to parse-with.ts instead. */
import { crc32 } from "./codec/gzip/crc32.ts";
import { inflateWithPako } from "./codec/gzip/inflate-pako.ts";
import { type ParseTools, parseWith } from "./codec/parse-with.ts";
import type { Profile } from "./tables.ts";

export type ParseOptions = Partial<ParseTools>;

/** The profile in `bytes`. Throws ProfileError. */
export function parseProfile(bytes: Uint8Array, options: ParseOptions = {}): Profile {
  return parseWith(bytes, { inflate: inflateWithPako, checksum: crc32, ...options });
}
