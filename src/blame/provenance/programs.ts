/** The programs whose frames a profile has: one process runs one, with its libraries; a merge may hold several. */
import { NONE, type Profile } from "../../profile/tables.ts";

/** Files of the mappings that hold Go functions and are no library, each build once. */
export function programsOf({ locations, mappings, functions, strings }: Profile): string[] {
  const found = new Map<string, string>();
  const isSeen = new Uint8Array(mappings.length);
  for (let row = 0; row < locations.length; row++) {
    const mapping = locations.mapping[row] as number;
    const line = locations.start[row] as number;
    if (mapping === NONE || isSeen[mapping] === 1 || line === locations.start[row + 1]) continue;
    if (!isGoName(strings.at(functions.name[locations.lineFunction[line] as number] as number))) continue;
    isSeen[mapping] = 1;
    const file = strings.at(mappings.file[mapping] as number);
    if (isProgram(file)) found.set(`${file} ${strings.at(mappings.buildId[mapping] as number)}`, file);
  }
  return [...found.values()];
}

function isProgram(file: string): boolean {
  return file !== "" && !/^\[|^\/\/anon|\.(so|dll|dylib)(\.[\d.]+)?$/.test(file);
}

/** `net/http.(*conn).serve`, `main.main`: a path, a dot, a symbol; and none of the marks of C++ or Rust. */
function isGoName(name: string): boolean {
  return /^[\w./@%~-]+\.[\w(*[]/.test(name) && !name.includes("::");
}
