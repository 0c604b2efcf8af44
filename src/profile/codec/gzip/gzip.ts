/** Bytes packed with gzip; the same bytes give the same file, on every day and machine. */

import { gzip as gzipWithPako } from "pako";
import { checkBytes } from "../../argument.ts";

/** Level 6, no time stamp, no name. Throws UsageError for what are no bytes. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipWithPako(checkBytes(bytes), { level: 6 });
}
