/** One moment of a process in files: heap profile, its text twin with MemStats, goroutines, metrics. */
import { createHash } from "node:crypto";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { FetchError, UsageError } from "../errors.ts";
import { debugPaths } from "../fetch/debug-paths.ts";
import { writeOutput } from "../fetch/files/output-file.ts";
import { isSystemError } from "../fetch/files/system-error.ts";
import { writing } from "../fetch/files/write-fault.ts";
import type { SavedBody } from "../fetch/http/save-body.ts";
import type { Endpoint } from "../fetch/kubernetes/endpoint.ts";
import type { FileRecord, SnapshotFiles } from "../fetch/manifest/manifest.ts";
import { withoutSecrets } from "../fetch/redact.ts";

export interface TakenFiles {
  /** RFC 3339. */
  readonly time: string;
  readonly files: SnapshotFiles;
  /** The process's metrics page; undefined where it has none. */
  readonly metrics: string | undefined;
  /** Pages that are usually there and could not be had this time: why. */
  readonly missing: readonly string[];
}

/** A heap dump to take with a snapshot. */
export interface DumpRequest {
  /** Where the process gives it out: `/debug/heapdump`. */
  readonly path: string;
  /** Most bytes, unpacked. */
  readonly sizeLimit: number;
}

/**
 * Into the folder `name` below `directory`, whole or not at all. The text twin is asked for right after the heap profile, without a further
 * collection, so that both are of the same state unless the process collected meanwhile. Throws FetchError if there is no heap profile, UsageError
 * "write-failed".
 */
export async function takeSnapshot(
  endpoint: Endpoint,
  directory: string,
  name: string,
  dump: DumpRequest | undefined,
  signal: AbortSignal,
): Promise<TakenFiles> {
  const partial = join(directory, `${name}.partial`);
  return await writing(join(directory, name), async () => {
    await rm(partial, { recursive: true, force: true });
    // Not recursive: a directory that somebody removed meanwhile does not come back without its manifest.
    await mkdir(partial);
    try {
      const taken = await takeFiles(endpoint, partial, name, dump, signal);
      await rename(partial, join(directory, name));
      return taken;
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      // Nobody knows the folder that it was to become first.
      throw error instanceof UsageError && isSystemError(error.cause) ? error.cause : error;
    }
  });
}

async function takeFiles(
  endpoint: Endpoint,
  folder: string,
  name: string,
  dump: DumpRequest | undefined,
  signal: AbortSignal,
): Promise<TakenFiles> {
  const paths = debugPaths(endpoint.path);
  const record = (
    file: string,
    path: string,
    content: { readonly bytes: number; readonly sha256: string },
  ): FileRecord => ({
    path: `${name}/${file}`,
    url: withoutSecrets(endpoint.name + path),
    bytes: content.bytes,
    sha256: content.sha256,
  });
  const missing: string[] = [];
  const keep = async (
    file: string,
    path: string,
    expect: "profile" | "anything",
  ): Promise<[FileRecord | null, Uint8Array]> => {
    const body = await readOptional(endpoint, path, expect, missing, signal);
    if (body === undefined) return [null, new Uint8Array()];
    const stored = file.endsWith(".txt.gz") ? await promisify(gzip)(body) : body;
    await writeOutput(join(folder, file), [stored]);
    const sha256 = createHash("sha256").update(stored).digest("hex");
    return [record(file, path, { bytes: stored.length, sha256 }), body];
  };
  const time = new Date().toISOString();
  const heapPath = endpoint.path.includes("/heap") ? endpoint.path : paths.heap;
  const heap = record("heap.pb.gz", heapPath, await endpoint.save(heapPath, join(folder, "heap.pb.gz"), signal));
  const [heapText] = await keep("heap.debug1.txt.gz", paths.heapText, "profile");
  const [goroutine] = await keep("goroutine.pb.gz", paths.goroutine, "profile");
  const [metrics, page] = await keep("metrics.txt.gz", paths.metrics, "anything");
  // After everything else: the process stops while it writes.
  const saved = dump && (await saveOptional(endpoint, dump, join(folder, DUMP_FILE), missing, signal));
  const heapDump = dump && saved && record(DUMP_FILE, dump.path, saved);
  return {
    time,
    files: { heap, heapText, goroutine, metrics, ...(heapDump === undefined ? {} : { heapDump }) },
    metrics: metrics === null ? undefined : new TextDecoder().decode(page),
    missing,
  };
}

const DUMP_FILE = "heap.dump.gz";

/** For its owner only. Undefined where it could not be had: why is among `missing`. */
async function saveOptional(
  endpoint: Endpoint,
  { path, sizeLimit }: DumpRequest,
  file: string,
  missing: string[],
  signal: AbortSignal,
): Promise<SavedBody | undefined> {
  try {
    const saved = await endpoint.saveDump(path, file, sizeLimit, signal);
    await chmod(file, 0o600);
    return saved;
  } catch (error) {
    if (!(error instanceof FetchError) || signal.aborted) throw error;
    const remedy = error.code === "oversized" ? "; --heap-dump-limit raises that" : "";
    missing.push(`no heap dump: ${withoutSecrets(path)}: ${error.message}${remedy}`);
    return undefined;
  }
}

/** Undefined for a page that this process does not have; what else keeps it from being had is among `missing` too. */
async function readOptional(
  endpoint: Endpoint,
  path: string,
  expect: "profile" | "anything",
  missing: string[],
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    return await endpoint.read(path, expect, signal);
  } catch (error) {
    if (!(error instanceof FetchError) || signal.aborted) throw error;
    if (error.code !== "http" && error.code !== "not-pprof") missing.push(`${path}: ${error.message}`);
    return undefined;
  }
}
