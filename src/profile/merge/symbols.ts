/** The symbol side of a merge: mappings, functions and locations found or made by pprof's keys, in order of first use. */

import { IntSequences } from "../int-sequences.ts";
import { HIGH, highWord, LOW, lowWord } from "../int64.ts";
import type { StringTable } from "../string-table.ts";
import type { LocationTable, Profile } from "../tables.ts";
import { NONE } from "../tables.ts";
import { wordsOf } from "./growing.ts";
import { MergedStrings } from "./strings.ts";
import { SymbolColumns, type Symbols } from "./symbol-columns.ts";

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
  #baseWords: Uint32Array = new Uint32Array();
  #rowFunction: Int32Array = new Int32Array();
  #rowMapping: Int32Array = new Int32Array();

  /** Starts on another profile. Returns `rowLocation`, which `addLocation` fills. */
  begin(profile: Profile): Int32Array {
    this.#source = profile;
    const rows = this.#rowsFor(profile);
    this.strings.begin(profile.strings, rows.string);
    this.#addressWords = wordsOf(profile.locations.address);
    this.#baseWords = wordsOf(profile.mappings.memoryStart);
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
      of: tablesOf(profile),
      location: none(profile.locations.length),
      function: none(profile.functions.length),
      mapping: none(profile.mappings.length),
      string: none(profile.strings.length),
    };
    this.#known.set(profile.locations, rows);
    return rows;
  }

  /** Forgets the rows of all tables but these. */
  keepOnly({ locations }: Profile): void {
    for (const other of this.#known.keys()) if (other !== locations) this.#known.delete(other);
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
  #findLocation({ locations }: Profile, row: number, mapping: number, mergedMapping: number): number {
    const { start, lineFunction, lineNumber, lineColumn } = locations;
    const from = start[row] as number;
    const to = start[row + 1] as number;
    const [baseLow, baseHigh] = mapping === NONE ? [0, 0] : this.#baseOf(mapping);
    const low = (this.#addressWords[2 * row + LOW] as number) - baseLow;
    const high = (this.#addressWords[2 * row + HIGH] as number) - baseHigh - (low < 0 ? 1 : 0);
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

  /** Where the mapping starts, in halves. */
  #baseOf(mapping: number): [low: number, high: number] {
    return [this.#baseWords[2 * mapping + LOW] as number, this.#baseWords[2 * mapping + HIGH] as number];
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

  finish(): Symbols & { readonly strings: StringTable } {
    return { ...this.#out.finish(), strings: this.strings.finish() };
  }
}

/** Merged row of each row of a profile's tables, NONE if not met yet. */
interface MergedRows {
  readonly of: Tables;
  readonly location: Int32Array;
  readonly function: Int32Array;
  readonly mapping: Int32Array;
  readonly string: Int32Array;
}

/** All that rows lie in; no samples. */
type Tables = Pick<Profile, "strings" | "mappings" | "functions" | "locations">;

function tablesOf({ strings, mappings, functions, locations }: Profile): Tables {
  return { strings, mappings, functions, locations };
}

function hasSameTables(a: Tables, b: Tables): boolean {
  return (
    a.strings === b.strings && a.mappings === b.mappings && a.functions === b.functions && a.locations === b.locations
  );
}
