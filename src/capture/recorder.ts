/**
 * One process's series in a capture directory: takes snapshots, tells restarts, keeps the manifest true after every step. A series that was begun
 * before is gone on with.
 */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { FetchError } from "../errors.ts";
import { debugPaths } from "../fetch/debug-paths.ts";
import type { Endpoint } from "../fetch/kubernetes/endpoint.ts";
import type { Pod } from "../fetch/kubernetes/pod.ts";
import type { KubectlSettings } from "../fetch/kubernetes/settings.ts";
import type { EventRecord, Manifest, PodRecord, ProcessRecord, SnapshotRecord } from "../fetch/manifest/manifest.ts";
import { parseBytes } from "../load/parse-bytes.ts";
import { loadUnpacked } from "../load/unpacked.ts";
import { parseQuantity } from "../measurement/quantity.ts";
import { goVersionOf } from "../profile/go-version.ts";
import { parseGoHeapText } from "../profile/legacy/go-heap.ts";
import type { MemStats } from "../profile/legacy/mem-stats.ts";
import { liveBytes } from "../profile/live-bytes.ts";
import { parseMetrics } from "./metrics-text.ts";
import { describeRestart, fallenCounter, type ProcessFacts, readFacts, readWorkingSet } from "./process-facts.ts";
import { beginOrResume, nextName, type SeriesHead, writeManifest } from "./series-directory.ts";
import { type DumpRequest, type TakenFiles, takeSnapshot } from "./snapshot.ts";
import type { Vitals } from "./trigger.ts";

export interface RecorderSettings extends SeriesHead {
  /** Of the pod; undefined: the one with the port. */
  readonly container: string | undefined;
  readonly kubectl: KubectlSettings;
  /** Finds the process: at first, and again when its pod is gone. */
  readonly open: (signal: AbortSignal) => Promise<Endpoint>;
  readonly onEvent: (event: EventRecord) => void;
}

export interface Recorder {
  /** Throws FetchError, ProfileError, UsageError. `iterations`: how often the command has run. */
  readonly take: (
    iterations: number | null,
    trigger: string | null,
    signal: AbortSignal,
    dump?: DumpRequest,
  ) => Promise<SnapshotRecord>;
  /** What can be looked at without a collection. */
  readonly vitals: (signal: AbortSignal) => Promise<Vitals>;
  readonly note: (kind: EventRecord["kind"], text: string) => Promise<void>;
  readonly manifest: () => Manifest;
  readonly directory: string;
  readonly close: () => Promise<void>;
}

interface Reached {
  readonly endpoint: Endpoint;
  readonly pod: Pod | undefined;
}

/** Throws UsageError for a directory that holds something else, or another source's capture. */
export async function openRecorder(settings: RecorderSettings): Promise<Recorder> {
  const { manifest, free } = await beginOrResume(settings);
  // A series that goes on may go on with another process.
  const last = manifest.snapshots.at(-1);
  const stats = last && (await statsOf(settings.directory, last.files).catch(() => undefined));
  return new SeriesRecorder(settings, manifest, stats, free);
}

class SeriesRecorder implements Recorder {
  readonly #settings: RecorderSettings;
  readonly #free: () => Promise<void>;
  #manifest: Manifest;
  #endpoint: Endpoint | undefined;
  /** Of the last snapshot. */
  #stats: MemStats | undefined;

  constructor(settings: RecorderSettings, manifest: Manifest, stats: MemStats | undefined, free: () => Promise<void>) {
    this.#settings = settings;
    this.#manifest = manifest;
    this.#stats = stats;
    this.#free = free;
  }

  get directory(): string {
    return this.#settings.directory;
  }

  manifest(): Manifest {
    return this.#manifest;
  }

  async note(kind: EventRecord["kind"], text: string): Promise<void> {
    const event = { time: new Date().toISOString(), kind, text };
    this.#settings.onEvent(event);
    await this.#store({ events: [...this.#manifest.events, event] });
  }

  async take(
    iterations: number | null,
    trigger: string | null,
    signal: AbortSignal,
    dump?: DumpRequest,
  ): Promise<SnapshotRecord> {
    const reached = await this.#reach(signal);
    const name = await nextName(this.directory, this.#manifest);
    const taken = await takeSnapshot(reached.endpoint, this.directory, name, dump, signal);
    try {
      const snapshot = await this.#describe(reached, taken, { name, iterations, trigger }, signal);
      await this.#store({ snapshots: [...this.#manifest.snapshots, snapshot] });
      return snapshot;
    } catch (error) {
      // What the manifest does not have is not there.
      await rm(join(this.directory, name), { recursive: true, force: true });
      throw error;
    }
  }

  async vitals(signal: AbortSignal): Promise<Vitals> {
    const { endpoint } = await this.#reach(signal);
    return await readVitals(endpoint, this.#manifest.processes.at(-1), this.#settings.kubectl, signal);
  }

  async close(): Promise<void> {
    await this.#leave();
    await this.#free();
  }

  async #store(change: Partial<Manifest>): Promise<void> {
    this.#manifest = { ...this.#manifest, ...change };
    // A directory without a snapshot is no capture.
    if (this.#manifest.snapshots.length > 0) await writeManifest(this.directory, this.#manifest);
  }

  /** The endpoint, and its pod as it is now; of another pod if the one before is gone. */
  async #reach(signal: AbortSignal): Promise<Reached> {
    const known = this.#endpoint;
    const pod = await lookAgain(known, signal);
    if (known !== undefined && (known.pod === undefined || pod !== undefined)) return { endpoint: known, pod };
    await this.#leave();
    const endpoint = await this.#settings.open(signal);
    this.#endpoint = endpoint;
    return { endpoint, pod: endpoint.pod?.pod };
  }

  async #leave(): Promise<void> {
    await this.#endpoint?.close();
    this.#endpoint = undefined;
  }

