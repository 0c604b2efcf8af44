/** The first mapping, which names the program: made up where a profile has none, and given the file and build id of the command line. */
import { StringAppender } from "./append-strings.ts";
import type { MappingTable, Profile } from "./tables.ts";

/** A profile without mappings gets one, of everything, for all its locations. */
export function withMainMapping(profile: Profile): Profile {
  if (profile.mappings.length > 0) return profile;
  const mappings: MappingTable = {
    length: 1,
    id: BigUint64Array.of(1n),
    memoryStart: new BigUint64Array(1),
    memoryLimit: new BigUint64Array(1),
    fileOffset: new BigUint64Array(1),
    file: new Int32Array(1),
    buildId: new Int32Array(1),
    hasFunctions: new Uint8Array(1),
    hasFilenames: new Uint8Array(1),
    hasLineNumbers: new Uint8Array(1),
    hasInlineFrames: new Uint8Array(1),
  };
  return {
    ...profile,
    mappings,
    locations: { ...profile.locations, mapping: new Int32Array(profile.locations.length) },
  };
}

/** "" leaves the file as it is; a build id is only filled in where there is none. The profile has a mapping. */
export function overrideMainMapping(profile: Profile, file: string, buildId: string): Profile {
  const isMissing = profile.strings.at(profile.mappings.buildId[0] as number) === "";
  return replaceMappingTexts(profile, (row, column) => {
    if (row !== 0) return undefined;
    if (column === "file") return file === "" ? undefined : file;
    return buildId !== "" && isMissing ? buildId : undefined;
  });
}

/** Files and build ids replaced by what `textFor` says; undefined keeps what is there. If it never says anything, the profile itself. */
export function replaceMappingTexts(
  profile: Profile,
  textFor: (row: number, column: "file" | "buildId") => string | undefined,
): Profile {
  const strings = new StringAppender(profile.strings);
  let isReplaced = false;
  const replace = (column: "file" | "buildId"): Int32Array =>
    profile.mappings[column].map((old, row) => {
      const text = textFor(row, column);
      if (text === undefined) return old;
      isReplaced = true;
      return text === "" ? 0 : strings.intern(text);
    });
  const file = replace("file");
  const buildId = replace("buildId");
  if (!isReplaced) return profile;
  const mappings = { ...profile.mappings, file, buildId };
  return { ...profile, mappings, strings: strings.finish() };
}
