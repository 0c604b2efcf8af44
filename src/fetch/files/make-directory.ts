/** Directories with those above them. Node's own recursive mkdir never ends where a file system refuses one with ENOENT, as /proc does. */
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

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
