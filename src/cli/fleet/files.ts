/** The files of a fleet on disk, and whose they are: a directory a pod, or what `capture` left, which says of which pod and container it is. */
import { basename, dirname, join, relative, resolve } from "node:path";
import { FetchError, ProfileError } from "../../errors.ts";
import type { ProcessRecord } from "../../fetch/manifest/manifest.ts";
import { type Captured, findCaptures } from "../capture/directories.ts";
import { readFilesBelow } from "../capture/folder.ts";
import { expandSnapshots, isFolder } from "../capture/snapshots.ts";
import type { Io } from "../terminal/io.ts";

interface FileOfPod {
  readonly file: string;
  readonly pod: string;
  /** As the manifest of its capture has it. */
  readonly process: ProcessRecord | undefined;
}

/** All files below a directory; a pattern's files. Pods are called as their captures say, else by their directories below what was given. */
export async function filesIn(source: string, io: Io): Promise<FileOfPod[]> {
  const root = resolve(io.cwd, source);
  if (!(await isFolder(root))) {
    const files = await expandSnapshots([source], io);
    return files.map((file) => ({
      file,
      pod: podNameOf(dirname(resolve(io.cwd, file)), dirname(root)),
      process: undefined,
    }));
  }
  const captures = await capturesIn(root, io);
  const folders = captures.map(({ directory }) => directory);
  const plain = (await readFilesBelow(root))
    .filter(({ name }) => !name.startsWith(".") && name !== "manifest.json")
    .filter(({ folder }) => !folders.some((captured) => isBelow(folder, captured)))
    .map(({ folder, name }) => ({
      file: join(folder, name),
      pod: podNameOf(folder, root),
      process: undefined,
    }));
  return [...plain, ...captures.flatMap(filesOf)].sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** A manifest that cannot be gone by leaves its directory one like any other, and it is said. */
async function capturesIn(root: string, { stderr }: Io): Promise<readonly Captured[]> {
  try {
    return await findCaptures(root);
  } catch (error) {
    if (!(error instanceof ProfileError || error instanceof FetchError)) throw error;
    await stderr.write(`heapblame: ${error.message}; so each folder is taken for a pod\n`);
    return [];
  }
}

function filesOf({ directory, manifest }: Captured): FileOfPod[] {
  return manifest.snapshots.map((snapshot) => {
    const process = manifest.processes.find(({ id }) => id === snapshot.process);
    const pod = process?.pod?.name ?? basename(directory);
    return { file: join(directory, snapshot.files.heap.path), pod, process };
  });
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}

function podNameOf(folder: string, root: string): string {
  const name = relative(root, folder);
  return name === "" || name.startsWith("..") ? basename(folder) : (name.split(/[/\\]/)[0] as string);
}
