/**
 * A report on small files is done before V8's optimizing compilers pay for themselves: half of the processor time of such a run went into compiling
 * what had run its course. So they are told to wait, for the rest of the process, until code has run thirty times as long as usual, and the layout
 * engine's WebAssembly is compiled once, quickly, and where the release takes it looked through only as far as it is used. In a series of small files most of what the first one needs runs never again: there they wait less.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";

/** Bytes of all files together up to which they are small. */
const SMALL = 1 << 19;

/** The same patience in the units of each V8: bytes of bytecode run before a function is looked at, later how often it was called. */
const BY_BYTES = ["--interrupt-budget=2000000", "--liftoff-only", "--wasm-lazy-validation"];
const BY_CALLS = ["--liftoff-only", "--invocation-count-for-turbofan=90000", "--invocation-count-for-maglev=12000"];
/** By the releases of V8 that Node 20, 22, 24 and 26 have. V8 complains of a flag that it does not know: any other one is left as it is. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  "11.3": BY_BYTES,
  "12.4": BY_CALLS,
  "13.6": BY_CALLS,
  "14.6": BY_CALLS,
};

/** For a series, where it was measured: of 200 files a quarter of the processor time went into compiling, half of it for nothing. */
const SERIES_FLAGS: Readonly<Record<string, readonly string[]>> = { "11.3": ["--interrupt-budget=300000"] };

/** To be called once everything is loaded: Node's own compiled code is for the flags that it was made with. */
export function deferOptimizing(files: readonly string[], cwd: string): void {
  let size = 0;
  for (const file of files) {
    const own = sizeOf(resolve(cwd, file)) ?? SMALL;
    size += own;
    if (own >= SMALL) return;
    if (size >= SMALL) break;
  }
  for (const flag of patienceFlags(process.versions.v8, size >= SMALL)) setFlagsFromString(flag);
}

/** The flags for V8 of that version, as `process.versions` has it. `isSeries`: the files are small, but not all of them together. */
export function patienceFlags(version: string, isSeries: boolean): readonly string[] {
  return (isSeries ? SERIES_FLAGS : FLAGS)[/^\d+\.\d+/.exec(version)?.[0] ?? ""] ?? [];
}

/** Only a hint: why a file cannot be had is for who reads it to say. */
function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
