/** Addresses given names: the lines of locations replaced, as by pprof's symbolizer. */
import { StringAppender } from "./append-strings.ts";
import { type ValueColumn, zerosLike } from "./int64.ts";
import type { FunctionTable, LocationTable, MappingTable, Profile } from "./tables.ts";

/** What one location stands for. */
export interface NamedFrame {
  /** "" where only the place in the source is known. */
  readonly name: string;
  /** "" where it is not known. */
  readonly file: string;
  /** 0 where it is not known. */
  readonly line: number;
}

/**
 * `frames` is by the row of the location. A function of each name and file is added, in the order of `frames`; the functions that were there stay,
 * whether anything refers to them or not. The mappings of the locations say from then on what is known.
 */
export function nameLocations(profile: Profile, frames: ReadonlyMap<number, NamedFrame>): Profile {
  if (frames.size === 0) return profile;
  const strings = new StringAppender(profile.strings);
  const added = new AddedFunctions(profile.functions.length, strings);
  for (const frame of frames.values()) added.intern(frame);
  return {
    ...profile,
    functions: added.appendTo(profile.functions),
    locations: withFrames(profile.locations, frames, added),
    mappings: withFacts(profile, frames),
    strings: strings.finish(),
  };
}

class AddedFunctions {
  readonly #first: number;
  readonly #strings: StringAppender;
  readonly #rows = new Map<string, number>();
  readonly #names: number[] = [];
  readonly #files: number[] = [];

  constructor(first: number, strings: StringAppender) {
    this.#first = first;
    this.#strings = strings;
  }

  /** Row of the function. */
  intern({ name, file }: NamedFrame): number {
    const key = `${name}\0${file}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#first + this.#names.push(this.#text(name)) - 1;
    this.#files.push(this.#text(file));
    this.#rows.set(key, row);
    return row;
  }

  #text(text: string): number {
    return text === "" ? 0 : this.#strings.intern(text);
  }

  appendTo({ length, id, name, systemName, file, startLine }: FunctionTable): FunctionTable {
    const total = length + this.#names.length;
    const ids = new BigUint64Array(total);
    ids.set(id);
    for (let row = length; row < total; row++) ids[row] = BigInt(row) + 1n;
    const lines = zerosLike(startLine, total);
    setColumn(lines, startLine, 0);
    return {
      length: total,
      id: ids,
      name: append(name, this.#names),
      systemName: append(systemName, this.#names),
      file: append(file, this.#files),
      startLine: lines,
    };
  }
}

function append(column: Int32Array, values: readonly number[]): Int32Array {
  const longer = new Int32Array(column.length + values.length);
  longer.set(column);
  longer.set(values, column.length);
  return longer;
}

function setColumn(target: ValueColumn, source: ValueColumn, at: number): void {
  if (target instanceof BigInt64Array && source instanceof BigInt64Array) target.set(source, at);
  else if (target instanceof Float64Array && source instanceof Float64Array) target.set(source, at);
}

function withFrames(
  locations: LocationTable,
  frames: ReadonlyMap<number, NamedFrame>,
  added: AddedFunctions,
): LocationTable {
  const start = new Int32Array(locations.length + 1);
  const countOf = (row: number): number => (locations.start[row + 1] as number) - (locations.start[row] as number);
  for (let row = 0; row < locations.length; row++)
    start[row + 1] = (start[row] as number) + (frames.has(row) ? 1 : countOf(row));
  const total = start[locations.length] as number;
  const lineFunction = new Int32Array(total);
  const lineNumber = zerosLike(locations.lineNumber, total);
  const lineColumn = zerosLike(locations.lineColumn, total);
  const isFolded = locations.isFolded.slice();
  for (let row = 0; row < locations.length; row++) {
    const to = start[row] as number;
    const frame = frames.get(row);
    if (frame !== undefined) {
      lineFunction[to] = added.intern(frame);
      setLine(lineNumber, to, frame.line);
      isFolded[row] = 0;
      continue;
    }
    const [from, end] = [locations.start[row] as number, locations.start[row + 1] as number];
    lineFunction.set(locations.lineFunction.subarray(from, end), to);
    setColumn(lineNumber, locations.lineNumber.subarray(from, end), to);
    setColumn(lineColumn, locations.lineColumn.subarray(from, end), to);
  }
  return { ...locations, start, lineFunction, lineNumber, lineColumn, isFolded };
}

function setLine(column: ValueColumn, at: number, line: number): void {
  if (column instanceof BigInt64Array) column[at] = BigInt(line);
  else column[at] = line;
}

function withFacts({ mappings, locations }: Profile, frames: ReadonlyMap<number, NamedFrame>): MappingTable {
  const hasFunctions = mappings.hasFunctions.slice();
  const hasFilenames = mappings.hasFilenames.slice();
  const hasLineNumbers = mappings.hasLineNumbers.slice();
  const hasInlineFrames = mappings.hasInlineFrames.slice();
  for (const [row, { name, file, line }] of frames) {
    const mapping = locations.mapping[row] as number;
    if (name !== "") hasFunctions[mapping] = 1;
    if (file !== "") hasFilenames[mapping] = 1;
    if (line !== 0) hasLineNumbers[mapping] = 1;
    hasInlineFrames[mapping] = 1;
  }
  return { ...mappings, hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames };
}
