/** One capture at a time works in a directory: a file in it says which process that is. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { writeNewFile } from "../fetch/files/replace-file.ts";

export const LOCK_FILE = "capture.lock";

/** Resolves to what gives the directory free again. One that was left by a process that is no more is taken over. Throws UsageError. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, LOCK_FILE);
  while (!(await tryLock(file))) {
    const owner = await readOwner(file);
    if (owner !== undefined && isRunning(owner)) {
      throw new UsageError(
        "bad-option",
        `process ${owner} captures into ${directory} already: give another -o (or remove ${LOCK_FILE}, if that is no heapblame)`,
      );
    }
    await removeLeft(file);
  }
  return () => rm(file, { force: true });
}

/** One at a time, and looking again: whoever was first may hold the directory by now. */
async function removeLeft(file: string): Promise<void> {
  const turn = `${file}.turn`;
  if (!(await tryLock(turn))) {
    const owner = await readOwner(turn);
    if (owner !== undefined && !isRunning(owner)) await rm(turn, { force: true });
    return;
  }
  try {
    const owner = await readOwner(file);
    if (owner !== undefined && !isRunning(owner)) await rm(file, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    await writeNewFile(file, Buffer.from(`${process.pid}\n`));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** The number of a process, NaN where none is written; undefined where there is no such file. */
async function readOwner(file: string): Promise<number | undefined> {
  try {
    return Number(await readFile(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
