/**
 * The one writer of what this program leaves behind. A file is whole or as it was, keeps its mode, its owner and its other names, and stays where
 * its links lead; devices, FIFOs and descriptors are written as they are.
 */
import { constants, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type OutputFile, resolveOutput } from "./output-target.ts";
import { openInPlace, writeAll } from "./overwrite-file.ts";
import { openBeside } from "./replace-file.ts";
import { errorCode } from "./system-error.ts";

/** `path` absolute, as typed: what `..` means after a link is for the system to say. */
export async function openOutput(path: string): Promise<OutputFile> {
  const target = await resolveOutput(path);
  if (target.kind === "descriptor") return descriptorFile(target.descriptor);
  if (target.kind === "stream") return streamFile(await open(target.path, constants.O_WRONLY));
  return (await openBeside(target)) ?? openInPlace(target.path);
}

/** All of it, or nothing where that can be had. */
export async function writeOutput(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const file = await openOutput(path);
  try {
    for (const chunk of chunks) await file.write(chunk);
    await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

/** A reader that goes away (`>(head)`) is no failure, as on standard output. */
function streamFile(file: FileHandle): OutputFile {
  return {
    write: (chunk) => writeAll(file, chunk, undefined).catch(unlessReaderLeft),
    finish: () => file.close(),
    abandon: () => file.close(),
  };
}

function descriptorFile(descriptor: number): OutputFile {
  return {
    write: (chunk) => writeToDescriptor(descriptor, chunk).catch(unlessReaderLeft),
    finish: async () => {},
    abandon: async () => {},
  };
}

const PATIENCE_MS = 5;

/** A pipe that does not wait for its reader is asked again. */
async function writeToDescriptor(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (errorCode(error) !== "EAGAIN") throw error;
      await sleep(PATIENCE_MS);
    }
  }
}

function unlessReaderLeft(error: unknown): void {
  if (errorCode(error) !== "EPIPE") throw error;
}
