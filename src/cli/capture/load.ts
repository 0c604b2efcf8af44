/** A capture directory as the input of its report: what the manifest says, and the files of the run that is looked at. */
import { join } from "node:path";
import { FetchError, ProfileError } from "../../errors.ts";
import type {
  ContainerRecord,
  FileRecord,
  Manifest,
  ProcessRecord,
  SnapshotRecord,
} from "../../fetch/manifest/manifest.ts";
import { loadUnpacked } from "../../load/unpacked.ts";
import { loadProfiles } from "../../load.ts";
import { groupBy } from "../../measurement/group-by.ts";
import { parseQuantity } from "../../measurement/quantity.ts";
import { parseGoHeapText } from "../../profile/legacy/go-heap.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { CaptureInput, CapturePoint, CaptureSettings, CaptureState } from "../../report/capture/capture.ts";
import { loadGoroutines } from "../goroutine-source.ts";
import type { Io } from "../terminal/io.ts";

/** `manifest` has a snapshot at least. Throws ProfileError, FetchError. */
export async function loadCapture(directory: string, manifest: Manifest, io: Io): Promise<CaptureInput> {
  const run = longestRun(manifest.snapshots);
  const process = manifest.processes.find(({ id }) => id === run[0]?.process);
  const profiles = await loadProfiles(
    run.map(({ files }) => join(directory, files.heap.path)),
    { cwd: io.cwd },
  );
  const states = run.map(async (snapshot, index): Promise<CaptureState> => {
    return {
      point: pointOf(snapshot),
      profile: profiles[index] as CaptureState["profile"],
      memStats: await memStatsOf(directory, snapshot, io),
      goroutines: await goroutinesOf(directory, snapshot, io),
    };
  });
  return {
    source: manifest.source,
    program: process?.program ?? null,
    points: manifest.snapshots.map(pointOf),
    run: await Promise.all(states),
    isCollected: run.every(isAfterCollection),
    settings: settingsOf(process, manifest.workload),
    events: manifest.events,
  };
}

/** Snapshots of the process there are most of; of the later one if two have as many. */
export function longestRun(snapshots: readonly SnapshotRecord[]): SnapshotRecord[] {
  const runs = groupBy(snapshots, (snapshot) => snapshot.process);
  return [...runs.values()].reduce((longest, run) => (run.length >= longest.length ? run : longest), []);
}

/** Whether the heap profile was asked for with gc=1. */
export function isAfterCollection({ files }: SnapshotRecord): boolean {
  return /[?&]gc=1(&|$)/.test(files.heap.url);
}

function pointOf(snapshot: SnapshotRecord): CapturePoint {
  const { name, time, process, iterations, trigger, liveBytes, workingSetBytes, residentBytes } = snapshot;
  return { name, time, process, iterations, trigger, liveBytes, workingSetBytes, residentBytes };
}

export async function memStatsOf(directory: string, { files }: SnapshotRecord, io: Io): Promise<MemStats | undefined> {
  const file = files.heapText;
  return await ifReadable(file, io, async (path) => {
    return parseGoHeapText(await loadUnpacked(join(directory, path), { cwd: io.cwd }))?.memStats;
  });
}

export async function goroutinesOf(
  directory: string,
  { files }: SnapshotRecord,
  io: Io,
): Promise<CaptureState["goroutines"]> {
  return await ifReadable(
    files.goroutine,
    io,
    async (path) => (await loadGoroutines(join(directory, path), io)).groups,
  );
}

/** What stands beside the heap may be missing or damaged: the report goes without it, and says so on standard error. */
async function ifReadable<T>(
  file: FileRecord | null,
  io: Io,
  read: (path: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    return file === null ? undefined : await read(file.path);
  } catch (error) {
    if (!(error instanceof ProfileError || error instanceof FetchError)) throw error;
    await io.stderr.write(`heapblame: left out of the report: ${error.message}\n`);
    return undefined;
  }
}

function settingsOf(process: ProcessRecord | undefined, workload: string | null): CaptureSettings {
  const { pod = null, container = null } = process ?? {};
  return {
    pod: pod === null ? null : `${pod.namespace}/${pod.name}`,
    workload:
      pod === null || container === null || workload === null
        ? null
        : { namespace: pod.namespace, name: workload, container: container.name },
    memoryLimit: limitOf(container),
    memoryRequest: container?.memoryRequest ?? null,
    gogc: container?.gogc ?? null,
    gomemlimit: container?.gomemlimit ?? null,
    restartCount: container?.restartCount ?? null,
    lastEnd: container?.lastEnd ?? null,
  };
}

function limitOf(container: ContainerRecord | null): CaptureSettings["memoryLimit"] {
  const text = container?.memoryLimit ?? undefined;
  const bytes = text === undefined ? undefined : parseQuantity(text);
  return text === undefined || bytes === undefined ? null : { text, bytes };
}
