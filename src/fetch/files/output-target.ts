/** What a path to write to leads to, through all links. */
import { fstatSync, type Stats } from "node:fs";
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";

export type OutputTarget =
  /** Of this process: what its caller opened for it, written from where the caller left off. */
  | { readonly kind: "descriptor"; readonly descriptor: number }
  /** A device or a FIFO, or what another process has open. */
  | { readonly kind: "stream"; readonly path: string }
  /** `path` is no link. */
  | { readonly kind: "file"; readonly path: string; readonly stats: Stats }
  /** Nothing is there yet; `path` is where a link led to, or as it was given. */
  | { readonly kind: "missing"; readonly path: string };

/** To be ended by one of finish and abandon. All throw the system's errors. */
export interface OutputFile {
  write(chunk: Uint8Array): Promise<void>;
  /** Until then a file is as it was. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** Throws the system's error for what cannot be written: directories, sockets, paths that lead nowhere. */
export async function resolveOutput(given: string): Promise<OutputTarget> {
  const stats = await statOrMissing(given);
  if (stats?.isDirectory() || (stats === undefined && given.endsWith("/"))) throw systemError("EISDIR", given);
  const path = await followLinks(given);
  const descriptor = ownDescriptor(path);
  if (descriptor !== undefined) return { kind: "descriptor", descriptor };
  if (stats === undefined) return { kind: "missing", path };
  if (stats.isSocket()) throw systemError("ENXIO", given);
  return stats.isFile() ? { kind: "file", path, stats } : { kind: "stream", path };
}

async function statOrMissing(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** As the system does when it opens the path; what a process has open is a link that cannot be read. */
async function followLinks(given: string): Promise<string> {
  let path = given;
  for (let count = 0; count <= MOST_LINKS; count++) {
    const folder = await realpath(dirname(path));
    const name = join(folder, basename(path));
    if (OPEN_FILES.test(folder) || !(await isLink(name))) return name;
    const target = await readlink(name);
    path = isAbsolute(target) ? target : `${folder}/${target}`;
  }
  throw systemError("ELOOP", given);
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

const OPEN_FILES = /^\/proc\/(\d+)(?:\/task\/\d+)?\/fd$|^\/dev\/fd$/;

/** Throws EBADF for one that only Node uses. */
function ownDescriptor(path: string): number | undefined {
  const [, pid = String(process.pid)] = OPEN_FILES.exec(dirname(path)) ?? [undefined, ""];
  if (pid !== String(process.pid) || !/^\d+$/.test(basename(path))) return undefined;
  const descriptor = Number(basename(path));
  const stats = fstatSync(descriptor);
  if (stats.isFile() || stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket()) return descriptor;
  throw systemError("EBADF", path);
}

function systemError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: open '${path}'`), { code, path, syscall: "open" });
}
