/**
 * The one door for bytes: unpacks them and reads whatever profile they are, in pprof's order: gzip or plain, profile.proto, legacy formats.
 * What is no profile at all is explained (foreign.ts).
 */

import { ProfileError } from "../../errors.ts";
import { isGzip, isZstd } from "../../signature.ts";
import { parseLegacy } from "../legacy/legacy.ts";
import type { Profile } from "../tables.ts";
import { decodeProfile } from "./decode.ts";
import { explainForeign, UNRECOGNIZED } from "./foreign.ts";
import { type Checksum, DEFAULT_SIZE_LIMIT, gunzip, type Inflater } from "./gzip/gunzip.ts";
import type { DecodeMemory } from "./memory.ts";

/** Unpacks zstd frames; throws ProfileError "too-large" beyond `limit` bytes. */
export type ZstdDecompressor = (bytes: Uint8Array, limit: number) => Uint8Array;

/** How a profile is parsed, and by what. */
export interface ParseTools {
  /** Uncompressed bytes at which reading stops. */
  readonly sizeLimit?: number;
  readonly inflate: Inflater;
  readonly checksum: Checksum;
  /** Without it zstd files are refused. */
  readonly decompressZstd?: ZstdDecompressor;
  /** Takes the names in Go's debug=1 heap text, where pprof has addresses. */
  readonly symbolizeGoText?: boolean;
  /** See decodeProfile. */
  readonly memory?: DecodeMemory;
}

/** The profile in `bytes`, unpacked with the given tools. Throws ProfileError. */
export function parseWith(bytes: Uint8Array, options: ParseTools): Profile {
  const unpacked = unpackProfile(bytes, options);
  if (unpacked.length === 0) throw emptyFile(bytes);
  let fault: ProfileError;
  try {
    return decodeProfile(unpacked, options.memory);
  } catch (error) {
    if (!(error instanceof ProfileError) || !isForeign(error)) throw error;
    fault = error;
  }
  const legacy = parseLegacy(unpacked, options.symbolizeGoText ?? false);
  if (legacy !== undefined) return legacy;
  throw explainForeign(unpacked, fault);
}

/** The bytes without their compression, if they have one. Throws ProfileError. */
export function unpackProfile(bytes: Uint8Array, options: ParseTools): Uint8Array {
  const limit = options.sizeLimit ?? DEFAULT_SIZE_LIMIT;
  if (isGzip(bytes)) return gunzip(bytes, limit, options.inflate, options.checksum);
  if (isZstd(bytes)) return decompress(bytes, limit, options.decompressZstd);
  if (bytes.length <= limit) return bytes;
  const fact = `the profile has ${bytes.length} bytes, more than ${limit}`;
  throw new ProfileError("too-large", fact, "parsing profile: too large");
}

function decompress(bytes: Uint8Array, limit: number, decompressZstd: ZstdDecompressor | undefined): Uint8Array {
  if (decompressZstd === undefined) {
    throw new ProfileError("zstd", "a zstd file: decompress it first (zstd -d)", UNRECOGNIZED);
  }
  return decompressZstd(bytes, limit);
}

/** The faults after which the bytes may still be a profile in another format. */
function isForeign({ code }: ProfileError): boolean {
  return code === "wire" || code === "string-index";
}

function emptyFile(bytes: Uint8Array): ProfileError {
  const pprofText = "parsing profile: empty input file";
  if (bytes.length === 0) return new ProfileError("empty", "the file is empty", pprofText);
  return new ProfileError("gzip-empty", `the file has ${bytes.length} bytes that unpack to nothing`, pprofText);
}
