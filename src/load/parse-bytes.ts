/** A profile read with everything that Node has to make it fast, and zstd where it is needed. */

import type { Inflater } from "../profile/codec/gzip/gunzip.ts";
import type { DecodeMemory } from "../profile/codec/memory.ts";
import { parseWith } from "../profile/codec/parse-with.ts";
import type { Profile } from "../profile/tables.ts";
import { isZstd } from "../signature.ts";
import { checksumWithZlib, inflateWithZlib } from "./inflate.ts";
import { zstdDecompressor } from "./zstd.ts";

/** How a profile is parsed. */
export interface ParseSettings {
  /** Uncompressed bytes at which reading stops. */
  readonly sizeLimit?: number | undefined;
  /** Takes the names in Go's debug=1 heap text, where pprof has addresses. */
  readonly symbolizeGoText?: boolean | undefined;
}

/** `memory` is handed from one profile to the next of those that may have the same tables. Throws ProfileError. */
export async function parseBytes(
  bytes: Uint8Array,
  { sizeLimit, symbolizeGoText }: ParseSettings,
  memory?: DecodeMemory,
  inflate: Inflater = inflateWithZlib,
): Promise<Profile> {
  return parseWith(bytes, {
    ...(memory === undefined ? {} : { memory }),
    ...(sizeLimit === undefined ? {} : { sizeLimit }),
    symbolizeGoText: symbolizeGoText ?? false,
    inflate,
    checksum: checksumWithZlib,
    ...(isZstd(bytes) ? { decompressZstd: await zstdDecompressor() } : {}),
  });
}
