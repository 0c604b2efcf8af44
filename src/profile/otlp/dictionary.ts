/** The tables of an OTLP message, as rows of a profile: row 0 of each stands for none. */
import { ProfileError } from "../../errors.ts";
import type { NewLabel, NewLine, ProfileBuilder } from "../builder.ts";
import { NONE, type ValueType } from "../tables.ts";
import type { Fields } from "./message.ts";

/** Fields of the messages that are read here. */
const TABLES = { mappings: 1, locations: 2, functions: 3, strings: 5, attributes: 6, stacks: 7 } as const;
const MAPPING = { start: 1, limit: 2, offset: 3, file: 4, attributes: 5 } as const;
const LOCATION = { mapping: 1, address: 2, lines: 3 } as const;
const LINE = { function: 1, line: 2, column: 3 } as const;
const FUNCTION = { name: 1, systemName: 2, file: 3, startLine: 4 } as const;
const ATTRIBUTE = { key: 1, value: 2, unit: 3 } as const;
const VALUE = { text: 1, int: 3 } as const;
const STACK_LOCATIONS = 1;
const TYPE = { type: 1, unit: 2 } as const;

/** The linker's, or Go's own. */
const BUILD_ID = /\.executable\.build_id\.(?:gnu|go)$/;

export class Dictionary {
  readonly #strings: readonly string[];
  readonly #mappings: readonly Fields[];
  readonly #locations: readonly Fields[];
  readonly #functions: readonly Fields[];
  readonly #attributes: readonly Fields[];
  readonly #stacks: readonly Fields[];

  constructor(tables: Fields) {
    this.#strings = tables.texts(TABLES.strings);
    this.#mappings = tables.messages(TABLES.mappings);
    this.#locations = tables.messages(TABLES.locations);
    this.#functions = tables.messages(TABLES.functions);
    this.#attributes = tables.messages(TABLES.attributes);
    this.#stacks = tables.messages(TABLES.stacks);
  }

  /** Rows as here, less row 0. */
  addTables(builder: ProfileBuilder): void {
    for (const mapping of this.#mappings.slice(1)) {
      builder.addMapping({
        memoryStart: BigInt.asUintN(64, mapping.number(MAPPING.start)),
        memoryLimit: BigInt.asUintN(64, mapping.number(MAPPING.limit)),
        fileOffset: BigInt.asUintN(64, mapping.number(MAPPING.offset)),
        file: this.#text(mapping.index(MAPPING.file)),
        buildId: this.#buildId(mapping.indices(MAPPING.attributes)),
        hasFunctions: true,
      });
    }
    for (const row of this.#functions.slice(1)) {
      builder.addFunction({
        name: this.#text(row.index(FUNCTION.name)),
        systemName: this.#text(row.index(FUNCTION.systemName)) || this.#text(row.index(FUNCTION.name)),
        file: this.#text(row.index(FUNCTION.file)),
        startLine: row.number(FUNCTION.startLine),
      });
    }
    for (const row of this.#locations.slice(1)) {
      const mapping = rowOf(row.index(LOCATION.mapping), this.#mappings, "mapping");
      builder.addLocation({
        mapping,
        address: BigInt.asUintN(64, row.number(LOCATION.address)),
        lines: row.messages(LOCATION.lines).flatMap((line) => this.#line(line)),
      });
    }
  }

  valueType(type: Fields): ValueType {
    return { type: this.#text(type.index(TYPE.type)), unit: this.#text(type.index(TYPE.unit)) };
  }

  /** Rows of locations, leaf first. */
  stack(index: number): number[] {
    const row = rowOf(index, this.#stacks, "stack");
    if (row === NONE) return [];
    const locations = (this.#stacks[index] as Fields).indices(STACK_LOCATIONS);
    return locations.map((location) => rowOf(location, this.#locations, "location")).filter((at) => at !== NONE);
  }

  labels(indices: readonly number[]): NewLabel[] {
    return indices.flatMap((index): NewLabel[] => {
      if (rowOf(index, this.#attributes, "attribute") === NONE) return [];
      const attribute = this.#attributes[index] as Fields;
      const [key, value] = [this.#text(attribute.index(ATTRIBUTE.key)), attribute.message(ATTRIBUTE.value)];
      if (value.has(VALUE.int)) {
        const unit = this.#text(attribute.index(ATTRIBUTE.unit));
        return [{ key, value: value.number(VALUE.int), ...(unit === "" ? {} : { unit }) }];
      }
      const text = value.texts(VALUE.text).at(-1);
      return text === undefined ? [] : [{ key, value: text }];
    });
  }

  #line(line: Fields): NewLine[] {
    const row = rowOf(line.index(LINE.function), this.#functions, "function");
    return row === NONE ? [] : [{ function: row, line: line.number(LINE.line), column: line.number(LINE.column) }];
  }

  #buildId(indices: readonly number[]): string {
    return String(this.labels(indices).find(({ key }) => BUILD_ID.test(key))?.value ?? "");
  }

  #text(index: number): string {
    const text = this.#strings[index];
    if (text !== undefined) return text;
    if (index === 0) return "";
    throw outside("string", index, this.#strings.length);
  }
}

/** Of the profile's table, which has no row for none. Throws ProfileError "string-index". */
function rowOf(index: number, table: readonly unknown[], what: string): number {
  if (index === 0) return NONE;
  if (index > 0 && index < table.length) return index - 1;
  throw outside(what, index, table.length);
}

function outside(what: string, index: number, length: number): ProfileError {
  const fact = `an OTLP message that names ${what} ${index} of ${length}`;
  return new ProfileError("invalid", fact, "parsing profile: unrecognized profile format");
}
