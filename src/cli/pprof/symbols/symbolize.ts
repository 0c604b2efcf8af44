/** `-symbolize`: names for addresses, from the binaries that the mappings name, and what pprof does to names. */
import { type DemangleMode, demangleProfile, hasMangledNames } from "../../../demangle/demangle.ts";
import { replaceMappingTexts } from "../../../profile/main-mapping.ts";
import { urlScheme } from "../../../profile/source-url.ts";
import type { Profile } from "../../../profile/tables.ts";
import { symbolizeLocally } from "./local-symbols.ts";
import { markRemoteMappings } from "./remote-mappings.ts";

interface SymbolizeMode {
  readonly isNone: boolean;
  readonly isLocal: boolean;
  readonly isRemote: boolean;
  /** Also mappings that have symbols. */
  readonly force: boolean;
  readonly demangle: DemangleMode;
  readonly notices: readonly string[];
}

/**
 * The profile with names as pprof would show them; what the user should know goes to `notices`. `remote` are the keys of mappings that came
 * from servers.
 */
export async function symbolizeProfile(
  given: Profile,
  words: string,
  remote: ReadonlySet<string>,
  notices: string[],
): Promise<Profile> {
  const mode = parseMode(words);
  for (const notice of mode.notices) notices.push(notice);
  if (mode.isNone) return given;
  const named = mode.isLocal ? await symbolizeLocally(given, mode.force, notices) : given;
  const profile = mode.isRemote && remote.size > 0 ? markRemoteMappings(named, remote) : named;
  const options = { mode: mode.demangle, force: mode.force };
  const { demangleSymbol } =
    mode.demangle !== "none" && hasMangledNames(profile)
      ? await import("../../../demangle/symbol.ts")
      : { demangleSymbol: () => undefined };
  return demangleProfile(profile, options, demangleSymbol);
}

/** Words after "none" are not looked at. */
function parseMode(words: string): SymbolizeMode {
  const notices: string[] = [];
  let mode = { isNone: false, isLocal: true, isRemote: true, force: false, demangle: "short" as DemangleMode };
  for (const word of words.toLowerCase().split(":")) {
    const demangle = word.replace(/^demangle=/, "");
    if (word === "none" || word === "no") return { ...mode, isNone: true, notices };
    if (word === "local" || word === "fastlocal") mode = { ...mode, isLocal: true, isRemote: false };
    else if (word === "remote") mode = { ...mode, isLocal: false, isRemote: true };
    else if (word === "force") mode = { ...mode, force: true };
    else if (demangle === "full" || demangle === "templates" || demangle === "none")
      mode = { ...mode, demangle, force: true };
    else if (word !== "" && demangle !== "default") {
      notices.push(`ignoring unrecognized symbolization option: ${words}`);
      notices.push(
        "expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]",
      );
    }
  }
  return { ...mode, notices };
}

/** A URL that stood in for the file of a mapping goes once names are settled; so do, as in pprof, files that only look like one. */
export function withoutSourceUrls(profile: Profile): Profile {
  const { mappings, strings } = profile;
  const isUrl = Uint8Array.from(mappings.file, (file, row) =>
    strings.at(mappings.buildId[row] as number) === "" && urlScheme(strings.at(file)) !== undefined ? 1 : 0,
  );
  if (!isUrl.includes(1)) return profile;
  return replaceMappingTexts(profile, (row, column) => (column === "file" && isUrl[row] === 1 ? "" : undefined));
}
