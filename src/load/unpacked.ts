/** A source's bytes without their compression and what is around them, for texts that say more than the profile pprof would make of them. */

import { readSource } from "../fetch/index.ts";
import { withoutSecrets } from "../fetch/redact.ts";
import type { LoadOptions } from "../load.ts";
import { unpackProfile } from "../profile/codec/parse-with.ts";
import { MOST_LAYERS, unwrapOnce } from "../profile/wrapping/unwrap.ts";
import { isZstd } from "../signature.ts";
import { inSource } from "./in-source.ts";
import { checksumWithZlib, inflateWithZlib } from "./inflate.ts";
import { inflatedSize } from "./inflated-size.ts";
import { zstdDecompressor } from "./zstd.ts";

/** Throws as loadProfile does. */
export async function loadUnpacked(source: string, options: LoadOptions = {}): Promise<Uint8Array> {
  try {
    let bytes = await unpack(await readSource(source, options), options);
    for (let layers = 0; layers < MOST_LAYERS; layers++) {
      const inner = unwrapOnce(bytes);
      if (inner === undefined) break;
      options.onNotice?.(`${withoutSecrets(source)}: read ${inner.notice}`);
      bytes = await unpack(inner.bytes, options);
    }
    return bytes;
  } catch (error) {
    throw inSource(source, error);
  }
}

async function unpack(bytes: Uint8Array, options: LoadOptions): Promise<Uint8Array> {
  return unpackProfile(bytes, {
    ...(options.sizeLimit === undefined ? {} : { sizeLimit: options.sizeLimit }),
    inflate: inflateWithZlib,
    checksum: checksumWithZlib,
    measure: inflatedSize,
    ...(isZstd(bytes) ? { decompressZstd: await zstdDecompressor() } : {}),
  });
}
