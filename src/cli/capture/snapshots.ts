/** Directories, archives and patterns among the sources of a report: each stands for the heap profiles in it, in the order in which they were taken. */
import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { captureOrders } from "../../blame/provenance/order.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { FetchError, UsageError } from "../../errors.ts";
import { readMembers } from "../../fetch/archives/member.ts";
import { isFile, systemPath } from "../../fetch/files/file.ts";
import { heapFileOf } from "../../fetch/manifest/capture-directory.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { parseSource } from "../../fetch/source.ts";
import { loadEach, parseEach } from "../../load.ts";
import { describeProfileKind } from "../../profile/profile-kind.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { findCaptures } from "./directories.ts";
import { type FolderEntry, readFolder } from "./folder.ts";
import { loadSummaries } from "./summaries.ts";

/** What was made by capture stays as it is. Throws FetchError "not-found" where there is none. */
export async function expandSnapshots(sources: readonly string[], io: Io): Promise<string[]> {
  const expanded: string[] = [];
  for (const source of sources) for (const found of await snapshotsIn(source, io)) expanded.push(found);
  return expanded;
}

async function snapshotsIn(source: string, io: Io): Promise<readonly string[]> {
  if (source === "-") return [source];
  if (await isFolder(resolve(io.cwd, source))) {
    const folder = resolve(io.cwd, source);
    if ((await findCaptures(folder)).length > 0 || (await heapFileOf(folder)) !== undefined) return [source];
    return await heapsAmong(await listFiles(source, () => true, io), source, io);
  }
  if (/\.(tar|tgz|tar\.gz|zip)$/i.test(source) && (await isFile(source, io.cwd)))
    return await heapsInArchive(source, io);
  if (!/[*?[]/.test(basename(source)) || parseSource(source).kind !== "file") return [source];
  if (withoutSecrets(source) !== source || (await isFile(source, io.cwd))) return [source];
  const pattern = patternOf(basename(source));
  const matching = await listFiles(dirname(source), (name) => pattern.test(name), io);
  if (matching.length > MANY) return await heapsAmong(matching, source, io);
  if (matching.length > 0) return matching;
  throw new FetchError("not-found", `${source}: no file matches`, `${source}: no file matches`);
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(systemPath(path))).isDirectory();
  } catch {
    return false;
  }
}

/** As the user would have written them; what nobody named one by one and is no file is left out: a pipe may never end. */
async function listFiles(folder: string, isWanted: (name: string) => boolean, { cwd, stderr }: Io): Promise<string[]> {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const entries = await entriesOf(resolve(cwd, folder));
  const wanted = entries
    .filter((entry) => !entry.isFolder && !entry.name.startsWith(".") && isWanted(entry.name))
    .sort((a, b) => compare(a.name, b.name));
  const [files, others]: [string[], string[]] = [[], []];
  for (const entry of wanted) {
    const name = join(folder, entry.name);
    (entry.isFile || (await mayBeFile(resolve(cwd, name))) ? files : others).push(name);
  }
  if (others.length > 0) await stderr.write(`heapblame: no files, left out: ${others.join(" ")}\n`);
  return files;
}

async function entriesOf(folder: string): Promise<FolderEntry[]> {
  try {
    return await readFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return [];
  }
}

/** Of a link: where it leads. What leads nowhere is refused where it is read. */
async function mayBeFile(path: string): Promise<boolean> {
  try {
    const stats = await stat(systemPath(path));
    return stats.isFile() || stats.isDirectory();
  } catch {
    return true;
  }
}

/** Not all of more are in memory at once. */
const MANY = 64;

/** Those that are heap profiles; what else lies there is named. */
async function heapsAmong(files: readonly string[], folder: string, io: Io): Promise<string[]> {
  const { sizeLimit } = readOptions(io);
  const settings = { cwd: io.cwd, sizeLimit };
  const loaded = files.length > MANY ? await loadSummaries(files, settings, io) : await loadEach(files, settings);
  const heaps = await pickHeaps(files, loaded, io);
  if (heaps.length > 0) return heaps;
  const fact = `${folder}: a directory without heap profiles${await foldersIn(folder, io)}`;
  throw new FetchError("is-directory", fact, fact);
}

/** For who meant what lies deeper: in the folders of a directory nothing is looked for. "" where there are none. */
async function foldersIn(directory: string, { cwd }: Io): Promise<string> {
  const entries = await readFolder(resolve(cwd, directory)).catch(() => []);
  const [first, ...others] = entries.flatMap(({ isFolder, name }) => (isFolder ? [name] : [])).sort();
  if (first === undefined) return "";
  return `: not looked into ${join(directory, first)}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}

/** The archive itself, where it has one heap profile or none. */
async function heapsInArchive(archive: string, io: Io): Promise<string[]> {
  const { sizeLimit } = readOptions(io);
  const members = (await readMembers(archive, io.cwd, sizeLimit)) ?? [];
  const sources = members.map(({ path }) => `${archive}:${path}`);
  const parsed = await parseEach(
    sources,
    members.map(({ bytes }) => ({ status: "fulfilled", value: bytes })),
    { sizeLimit },
  );
  if (parsed.filter(isHeap).length < 2) return [archive];
  return await pickHeaps(sources, parsed, io);
}

/** In the order in which they were taken, as far as they tell. */
async function pickHeaps(
  files: readonly string[],
  loaded: readonly PromiseSettledResult<Profile>[],
  io: Io,
): Promise<string[]> {
  const captures: Capture[] = [];
  const others: string[] = [];
  for (const [index, name] of files.entries()) {
    const result = loaded[index] as PromiseSettledResult<Profile>;
    if (isHeap(result)) captures.push({ name, profile: result.value });
    else others.push(name);
  }
  if (captures.length === 0) return [];
  if (others.length > 0) await io.stderr.write(`heapblame: no heap profiles, left out: ${others.join(" ")}\n`);
  const [{ indices }] = captureOrders(captures);
  return indices.map((index) => (captures[index] as Capture).name);
}

function isHeap(result: PromiseSettledResult<Profile>): result is PromiseFulfilledResult<Profile> {
  return result.status === "fulfilled" && describeProfileKind(result.value.header) === "heap";
}

/** A shell's pattern for one name: `*`, `?` and `[a-z]`; a bracket that nothing closes is itself. Throws UsageError "bad-option". */
function patternOf(pattern: string): RegExp {
  const source = pattern.replace(/\[(!?)([^\]]+)\]|\*+|[\s\S]/g, (part, not: string, set: string | undefined) => {
    if (set !== undefined) return `[${not === "" ? "" : "^"}${set.replace(/[\\^[]/g, "\\$&")}]`;
    if (part.startsWith("*")) return ".*";
    return part === "?" ? "." : part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  try {
    return new RegExp(`^${source}$`, "s");
  } catch (error) {
    throw new UsageError("bad-option", `${pattern}: a range in brackets runs backwards`, { cause: error });
  }
}
