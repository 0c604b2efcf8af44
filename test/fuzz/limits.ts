/** What a run may take by the size of what it reads, and how much memory one took. */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const MEBIBYTE = 1 << 20;

export interface Cost {
  /** Of processors. */
  readonly seconds: number;
  /** Resident at most. */
  readonly bytes: number;
}

/** 3 s and 1 s a megabyte; 300 MB and 20 times the input. */
export function allowedFor(inputs: readonly Uint8Array[]): Cost {
  const size = inputs.reduce((sum, bytes) => sum + unpackedSize(bytes), 0);
  return { seconds: 3 + size / 1e6, bytes: 300 * MEBIBYTE + 20 * size };
}

function unpackedSize(bytes: Uint8Array): number {
  try {
    return Math.max(bytes.length, gunzipSync(bytes, { maxOutputLength: 1 << 30 }).length);
  } catch {
    return bytes.length;
  }
}

/** From here on `peakMemory` is the peak since; Linux only. */
export function resetPeakMemory(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Not here: the peak is that of the whole process.
  }
}

/** Bytes. */
export function peakMemory(): number {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
