/**
 * What is left of a merged profile when some samples go, renumbered in order of first use (mapping 0 stays first): what pprof comes to by merging a
 * merged profile again to drop its zero samples. No two rows of a merged table are the same, so nothing has to be compared once more.
 */
import { toCheapest, type ValueColumn } from "../int64.ts";
import { type FunctionTable, type LocationTable, type MappingTable, NONE, type Profile } from "../tables.ts";
import { MergedLabelSets } from "./labels.ts";
import { MergedStrings } from "./strings.ts";
import { ids } from "./symbol-columns.ts";

/** The profile with only the marked samples, and only what they refer to. No two rows of its tables may say the same. */
export function keepSamples(profile: Profile, kept: Uint8Array): Profile {
  if (!kept.includes(0)) return profile;
  const strings = new MergedStrings();
  const merged = new Int32Array(profile.strings.length).fill(NONE);
  strings.begin(profile.strings, merged);
  const mappings = new Renumbered(profile.mappings.length);
  if (profile.mappings.length > 0) takeMapping(profile, mappings, 0, strings);
  const labels = new MergedLabelSets(strings);
  const rowLabels = labels.begin(profile);
  const { samples, locations } = keepStacks(profile, kept, rowLabels);
  const functions = new Renumbered(profile.functions.length);
  for (const row of locations.rows()) {
    const mapping = profile.locations.mapping[row] as number;
    if (mapping !== NONE) takeMapping(profile, mappings, mapping, strings);
    const end = profile.locations.start[row + 1] as number;
    for (let line = profile.locations.start[row] as number; line < end; line++) {
      takeFunction(profile.functions, functions, profile.locations.lineFunction[line] as number, strings);
    }
  }
  return {
    header: profile.header,
    samples,
    labelSets: labels.finish(),
    locations: pickLocations(profile.locations, locations.rows(), mappings.number, functions.number),
    functions: pickFunctions(profile.functions, functions.rows(), merged),
    mappings: pickMappings(profile.mappings, mappings.rows(), merged),
    strings: strings.finish(),
  };
}

/** Rows of a table in order of first use. */
class Renumbered {
  /** Row to new row, NONE if it was not taken. */
  readonly number: Int32Array;
  readonly #rows: Int32Array;
  #length = 0;

  constructor(length: number) {
    this.number = new Int32Array(length).fill(NONE);
    this.#rows = new Int32Array(length);
  }

  /** The new number of a row that is not taken yet. */
  take(row: number): number {
    this.#rows[this.#length] = row;
    this.number[row] = this.#length;
    return this.#length++;
  }

  /** The old rows in the new order. */
  rows(): Int32Array {
    return this.#rows.subarray(0, this.#length);
  }
}

function takeMapping({ mappings }: Profile, taken: Renumbered, row: number, strings: MergedStrings): void {
  if (taken.number[row] !== NONE) return;
  taken.take(row);
  strings.take(mappings.file[row] as number);
  strings.take(mappings.buildId[row] as number);
}

function takeFunction(functions: FunctionTable, taken: Renumbered, row: number, strings: MergedStrings): void {
  if (taken.number[row] !== NONE) return;
  taken.take(row);
  strings.take(functions.name[row] as number);
  strings.take(functions.systemName[row] as number);
  strings.take(functions.file[row] as number);
}

interface KeptStacks {
  readonly samples: Profile["samples"];
  readonly locations: Renumbered;
}

function keepStacks({ samples, locations }: Profile, kept: Uint8Array, rowLabels: Int32Array): KeptStacks {
  const { rows, depth } = countKept(samples.start, kept);
  const taken = new Renumbered(locations.length);
  const { number } = taken;
  const start = new Int32Array(rows + 1);
  const labelSet = new Int32Array(rows).fill(NONE);
  const stacks = new Int32Array(depth);
  let next = 0;
  let row = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    if (kept[sample] === 0) continue;
    const end = samples.start[sample + 1] as number;
    for (let at = samples.start[sample] as number; at < end; at++) {
      const location = samples.locations[at] as number;
      const known = number[location] as number;
      stacks[next++] = known === NONE ? taken.take(location) : known;
    }
    const set = samples.labelSet[sample] as number;
    if (set !== NONE) labelSet[row] = rowLabels[set] as number;
    start[++row] = next;
  }
  const values = samples.values.map((column) => toCheapest(keepValues(column, kept, rows)));
  return { samples: { length: rows, start, locations: stacks, labelSet, values }, locations: taken };
}

