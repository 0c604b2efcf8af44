/** What `capture` left on disk: one series, or a folder for each of several pods. */

import { basename, dirname, join, relative, resolve } from "node:path";
import { FetchError, UsageError } from "../../errors.ts";
import { readStart } from "../../fetch/files/file-start.ts";
import { describeSystemError, errorCode, systemWords } from "../../fetch/files/system-error.ts";
import { readManifest } from "../../fetch/manifest/capture-directory.ts";
import { MANIFEST_FILE, type Manifest } from "../../fetch/manifest/manifest.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { isPackedOrGoText } from "../../signature.ts";
import type { Io } from "../terminal/io.ts";
import { readFolder } from "./folder.ts";

/** A capture as it lies on disk. */
export interface Captured {
  readonly directory: string;
  readonly manifest: Manifest;
}

/** All captures in the directory; `name` is what the user called it. Throws FetchError if there is none. */
export async function readCaptures(directory: string, name: string): Promise<Captured[]> {
  const found = await findCaptures(directory);
  if (found.length > 0) return found;
  const fact = `${name}: no capture is in it: there is no ${MANIFEST_FILE}`;
  throw new FetchError("not-found", fact, fact);
}

/** The directory of a capture may be named by its manifest. */
export function captureFolder(path: string): string {
  return basename(path) === MANIFEST_FILE ? dirname(path) : path;
}

/** Where the capture lies, as the user would have written it: that of one pod may be in a folder of its own. */
export function shownFolder({ directory }: Captured, given: string, cwd: string): string {
  const folder = captureFolder(given);
  return join(folder, relative(resolve(cwd, folder), directory));
}

/**
 * Those of a source as it was typed. Says on standard error which profiles lie beside the folders of captures, and are left out. Empty for standard input
 * and for what is no capture.
 */
export async function capturesOf(source: string, { cwd, stderr }: Io): Promise<Captured[]> {
  if (source === "-") return [];
  const captures = await findCaptures(resolve(cwd, source));
  const folder = captureFolder(source);
  const [first, ...others] = captures;
  if (first === undefined || first.directory === resolve(cwd, folder)) return captures;
  const beside = await profilesIn(folder, cwd);
  if (beside.length === 0) return captures;
  const shown = shownFolder(first, source, cwd);
  const read = others.length === 0 ? `the capture in ${shown}` : `${captures.length} captures in folders of it`;
  const named = firstOf(beside, " ");
  await stderr.write(`heapblame: ${folder} is read as ${read}; left out beside it: ${named}\n`);
  return captures;
}

/** Where one is wanted. */
export function severalCaptures(given: string, captures: readonly Captured[], cwd: string): UsageError {
  const names = captures.map(({ directory }) => relative(resolve(cwd, captureFolder(given)), directory));
  const named = firstOf(names);
  const fact = `${given} holds ${names.length} captures: give one of ${named}; heapblame fleet ${given} has them all`;
  return new UsageError("bad-option", fact);
}

/** By how they begin. */
async function profilesIn(folder: string, cwd: string): Promise<string[]> {
  const entries = await readFolder(resolve(cwd, folder));
  const files = entries.flatMap(({ isFile, name }) => (isFile && !name.startsWith(".") ? [name] : [])).sort();
  return files.filter((name) => isPackedOrGoText(readStart(join(folder, name), cwd)));
}

/** Those with a snapshot at least. Empty where there is none, or no directory. */
export async function findCaptures(path: string): Promise<Captured[]> {
  const directory = captureFolder(path);
  const own = await captureIn(directory);
  if (own.length > 0) return own;
  const folders = (await listFolders(directory)).map((name) => join(directory, name));
  return settledCaptures(await Promise.allSettled(folders.map(captureIn)));
}

/** Beside captures one that may not be read would be missing; among other files a folder that may not be read is none of them. */
function settledCaptures(settled: readonly PromiseSettledResult<Captured[]>[]): Captured[] {
  const found = settled.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  for (const one of settled) {
    if (one.status === "fulfilled") continue;
    const isClosed = one.reason instanceof FetchError && one.reason.code === "unreadable";
    if (found.length > 0 || !isClosed) throw one.reason;
  }
  return found;
}

async function captureIn(directory: string): Promise<Captured[]> {
  const manifest = await readManifest(directory);
  return manifest === undefined || manifest.snapshots.length === 0 ? [] : [{ directory, manifest }];
}

/** The last is Node's of a name with a NUL, which nothing has: a label in an address may. */
const NOTHING_THERE = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"]);

async function listFolders(directory: string): Promise<string[]> {
  try {
    const entries = await readFolder(directory);
    return entries.flatMap(({ isFolder, name }) => (isFolder ? [name] : [])).sort();
  } catch (error) {
    if (NOTHING_THERE.has(errorCode(error))) return [];
    const fact = `${directory}: ${systemWords(error)}`;
    throw new FetchError("unreadable", fact, describeSystemError("open", directory, error), { cause: error });
  }
}
