/** Directories with those above them. Node's own recursive mkdir never ends where a file system refuses one with ENOENT, as /proc does. */
import { mkdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { isSystemError } from "./system-error.ts";
import { writing } from "./write-fault.ts";

/** Throws the system's error for what cannot be made. */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (code !== "ENOENT" || parent === path || (await isThere(parent))) throw error;
    await makeDirectory(parent, mode);
    await mkdir(path, mode);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** Makes it and runs `fill`; of a run that fails nothing is left that was not there before. Throws UsageError "write-failed", and as `fill` does. */
export async function fillDirectory(path: string, fill: () => Promise<void>): Promise<void> {
  const made = await firstMissing(path);
  try {
    await writing(path, () => makeDirectory(path));
    await fill();
  } catch (error) {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
    throw error;
  }
}

/** Those that are empty of `path` and the directories above it up to `made`, which firstMissing gave. One that cannot be removed stays, empty. */
export async function removeEmpty(path: string, made: string | undefined): Promise<void> {
  for (let folder = path; made !== undefined && folder.length >= made.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return;
    }
  }
}

/** The uppermost of the directories that are not there yet. */
export async function firstMissing(path: string): Promise<string | undefined> {
  if (await isThere(path)) return undefined;
  const parent = dirname(path);
  return parent === path ? path : ((await firstMissing(parent)) ?? path);
}
