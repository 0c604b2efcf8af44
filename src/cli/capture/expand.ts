/** Directories among the sources of a command that takes many: of capture, each stands for all heap profiles of its longest run, else for those in it. */
import { join, resolve } from "node:path";
import type { Io } from "../terminal/io.ts";
import { captureFolder, findCaptures } from "./directories.ts";
import { longestRun } from "./load.ts";
import { expandSnapshots } from "./snapshots.ts";

export async function expandCaptures(sources: readonly string[], io: Io): Promise<string[]> {
  const found = await expandSnapshots(sources, io);
  const expanded = await Promise.all(found.map((source) => heapsOf(source, io)));
  return expanded.flat();
}

/** The source itself, if it is no capture. Paths start with the source, as the user wrote it. */
async function heapsOf(source: string, io: Io): Promise<string[]> {
  const captures = source === "-" ? [] : await findCaptures(resolve(io.cwd, source));
  const [only] = captures;
  if (only === undefined || captures.length > 1) return [source];
  return longestRun(only.manifest.snapshots).map(({ files }) => join(captureFolder(source), files.heap.path));
}
