/** How this command line reads its sources: files from its directory, servers and clusters as its options say. */
import type { ReadOptions } from "../../fetch/index.ts";
import type { Io, Output } from "./io.ts";

export function readOptions(io: Io): ReadOptions {
  const { cwd, env, stdin } = io;
  const { maxSize: sizeLimit, maxDownload } = io.limits?.() ?? {};
  const { http, kubernetes, ...remote } = io.remote?.() ?? {};
  const onNotice = (line: string): void => void io.stderr.write(`heapblame: ${line}\n`);
  return {
    cwd,
    stdin,
    onNotice,
    sizeLimit,
    ...remote,
    http: { cwd, env, onNotice: (line) => sayOnce(line, io.stderr), sizeLimit: maxDownload, ...http },
    kubernetes: { cwd, env, onNotice, ...kubernetes },
    readStored,
  };
}

const said: WeakMap<Output, Set<string>> = new WeakMap();

/** Of each of a thousand requests the same may be so, as that another server answers. */
function sayOnce(line: string, stderr: Output): void {
  const lines = said.get(stderr) ?? new Set();
  said.set(stderr, lines);
  if (!lines.has(line)) void stderr.write(`heapblame: ${line}\n`);
  lines.add(line);
}

/** With it comes all that asks servers of profiles. */
async function readStored(source: string, options: ReadOptions): Promise<Uint8Array> {
  return await (await import("../../load/stores/state.ts")).readState(source, options);
}

/** Standard input comes once; a second look at the source gets the same bytes. */
export function readOnce(read: Io["stdin"]): Io["stdin"] {
  let bytes: Promise<Uint8Array> | undefined;
  return (mostBytes) => {
    bytes ??= read(mostBytes);
    return bytes;
  };
}
