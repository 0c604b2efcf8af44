/** The directory of one series: begun or gone on with, its manifest, what a capture that was killed left in it. */

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { firstMissing, makeDirectory, removeEmpty } from "../fetch/files/make-directory.ts";
import { writeOutput } from "../fetch/files/output-file.ts";
import { isTemporary } from "../fetch/files/replace-file.ts";
import { writing } from "../fetch/files/write-fault.ts";
import { readManifest } from "../fetch/manifest/capture-directory.ts";
import { MANIFEST_FILE, MANIFEST_KIND, MANIFEST_VERSION, type Manifest } from "../fetch/manifest/manifest.ts";
import { largestOf } from "../measurement/extremes.ts";
import { LOCK_FILE, lockDirectory } from "./directory-lock.ts";

/** What a series is from. */
export interface SeriesHead {
  readonly directory: string;
  /** As the user named it, without secrets. */
  readonly source: string;
  readonly madeBy: string;
  readonly workload: Manifest["workload"];
  readonly during: Manifest["during"];
}

interface Begun {
  readonly manifest: Manifest;
  /** For other captures; a directory in which nothing was kept goes, with those above that were made for it. */
  readonly free: () => Promise<void>;
}

/** Throws UsageError for a directory that cannot be had: it holds something else, or another capture is at work there. */
export async function beginOrResume(head: SeriesHead): Promise<Begun> {
  const { directory } = head;
  const made = await firstMissing(directory);
  let unlock = async (): Promise<void> => {};
  const free = async (): Promise<void> => {
    await unlock();
    await removeEmpty(directory, made);
  };
  try {
    return await writing(directory, async () => {
      await makeDirectory(directory);
      unlock = await lockDirectory(directory);
      return { manifest: await manifestOf(head), free };
    });
  } catch (error) {
    await free();
    throw error;
  }
}

async function manifestOf({ directory, source, madeBy, workload, during }: SeriesHead): Promise<Manifest> {
  const found = await readManifest(directory);
  if (found !== undefined) {
    if (found.source !== source) {
      throw new UsageError(
        "bad-option",
        `${directory} holds a capture of ${found.source}, not of ${source}: give another -o`,
      );
    }
    await removePartials(directory);
    return { ...found, madeBy, workload, during: during ?? found.during };
  }
  const [first] = (await readdir(directory)).filter((name) => !isPartial(name) && name !== LOCK_FILE);
  if (first !== undefined) {
    throw new UsageError(
      "bad-option",
      `${directory} is not empty and holds no capture (there is ${first} in it): give another -o`,
    );
  }
  return {
    kind: MANIFEST_KIND,
    schemaVersion: MANIFEST_VERSION,
    madeBy,
    source,
    workload,
    during,
    processes: [],
    snapshots: [],
    events: [],
  };
}

function isPartial(name: string): boolean {
  return name.endsWith(".partial") || isTemporary(name);
}

/** What a capture that was killed left half done. */
async function removePartials(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (isPartial(name)) await rm(join(directory, name), { recursive: true, force: true });
  }
}

/** A manifest is whole at any time. Throws UsageError "write-failed". */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const path = join(directory, MANIFEST_FILE);
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  await writing(path, () => writeOutput(path, [Buffer.from(text)]));
}

/** After the last snapshot, and after any folder that a capture was killed over before its manifest had it. */
export async function nextName(directory: string, { snapshots }: Manifest): Promise<string> {
  const names = await writing(directory, () => readdir(directory));
  const numbers = [...names, ...snapshots.map(({ name }) => name)].filter((name) => /^\d+$/.test(name)).map(Number);
  return String(largestOf(numbers, 0) + 1).padStart(3, "0");
}
