/** Bytes of files and of standard input. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type FetchCode, FetchError } from "../../errors.ts";
import { findNearest } from "../../nearest.ts";
import { isAddress } from "../source.ts";
import { endlessFault, MOST_STREAMED } from "./endless.ts";
import { describeSystemError, systemWords } from "./system-error.ts";

/** The file's bytes; `path` is relative to `cwd`. `mostStreamed`: bytes of a pipe or a device, which never end. Throws FetchError. */
export async function readFileBytes(path: string, cwd: string, mostStreamed = MOST_STREAMED): Promise<Uint8Array> {
  try {
    return readOpened(openSync(systemPath(resolve(cwd, path)), "r"), mostStreamed);
  } catch (error) {
    throw error instanceof FetchError ? error : await fileFault(path, cwd, error as NodeJS.ErrnoException);
  }
}

/** Closes it. What says how long it is is read as a whole; a pipe, a device, a file of the kernel as long as it goes on, up to a limit. */
function readOpened(file: number, mostStreamed: number): Uint8Array {
  try {
    const stats = fstatSync(file);
    const isWhole = stats.isDirectory() || (stats.isFile() && stats.size > 0);
    return isWhole ? readFileSync(file) : readToEnd(file, mostStreamed);
  } finally {
    closeSync(file);
  }
}

const CHUNK = 1 << 20;

function readToEnd(file: number, most: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const chunk = new Uint8Array(CHUNK);
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
    length += read;
    if (length > most) throw endlessFault(most);
    chunks.push(chunk.slice(0, read));
  }
  return Buffer.concat(chunks, length);
}

/** A name that is no UTF-8 has lone surrogates in place of its bytes, as the words of the command line have. */
export function systemPath(path: string): string | Buffer {
  if (!/\p{Surrogate}/u.test(path)) return path;
  const bytes = [...path].flatMap((character) => {
    const code = character.charCodeAt(0) - 0xdc00;
    return character.length === 1 && code >= 0x80 && code <= 0xff ? [code] : [...Buffer.from(character)];
  });
  return Buffer.from(bytes);
}

/** In pprof's words, which are those of the system call that fails for it: it asks for the file, opens it, reads it. */
export async function fileFault(path: string, cwd: string, error: NodeJS.ErrnoException): Promise<FetchError> {
  const refused = await statFault(resolve(cwd, path));
  const cause = refused ?? error;
  const call = refused !== undefined ? "stat" : error.syscall === "read" || cause.code === TOO_LARGE ? "read" : "open";
  const [code, fact] = FACTS[cause.code ?? ""] ?? ["unreadable", systemWords(cause)];
  const message =
    code === "not-found"
      ? `${fact}${tildeHint(path) || addressHint(path) || (await nearestFileHint(path, cwd))}`
      : fact;
  return new FetchError(code, message, describeSystemError(call, path, cause), { cause });
}

/** Shells replace a `~` only where a word begins with it: of `-base=~/A` it stays. "" for a name without. */
export function tildeHint(path: string): string {
  const [, tilde] = /^(?:.*=)?(~[^/]*)(?:\/|$)/s.exec(path) ?? [];
  if (tilde === undefined) return "";
  return `: the shell did not replace the ${tilde}; write ${tilde === "~" ? "$HOME" : "the folder"} in its place`;
}

/** Of a name that nothing has: what it may have meant. "" where nothing is near. */
export async function nearestFileHint(path: string, cwd: string): Promise<string> {
  const nearest = await (await import("./nearest-file.ts")).nearestFile(path, cwd);
  return nearest === undefined ? "" : `; ${nearest.includes(" ") ? `'${nearest}'` : nearest} is there`;
}

/** Of a word that other places take as an address, where only a file is read. "" for a name. */
function addressHint(path: string): string {
  const [, scheme] = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(path) ?? [];
  const [, local] = /^file:\/\/(?:localhost)?(\/?[^/].*)$/is.exec(path) ?? [];
  if (local !== undefined) return `: give the file without file://: ${local}`;
  if (scheme !== undefined && !isAddress(path)) {
    const isMistyped = findNearest(scheme.toLowerCase(), ["http:", "https:"]) !== undefined;
    return isMistyped ? ADDRESSES : `: ${scheme}// is not read here, get it first and give the file`;
  }
  if (/^https?(?::\/?|\/\/?)[^/]/i.test(path)) return ADDRESSES;
  return isAddress(path) ? ": addresses are not read here, get it first (curl -o FILE)" : "";
}

const ADDRESSES = ": an address begins with http:// or https://";

const TOO_LARGE = "ERR_FS_FILE_TOO_LARGE";

/** In our own voice; what is not here is a file that is there and cannot be read, for a reason that the system names. */
const FACTS: Readonly<Record<string, readonly [FetchCode, string]>> = {
  ENOENT: ["not-found", "no such file"],
  ENOTDIR: ["not-found", "no such file"],
  ENAMETOOLONG: ["not-found", "the name is too long"],
  EISDIR: ["is-directory", "is a directory"],
  [TOO_LARGE]: ["unreadable", "larger than 2 GiB"],
};

async function statFault(path: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    statSync(systemPath(path));
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

/** Whether there is something of that name, file or directory, that can be seen. */
export async function isFile(path: string, cwd: string): Promise<boolean> {
  return (await statFault(resolve(cwd, path))) === undefined;
}
