/** The first bytes of a file, to tell what it is. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { systemPath } from "./file.ts";

const LOOKED_AT = 512;

/** Empty for what is no regular file, or cannot be read. */
export function readStart(file: string, cwd: string): Buffer {
  const path = systemPath(resolve(cwd, file));
  try {
    if (!statSync(path).isFile()) return Buffer.alloc(0);
    const opened = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(LOOKED_AT);
      return bytes.subarray(0, readSync(opened, bytes));
    } finally {
      closeSync(opened);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
