/**
 * Frames gathered into nodes: which frames of a profile count as one, at a granularity.
 *
 * A location has a slot for each of its lines (one empty slot if it has none); `nodeOf` says which node a slot is. Walking a stack from the
 * root is then: locations last to first, slots last to first.
 */

import { baseName, cleanPath } from "../profile/file-path.ts";
import type { Value, ValueColumn } from "../profile/int64.ts";
import type { Profile } from "../profile/tables.ts";
import { NONE } from "../profile/tables.ts";
import type { Granularity } from "./granularity.ts";
import { keptFields } from "./granularity.ts";

/** What makes a node what it is; two nodes never share all of it. Fields that the granularity drops are "" and 0. */
export interface NodeInfo {
  readonly name: string;
  readonly address: bigint;
  readonly file: string;
  readonly startLine: Value;
  readonly line: Value;
  readonly column: Value;
  /** File of the mapping, where it is kept: reports by address, and frames without a name. */
  readonly objectFile: string;
}

export interface NodeTable {
  readonly infos: readonly NodeInfo[];
  /** Range start into `nodeOf` for each location; one longer than the locations. */
  readonly start: Int32Array;
  /** Index into `infos`, innermost line first. */
  readonly nodeOf: Int32Array;
}

export interface NodeQuery {
  readonly granularity: Granularity;
  /** Keep only the outermost line of each location. */
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  /** Keep mapping files and start lines apart, as reports on addresses and sources do. */
  readonly keepObjectFiles: boolean;
  /** Rewrites file names before they are compared (trim_path). */
  readonly trimFile: (file: string) => string;
  /** Rewrites function names before they are compared (packages, modules). */
  readonly groupName: (name: string, file: string) => string;
}

export function buildNodes(profile: Profile, query: NodeQuery): NodeTable {
  const { locations } = profile;
  const fields = keptFields(query.granularity, query.showColumns, query.noInlines);
  const infos: NodeInfo[] = [];
  const byKey = new Map<string, number>();
  const intern = (info: NodeInfo): number => {
    const key = nodeKey(info);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, infos.length);
    return infos.push(info) - 1;
  };
  const start = new Int32Array(locations.length + 1);
  const nodeOf = new Int32Array(locations.lineFunction.length + locations.length);
  const frames = new FrameReader(profile, query);
  // Without addresses and lines a node hangs on the function alone; then most lines are one array lookup.
  const byFunction =
    fields.address || fields.line || query.keepObjectFiles
      ? undefined
      : new Int32Array(profile.functions.length).fill(NONE);
  let slot = 0;
  for (let location = 0; location < locations.length; location++) {
    const end = locations.start[location + 1] as number;
    let line = locations.start[location] as number;
    if (line === end) nodeOf[slot++] = intern(frames.withoutLines(location, fields.address));
    else if (query.noInlines) line = end - 1;
    for (; line < end; line++) {
      const fn = locations.lineFunction[line] as number;
      const known = byFunction === undefined ? NONE : (byFunction[fn] as number);
      const node = known !== NONE ? known : intern(frames.read(location, line, fields));
      if (byFunction !== undefined && infos[node]?.name !== "") byFunction[fn] = node;
      nodeOf[slot++] = node;
    }
    start[location + 1] = slot;
  }
  return { infos, start, nodeOf: nodeOf.slice(0, slot) };
}

/** All of an info as one text: equal for equal infos. */
export function nodeKey(info: NodeInfo): string {
  const { name, file, address, line, column, startLine, objectFile } = info;
  return `${name}\n${file}\n${address}|${line}|${column}|${startLine}|${objectFile}`;
}

class FrameReader {
  readonly #profile: Profile;
  readonly #query: NodeQuery;

  constructor(profile: Profile, query: NodeQuery) {
    this.#profile = profile;
    this.#query = query;
  }

  withoutLines(location: number, keepAddress: boolean): NodeInfo {
    const address = keepAddress ? (this.#profile.locations.address[location] as bigint) : 0n;
    return { name: "", address, file: "", startLine: 0, line: 0, column: 0, objectFile: this.#objectFile(location) };
  }

  read(location: number, line: number, fields: ReturnType<typeof keptFields>): NodeInfo {
    const { locations, functions, strings } = this.#profile;
    const fn = locations.lineFunction[line] as number;
    const rawFile = strings.at(functions.file[fn] as number);
    const rawName = strings.at(functions.name[fn] as number);
    const name = fields.name ? this.#query.groupName(rawName, rawFile) : "";
    const file = fields.file && rawFile !== "" ? this.#query.trimFile(rawFile) : "";
    const keepsObject = this.#query.keepObjectFiles || name === "";
    return {
      name,
      address: fields.address ? (locations.address[location] as bigint) : 0n,
      file: file === "" ? "" : cleanPath(file),
      startLine: keepsObject ? lineOf(functions.startLine, fn) : 0,
      line: fields.line ? lineOf(locations.lineNumber, line) : 0,
      column: fields.column ? lineOf(locations.lineColumn, line) : 0,
      objectFile: keepsObject ? this.#objectFile(location) : "",
    };
  }

  #objectFile(location: number): string {
    const { locations, mappings, strings } = this.#profile;
    const mapping = locations.mapping[location] as number;
    return mapping === NONE ? "" : strings.at(mappings.file[mapping] as number);
  }
}

/** A number as far as it is exact: with a BigInt for it a line would be another than the same one in a narrower column. */
function lineOf(column: ValueColumn, row: number): Value {
  const value = column[row] as Value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** The node's name as every text report prints it. */
export function printableName(info: NodeInfo): string {
  return nameParts(info).join(" ");
}

/** Address, name and place, those that are there; never empty. */
export function nameParts(info: NodeInfo): string[] {
  const parts: string[] = [];
  if (info.address !== 0n) parts.push(info.address.toString(16).padStart(16, "0"));
  if (info.name !== "") parts.push(info.name);
  if (info.line !== 0) parts.push(`${info.file}:${info.line}${info.column === 0 ? "" : `:${info.column}`}`);
  else if (info.file !== "") parts.push(info.file);
  else if (info.name === "") parts.push(info.objectFile === "" ? "<unknown>" : `[${baseName(info.objectFile)}]`);
  return parts;
}
