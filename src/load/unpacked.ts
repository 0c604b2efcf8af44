/** A source's bytes without their compression, for texts that say more than the profile pprof would make of them. */
import { readSource } from "../fetch/index.ts";
import type { LoadOptions } from "../load.ts";
import { unpackProfile } from "../profile/codec/parse-with.ts";
import { isZstd } from "../signature.ts";
import { inSource } from "./in-source.ts";
import { checksumWithZlib, inflateWithZlib } from "./inflate.ts";
import { zstdDecompressor } from "./zstd.ts";

/** Throws as loadProfile does. */
export async function loadUnpacked(source: string, options: LoadOptions = {}): Promise<Uint8Array> {
  try {
    return await unpack(await readSource(source, options), options);
  } catch (error) {
    throw inSource(source, error);
  }
}

async function unpack(bytes: Uint8Array, options: LoadOptions): Promise<Uint8Array> {
  return unpackProfile(bytes, {
    ...(options.sizeLimit === undefined ? {} : { sizeLimit: options.sizeLimit }),
    inflate: inflateWithZlib,
    checksum: checksumWithZlib,
    ...(isZstd(bytes) ? { decompressZstd: await zstdDecompressor() } : {}),
  });
}
