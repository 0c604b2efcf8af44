/**
 * A report on small files is done before V8's optimizing compiler pays for itself: half of the processor time of such a run went into compiling
 * what had run its course. So it is told to wait, for the rest of the process, until code has run thirty times as long as usual.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";

/** Bytes of all files together up to which they are small. */
const SMALL = 1 << 19;
/** Bytes of bytecode that a function runs before it is looked at; 66 KiB unless told otherwise. */
const PATIENCE = 2_000_000;

/** To be called once everything is loaded: Node's own compiled code is for the flags that it was made with. */
export function deferOptimizing(files: readonly string[], cwd: string): void {
  let size = 0;
  for (const file of files) {
    size += statSync(resolve(cwd, file), { throwIfNoEntry: false })?.size ?? SMALL;
    if (size >= SMALL) return;
  }
  setFlagsFromString(`--interrupt-budget=${PATIENCE}`);
}
