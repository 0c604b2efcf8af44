/** Directories made by `heapblame capture`, as sources. */
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FetchError } from "../../errors.ts";
import { errorCode, systemWords } from "../files/system-error.ts";
import { MANIFEST_FILE, type Manifest, parseManifest, type SnapshotRecord } from "./manifest.ts";

const LEADS_NOWHERE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"]);

/** Undefined if there is no manifest in it. Throws ProfileError, FetchError. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    await refuseEndless(join(directory, MANIFEST_FILE));
    text = await readFile(join(directory, MANIFEST_FILE), "utf8");
  } catch (error) {
    if (error instanceof FetchError) throw error;
    // A path that leads nowhere is none of a directory: what is wrong with it is said where it is read.
    if (LEADS_NOWHERE.has(errorCode(error)) || !(await isDirectory(directory))) return undefined;
    const fact = `${join(directory, MANIFEST_FILE)}: ${systemWords(error)}`;
    throw new FetchError("unreadable", fact, fact, { cause: error });
  }
  const manifest = parseManifest(text);
  for (const { files } of manifest.snapshots) {
    for (const file of Object.values(files)) if (file !== null) await refuseEndless(join(directory, file.path));
  }
  return manifest;
}

/** Whoever made the directory chose what lies in it: a pipe that nobody writes to, a link to a device. Throws FetchError. */
async function refuseEndless(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined || stats.isFile() || stats.isDirectory()) return;
  const fact = `${path}: this is no file but a pipe, a socket or a device; those of a capture are not read`;
  throw new FetchError("unreadable", fact, fact);
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** The heap profile that a directory stands for: of a capture its last one, of a snapshot's folder its own; undefined for any other directory. */
export async function heapFileOf(directory: string): Promise<string | undefined> {
  const manifest = await readManifest(directory);
  if (manifest !== undefined) return pathOf(directory, manifest.snapshots.at(-1));
  const parent = dirname(directory);
  const around = await readManifest(parent);
  return pathOf(
    parent,
    around?.snapshots.find(({ name }) => join(parent, name) === join(directory)),
  );
}

function pathOf(directory: string, snapshot: SnapshotRecord | undefined): string | undefined {
  return snapshot === undefined ? undefined : join(directory, snapshot.files.heap.path);
}
