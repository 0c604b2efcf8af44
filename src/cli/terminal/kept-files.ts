/** Where what a server or a pod gave is kept: what names it later names the file, since to ask again is to get another state. */
import type { Io } from "./io.ts";

/** `path` null: it was asked for, and is kept nowhere. */
export function noteKept({ kept }: Io, source: string, path: string | null): void {
  kept?.set(source, path);
}

/** Of a source, as reports name it, the file that has what was read: itself, the kept one, or null. */
export function keptFiles({ kept }: Io): (source: string) => string | null {
  return (source) => {
    const path = kept?.get(source);
    return path === undefined ? source : path;
  };
}
