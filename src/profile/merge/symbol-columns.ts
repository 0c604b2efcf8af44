/** The symbol tables of a merge while they grow, as columns. */

import type { ValueColumn } from "../int64.ts";
import { type FunctionTable, type LocationTable, type MappingTable, NONE, type Profile } from "../tables.ts";
import type { MergedStrings } from "./strings.ts";

/** The merged tables while they grow. Ids are row + 1. */
export class SymbolColumns {
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
