/** The symbol side of a merge: mappings, functions and locations found or made by pprof's keys, in order of first use. */

import { IntSequences } from "../int-sequences.ts";
import { HIGH, highWord, LOW, lowWord, type ValueColumn } from "../int64.ts";
import type { StringTable } from "../string-table.ts";
import type { FunctionTable, LocationTable, MappingTable, Profile } from "../tables.ts";
import { NONE } from "../tables.ts";
import { MergedStrings } from "./strings.ts";

const PAGE = 0x1000n;

export class MergedSymbols {
  readonly strings: MergedStrings = new MergedStrings();
  readonly #mappings: Map<string, number> = new Map();
  readonly #functions = new IntSequences();
  readonly #locations = new IntSequences();
  readonly #out = new SymbolColumns();
  /** Of the profile that is being read: row there -> merged row, NONE if not met yet. */
  rowLocation: Int32Array = new Int32Array();
  readonly #known: Map<LocationTable, MergedRows> = new Map();
  #source: Profile | undefined;
  #addressWords: Uint32Array = new Uint32Array();
  #rowFunction: Int32Array = new Int32Array();
  #rowMapping: Int32Array = new Int32Array();

  /** Starts on another profile. Returns `rowLocation`, which `addLocation` fills. */
  begin(profile: Profile): Int32Array {
    this.#source = profile;
    const rows = this.#rowsFor(profile);
    this.strings.begin(profile.strings, rows.string);
    const { address } = profile.locations;
    this.#addressWords = new Uint32Array(address.buffer, address.byteOffset, 2 * address.length);
    this.rowLocation = rows.location;
    this.#rowFunction = rows.function;
    this.#rowMapping = rows.mapping;
    // The first mapping of all is the main binary: it stays the first.
    if (this.#mappings.size === 0 && profile.mappings.length > 0) this.#mapping(profile, 0);
    return this.rowLocation;
  }

  /** Profiles of a series often share their tables (decode-memory.ts): what was found out about them still holds. */
  #rowsFor(profile: Profile): MergedRows {
    const known = this.#known.get(profile.locations);
    if (known !== undefined && hasSameTables(profile, known.of)) return known;
    const none = (length: number): Int32Array => new Int32Array(length).fill(NONE);
    const rows = {
      of: profile,
      location: none(profile.locations.length),
      function: none(profile.functions.length),
      mapping: none(profile.mappings.length),
      string: none(profile.strings.length),
    };
    this.#known.set(profile.locations, rows);
    return rows;
  }

  addLocation(row: number): number {
    const source = this.#source as Profile;
    const { locations } = source;
    const mapping = locations.mapping[row] as number;
    const mergedMapping = mapping === NONE ? NONE : this.#mapping(source, mapping);
    const from = locations.start[row] as number;
    const to = locations.start[row + 1] as number;
    for (let line = from; line < to; line++) this.#function(source, locations.lineFunction[line] as number);
    const merged = this.#findLocation(source, row, mapping, mergedMapping);
    if (merged === this.#out.locationCount) {
      this.#out.addLocation(source, row, this.#rowFunction, mergedMapping);
    }
    this.rowLocation[row] = merged;
    return merged;
  }

