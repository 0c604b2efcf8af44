/** An output that is also an input of the same command: refused before anything is read, since the input would be lost. */
import { fstatSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { MANIFEST_FILE } from "../fetch/manifest/manifest.ts";
import { findCaptures } from "./capture/directories.ts";
import { refuseUnderProfile, refuseUnderReport } from "./lost-files.ts";
import type { Io } from "./terminal/io.ts";

/** Options that name a file to write. */
const OUTPUTS: Readonly<Record<string, string>> = { output: "-o", writeBaseline: "--write-baseline" };

/** Commands whose document is a profile. */
const PROFILES: ReadonlySet<string> = new Set(["fetch", "proto", "topproto"]);

/** Throws UsageError "bad-option". A baseline may be written anew: it is read whole before. */
export async function refuseInputsAsOutputs(command: Command, io: Pick<Io, "cwd">): Promise<void> {
  const options = Object.entries(command.optsWithGlobals<Record<string, unknown>>());
  const { output, writeBaseline } = Object.fromEntries(options);
  if (typeof output === "string" && typeof writeBaseline === "string") refuseOneFile(output, writeBaseline, io.cwd);
  await refuseInputs(command, options, io);
  refuseStandardOutput(command.args, io.cwd);
  if (typeof output !== "string") return;
  const refuse = PROFILES.has(command.name()) ? refuseUnderProfile : refuseUnderReport;
  refuse("-o", output, io.cwd);
}

function refuseOneFile(output: string, writeBaseline: string, cwd: string): void {
  const [first, second] = [statFile(output, cwd), statFile(writeBaseline, cwd)];
  const isOne =
    first === undefined || second === undefined
      ? resolve(cwd, output) === resolve(cwd, writeBaseline)
      : isSame(first, second);
  if (isOne) throw new UsageError("bad-option", `-o and --write-baseline name one file: ${output}`);
}

/** A shell empties the file, or what is written goes behind what is read. */
export function refuseStandardOutput(sources: readonly string[], cwd: string): void {
  const stats = regular(() => fstatSync(1));
  const source = stats && sources.find((word) => [statFile(word, cwd)].some((file) => file && isSame(file, stats)));
  if (source === undefined) return;
  const fact = `standard output goes into ${source}, which this command reads: give another name`;
  throw new UsageError("bad-option", stats?.size === 0 ? `${fact} (the shell has emptied it)` : fact);
}

/** Whether writing to `file` would be writing to one of them. */
export function isAmong(sources: readonly string[], file: string, cwd: string): boolean {
  const stats = statFile(file, cwd);
  return (
    stats !== undefined &&
    sources.some((word) => {
      const other = word === "-" ? standardInput() : statFile(word, cwd);
      return other !== undefined && isSame(other, stats);
    })
  );
}

async function refuseInputs(
  command: Command,
  options: readonly (readonly [string, unknown])[],
  io: Pick<Io, "cwd">,
): Promise<void> {
  const outputs = options.flatMap(([name, value]) => {
    const option = OUTPUTS[name];
    const stats = option === undefined || typeof value !== "string" ? undefined : statFile(value, io.cwd);
    return option === undefined || stats === undefined ? [] : [{ name, option, value: String(value), stats }];
  });
  if (outputs.length === 0) return;
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
