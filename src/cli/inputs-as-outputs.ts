/** An output that is also an input of the same command: refused before anything is read, since the input would be lost. */
import { fstatSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { MANIFEST_FILE } from "../fetch/manifest/manifest.ts";
import { findCaptures } from "./capture/directories.ts";
import type { Io } from "./terminal/io.ts";

/** Options that name a file to write. */
const OUTPUTS: Readonly<Record<string, string>> = { output: "-o", writeBaseline: "--write-baseline" };

/** Throws UsageError "bad-option". A baseline may be written anew: it is read whole before. */
export async function refuseInputsAsOutputs(command: Command, io: Pick<Io, "cwd">): Promise<void> {
  const options = Object.entries(command.optsWithGlobals<Record<string, unknown>>());
  const outputs = options.flatMap(([name, value]) => {
    const option = OUTPUTS[name];
    const stats = option === undefined || typeof value !== "string" ? undefined : statFile(value, io.cwd);
    return option === undefined || stats === undefined ? [] : [{ name, option, value: String(value), stats }];
  });
  if (outputs.length === 0) return;
  const [first, second] = outputs;
  if (first !== undefined && second !== undefined && isSame(first.stats, second.stats)) {
    throw new UsageError("bad-option", `${first.option} and ${second.option} name one file: ${first.value}`);
  }
  const inputs = [
    ...command.args.map((word) => ["", word] as const),
    ...options.filter(([name]) => !(name in OUTPUTS)),
  ];
  for (const { name, option, value, stats } of outputs) {
    for (const [from, input] of inputs) {
      if (typeof input !== "string" || (name === "writeBaseline" && from === "baseline")) continue;
      if (!(await filesOf(input, io.cwd)).some((file) => isSame(file, stats))) continue;
      throw new UsageError("bad-option", `${option} ${value}: this command reads that file: give another name`);
    }
  }
}

/** What the word may be read from: a file, or what the manifests in a directory name. */
async function filesOf(word: string, cwd: string): Promise<Stats[]> {
  const path = resolve(cwd, word);
  const stats = word === "-" ? standardInput() : statFile(word, cwd);
  if (stats !== undefined) return [stats];
  if (!isDirectory(path)) return [];
  // What is wrong with a directory is for who reads it to say.
  const captures = await findCaptures(path).catch(() => []);
  return captures
    .flatMap(({ directory, manifest: { snapshots } }) => [
      join(directory, MANIFEST_FILE),
      ...snapshots.flatMap(({ files }) =>
        Object.values(files).flatMap((file) => (file === null ? [] : [join(directory, file.path)])),
      ),
    ])
    .flatMap((file) => statFile(file, cwd) ?? []);
}

/** Undefined for what is no regular file: nothing is lost by writing to a device. */
function statFile(path: string, cwd: string): Stats | undefined {
  return regular(() => statSync(resolve(cwd, path)));
}

function standardInput(): Stats | undefined {
  return regular(() => fstatSync(0));
}

function regular(look: () => Stats): Stats | undefined {
  try {
    const stats = look();
    return stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function isSame(a: Stats, b: Stats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}