  /** What was taken, and of which process. */
  async #describe(
    { endpoint, pod }: Reached,
    { time, files, metrics: metricsText, missing }: TakenFiles,
    { name, iterations, trigger }: Pick<SnapshotRecord, "name" | "iterations" | "trigger">,
    signal: AbortSignal,
  ): Promise<SnapshotRecord> {
    const metrics = parseMetrics(metricsText ?? "");
    const profile = await parseBytes(await readFile(join(this.directory, files.heap.path)), {});
    const facts = await readFacts(endpoint, pod, this.#settings.container, metrics, signal);
    const named = { ...facts, goVersion: facts.goVersion ?? goVersionOf(profile) ?? null };
    const process = await this.#recordProcess(named, await statsOf(this.directory, files));
    for (const text of missing) await this.note("failed", text);
    return {
      name,
      time,
      process: process.id,
      iterations,
      trigger,
      liveBytes: liveBytes(profile) ?? null,
      workingSetBytes: (await workingSetOf(process, this.#settings.kubectl, signal)) ?? null,
      residentBytes: metrics.residentBytes ?? null,
      files,
    };
  }

  /** The last process, if it still is that one. */
  async #recordProcess(facts: ProcessFacts, stats: MemStats | undefined): Promise<ProcessRecord> {
    const { processes } = this.#manifest;
    const before = processes.at(-1);
    const fallen = fallenCounter(this.#stats, stats);
    this.#stats = stats;
    const restart = before === undefined ? undefined : (describeRestart(before, facts) ?? fallen);
    if (before !== undefined && restart === undefined) return before;
    const record = { id: processes.length + 1, ...facts };
    await this.#store({ processes: [...processes, record] });
    if (restart !== undefined) await this.note("restart", restart);
    if (facts.pod !== null && facts.container === null) await this.note("failed", unknownContainer(facts.pod));
    return record;
  }
}

function unknownContainer({ name, port }: PodRecord): string {
  return `pod ${name} has several containers and none declares port ${port}: --container says whose limits and settings count`;
}

/** The pod as it is now; undefined if there is none to look at, or if it no longer runs. */
async function lookAgain(endpoint: Endpoint | undefined, signal: AbortSignal): Promise<Pod | undefined> {
  if (endpoint?.pod === undefined) return undefined;
  try {
    const pod = await endpoint.pod.look(signal);
    return pod.phase === "Running" && pod.uid === endpoint.pod.pod.uid ? pod : undefined;
  } catch (error) {
    if (error instanceof FetchError && error.code === "kubectl-not-found") return undefined;
    throw error;
  }
}

async function workingSetOf(
  { pod, container }: ProcessRecord,
  kubectl: KubectlSettings,
  signal: AbortSignal,
): Promise<number | undefined> {
  return pod === null || container === null ? undefined : await readWorkingSet(pod, container.name, kubectl, signal);
}

async function readVitals(
  endpoint: Endpoint,
  process: ProcessRecord | undefined,
  kubectl: KubectlSettings,
  signal: AbortSignal,
): Promise<Vitals> {
  const paths = debugPaths(endpoint.path);
  const page = async (path: string): Promise<string> => {
    try {
      return new TextDecoder().decode(await endpoint.read(path, "anything", signal));
    } catch (error) {
      if (error instanceof FetchError && error.code === "http") return "";
      throw error;
    }
  };
  const metrics = parseMetrics(await page(paths.metrics));
  const allocated =
    metrics.heapBytes ?? Number(/^# HeapAlloc = (\d+)$/m.exec(await page(paths.heapText))?.[1] ?? Number.NaN);
  const workingSet = process === undefined ? undefined : await workingSetOf(process, kubectl, signal);
  const limit = process?.container?.memoryLimit ?? undefined;
  return {
    heapBytes: Number.isNaN(allocated) ? undefined : allocated,
    residentBytes: workingSet ?? metrics.residentBytes,
    limitBytes: limit === undefined ? undefined : parseQuantity(limit),
  };
}

/** The books of the runtime at a snapshot; undefined where it has none. */
async function statsOf(directory: string, { heapText }: TakenFiles["files"]): Promise<MemStats | undefined> {
  if (heapText === null) return undefined;
  return parseGoHeapText(await loadUnpacked(join(directory, heapText.path)))?.memStats;
}
