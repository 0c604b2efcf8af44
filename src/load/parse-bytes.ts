/** A profile read with everything that Node has to make it fast, and zstd where it is needed. */

import { ProfileError } from "../errors.ts";
import { type ArchiveMember, readArchive } from "../fetch/archives/archive.ts";
import { listMembers } from "../fetch/archives/member.ts";
import type { Inflater } from "../profile/codec/gzip/gunzip.ts";
import { DecodeMemory } from "../profile/codec/memory.ts";
import { type ParseTools, parseWith } from "../profile/codec/parse-with.ts";
import { describeProfileKind } from "../profile/profile-kind.ts";
import type { Profile } from "../profile/tables.ts";
import { isZstd } from "../signature.ts";
import { checksumWithZlib, inflateWithZlib } from "./inflate.ts";
import { inflatedSize } from "./inflated-size.ts";
import { zstdDecompressor } from "./zstd.ts";

/** How a profile is parsed. */
export interface ParseSettings {
  /** Uncompressed bytes at which reading stops. */
  readonly sizeLimit?: number | undefined;
  /** Takes the names in Go's debug=1 heap text, where pprof has addresses. */
  readonly symbolizeGoText?: boolean | undefined;
}

/** What one profile leaves for the next, for profiles that may have the same tables and stacks. */
export function buildDecodeMemory(): DecodeMemory {
  return new DecodeMemory((a, b) => Buffer.compare(a, b) === 0);
}

/**
 * Of an archive the only heap profile in it. `memory` is handed from one profile to the next of those that may have the same tables. Throws
 * ProfileError, FetchError.
 */
export async function parseBytes(
  bytes: Uint8Array,
  settings: ParseSettings,
  memory?: DecodeMemory,
  inflate: Inflater = inflateWithZlib,
): Promise<Profile> {
  try {
    return parseWith(bytes, await parseTools(bytes, settings, memory, inflate));
  } catch (error) {
    if (!(error instanceof ProfileError) || error.code === "too-large") throw error;
    const members = await readArchive(bytes, settings.sizeLimit);
    if (members === undefined) throw error;
    return await chooseProfile(members, settings, error);
  }
}

async function parseTools(
  bytes: Uint8Array,
  { sizeLimit, symbolizeGoText }: ParseSettings,
  memory: DecodeMemory | undefined,
  inflate: Inflater,
): Promise<ParseTools> {
  return {
    ...(memory === undefined ? {} : { memory }),
    ...(sizeLimit === undefined ? {} : { sizeLimit }),
    symbolizeGoText: symbolizeGoText ?? false,
    inflate,
    checksum: checksumWithZlib,
    measure: inflatedSize,
    ...(isZstd(bytes) ? { decompressZstd: await zstdDecompressor() } : {}),
  };
}

interface ParsedMember {
  readonly path: string;
  readonly profile: Profile;
}

/** The heap profile if there is one, or the profile if there is one. `outside`: what the archive itself is as a profile. */
async function chooseProfile(
  members: readonly ArchiveMember[],
  settings: ParseSettings,
  outside: ProfileError,
): Promise<Profile> {
  const parsed: ParsedMember[] = [];
  for (const { path, bytes } of members) {
    const profile = await parseMember(bytes, settings);
    if (profile !== undefined) parsed.push({ path, profile });
  }
  const heaps = parsed.filter(({ profile }) => describeProfileKind(profile.header) === "heap");
  const [only, ...others] = heaps.length > 0 ? heaps : parsed;
  if (only !== undefined && others.length === 0) {
    const notice = `${only.path} out of the archive, of ${members.length} ${members.length === 1 ? "file" : "files"} in it`;
    return { ...only.profile, notices: [notice, ...(only.profile.notices ?? [])] };
  }
  throw new ProfileError("archive", describeArchive(parsed, members), outside.pprofText, { cause: outside });
}

function describeArchive(parsed: readonly ParsedMember[], members: readonly ArchiveMember[]): string {
  if (parsed.length === 0) return `an archive without a profile: in it is ${listMembers(members)}`;
  const profiles = parsed.map(({ path, profile }) => ({ path: `${path} (${describeProfileKind(profile.header)})` }));
  return `an archive of ${parsed.length} profiles: ${listMembers(profiles)}; name the one that is meant behind a colon, as in ARCHIVE:${parsed[0]?.path}`;
}

async function parseMember(bytes: Uint8Array, settings: ParseSettings): Promise<Profile | undefined> {
  try {
    return parseWith(bytes, await parseTools(bytes, settings, undefined, inflateWithZlib));
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
    throw error;
  }
}
