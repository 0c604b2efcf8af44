/** What lies in a folder. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { systemPath } from "../../fetch/files/file.ts";
import { decodeText } from "../../profile/string-table.ts";

/** A name that is no UTF-8 has lone surrogates in place of its bytes, as the words of the command line have. */
export interface FolderEntry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isFolder: boolean;
}

/** Throws the system's error. */
export async function readFolder(folder: string): Promise<FolderEntry[]> {
  const entries: Dirent<Buffer>[] = await readdir(systemPath(folder), { withFileTypes: true, encoding: "buffer" });
  return entries.map((entry) => ({
    name: decodeText(entry.name),
    isFile: entry.isFile(),
    isFolder: entry.isDirectory(),
  }));
}
