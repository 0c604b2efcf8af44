/** Bytes packed with gzip; the same bytes give the same file, on every day and machine. */
import { gzip as gzipWithPako } from "pako";

/** Level 6, no time stamp, no name. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipWithPako(bytes, { level: 6 });
}
