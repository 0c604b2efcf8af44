/** Two sources to compare; or one, a capture directory, which brings both ends and what was taken with them. */
import { join, resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import type { SnapshotRecord } from "../../fetch/manifest/manifest.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { Io } from "../terminal/io.ts";
import { captureFolder, capturesOf, findCaptures, severalCaptures, shownFolder } from "./directories.ts";
import { isAfterCollection, longestRun } from "./load.ts";
import { expandSnapshots } from "./snapshots.ts";

export interface SourcePair {
  readonly base: string;
  readonly current: string;
  /** What a capture has besides; undefined for two sources. */
  readonly capture:
    | {
        readonly goroutineBase: string | undefined;
        readonly goroutineCurrent: string | undefined;
        /** How often the command ran between the two. */
        readonly iterations: number | undefined;
        /** Heap dump taken with the later one, behind that of the earlier one if there is one. */
        readonly held: readonly string[] | undefined;
        /** Snapshots of the process there are. */
        readonly captures: number;
        /** Both were taken right after a garbage collection. */
        readonly isCollected: boolean;
        /** The text forms of both ends, which have the runtime's books; undefined unless both were taken. */
        readonly texts: readonly [base: string, current: string] | undefined;
        /** Resident bytes of both ends; undefined where they were not measured. */
        readonly resident: readonly [base: number | undefined, current: number | undefined];
      }
    | undefined;
}

/** The same for profiles of the heap, which may lie together in a directory of files or an archive. Throws as sourcePair. */
export async function heapPair(given: string, current: string | undefined, io: Io): Promise<SourcePair> {
  const heaps = current === undefined && given !== "-" ? await expandSnapshots([given], io) : [];
  const [first, second] = heaps;
  if (first === undefined || second === undefined) return await sourcePair(given, current, io);
  if (heaps.length === 2) return await sourcePair(first, second, io);
  const shown = withoutSecrets(given);
  const fact = `${shown}: there are ${heaps.length} heap profiles in it, and this compares two: heapblame trend ${shown} compares all of them`;
  throw new UsageError("bad-option", fact);
}

/** Throws UsageError where one source is no capture of two snapshots, or of several pods. */
export async function sourcePair(given: string, current: string | undefined, io: Io): Promise<SourcePair> {
  if (given === "-" && current === "-")
    throw new UsageError("bad-option", "standard input is one profile: give the other as a file or a URL");
  if (current !== undefined) return { base: given, current, capture: undefined };
  const base = captureFolder(given);
  const captures = await capturesOf(given, io);
  const [only] = captures;
  if (only === undefined) {
    const shown = withoutSecrets(base);
    throw new UsageError(
      "bad-option",
      `${shown}: the profile after is missing: give two profiles, or a directory or an archive of two; of one heap heapblame ${shown} is the report`,
    );
  }
  if (captures.length > 1) throw severalCaptures(base, captures, io.cwd);
  const run = longestRun(only.manifest.snapshots);
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    throw new UsageError(
      "bad-option",
      `${base} holds ${run.length} snapshot of one process: there is nothing to compare`,
    );
  }
  const folder = shownFolder(only, base, io.cwd);
  return {
    base: join(folder, first.files.heap.path),
    current: join(folder, last.files.heap.path),
    capture: besides(folder, first, last, run.length),
  };
}

function residentOf({ workingSetBytes, residentBytes }: SnapshotRecord): number | undefined {
  return workingSetBytes ?? residentBytes ?? undefined;
}

function besides(
  directory: string,
  first: SnapshotRecord,
  last: SnapshotRecord,
  captures: number,
): SourcePair["capture"] {
  const pathOf = ({ files }: SnapshotRecord): string | undefined =>
    files.goroutine === null ? undefined : join(directory, files.goroutine.path);
  const [from, to] = [first.iterations, last.iterations];
  const hasBoth = first.files.goroutine !== null && last.files.goroutine !== null;
  return {
    goroutineBase: hasBoth ? pathOf(first) : undefined,
    goroutineCurrent: hasBoth ? pathOf(last) : undefined,
    iterations: from === null || to === null || from === to ? undefined : to - from,
    captures,
    held: dumpsOfPair(directory, first, last),
    texts:
      first.files.heapText === null || last.files.heapText === null
        ? undefined
        : [join(directory, first.files.heapText.path), join(directory, last.files.heapText.path)],
    resident: [residentOf(first), residentOf(last)],
    isCollected: isAfterCollection(first) && isAfterCollection(last),
  };
}

/** Undefined without one of the later. */
export function dumpsOfPair(
  directory: string,
  { files: { heapDump: before } }: SnapshotRecord,
  { files: { heapDump: after } }: SnapshotRecord,
): readonly string[] | undefined {
  if (after === undefined) return undefined;
  return [...(before === undefined ? [] : [before]), after].map(({ path }) => join(directory, path));
}

/**
 * The heap dumps of the process with most snapshots, first and last, as paths that start with the directory; one if there is one. Undefined for what is
 * no capture. Throws UsageError "bad-option" where there is no dump, or several pods.
 */
export async function dumpsOf(given: string, io: Io): Promise<readonly string[] | undefined> {
  const directory = captureFolder(given);
  const captures = await findCaptures(resolve(io.cwd, directory));
  const [only] = captures;
  if (only === undefined) return undefined;
  if (captures.length > 1) throw severalCaptures(directory, captures, io.cwd);
  const dumps = longestRun(only.manifest.snapshots).flatMap(({ files: { heapDump } }) =>
    heapDump === undefined ? [] : [join(shownFolder(only, directory, io.cwd), heapDump.path)],
  );
  const [first, last] = [dumps[0], dumps.at(-1)];
  if (first !== undefined && last !== undefined) return first === last ? [last] : [first, last];
  throw new UsageError("bad-option", `${directory} holds no heap dump: capture takes them with --heap-dump`);
}
