/** Files written where they are, for those that would lose their owner or a name otherwise, and in folders that take no other file. */
import { constants } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import type { OutputFile } from "./output-target.ts";

/** Kept in memory until all of it is there. */
export function openInPlace(path: string): OutputFile {
  const chunks: Uint8Array[] = [];
  return {
    write: async (chunk) => {
      chunks.push(chunk.slice());
    },
    finish: () => overwrite(path, Buffer.concat(chunks)),
    abandon: async () => {},
  };
}

/** Not emptied first: what was there keeps its room on the disk, and can be put back. */
export async function overwrite(path: string, bytes: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  const file = await open(path, constants.O_WRONLY);
  try {
    const { mode } = await file.stat();
    await fill(file, bytes);
    // Only its owner may give back the bits that writing takes away.
    if ((await file.stat()).mode !== mode) await file.chmod(mode & 0o7777).catch(() => {});
  } catch (error) {
    if (before !== undefined) await fill(file, before).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, bytes: Uint8Array): Promise<void> {
  await writeAll(file, bytes, 0);
  await file.truncate(bytes.length);
}

/** From `position` on, or from where the file is. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, position: number | undefined): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const at = position === undefined ? null : position + done;
    done += (await file.write(bytes, done, bytes.length - done, at)).bytesWritten;
  }
}
