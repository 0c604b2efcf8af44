/** Copies of what came from servers, where pprof keeps them and under its names. */
import { tmpdir } from "node:os";
import { join, posix, resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { makeDirectory } from "../../fetch/files/make-directory.ts";
import { describeSystemError } from "../../fetch/files/system-error.ts";
import type { Profile } from "../../profile/tables.ts";
import { visibleText } from "../../visible.ts";
import type { Io } from "../terminal/io.ts";
import { writeNumberedFile } from "./numbered-file.ts";
import { packProfile } from "./pack-profile.ts";

/**
 * The folder, made if need be: PPROF_TMPDIR, else ~/pprof, else that of temporary files; why one of them cannot be used goes to `notices`.
 * Throws UsageError.
 */
export async function chooseSaveFolder({ env, cwd }: Pick<Io, "env" | "cwd">, notices: string[]): Promise<string> {
  const home = env["HOME"] ? join(env["HOME"], "pprof") : "";
  for (const folder of [env["PPROF_TMPDIR"], home, env["TMPDIR"] || tmpdir()]) {
    if (!folder) continue;
    try {
      await makeDirectory(resolve(cwd, folder), 0o755);
      return folder;
    } catch (error) {
      notices.push(`Could not use temp dir ${folder}: ${describeSystemError("mkdir", folder, error)}`);
    }
  }
  throw new UsageError("write-failed", "failed to identify temp dir");
}

/** Writes `pprof.PROGRAM.TYPES.001.pb.gz` or the next that is free, and returns its path. Throws UsageError "write-failed". */
export async function saveProfile(profile: Profile, folder: string, io: Pick<Io, "cwd">): Promise<string> {
  const prefix = posix.join(folder, profilePrefix(profile));
  return await writeNumberedFile(prefix, ".pb.gz", await packProfile(profile), io);
}

function profilePrefix({ header, mappings, strings }: Profile): string {
  const program = mappings.length === 0 ? "" : strings.at(mappings.file[0] as number);
  const words = [...(program === "" ? [] : [posix.basename(program)]), ...header.sampleTypes.map(({ type }) => type)];
  return `pprof.${words.map((word) => `${partOfName(word)}.`).join("")}`;
}

const LONGEST_PART = 60;

/** What a profile calls its types and its program is part of the file's name, and never a folder. */
function partOfName(word: string): string {
  return visibleText(word)
    .replace(/[/\\:]/g, "_")
    .slice(0, LONGEST_PART);
}
