/** The symbol side of a merge: mappings, functions and locations found or made by pprof's keys, in order of first use. */
import type { ValueColumn } from "./int64.ts";
import { StringInterner, type StringTable } from "./string-table.ts";
import type { FunctionTable, LocationTable, MappingTable, Profile } from "./tables.ts";
import { NONE } from "./tables.ts";

const PAGE = 0x1000n;

export class MergedSymbols {
  readonly strings: StringInterner = new StringInterner();
  readonly #mappings: Map<string, number> = new Map();
  readonly #functions: Map<string, number> = new Map();
  readonly #locations: Map<string, number> = new Map();
  readonly #out = new SymbolColumns();
  /** Of the profile that is being read: row there -> merged row, NONE if not met yet. */
  rowLocation: Int32Array = new Int32Array();
  #source: Profile | undefined;
  #rowFunction: Int32Array = new Int32Array();
  #rowMapping: Int32Array = new Int32Array();

  /** Starts on another profile. Returns `rowLocation`, which `addLocation` fills. */
  begin(profile: Profile): Int32Array {
    this.#source = profile;
    this.rowLocation = new Int32Array(profile.locations.length).fill(NONE);
    this.#rowFunction = new Int32Array(profile.functions.length).fill(NONE);
    this.#rowMapping = new Int32Array(profile.mappings.length).fill(NONE);
    // The first mapping of all is the main binary: it stays the first.
    if (this.#mappings.size === 0 && profile.mappings.length > 0) this.#mapping(profile, 0);
    return this.rowLocation;
  }

  addLocation(row: number): number {
    const source = this.#source as Profile;
    const { locations, mappings } = source;
    const mapping = locations.mapping[row] as number;
    const mergedMapping = mapping === NONE ? NONE : this.#mapping(source, mapping);
    const start = mapping === NONE ? 0n : (mappings.memoryStart[mapping] as bigint);
    const relative = BigInt.asUintN(64, (locations.address[row] as bigint) - start);
    const from = locations.start[row] as number;
    const to = locations.start[row + 1] as number;
    let key = `${relative}|${mergedMapping}|${locations.isFolded[row]}`;
    for (let line = from; line < to; line++) {
      key += `|${this.#function(source, locations.lineFunction[line] as number)}|${locations.lineNumber[line]}`;
    }
    // pprof's key has room for the column of the last line only.
    if (to > from) key += `|${locations.lineColumn[to - 1]}`;
    const known = this.#locations.get(key);
    const merged = known ?? this.#out.addLocation(source, row, this.#rowFunction, mergedMapping, relative);
    if (known === undefined) this.#locations.set(key, merged);
    this.rowLocation[row] = merged;
    return merged;
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

  #function(source: Profile, row: number): number {
    const done = this.#rowFunction[row] as number;
    if (done !== NONE) return done;
    const { functions, strings } = source;
    const name = this.strings.intern(strings.at(functions.name[row] as number));
    const systemName = this.strings.intern(strings.at(functions.systemName[row] as number));
    const file = this.strings.intern(strings.at(functions.file[row] as number));
    const key = `${functions.startLine[row]}|${name}|${systemName}|${file}`;
    const merged =
      this.#functions.get(key) ??
      this.#out.addFunction(name, systemName, file, functions.startLine[row] as number | bigint);
    this.#functions.set(key, merged);
    this.#rowFunction[row] = merged;
    return merged;
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

  addLocation(source: Profile, row: number, rowFunction: Int32Array, mapping: number, relative: bigint): number {
    const { locations } = source;
    const start = mapping === NONE ? 0n : (this.#mapping.memoryStart[mapping] as bigint);
    this.#location.mapping.push(mapping);
    this.#location.address.push(BigInt.asUintN(64, relative + start));
    this.#location.isFolded.push(locations.isFolded[row] as number);
    for (let line = locations.start[row] as number; line < (locations.start[row + 1] as number); line++) {
      this.#line.function.push(rowFunction[locations.lineFunction[line] as number] as number);
      this.#line.number.push(locations.lineNumber[line] as number | bigint);
      this.#line.column.push(locations.lineColumn[line] as number | bigint);
    }
    this.#location.start.push(this.#line.function.length);
    return this.#location.mapping.length - 1;
  }

  addFunction(name: number, systemName: number, file: number, startLine: number | bigint): number {
    this.#function.name.push(name);
    this.#function.systemName.push(systemName);
    this.#function.file.push(file);
    this.#function.startLine.push(startLine);
    return this.#function.name.length - 1;
  }

  addMapping(source: Profile, row: number, strings: StringInterner): number {
    const { mappings } = source;
    this.#mapping.memoryStart.push(mappings.memoryStart[row] as bigint);
    this.#mapping.memoryLimit.push(mappings.memoryLimit[row] as bigint);
    this.#mapping.fileOffset.push(mappings.fileOffset[row] as bigint);
    this.#mapping.file.push(strings.intern(source.strings.at(mappings.file[row] as number)));
    this.#mapping.buildId.push(strings.intern(source.strings.at(mappings.buildId[row] as number)));
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