  /** The functions of its lines are known by now. */
  #findLocation({ locations, mappings }: Profile, row: number, mapping: number, mergedMapping: number): number {
    const { start, lineFunction, lineNumber, lineColumn } = locations;
    const from = start[row] as number;
    const to = start[row + 1] as number;
    const base = mapping === NONE ? 0n : (mappings.memoryStart[mapping] as bigint);
    const low = (this.#addressWords[2 * row + LOW] as number) - Number(base & 0xffffffffn);
    const high = (this.#addressWords[2 * row + HIGH] as number) - Number(base >> 32n) - (low < 0 ? 1 : 0);
    const key = this.#locations;
    key.begin(3 * (to - from) + 6);
    key.add(low);
    key.add(high);
    key.add(mergedMapping);
    key.add(locations.isFolded[row] as number);
    for (let line = from; line < to; line++) {
      key.add(this.#rowFunction[lineFunction[line] as number] as number);
      key.add(lowWord(lineNumber[line] as number | bigint));
      key.add(highWord(lineNumber[line] as number | bigint));
    }
    // pprof's key has room for the column of the last line only.
    if (to > from) {
      key.add(lowWord(lineColumn[to - 1] as number | bigint));
      key.add(highWord(lineColumn[to - 1] as number | bigint));
    }
    return key.end();
  }

  #mapping(source: Profile, row: number): number {
    const done = this.#rowMapping[row] as number;
    if (done !== NONE) return done;
    const { mappings, strings } = source;
    const size = BigInt.asUintN(64, (mappings.memoryLimit[row] as bigint) - (mappings.memoryStart[row] as bigint));
    const rounded = BigInt.asUintN(64, size + PAGE - 1n);
    const buildId = strings.at(mappings.buildId[row] as number);
    const name = buildId !== "" ? buildId : strings.at(mappings.file[row] as number);
    const key = `${rounded - (rounded % PAGE)}|${mappings.fileOffset[row]}|${name}`;
    const merged = this.#mappings.get(key) ?? this.#out.addMapping(source, row, this.strings);
    this.#mappings.set(key, merged);
    this.#rowMapping[row] = merged;
    return merged;
  }

  #function({ functions }: Profile, row: number): void {
    if (this.#rowFunction[row] !== NONE) return;
    const name = this.strings.take(functions.name[row] as number);
    const systemName = this.strings.take(functions.systemName[row] as number);
    const file = this.strings.take(functions.file[row] as number);
    const startLine = functions.startLine[row] as number | bigint;
    const key = this.#functions;
    key.begin(5);
    key.add(name);
    key.add(systemName);
    key.add(file);
    key.add(lowWord(startLine));
    key.add(highWord(startLine));
    const merged = key.end();
    if (merged === this.#out.functionCount) this.#out.addFunction(name, systemName, file, startLine);
    this.#rowFunction[row] = merged;
  }

  finish(): {
    locations: LocationTable;
    functions: FunctionTable;
    mappings: MappingTable;
    strings: StringTable;
  } {
    return { ...this.#out.finish(), strings: this.strings.finish() };
  }
}

/** Merged row of each row of a profile's tables, NONE if not met yet. */
interface MergedRows {
  readonly of: Profile;
  readonly location: Int32Array;
  readonly function: Int32Array;
  readonly mapping: Int32Array;
  readonly string: Int32Array;
}

function hasSameTables(a: Profile, b: Profile): boolean {
  return (
    a.strings === b.strings && a.mappings === b.mappings && a.functions === b.functions && a.locations === b.locations
  );
}

/** The merged tables while they grow. Ids are row + 1. */
class SymbolColumns {
  readonly #location = { mapping: [] as number[], address: [] as bigint[], isFolded: [] as number[], start: [0] };
  readonly #line = { function: [] as number[], number: [] as (number | bigint)[], column: [] as (number | bigint)[] };
  readonly #function = {
    name: [] as number[],
    systemName: [] as number[],
    file: [] as number[],
    startLine: [] as (number | bigint)[],
  };
  readonly #mapping = {
    memoryStart: [] as bigint[],
    memoryLimit: [] as bigint[],
    fileOffset: [] as bigint[],
    file: [] as number[],
    buildId: [] as number[],
    flags: [] as [number, number, number, number][],
  };

  get locationCount(): number {
    return this.#location.mapping.length;
  }

  get functionCount(): number {
    return this.#function.name.length;
  }

  /** A location keeps its distance from the start of its mapping. `mapping` is the merged one. */
  addLocation({ locations, mappings }: Profile, row: number, rowFunction: Int32Array, mapping: number): void {
    const from = mapping === NONE ? 0n : (mappings.memoryStart[locations.mapping[row] as number] as bigint);
    const to = mapping === NONE ? 0n : (this.#mapping.memoryStart[mapping] as bigint);
    this.#location.mapping.push(mapping);
    this.#location.address.push(BigInt.asUintN(64, (locations.address[row] as bigint) - from + to));
    this.#location.isFolded.push(locations.isFolded[row] as number);
    for (let line = locations.start[row] as number; line < (locations.start[row + 1] as number); line++) {
      this.#line.function.push(rowFunction[locations.lineFunction[line] as number] as number);
      this.#line.number.push(locations.lineNumber[line] as number | bigint);
      this.#line.column.push(locations.lineColumn[line] as number | bigint);
    }
    this.#location.start.push(this.#line.function.length);
  }

  addFunction(name: number, systemName: number, file: number, startLine: number | bigint): void {
    this.#function.name.push(name);
    this.#function.systemName.push(systemName);
    this.#function.file.push(file);
    this.#function.startLine.push(startLine);
  }

  addMapping(source: Profile, row: number, strings: MergedStrings): number {
    const { mappings } = source;
    this.#mapping.memoryStart.push(mappings.memoryStart[row] as bigint);
    this.#mapping.memoryLimit.push(mappings.memoryLimit[row] as bigint);
    this.#mapping.fileOffset.push(mappings.fileOffset[row] as bigint);
    this.#mapping.file.push(strings.take(mappings.file[row] as number));
    this.#mapping.buildId.push(strings.take(mappings.buildId[row] as number));
    this.#mapping.flags.push([
      mappings.hasFunctions[row] as number,
      mappings.hasFilenames[row] as number,
      mappings.hasLineNumbers[row] as number,
      mappings.hasInlineFrames[row] as number,
    ]);
    return this.#mapping.file.length - 1;
  }

