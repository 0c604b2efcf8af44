/**
 * Source files that a profile names, for the list report. First as pprof looks for them: absolute names as they are, relative ones in the
 * directories of source_path and in all their parents. Only where that ends in an error, Go's own directories are asked (go-directories.ts).
 */
import { readFileSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { describeSystemError } from "../files/system-error.ts";
import { type GoDirectories, goSourceCandidates, type ProgramEvidence } from "./go-directories.ts";

/** Bytes, or why there are none in the words of pprof. */
export type SourceContent =
  | {
      readonly kind: "found";
      readonly bytes: Uint8Array;
      /** The file that was read, where it is another than the profile names. */
      readonly instead?: string;
    }
  | { readonly kind: "missing"; readonly error: string };

export interface SourceSearch {
  /** `source_path`, or the working directory: directories separated as in PATH. */
  readonly searchPath: string;
  /** The name a file is looked for by: what trim_path, or the heuristic in its place, leaves of it. */
  readonly trim: (file: string) => string;
  /** Undefined: look only where pprof does. */
  readonly go: (GoDirectories & ProgramEvidence) | undefined;
}

/** Reads a source by the name in the profile and the function that is to be listed. */
export function readSourceFile(file: string, functionName: string, search: SourceSearch): SourceContent {
  const path = search.trim(file);
  const direct = isAbsolute(path) ? readAbsolute(path) : readRelative(path, search.searchPath);
  if (direct.kind === "found" || search.go === undefined) return direct;
  for (const candidate of goSourceCandidates(file, functionName, search.go, search.go)) {
    const bytes = tryRead(candidate);
    if (bytes !== undefined && countLines(bytes) >= search.go.lastLineOf(file))
      return { kind: "found", bytes, instead: candidate };
  }
  return direct;
}

/** A file that ends before a line on a stack is another one. */
function countLines(bytes: Uint8Array): number {
  let lines = bytes.length > 0 && bytes.at(-1) !== LINE_FEED ? 1 : 0;
  for (const byte of bytes) if (byte === LINE_FEED) lines++;
  return lines;
}

const LINE_FEED = 0x0a;

function readAbsolute(path: string): SourceContent {
  try {
    return { kind: "found", bytes: readBytes(path) };
  } catch (error) {
    return { kind: "missing", error: describeSystemError("open", path, error) };
  }
}

function readRelative(path: string, searchPath: string): SourceContent {
  for (const start of searchPath.split(delimiter)) {
    for (let directory = start; ; directory = dirname(directory)) {
      const bytes = tryRead(join(directory, path));
      if (bytes !== undefined) return { kind: "found", bytes };
      if (dirname(directory) === directory) break;
    }
  }
  return { kind: "missing", error: `could not find file ${path} on path ${searchPath}` };
}

function tryRead(path: string): Uint8Array | undefined {
  try {
    return readBytes(path);
  } catch {
    return undefined;
  }
}

/** No source of a program is larger. */
const LARGEST_SOURCE = 64 << 20;

/**
 * A directory can be opened, so to pprof it is a source file without lines; so are devices, whose first line it gives up on. What may never end is
 * not opened, a file that says it is empty among it, as those of the kernel do: a profile can name any file.
 */
function readBytes(path: string): Uint8Array {
  const stats = statSync(path);
  if (stats.isFile() && stats.size > LARGEST_SOURCE) throw Object.assign(new Error("too large"), { code: "EFBIG" });
  if (stats.isFile()) return stats.size === 0 ? new Uint8Array() : readFileSync(path);
  if (stats.isDirectory() || stats.isCharacterDevice()) return new Uint8Array();
  throw Object.assign(new Error("not a regular file"), { code: "EINVAL" });
}
