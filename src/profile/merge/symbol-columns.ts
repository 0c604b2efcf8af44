/** The merged tables of symbols while they grow. Ids are row + 1. */

import { LOW, type Value } from "../int64.ts";
import { type FunctionTable, type LocationTable, type MappingTable, NONE, type Profile } from "../tables.ts";
import { GrowingInts, GrowingValues, GrowingWords, wordsOf } from "./growing.ts";
import type { MergedStrings } from "./strings.ts";

/** The tables beside strings. */
export interface Symbols {
  readonly locations: LocationTable;
  readonly functions: FunctionTable;
  readonly mappings: MappingTable;
}

export class SymbolColumns {
  readonly #location = {
    mapping: new GrowingInts(),
    address: new GrowingWords(),
    isFolded: new GrowingInts(),
    start: new GrowingInts(),
  };
  readonly #line = { function: new GrowingInts(), number: new GrowingValues(), column: new GrowingValues() };
  readonly #function = {
    name: new GrowingInts(),
    systemName: new GrowingInts(),
    file: new GrowingInts(),
    startLine: new GrowingValues(),
  };
  readonly #mapping = {
    memoryStart: [] as bigint[],
    memoryLimit: [] as bigint[],
    fileOffset: [] as bigint[],
    file: [] as number[],
    buildId: [] as number[],
    flags: [] as [number, number, number, number][],
  };

  constructor() {
    this.#location.start.push(0);
  }

  get locationCount(): number {
    return this.#location.mapping.length;
  }

  get functionCount(): number {
    return this.#function.name.length;
  }

  /** A location keeps its distance from the start of its mapping. `mapping` is the merged one. */
  addLocation({ locations, mappings }: Profile, row: number, rowFunction: Int32Array, mapping: number): void {
    const { lineFunction, lineNumber, lineColumn } = locations;
    const from = mapping === NONE ? 0n : (mappings.memoryStart[locations.mapping[row] as number] as bigint);
    const to = mapping === NONE ? 0n : (this.#mapping.memoryStart[mapping] as bigint);
    const { address } = this.#location;
    if (from === to) address.pushFrom(wordsOf(locations.address), row);
    else address.push(BigInt.asUintN(64, (locations.address[row] as bigint) - from + to));
    this.#location.mapping.push(mapping);
    this.#location.isFolded.push(locations.isFolded[row] as number);
    const end = locations.start[row + 1] as number;
    for (let line = locations.start[row] as number; line < end; line++) {
      this.#line.function.push(rowFunction[lineFunction[line] as number] as number);
      this.#line.number.push(lineNumber[line] as Value);
      this.#line.column.push(lineColumn[line] as Value);
    }
    this.#location.start.push(this.#line.function.length);
  }

  addFunction(name: number, systemName: number, file: number, startLine: Value): void {
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

  finish(): Symbols {
    const fn = this.#function;
    return {
      locations: this.#finishLocations(),
      functions: {
        length: fn.name.length,
        id: ids(fn.name.length),
        name: fn.name.finish(),
        systemName: fn.systemName.finish(),
        file: fn.file.finish(),
        startLine: fn.startLine.finish(),
      },
      mappings: this.#finishMappings(),
    };
  }

  #finishLocations(): LocationTable {
    const { mapping, address, isFolded, start } = this.#location;
    return {
      length: mapping.length,
      id: ids(mapping.length),
      mapping: mapping.finish(),
      address: address.finish(),
      isFolded: Uint8Array.from(isFolded.finish()),
      start: start.finish(),
      lineFunction: this.#line.function.finish(),
      lineNumber: this.#line.number.finish(),
      lineColumn: this.#line.column.finish(),
    };
  }

  #finishMappings(): MappingTable {
    const mapping = this.#mapping;
    const flag = (index: 0 | 1 | 2 | 3): Uint8Array => Uint8Array.from(mapping.flags, (flags) => flags[index]);
    return {
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
    };
  }
}

/** 1, 2, 3. */
export function ids(length: number): BigUint64Array {
  const column = new BigUint64Array(length);
  const words = wordsOf(column);
  for (let row = 0; row < length; row++) words[2 * row + LOW] = row + 1;
  return column;
}
