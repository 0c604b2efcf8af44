/**
 * Several profiles parsed at the same time: large ones by workers and, instead of waiting for them, by this thread; of two, which are mostly alike,
 * only the unpacking is done elsewhere; small ones one after the other, as fast as a thread could be told of them.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { DecodeMemory } from "../profile/codec/memory.ts";
import type { Profile } from "../profile/tables.ts";
import { InflateAhead } from "./inflate-ahead.ts";
import { buildDecodeMemory, type ParseSettings, parseBytes } from "./parse-bytes.ts";
import { SeriesInflater } from "./series-inflater.ts";
import { fromFront, type SharedInputs, shareInputs } from "./shared-inputs.ts";
import {
  fromTransferable,
  fromTransferableError,
  type TransferableError,
  type TransferableProfile,
} from "./transfer.ts";

/** What a worker is started with. */
export interface Job {
  readonly shared: SharedInputs;
  readonly settings: ParseSettings;
}

/** What it answers for an input. */
export type Outcome =
  | { readonly kind: "profile"; readonly profile: TransferableProfile }
  | { readonly kind: "error"; readonly error: TransferableError };

interface Parallelism {
  readonly threads?: number;
  /** Size of a file from which it may go to a thread. */
  readonly from?: number;
  /** Size of one of several from which they are unpacked ahead. */
  readonly aheadFrom?: number;
  /** Of profiles that were parsed before. */
  readonly memory?: DecodeMemory;
}

/** Packed bytes from which a profile is worth a thread. */
const LARGE = 4 << 20;

/**
 * From so many large ones on threads are started. Two are mostly of one process, and then the second is read in a fraction of the time by
 * whoever has read the first.
 */
const SEVERAL = 3;

/** Packed bytes of one of several from which unpacking ahead saves more time than the change of threads costs. */
const MUCH = 1 << 20;

/** Parses all, in parallel where that is faster. One result an input: the profile, or what was thrown for it. */
export async function parseAll(
  inputs: readonly Uint8Array[],
  settings: ParseSettings,
  { threads = availableParallelism(), from = LARGE, aheadFrom = MUCH, memory = buildDecodeMemory() }: Parallelism = {},
): Promise<PromiseSettledResult<Profile>[]> {
  const results: PromiseSettledResult<Profile>[] = new Array(inputs.length);
  const order = [...inputs.keys()].filter((index) => (inputs[index] as Uint8Array).length >= from);
  const workerFile = findWorkerFile();
  const workerCount = workerFile === undefined || order.length < SEVERAL ? 0 : Math.min(threads, order.length) - 1;
  if (workerCount > 0) {
    const shared = shareInputs(order.map((index) => inputs[index] as Uint8Array));
    const workers = Array.from({ length: workerCount }, () => parseInWorker(workerFile as URL, shared, settings));
    for (const next of fromFront(shared)) {
      const index = order[next] as number;
      results[index] = await settle(parseBytes(inputs[index] as Uint8Array, settings, memory));
    }
    for (const answers of await Promise.allSettled(workers)) {
      if (answers.status === "rejected") throw answers.reason;
      for (const [next, result] of answers.value) results[order[next] as number] = result;
    }
  }
  const rest = [...inputs.keys()].filter((index) => results[index] === undefined);
  const waiting = rest.map((index) => inputs[index] as Uint8Array);
  const unpacked = new InflateAhead(waiting);
  const again = new SeriesInflater();
  const isAhead = waiting.length > 1 && waiting.some(({ length }) => length > aheadFrom);
  for (const [order, index] of rest.entries()) {
    const inSeries = memory.isEmpty ? undefined : again.inflate;
    const inflate = isAhead ? await unpacked.inflaterFor(order) : inSeries;
    const result = await settle(parseBytes(inputs[index] as Uint8Array, settings, memory, inflate));
    if (result.status === "fulfilled" && memory.hasRecalled(result.value)) again.giveBack();
    results[index] = result;
  }
  return results;
}

async function settle(profile: Promise<Profile>): Promise<PromiseSettledResult<Profile>> {
  return (await Promise.allSettled([profile]))[0];
}

/** Beside the bundle of this module or above it. There is none when run from the sources: then all is done in this thread. */
function findWorkerFile(): URL | undefined {
  const places = ["./load-worker.cjs", "../load-worker.cjs"].map((name) => new URL(name, import.meta.url));
  return places.find((url) => url.protocol === "file:" && existsSync(fileURLToPath(url)));
}

type Answers = readonly [number, PromiseSettledResult<Profile>][];

/** A result for each input that the worker took, by its number. */
async function parseInWorker(
  file: URL,
  shared: SharedInputs,
  { sizeLimit, symbolizeGoText }: ParseSettings,
): Promise<Answers> {
  // Costs a millisecond that most reports have no use for.
  const { Worker } = await import("node:worker_threads");
  // Callers hand in more than these two settings, and not all of it can be sent.
  const worker = new Worker(file, { workerData: { shared, settings: { sizeLimit, symbolizeGoText } } satisfies Job });
  return await new Promise((resolve, reject) => {
    worker.on("message", (outcomes: readonly [number, Outcome][]) => {
      resolve(answersOf(outcomes));
      void worker.terminate();
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the thread that parses profiles stopped with exit code ${code}`)));
  });
}

function answersOf(outcomes: readonly [number, Outcome][]): Answers {
  const profiles = fromTransferable(
    outcomes.flatMap(([, outcome]) => (outcome.kind === "profile" ? [outcome.profile] : [])),
  ).values();
  return outcomes.map(([next, outcome]) => {
    if (outcome.kind === "error") return [next, { status: "rejected", reason: fromTransferableError(outcome.error) }];
    return [next, { status: "fulfilled", value: profiles.next().value as Profile }];
  });
}