function countKept(start: Int32Array, kept: Uint8Array): { readonly rows: number; readonly depth: number } {
  let rows = 0;
  let depth = 0;
  for (let sample = 0; sample < kept.length; sample++) {
    if (kept[sample] === 0) continue;
    rows++;
    depth += (start[sample + 1] as number) - (start[sample] as number);
  }
  return { rows, depth };
}

function keepValues(column: ValueColumn, kept: Uint8Array, rows: number): ValueColumn {
  const result = pickValues(column, new Int32Array(), rows);
  let row = 0;
  for (let sample = 0; sample < column.length; sample++) {
    if (kept[sample] !== 0) (result as Float64Array)[row++] = (column as Float64Array)[sample] as number;
  }
  return result;
}

function pickLocations(
  locations: LocationTable,
  rows: Int32Array,
  mappingNumber: Int32Array,
  functionNumber: Int32Array,
): LocationTable {
  const start = new Int32Array(rows.length + 1);
  for (let row = 0; row < rows.length; row++) {
    const from = rows[row] as number;
    start[row + 1] = (start[row] as number) + (locations.start[from + 1] as number) - (locations.start[from] as number);
  }
  const lines = linesOf(locations, rows, start[rows.length] as number);
  return {
    length: rows.length,
    id: ids(rows.length),
    mapping: rows.map((row) => numbered(locations.mapping[row] as number, mappingNumber)),
    address: pickWide(locations.address, rows),
    isFolded: Uint8Array.from(rows, (row) => locations.isFolded[row] as number),
    start,
    lineFunction: lines.map((line) => functionNumber[locations.lineFunction[line] as number] as number),
    lineNumber: pickValues(locations.lineNumber, lines, lines.length),
    lineColumn: pickValues(locations.lineColumn, lines, lines.length),
  };
}

/** The rows of the lines of these locations, of which there are `count`. */
function linesOf({ start }: LocationTable, rows: Int32Array, count: number): Int32Array {
  const lines = new Int32Array(count);
  let next = 0;
  for (const row of rows) {
    const end = start[row + 1] as number;
    for (let line = start[row] as number; line < end; line++) lines[next++] = line;
  }
  return lines;
}

function pickFunctions(functions: FunctionTable, rows: Int32Array, string: Int32Array): FunctionTable {
  return {
    length: rows.length,
    id: ids(rows.length),
    name: rows.map((row) => string[functions.name[row] as number] as number),
    systemName: rows.map((row) => string[functions.systemName[row] as number] as number),
    file: rows.map((row) => string[functions.file[row] as number] as number),
    startLine: pickValues(functions.startLine, rows, rows.length),
  };
}

function pickMappings(mappings: MappingTable, rows: Int32Array, string: Int32Array): MappingTable {
  const flags = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row] as number);
  return {
    length: rows.length,
    id: ids(rows.length),
    memoryStart: pickWide(mappings.memoryStart, rows),
    memoryLimit: pickWide(mappings.memoryLimit, rows),
    fileOffset: pickWide(mappings.fileOffset, rows),
    file: rows.map((row) => string[mappings.file[row] as number] as number),
    buildId: rows.map((row) => string[mappings.buildId[row] as number] as number),
    hasFunctions: flags(mappings.hasFunctions),
    hasFilenames: flags(mappings.hasFilenames),
    hasLineNumbers: flags(mappings.hasLineNumbers),
    hasInlineFrames: flags(mappings.hasInlineFrames),
  };
}

function numbered(row: number, number: Int32Array): number {
  return row === NONE ? NONE : (number[row] as number);
}

function pickWide(column: BigUint64Array, rows: Int32Array): BigUint64Array {
  const result = new BigUint64Array(rows.length);
  for (let row = 0; row < rows.length; row++) result[row] = column[rows[row] as number] as bigint;
  return result;
}

/** A column of the same kind and so many rows, the first of them those of `rows`. */
function pickValues(column: ValueColumn, rows: Int32Array, length: number): ValueColumn {
  const result = (
    column instanceof BigInt64Array ? new BigInt64Array(length) : new Float64Array(length)
  ) as Float64Array;
  for (let row = 0; row < rows.length; row++) result[row] = (column as Float64Array)[rows[row] as number] as number;
  return result;
}
