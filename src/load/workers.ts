/**
 * Several large profiles parsed at the same time: each worker takes one after another, and this thread takes its share instead of waiting.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Profile } from "../profile/tables.ts";
import { type ParseSettings, parseBytes } from "./parse-bytes.ts";
import {
  fromTransferable,
  fromTransferableError,
  type TransferableError,
  type TransferableProfile,
} from "./transfer.ts";

/** What a worker is sent. */
export interface Job {
  readonly bytes: Uint8Array;
  readonly settings: ParseSettings;
}

/** What it answers. */
export type Outcome =
  | { readonly kind: "profile"; readonly profile: TransferableProfile }
  | { readonly kind: "error"; readonly error: TransferableError };

export interface Parallelism {
  readonly threads?: number;
  /** Size of a file from which it may go to a thread. */
  readonly from?: number;
}

/** Measured for two packed profiles: at 3 MB each a second thread gains nothing, at 36 MB it halves the time. */
const LARGE = 4 << 20;

/** Parses all, in parallel where that is faster. One result an input: the profile, or what was thrown for it. */
export async function parseAll(
  inputs: readonly Uint8Array[],
  settings: ParseSettings,
  { threads = availableParallelism(), from = LARGE }: Parallelism = {},
): Promise<PromiseSettledResult<Profile>[]> {
  const shared = sharedInputs(inputs, from);
  const workerFile = findWorkerFile();
  const workerCount = workerFile === undefined ? 0 : Math.min(threads, shared.length) - 1;
  const results: Promise<Profile>[] = new Array(inputs.length);
  // Every (workerCount + 1)th of them stays here, with all that are not worth sharing.
  for (let first = 0; first < workerCount; first++) {
    const share = shared.filter((_, order) => order % (workerCount + 1) === first);
    const parsed = parseInWorker(
      workerFile as URL,
      share.map((index) => inputs[index] as Uint8Array),
      settings,
    );
    for (const [order, index] of share.entries()) results[index] = parsed[order] as Promise<Profile>;
  }
  for (const [index, bytes] of inputs.entries()) results[index] ??= parseBytes(bytes, settings);
  return await Promise.allSettled(results);
}

/** Which inputs are spread over the threads: the large ones, or all of many small ones that are large together. */
function sharedInputs(inputs: readonly Uint8Array[], from: number): number[] {
  const all = [...inputs.keys()];
  const large = all.filter((index) => (inputs[index] as Uint8Array).length >= from);
  if (large.length > 0) return large;
  const total = inputs.reduce((sum, bytes) => sum + bytes.length, 0);
  return total >= 2 * from ? all : [];
}

/** Beside the bundle of this module or above it. There is none when run from the sources: then all is done in this thread. */
function findWorkerFile(): URL | undefined {
  const places = ["./load-worker.js", "../load-worker.js"].map((name) => new URL(name, import.meta.url));
  return places.find((url) => url.protocol === "file:" && existsSync(fileURLToPath(url)));
}

function parseInWorker(
  file: URL,
  inputs: readonly Uint8Array[],
  { sizeLimit, symbolizeGoText }: ParseSettings,
): Promise<Profile>[] {
  const worker = new Worker(file);
  // Callers hand in more than these two, and not all of it can be sent.
  const settings = { sizeLimit, symbolizeGoText };
  const waiting: { resolve: (profile: Profile) => void; reject: (error: Error) => void }[] = [];
  const results = inputs.map((bytes) => {
    const result = new Promise<Profile>((resolve, reject) => waiting.push({ resolve, reject }));
    worker.postMessage({ bytes, settings } satisfies Job);
    return result;
  });
  const fail = (error: Error): void => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("message", (outcome: Outcome) => {
    const next = waiting.shift();
    if (outcome.kind === "profile") next?.resolve(fromTransferable(outcome.profile));
    else next?.reject(fromTransferableError(outcome.error));
    if (waiting.length === 0) void worker.terminate();
  });
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`the thread that parses profiles stopped with exit code ${code}`)));
  return results;
}
