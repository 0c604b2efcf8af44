/**
 * Makes a Profile row by row. `add…` returns the row's number in its table; what a row refers to is added first. Ids are the row number plus
 * one unless given. `finish()` checks the tables as a decoded file is checked.
 */
import { toCheapest, type Value } from "./int64.ts";
import { LabelSetIndex } from "./label-sets.ts";
import { compareText, StringInterner } from "./string-table.ts";
import type { FunctionTable, Header, LabelSetTable, LocationTable, MappingTable, Profile } from "./tables.ts";
import { NONE } from "./tables.ts";
import { invalid, validateTables } from "./validate.ts";

export interface NewMapping {
  readonly id?: bigint;
  readonly memoryStart?: bigint;
  readonly memoryLimit?: bigint;
  readonly fileOffset?: bigint;
  readonly file?: string;
  readonly buildId?: string;
  readonly hasFunctions?: boolean;
  readonly hasFilenames?: boolean;
  readonly hasLineNumbers?: boolean;
  readonly hasInlineFrames?: boolean;
}

export interface NewFunction {
  readonly id?: bigint;
  readonly name: string;
  /** `name` if not given. */
  readonly systemName?: string;
  readonly file?: string;
  readonly startLine?: Value;
}

export interface NewLine {
  /** Index into FunctionTable. */
  readonly function: number;
  readonly line?: Value;
  readonly column?: Value;
}

export interface NewLocation {
  readonly id?: bigint;
  /** Index into MappingTable; NONE if not given. */
  readonly mapping?: number;
  readonly address?: bigint;
  readonly isFolded?: boolean;
  /** Innermost first. */
  readonly lines?: readonly NewLine[];
}

/** `value` is a text or a number; `unit` goes with numbers only. */
export interface NewLabel {
  readonly key: string;
  readonly value: string | bigint;
  readonly unit?: string;
}

const EMPTY_HEADER: Header = {
  sampleTypes: [],
  defaultSampleType: "",
  periodType: { type: "", unit: "" },
  period: 0n,
  timeNanos: 0n,
  durationNanos: 0n,
  dropFrames: "",
  keepFrames: "",
  comments: [],
  docUrl: "",
};

export class ProfileBuilder {
  readonly #header: Header;
  readonly #strings = new StringInterner();
  readonly #mappings: NewMapping[] = [];
  readonly #functions: NewFunction[] = [];
  readonly #locations: NewLocation[] = [];
  readonly #labels = new LabelSetBuilder(this.#strings);
  readonly #stacks: number[] = [];
  readonly #start: number[] = [0];
  readonly #values: bigint[][];
  readonly #labelSet: number[] = [];

  constructor(header: Partial<Header> & Pick<Header, "sampleTypes">) {
    this.#header = { ...EMPTY_HEADER, ...header };
    this.#values = header.sampleTypes.map(() => []);
  }

  addMapping(mapping: NewMapping): number {
    return this.#mappings.push(mapping) - 1;
  }

  addFunction(row: NewFunction): number {
    return this.#functions.push(row) - 1;
  }

  addLocation(location: NewLocation): number {
    return this.#locations.push(location) - 1;
  }

