/** Source files for `-list`, looked for where pprof looks: as named, else in each directory of source_path and all directories above it. */
import { readFileSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { trimPath } from "../graph/trim-path.ts";
import type { SourceContent } from "../report/list.ts";
import { describeSystemError } from "./go-errors.ts";

/** `sourcePath` "" is the current directory. */
export function sourceReader(sourcePath: string, trim: string, cwd: string): (file: string) => SourceContent {
  const searchPath = sourcePath === "" ? cwd : sourcePath;
  return (file) => {
    const path = trimPath(file, trim, searchPath);
    if (isAbsolute(path)) return readFile(path);
    for (const directory of searchPath.split(delimiter).flatMap(withParents)) {
      const content = readFile(join(directory, path));
      if (content.kind === "found") return content;
    }
    return { kind: "missing", error: `could not find file ${path} on path ${searchPath}` };
  };
}

function readFile(path: string): SourceContent {
  try {
    return { kind: "found", bytes: readFileSync(path) };
  } catch (error) {
    // pprof opens a directory as it opens a file, and finds no lines in it.
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return { kind: "found", bytes: new Uint8Array() };
    return { kind: "missing", error: describeSystemError("open", path, error) };
  }
}

function withParents(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...withParents(parent)];
}
