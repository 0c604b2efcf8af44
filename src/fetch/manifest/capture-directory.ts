/** Directories made by `heapblame capture`, as sources. */
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { FetchError } from "../../errors.ts";
import { systemPath } from "../files/file.ts";
import { errorCode, systemWords } from "../files/system-error.ts";
import { MANIFEST_FILE, type Manifest, parseManifest, type SnapshotRecord } from "./manifest.ts";

const LEADS_NOWHERE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"]);

/** Undefined if there is no manifest in it. Throws ProfileError, FetchError. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    await refuseOthers(MANIFEST_FILE, directory);
    text = await readFile(systemPath(join(directory, MANIFEST_FILE)), "utf8");
  } catch (error) {
    if (error instanceof FetchError) throw error;
    // A path that leads nowhere is none of a directory: what is wrong with it is said where it is read.
    if (LEADS_NOWHERE.has(errorCode(error)) || !(await isDirectory(directory))) return undefined;
    const fact = `${join(directory, MANIFEST_FILE)}: ${systemWords(error)}`;
    throw new FetchError("unreadable", fact, fact, { cause: error });
  }
  const manifest = parseManifest(text, join(directory, MANIFEST_FILE));
  for (const path of namedFiles(manifest)) await refuseOthers(path, directory);
  return manifest;
}

/** Each once, however often it is named. */
function namedFiles({ snapshots }: Manifest): Set<string> {
  const paths = new Set<string>();
  for (const { files } of snapshots) {
    for (const file of Object.values(files)) if (file !== null) paths.add(file.path);
  }
  return paths;
}

/**
 * Whoever made the directory chose what lies in it: a pipe that nobody writes to, a link to a device, a link to a file of whoever reads it, whose text
 * would end up in a message or in a bundle. Throws FetchError.
 */
async function refuseOthers(name: string, directory: string): Promise<void> {
  const path = join(directory, name);
  const fact = await whatElse(path, directory);
  if (fact !== undefined) throw new FetchError("unreadable", `${path}: ${fact}`, `${path}: ${fact}`);
}

async function whatElse(path: string, directory: string): Promise<string | undefined> {
  const stats = await stat(systemPath(path)).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (!stats.isFile() && !stats.isDirectory()) {
    return "this is no file but a pipe, a socket or a device; those of a capture are not read";
  }
  const [real, root] = await Promise.all([realpath(systemPath(path)), realpath(systemPath(directory))]);
  if (real.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
  return "this is a link out of the directory; those of a capture are not followed";
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(systemPath(path))).isDirectory();
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
