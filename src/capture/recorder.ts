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
import { beginOrResume, nextName, removeIfEmpty, type SeriesHead, writeManifest } from "./series-directory.ts";
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
  const { directory, onEvent } = settings;
  const begun = await beginOrResume(settings);
  let manifest = begun.manifest;
  let endpoint: Endpoint | undefined;

  const store = async (change: Partial<Manifest>): Promise<void> => {
    manifest = { ...manifest, ...change };
    // A directory without a snapshot is no capture.
    if (manifest.snapshots.length > 0) await writeManifest(directory, manifest);
  };
  const note = async (kind: EventRecord["kind"], text: string): Promise<void> => {
    const event = { time: new Date().toISOString(), kind, text };
    onEvent(event);
    await store({ events: [...manifest.events, event] });
  };
  /** The endpoint, and its pod as it is now; of another pod if the one before is gone. */
  const reach = async (signal: AbortSignal): Promise<Reached> => {
    const pod = await lookAgain(endpoint, signal);
    if (endpoint !== undefined && (endpoint.pod === undefined || pod !== undefined)) return { endpoint, pod };
    await endpoint?.close();
    endpoint = undefined;
    endpoint = await settings.open(signal);
    return { endpoint, pod: endpoint.pod?.pod };
  };
  // A series that goes on may go on with another process.
  const last = manifest.snapshots.at(-1);
  let lastStats: MemStats | undefined = last && (await statsOf(directory, last.files).catch(() => undefined));
  const recordProcess = async (facts: ProcessFacts, stats: MemStats | undefined): Promise<ProcessRecord> => {
    const before = manifest.processes.at(-1);
    const fallen = fallenCounter(lastStats, stats);
    lastStats = stats;
    const restart = before === undefined ? undefined : (describeRestart(before, facts) ?? fallen);
    if (before !== undefined && restart === undefined) return before;
    const record = { id: manifest.processes.length + 1, ...facts };
    await store({ processes: [...manifest.processes, record] });
    if (restart !== undefined) await note("restart", restart);
    if (facts.pod !== null && facts.container === null) await note("failed", unknownContainer(facts.pod));
    return record;
  };
  const take: Recorder["take"] = async (iterations, trigger, signal, dump) => {
    const reached = await reach(signal);
    const name = await nextName(directory, manifest);
    const taken = await takeSnapshot(reached.endpoint, directory, name, dump, signal);
    try {
      return await recordSnapshot(reached, name, taken, iterations, trigger, signal);
    } catch (error) {
      // What the manifest does not have is not there.
      await rm(join(directory, name), { recursive: true, force: true });
      throw error;
    }
  };
  const recordSnapshot = async (
    reached: Reached,
    name: string,
    taken: TakenFiles,
    iterations: number | null,
    trigger: string | null,
    signal: AbortSignal,
  ): Promise<SnapshotRecord> => {
    const metrics = parseMetrics(taken.metrics ?? "");
    const profile = await parseBytes(await readFile(join(directory, taken.files.heap.path)), {});
    const facts = await readFacts(reached.endpoint, reached.pod, settings.container, metrics, signal);
    const named = { ...facts, goVersion: facts.goVersion ?? goVersionOf(profile) ?? null };
    const process = await recordProcess(named, await statsOf(directory, taken.files));
    for (const text of taken.missing) await note("failed", text);
    const snapshot: SnapshotRecord = {
      name,
      time: taken.time,
      process: process.id,
      iterations,
      trigger,
      liveBytes: liveBytes(profile) ?? null,
      workingSetBytes: (await workingSetOf(process, settings.kubectl, signal)) ?? null,
      residentBytes: metrics.residentBytes ?? null,
      files: taken.files,
    };
    await store({ snapshots: [...manifest.snapshots, snapshot] });
    return snapshot;
  };
  return {
    take,
    vitals: async (signal) => {
      const reached = await reach(signal);
      return await readVitals(reached.endpoint, manifest.processes.at(-1), settings.kubectl, signal);
    },
    note,
    manifest: () => manifest,
    directory,
    close: async () => {
      await endpoint?.close();
      endpoint = undefined;
      await begun.free();
      if (manifest.snapshots.length === 0) await removeIfEmpty(directory);
    },
  };
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
