/** What lies in a folder, and below it. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
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

/** A file at any depth. */
interface FileBelow {
  /** Starts with the folder that was given. */
  readonly folder: string;
  readonly name: string;
}

/** All files below the folder; what is a link is followed neither to files nor to folders. Throws the system's error. */
export async function readFilesBelow(root: string): Promise<FileBelow[]> {
  const folders = [root];
  const files: FileBelow[] = [];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const { name, isFile, isFolder } of await readFolder(folder)) {
      if (isFolder) folders.push(join(folder, name));
      else if (isFile) files.push({ folder, name });
    }
  }
  return files;
}
