/** A source's bytes without their compression, for texts that say more than the profile pprof would make of them. */
import { readSource } from "../fetch/index.ts";
import type { LoadOptions } from "../load.ts";
import { isZstd, unpackProfile } from "../profile/parse-with.ts";
import { checksumWithZlib, inflateWithZlib } from "./inflate.ts";
import { zstdDecompressor } from "./zstd.ts";

/** Throws UsageError, FetchError, ProfileError. */
export async function loadUnpacked(source: string, options: LoadOptions = {}): Promise<Uint8Array> {
  const bytes = await readSource(source, options);
  return unpackProfile(bytes, {
    ...(options.sizeLimit === undefined ? {} : { sizeLimit: options.sizeLimit }),
    inflate: inflateWithZlib,
    checksum: checksumWithZlib,
    ...(isZstd(bytes) ? { decompressZstd: await zstdDecompressor() } : {}),
  });
}
