/** A profile read with everything that Node has to make it fast, and zstd where it is needed. */
import { isZstd, parseWith } from "../profile/parse-with.ts";
import type { Profile } from "../profile/tables.ts";
import { checksumWithZlib, inflateWithZlib } from "./inflate.ts";
import { zstdDecompressor } from "./zstd.ts";

export interface ParseSettings {
  /** Uncompressed bytes at which reading stops. */
  readonly sizeLimit?: number | undefined;
  /** Takes the names in Go's debug=1 heap text, where pprof has addresses. */
  readonly symbolizeGoText?: boolean | undefined;
}

export async function parseBytes(bytes: Uint8Array, { sizeLimit, symbolizeGoText }: ParseSettings): Promise<Profile> {
  return parseWith(bytes, {
    ...(sizeLimit === undefined ? {} : { sizeLimit }),
    symbolizeGoText: symbolizeGoText ?? false,
    inflate: inflateWithZlib,
    checksum: checksumWithZlib,
    ...(isZstd(bytes) ? { decompressZstd: await zstdDecompressor() } : {}),
  });
}