  finish(): { locations: LocationTable; functions: FunctionTable; mappings: MappingTable } {
    const location = this.#location;
    const fn = this.#function;
    const mapping = this.#mapping;
    const flag = (index: 0 | 1 | 2 | 3): Uint8Array => Uint8Array.from(mapping.flags, (flags) => flags[index]);
    return {
      locations: {
        length: location.mapping.length,
        id: ids(location.mapping.length),
        mapping: Int32Array.from(location.mapping),
        address: BigUint64Array.from(location.address),
        isFolded: Uint8Array.from(location.isFolded),
        start: Int32Array.from(location.start),
        lineFunction: Int32Array.from(this.#line.function),
        lineNumber: columnOf(this.#line.number),
        lineColumn: columnOf(this.#line.column),
      },
      functions: {
        length: fn.name.length,
        id: ids(fn.name.length),
        name: Int32Array.from(fn.name),
        systemName: Int32Array.from(fn.systemName),
        file: Int32Array.from(fn.file),
        startLine: columnOf(fn.startLine),
      },
      mappings: {
        length: mapping.file.length,
        id: ids(mapping.file.length),
        memoryStart: BigUint64Array.from(mapping.memoryStart),
        memoryLimit: BigUint64Array.from(mapping.memoryLimit),
        fileOffset: BigUint64Array.from(mapping.fileOffset),
        file: Int32Array.from(mapping.file),
        buildId: Int32Array.from(mapping.buildId),
        hasFunctions: flag(0),
        hasFilenames: flag(1),
        hasLineNumbers: flag(2),
        hasInlineFrames: flag(3),
      },
    };
  }
}

function ids(length: number): BigUint64Array {
  return BigUint64Array.from({ length }, (_, row) => BigInt(row + 1));
}

function columnOf(values: readonly (number | bigint)[]): ValueColumn {
  return values.some((value) => typeof value === "bigint")
    ? BigInt64Array.from(values, BigInt)
    : Float64Array.from(values as readonly number[]);
}