  /** `locations` leaf first, one value a sample type. */
  addSample(locations: readonly number[], values: readonly Value[], labels: readonly NewLabel[] = []): number {
    if (values.length !== this.#values.length) {
      throw invalid(`mismatch: sample has ${values.length} values vs. ${this.#values.length} types`);
    }
    for (const location of locations) this.#stacks.push(location);
    this.#start.push(this.#stacks.length);
    for (const [type, value] of values.entries()) (this.#values[type] as bigint[]).push(BigInt(value));
    return this.#labelSet.push(this.#labels.add(labels)) - 1;
  }

  finish(): Profile {
    const mappings = this.#finishMappings();
    const functions = this.#finishFunctions();
    const locations = this.#finishLocations();
    validateTables(mappings, functions, locations);
    return {
      header: this.#header,
      samples: {
        length: this.#labelSet.length,
        start: Int32Array.from(this.#start),
        locations: Int32Array.from(this.#stacks),
        values: this.#values.map((column) => toCheapest(BigInt64Array.from(column))),
        labelSet: Int32Array.from(this.#labelSet),
      },
      labelSets: this.#labels.finish(),
      locations,
      functions,
      mappings,
      strings: this.#strings.finish(),
    };
  }

  #finishMappings(): MappingTable {
    const rows = this.#mappings;
    return {
      length: rows.length,
      id: ids(rows),
      memoryStart: BigUint64Array.from(rows, ({ memoryStart = 0n }) => memoryStart),
      memoryLimit: BigUint64Array.from(rows, ({ memoryLimit = 0n }) => memoryLimit),
      fileOffset: BigUint64Array.from(rows, ({ fileOffset = 0n }) => fileOffset),
      file: this.#texts(rows, ({ file }) => file),
      buildId: this.#texts(rows, ({ buildId }) => buildId),
      hasFunctions: Uint8Array.from(rows, ({ hasFunctions }) => Number(hasFunctions ?? false)),
      hasFilenames: Uint8Array.from(rows, ({ hasFilenames }) => Number(hasFilenames ?? false)),
      hasLineNumbers: Uint8Array.from(rows, ({ hasLineNumbers }) => Number(hasLineNumbers ?? false)),
      hasInlineFrames: Uint8Array.from(rows, ({ hasInlineFrames }) => Number(hasInlineFrames ?? false)),
    };
  }

  #finishFunctions(): FunctionTable {
    const rows = this.#functions;
    return {
      length: rows.length,
      id: ids(rows),
      name: this.#texts(rows, ({ name }) => name),
      systemName: this.#texts(rows, ({ name, systemName }) => systemName ?? name),
      file: this.#texts(rows, ({ file }) => file),
      startLine: toCheapest(BigInt64Array.from(rows, ({ startLine = 0n }) => BigInt(startLine))),
    };
  }

  #finishLocations(): LocationTable {
    const rows = this.#locations;
    const lines = rows.flatMap((row) => row.lines ?? []);
    const start = new Int32Array(rows.length + 1);
    for (const [row, location] of rows.entries())
      start[row + 1] = (start[row] as number) + (location.lines?.length ?? 0);
    return {
      length: rows.length,
      id: ids(rows),
      mapping: Int32Array.from(rows, ({ mapping }) => mapping ?? NONE),
      address: BigUint64Array.from(rows, ({ address = 0n }) => address),
      isFolded: Uint8Array.from(rows, ({ isFolded }) => Number(isFolded ?? false)),
      start,
      lineFunction: Int32Array.from(lines, (line) => line.function),
      lineNumber: toCheapest(BigInt64Array.from(lines, ({ line = 0n }) => BigInt(line))),
      lineColumn: toCheapest(BigInt64Array.from(lines, ({ column = 0n }) => BigInt(column))),
    };
  }

  #texts<Row>(rows: readonly Row[], text: (row: Row) => string | undefined): Int32Array {
    return Int32Array.from(rows, (row) => this.#strings.intern(text(row) ?? ""));
  }
}

function ids(rows: readonly { readonly id?: bigint }[]): BigUint64Array {
  return BigUint64Array.from(rows, ({ id }, row) => id ?? BigInt(row + 1));
}

/** Label sets of texts; the same labels give the same set. */
class LabelSetBuilder {
  readonly #strings: StringInterner;
  readonly #sets = new LabelSetIndex();

  constructor(strings: StringInterner) {
    this.#strings = strings;
  }

  /** Row of the set, NONE for no labels. */
  add(labels: readonly NewLabel[]): number {
    for (const { key: keyText, value, unit = "" } of labels) {
      const key = this.#strings.intern(keyText);
      if (typeof value === "string") this.#sets.push(key, this.#strings.intern(value), 0n, 0);
      else this.#sets.push(key, NONE, value, this.#strings.intern(unit));
    }
    const { strings } = this.#strings;
    this.#sets.arrange((a, b) => compareText(strings[a] as string, strings[b] as string));
    return this.#sets.close();
  }

  finish(): LabelSetTable {
    return this.#sets.finish();
  }
}
