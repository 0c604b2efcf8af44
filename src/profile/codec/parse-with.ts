/**
 * The one door for bytes: unpacks them and reads whatever profile they are, in pprof's order: gzip or plain, profile.proto, legacy formats.
 * What is no profile at all is explained (foreign.ts).
 */

import { ProfileError } from "../../errors.ts";
import { formatSize } from "../../measurement/size.ts";
import { isGzip, isZstd } from "../../signature.ts";
import { parseLegacy } from "../legacy/legacy.ts";
import { parseOtlpJson } from "../otlp/json.ts";
import { parseOtlp } from "../otlp/otlp.ts";
import type { Profile } from "../tables.ts";
import { describeLineEnds, RETURNS_NOTICE, withoutReturns } from "../wrapping/text-damage.ts";
import { MOST_LAYERS, unwrapOnce } from "../wrapping/unwrap.ts";
import type { Unwrapped } from "../wrapping/unwrapped.ts";
import { decodeProfile } from "./decode.ts";
import { explainForeign, UNRECOGNIZED } from "./foreign.ts";
import { type Checksum, DEFAULT_SIZE_LIMIT, gunzip, type Inflater, type Measure } from "./gzip/gunzip.ts";
import type { DecodeMemory } from "./memory.ts";

/** Unpacks zstd frames; throws ProfileError "too-large" beyond `limit` bytes. */
export type ZstdDecompressor = (bytes: Uint8Array, limit: number) => Uint8Array;

/** How a profile is parsed, and by what. */
export interface ParseTools {
  /** Uncompressed bytes at which reading stops. */
  readonly sizeLimit?: number;
  readonly inflate: Inflater;
  readonly checksum: Checksum;
  /** Without it the members of a file are kept until they are too much. */
  readonly measure?: Measure;
  /** Without it zstd files are refused. */
  readonly decompressZstd?: ZstdDecompressor;
  /** Takes the names in Go's debug=1 heap text, where pprof has addresses. */
  readonly symbolizeGoText?: boolean;
  /** See decodeProfile. */
  readonly memory?: DecodeMemory;
}

/** The profile in `bytes`, unpacked with the given tools, and out of what is around it. Throws ProfileError. */
export function parseWith(bytes: Uint8Array, options: ParseTools): Profile {
  return parseLayer(bytes, options, MOST_LAYERS);
}

function parseLayer(bytes: Uint8Array, options: ParseTools, layers: number): Profile {
  const { unpacked, notice } = unpackRepaired(bytes, options);
  if (unpacked.length === 0) throw emptyFile(bytes);
  const known = parsePlain(unpacked, options);
  if (!(known instanceof ProfileError)) return withNotice(known, notice);
  const inner = layers > 0 ? unwrapOnce(unpacked) : undefined;
  if (inner !== undefined) return withNotice(parseInner(inner, known, options, layers - 1), inner.notice);
  throw isForeign(known) ? explainForeign(unpacked, known) : known;
}

/** The profile that these bytes are, or why they are none in a way that something around it would explain. */
function parsePlain(unpacked: Uint8Array, options: ParseTools): Profile | ProfileError {
  let fault: ProfileError;
  try {
    return decodeProfile(unpacked, options.memory);
  } catch (error) {
    if (!(error instanceof ProfileError) || !isForeign(error)) throw error;
    fault = asForeign(error, UNRECOGNIZED);
  }
  try {
    return (
      parseOtlp(unpacked) ?? parseOtlpJson(unpacked) ?? parseLegacy(unpacked, options.symbolizeGoText ?? false) ?? fault
    );
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return error.code === "text" ? asForeign(fault, error.pprofText) : error;
  }
}

/** What profile.proto's reader said, and what pprof says in the end. */
function asForeign({ code, message }: ProfileError, pprofText: string): ProfileError {
  return new ProfileError(code, message, pprofText);
}

/** pprof does not look inside: to it the fault is that of what is outside. */
function parseInner({ bytes, notice }: Unwrapped, outside: ProfileError, options: ParseTools, layers: number): Profile {
  try {
    return parseLayer(bytes, options, layers);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new ProfileError(error.code, `${error.message} (read ${notice})`, outside.pprofText, { cause: error });
  }
}

function withNotice(profile: Profile, notice: string | undefined): Profile {
  return notice === undefined ? profile : { ...profile, notices: [notice, ...(profile.notices ?? [])] };
}

/** As unpackProfile, and where only line ends were converted on the way, with those taken back: gzip's checksum tells whether that is all. */
function unpackRepaired(
  bytes: Uint8Array,
  options: ParseTools,
): { readonly unpacked: Uint8Array; readonly notice?: string } {
  try {
    return { unpacked: unpackProfile(bytes, options) };
  } catch (error) {
    if (!(error instanceof ProfileError) || !/^gzip-(corrupt|truncated)$/.test(error.code)) throw error;
    const repaired = withoutReturns(bytes);
    const unpacked = repaired && tryUnpack(repaired, options);
    if (unpacked !== undefined) return { unpacked, notice: RETURNS_NOTICE };
    const altered = describeLineEnds(bytes);
    throw altered === undefined
      ? error
      : new ProfileError(altered.code, altered.message, error.pprofText, { cause: error });
  }
}

function tryUnpack(bytes: Uint8Array, options: ParseTools): Uint8Array | undefined {
  try {
    return unpackProfile(bytes, options);
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
    throw error;
  }
}

/** The bytes without their compression, if they have one. Throws ProfileError. */
export function unpackProfile(bytes: Uint8Array, options: ParseTools): Uint8Array {
  const limit = options.sizeLimit ?? DEFAULT_SIZE_LIMIT;
  if (isGzip(bytes)) return gunzip(bytes, limit, options.inflate, options.checksum, options.measure);
  if (isZstd(bytes)) return decompress(bytes, limit, options.decompressZstd);
  if (bytes.length <= limit) return bytes;
  const fact = `the profile has ${bytes.length} bytes, more than ${formatSize(limit)}`;
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
