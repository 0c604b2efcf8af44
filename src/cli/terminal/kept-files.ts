/** Where what a server or a pod gave is kept: what names it later names the file, since to ask again is to get another state. */
import type { Io, Output } from "./io.ts";

const kept: WeakMap<Output, Map<string, string | null>> = new WeakMap();

/** `path` null: it was asked for, and is kept nowhere. */
export function noteKept({ stderr }: Io, source: string, path: string | null): void {
  const files = kept.get(stderr) ?? new Map<string, string | null>();
  kept.set(stderr, files.set(source, path));
}

/** Of a source, as reports name it, the file that has what was read: itself, the kept one, or null. */
export function keptFiles({ stderr }: Io): (source: string) => string | null {
  const files = kept.get(stderr);
  return (source) => {
    const path = files?.get(source);
    return path === undefined ? source : path;
  };
}
