/**
 * `-symbolize`: names for addresses. heapblame reads no symbols from binaries (Go profiles bring their own); what is left of pprof's symbolizer
 * are its words about binaries it cannot find, and what it does to names.
 */
import { posix } from "node:path";
import { type DemangleMode, demangleProfile, hasMangledNames } from "../../../demangle/demangle.ts";
import { replaceMappingTexts } from "../../../profile/main-mapping.ts";
import { urlScheme } from "../../../profile/source-url.ts";
import { NONE, type Profile } from "../../../profile/tables.ts";
import { inspectObjectFile } from "./object-file.ts";
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
  notices.push(...mode.notices);
  if (mode.isNone) return given;
  if (mode.isLocal) await noteMissingBinaries(given, mode.force, notices);
  const profile = mode.isRemote && remote.size > 0 ? markRemoteMappings(given, remote) : given;
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

async function noteMissingBinaries(profile: Profile, force: boolean, notices: string[]): Promise<void> {
  const { mappings, strings } = profile;
  const isUsed = usedMappings(profile);
  let isMissing = false;
  for (let row = 0; row < mappings.length; row++) {
    const isSymbolized = mappings.hasFunctions[row] || mappings.hasFilenames[row] || mappings.hasLineNumbers[row];
    if (isUsed[row] === 0 || (isSymbolized && !force)) continue;
    const file = strings.at(mappings.file[row] as number);
    const buildId = strings.at(mappings.buildId[row] as number);
    if (file === "") {
      if (row === 0) notices.push("Main binary filename not available.");
      else isMissing = true;
      continue;
    }
    if (isOfKernel(file) || (buildId === "" && urlScheme(file)?.includes("http"))) continue;
    const name = `${goBaseName(file)}${buildId === "" ? "" : ` (build ID ${buildId})`}`;
    const object = await inspectObjectFile(file);
    if (object.kind === "none") {
      notices.push(`Local symbolization failed for ${name}: ${object.error}`);
      isMissing = true;
    } else if (object.hasGoSymbols && !isSymbolized) {
      notices.push(`Local symbolization skipped for ${name}: heapblame reads no symbols from binaries`);
    }
  }
  if (!isMissing) return;
  notices.push("Some binary filenames not available. Symbolization may be incomplete.");
  notices.push("Try setting PPROF_BINARY_PATH to the search path for local binaries.");
}

function usedMappings({ locations, mappings }: Profile): Uint8Array {
  const isUsed = new Uint8Array(mappings.length);
  for (const mapping of locations.mapping) if (mapping !== NONE) isUsed[mapping] = 1;
  return isUsed;
}

/** Mappings nobody has a binary of: [vdso], [heap], devices. */
function isOfKernel(file: string): boolean {
  const name = goBaseName(file);
  return name.startsWith("[") || name.startsWith("linux-vdso") || /^\/dev\/dri\/|^\/\/anon$|^$|^\/memfd:/.test(file);
}

/** As Go's filepath.Base: never empty. */
function goBaseName(path: string): string {
  return posix.basename(path) || "/";
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
