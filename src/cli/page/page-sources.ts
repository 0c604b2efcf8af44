/** The source files that go into a page: those of the functions that hold most, where they are found as `list` finds them. */
import { resolveGoDirectories } from "../../fetch/sources/go-directories.ts";
import { readSourceFile } from "../../fetch/sources/source-file.ts";
import { programEvidence } from "../../graph/go/program-evidence.ts";
import { trimPath } from "../../graph/trim-path.ts";
import { decodeText } from "../../profile/string-table.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Io } from "../terminal/io.ts";

/** Bytes of all together, and of one. */
const MOST_BYTES = 6 * 2 ** 20;
const MOST_OF_ONE = 2 ** 20;

/** By their names in the profiles. */
export function readPageSources(
  profiles: readonly Profile[],
  { env, cwd }: Pick<Io, "env" | "cwd">,
  /** As `list` takes them; "" for the working directory, and for none. */
  { sourcePath, trimPath: cut }: { readonly sourcePath: string; readonly trimPath: string } = {
    sourcePath: "",
    trimPath: "",
  },
): Readonly<Record<string, string>> {
  const current = profiles.at(-1) as Profile;
  const go = { ...resolveGoDirectories(env, cwd), ...programEvidence(current) };
  const searchPath = sourcePath === "" ? cwd : sourcePath;
  const search = { searchPath, trim: (file: string): string => trimPath(file, cut, searchPath), go };
  const found: Record<string, string> = {};
  let room = MOST_BYTES;
  for (const { file, name } of profiles.flatMap(namedFiles).sort((a, b) => b.value - a.value)) {
    if (file === "" || Object.hasOwn(found, file)) continue;
    const source = readSourceFile(file, name, search);
    if (source.kind === "missing" || source.bytes.length > Math.min(room, MOST_OF_ONE)) continue;
    room -= source.bytes.length;
    found[file] = decodeText(source.bytes);
  }
  return found;
}

interface NamedFile {
  readonly file: string;
  readonly name: string;
  /** Of the samples with the function on their stacks, in the last type. */
  readonly value: number;
}

function namedFiles({ samples, locations, functions, strings }: Profile): NamedFile[] {
  const values = new Float64Array(functions.length);
  const column = samples.values.at(-1) ?? [];
  for (let sample = 0; sample < samples.length; sample++) {
    const value = Math.abs(Number(column[sample]));
    for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
      const row = samples.locations[at] as number;
      for (let line = locations.start[row] as number; line < (locations.start[row + 1] as number); line++) {
        const called = locations.lineFunction[line] as number;
        values[called] = (values[called] as number) + value;
      }
    }
  }
  return Array.from(values, (value, row) => ({
    file: strings.at(functions.file[row] as number),
    name: strings.at(functions.name[row] as number),
    value,
  }));
}
