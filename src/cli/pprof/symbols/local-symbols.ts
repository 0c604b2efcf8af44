/** Names from the binaries of a profile's mappings, and pprof's words about those that it cannot find or open. */
import { baseName } from "../../../profile/file-path.ts";
import { type NamedFrame, nameLocations } from "../../../profile/name-locations.ts";
import { urlScheme } from "../../../profile/source-url.ts";
import { NONE, type Profile } from "../../../profile/tables.ts";
import { type ObjectFile, openObjectFile } from "./object-file.ts";

/** The profile with the names that were found; what the user should know goes to `notices`. `force`: also mappings that have names. */
export async function symbolizeLocally(profile: Profile, force: boolean, notices: string[]): Promise<Profile> {
  const { mappings, strings } = profile;
  const locations = locationsByMapping(profile);
  const frames = new Map<number, NamedFrame>();
  let isMissing = false;
  for (let row = 0; row < mappings.length; row++) {
    const isSymbolized = mappings.hasFunctions[row] || mappings.hasFilenames[row] || mappings.hasLineNumbers[row];
    const own = locations.get(row);
    if (own === undefined || (isSymbolized && !force)) continue;
    const file = strings.at(mappings.file[row] as number);
    const buildId = strings.at(mappings.buildId[row] as number);
    if (file === "") {
      if (row === 0) notices.push("Main binary filename not available.");
      else isMissing = true;
      continue;
    }
    if (isOfKernel(file) || (buildId === "" && urlScheme(file)?.includes("http"))) continue;
    const object = await openObjectFile(file);
    if (object.kind === "object") await nameMapping(object, profile, row, own, frames);
    else {
      const name = `${baseName(file)}${buildId === "" ? "" : ` (build ID ${buildId})`}`;
      notices.push(`Local symbolization failed for ${name}: ${object.error}`);
      isMissing = true;
    }
  }
  if (isMissing) for (const line of MISSING) notices.push(line);
  return nameLocations(profile, frames);
}

const MISSING: readonly string[] = [
  "Some binary filenames not available. Symbolization may be incomplete.",
  "Try setting PPROF_BINARY_PATH to the search path for local binaries.",
];

/** Rows of the locations of each mapping that has any. */
function locationsByMapping({ locations }: Profile): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  locations.mapping.forEach((mapping, row) => {
    const own = rows.get(mapping);
    if (own !== undefined) own.push(row);
    else if (mapping !== NONE) rows.set(mapping, [row]);
  });
  return rows;
}

async function nameMapping(
  object: Extract<ObjectFile, { readonly kind: "object" }>,
  { mappings, locations }: Profile,
  mapping: number,
  rows: readonly number[],
  frames: Map<number, NamedFrame>,
): Promise<void> {
  try {
    const { PprofSymbols } = await import("./pprof-symbols.ts");
    const symbols = new PprofSymbols(object.program, mappings.memoryStart[mapping] as bigint);
    for (const row of rows) {
      const frame = symbols.frameAt(locations.address[row] as bigint);
      if (frame !== undefined) frames.set(row, frame);
    }
  } finally {
    object.close();
  }
}

/** Mappings nobody has a binary of: [vdso], [heap], devices. */
function isOfKernel(file: string): boolean {
  const name = baseName(file);
  return name.startsWith("[") || name.startsWith("linux-vdso") || /^\/dev\/dri\/|^\/\/anon$|^$|^\/memfd:/.test(file);
}
