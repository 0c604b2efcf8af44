/** `manifest.json` of a capture directory: what was taken when, from which process, and how to tell that nothing was changed since. */
import { ProfileError } from "../../errors.ts";
import { wrongPlaceOf } from "./shape.ts";

export const MANIFEST_FILE = "manifest.json";
export const MANIFEST_KIND = "heapblame-capture";
export const MANIFEST_VERSION = 1;

export interface Manifest {
  readonly kind: typeof MANIFEST_KIND;
  readonly schemaVersion: typeof MANIFEST_VERSION;
  /** `heapblame 1.2.3`. */
  readonly madeBy: string;
  /** As the user named it, without secrets. */
  readonly source: string;
  /** What makes the pods, `deployment/web`, where they were named by that. */
  readonly workload: string | null;
  /** The command that ran meanwhile. */
  readonly during: { readonly command: string; readonly iterations: number | null } | null;
  /** In the order they were met: a restart makes another one. */
  readonly processes: readonly ProcessRecord[];
  readonly snapshots: readonly SnapshotRecord[];
  readonly events: readonly EventRecord[];
}

export interface ProcessRecord {
  /** Counts from 1; what snapshots refer to. */
  readonly id: number;
  /** Base name of its first argument. */
  readonly program: string | null;
  /** RFC 3339, from its metrics. */
  readonly startedAt: string | null;
  readonly goVersion: string | null;
  /** What it is reached by. */
  readonly endpoint: string;
  readonly pod: PodRecord | null;
  readonly container: ContainerRecord | null;
}

export interface PodRecord {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string | null;
  readonly port: number;
}

/** Quantities and settings as the pod's spec has them. */
export interface ContainerRecord {
  readonly name: string;
  readonly image: string;
  readonly imageDigest: string | null;
  readonly containerId: string | null;
  readonly restartCount: number;
  /** Why it ended the last time: `OOMKilled (137)`. */
  readonly lastEnd: string | null;
  readonly memoryLimit: string | null;
  readonly memoryRequest: string | null;
  /** The value, or `{limits.memory}` where it comes from elsewhere. */
  readonly gogc: string | null;
  readonly gomemlimit: string | null;
}

export interface SnapshotRecord {
  /** `001`: the folder its files are in. */
  readonly name: string;
  /** RFC 3339: when the heap profile was asked for. */
  readonly time: string;
  readonly process: number;
  /** How often the command had run; null without one. */
  readonly iterations: number | null;
  /** What made it be taken, where that is not the time: `heap>75%limit: ...`. */
  readonly trigger: string | null;
  /** Bytes in live objects by the profile; null where it does not say. */
  readonly liveBytes: number | null;
  /** Of the container, from the metrics API: what the OOM killer watches. */
  readonly workingSetBytes: number | null;
  /** Of the process, from its own metrics. */
  readonly residentBytes: number | null;
  readonly files: SnapshotFiles;
}

export interface SnapshotFiles {
  readonly heap: FileRecord;
  /** The text form with MemStats. */
  readonly heapText: FileRecord | null;
  readonly goroutine: FileRecord | null;
  readonly metrics: FileRecord | null;
  /** Only where one was asked for and taken: it has what was in memory. */
  readonly heapDump?: FileRecord;
}

export interface FileRecord {
  /** Relative to the manifest, with slashes. */
  readonly path: string;
  /** Without secrets. */
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface EventRecord {
  /** RFC 3339. */
  readonly time: string;
  readonly kind: "restart" | "trigger" | "failed" | "during" | "stopped";
  readonly text: string;
}

/** Throws ProfileError "manifest" for what is not one, or not of this version: the message starts with `file`. */
export function parseManifest(text: string, file: string = MANIFEST_FILE): Manifest {
  const value = parseJson(text, file) as Partial<Manifest> | null;
  if (value?.kind !== MANIFEST_KIND) throw fault(file, `is not the ${MANIFEST_FILE} of a capture`);
  const version: unknown = value.schemaVersion;
  if (version !== MANIFEST_VERSION) {
    // Lists in lists, as deep as somebody likes, are no text to make.
    const told = typeof version === "number" || typeof version === "string" ? `version ${version}` : "no version";
    throw fault(file, `has ${told}, this heapblame reads ${MANIFEST_VERSION}`);
  }
  const wrong = wrongPlaceOf(value);
  if (wrong !== undefined) throw fault(file, `is damaged: ${wrong} is missing or not what it must be`);
  return value as Manifest;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fault(file, "is no JSON", error);
  }
}

function fault(file: string, what: string, cause?: unknown): ProfileError {
  const fact = `${file} ${what}`;
  return new ProfileError("manifest", fact, fact, { cause });
}
