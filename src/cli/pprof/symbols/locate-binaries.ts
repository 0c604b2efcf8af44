/**
 * The program's own files, looked for where pprof looks: PPROF_BINARY_PATH, else ~/pprof/binaries. What is found there names the mapping from
 * then on, and so the "File:" line of reports.
 */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, delimiter, dirname, join, normalize } from "node:path";
import { replaceMappingTexts } from "../../../profile/main-mapping.ts";
import type { Profile } from "../../../profile/tables.ts";
import type { Io } from "../../terminal/io.ts";
import { inspectObjectFile } from "./object-file.ts";

/** The profile with the files that were found; what the user should know goes to `notices`. */
export async function locateBinaries(profile: Profile, io: Io, notices: string[]): Promise<Profile> {
  const folders = searchPath(io);
  if (!folders.some(mayHoldFiles)) return profile;
  const { mappings, strings } = profile;
  const found = new Map<number, string>();
  for (let row = 0; row < mappings.length; row++) {
    const file = strings.at(mappings.file[row] as number);
    const buildId = strings.at(mappings.buildId[row] as number);
    const path = await findBinary(folders, file, buildId, notices);
    if (path !== undefined) found.set(row, path);
  }
  if (found.size === 0) return profile;
  return replaceMappingTexts(profile, (row, column) => (column === "file" ? found.get(row) : undefined));
}

/** Usually the folder is not there; then there is nothing to look for in it. "" stands for wherever a path leads from here. */
function mayHoldFiles(folder: string): boolean {
  return folder === "" || existsSync(folder);
}

function searchPath({ env }: Io): string[] {
  const path = env["PPROF_BINARY_PATH"] || join(env["HOME"] ?? "", "pprof", "binaries");
  return path.split(delimiter);
}

async function findBinary(
  folders: readonly string[],
  file: string,
  buildId: string,
  notices: string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    for (const path of await candidates(folder, file, buildId)) {
      if ((await inspectObjectFile(path)) === "none") continue;
      // Go's own pprof reads no build ids from files: where the profile has one, no file ever has the same.
      if (buildId === "") return path;
      notices.push(`Ignoring local file ${path}: build-id mismatch (${buildId} != )`);
    }
  }
  return undefined;
}

async function candidates(folder: string, file: string, buildId: string): Promise<string[]> {
  const name = file === "" ? "" : basename(file);
  const paths: string[] = [];
  if (buildId !== "") {
    const ofBuild = join(folder, buildId);
    paths.push(join(ofBuild, name));
    for (const path of await filesIn(ofBuild)) paths.push(path);
    paths.push(join(folder, file, buildId));
    paths.push(join(folder, buildId.slice(0, 2), `${buildId.slice(2)}.debug`));
  }
  if (file !== "") {
    const directory = dirname(normalize(file));
    paths.push(join(folder, name), join(folder, file), join(folder, `${file}.debug`));
    paths.push(join(folder, directory, ".debug", `${name}.debug`));
    paths.push(join(folder, "usr", "lib", "debug", directory, `${name}.debug`));
  }
  return paths;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => !name.startsWith("."))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    // No such folder is the usual case.
    return [];
  }
}
