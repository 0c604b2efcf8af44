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
    const owner = Number(await readOwner(file));
    if (isRunning(owner)) {
      throw new UsageError(
        "bad-option",
        `process ${owner} captures into ${directory} already: give another -o (or remove ${LOCK_FILE}, if that is no heapblame)`,
      );
    }
    await rm(file, { force: true });
  }
  return () => rm(file, { force: true });
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

async function readOwner(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return "";
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
