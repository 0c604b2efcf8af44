/** File names of the machine that built a program, made those of a source tree: what trim_path and source_path do to them. */
import { baseName } from "../profile/file-path.ts";

const ALWAYS_TRIMMED = ["/proc/self/cwd/./", "/proc/self/cwd/"];

/**
 * Without `trimPath`, a file that lies below a directory named like one of `sourcePath` is taken to be that one's; else the first prefix
 * of `trimPath` that fits is cut. Both are lists separated by colons.
 */
export function trimPath(file: string, trimPath: string, sourcePath: string): string {
  if (trimPath === "") {
    for (const directory of splitList(sourcePath)) {
      const wanted = `/${baseName(directory)}/`;
      const found = file.indexOf(wanted);
      if (found >= 0) return file.slice(found + wanted.length);
    }
  }
  for (const prefix of [...splitList(trimPath), ...ALWAYS_TRIMMED]) {
    const directory = prefix.endsWith("/") ? prefix : `${prefix}/`;
    if (file.startsWith(directory)) return file.slice(directory.length);
  }
  return file;
}

function splitList(list: string): string[] {
  return list === "" ? [] : list.split(":");
}
