/**
 * The decoded profile: tables of columns, one array per field, rows addressed by number. Read this file first.
 *
 * Why columns: a profile of 500,000 samples is a few flat arrays here and some twenty million objects otherwise; every loop over
 * it is a loop over numbers, and a worker can hand it over without copying.
 *
 *     samples ──locations──▶ locations ──lines──▶ functions ──name──▶ strings
 *        │                       └──mapping──▶ mappings
 *        └──labelSet──▶ labelSets
 *
 * A column that starts a range is one longer than its table: row i owns [start[i], start[i + 1]). Stacks are kept as pprof keeps
 * them, a list of locations a sample, leaf first, because merging and top-like reports only ever run along them; a prefix tree is
 * built from them by graph/call-tree.ts for the reports that want one. A location's lines are the frames inlined there, innermost
 * first; its last line is the outermost, the one that was really called.
 */
import type { ValueColumn } from "./int64.ts";
import type { MemStats } from "./legacy/mem-stats.ts";
import type { StringTable } from "./string-table.ts";

/** No row: the sentinel of every index column that may point nowhere. */
export const NONE = -1;

/** What a value column counts: `inuse_space` in `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** Samples, by row. */
export interface SampleTable {
  readonly length: number;
  /** Range start into `locations`; `length + 1` entries. */
  readonly start: Int32Array;
  /** Index into LocationTable, leaf first; the stacks of all samples, one behind the other. */
  readonly locations: Int32Array;
  /** One column per sample type. */
  readonly values: readonly ValueColumn[];
  /** Index into LabelSetTable, or NONE. */
  readonly labelSet: Int32Array;
}

/** Distinct sets of labels; many samples share one. Labels of a set are in the order of label-sets.ts. */
export interface LabelSetTable {
  readonly length: number;
  /** Range start into the label columns; `length + 1` entries. */
  readonly start: Int32Array;
  /** Index into strings. */
  readonly key: Int32Array;
  /** Index into strings, or NONE if the label is numeric. */
  readonly text: Int32Array;
  /** The number of a numeric label, else 0. */
  readonly number: BigInt64Array;
  /** Index into strings; 0 if no unit was given. */
  readonly unit: Int32Array;
}

/** Places in programs, by row. */
export interface LocationTable {
  readonly length: number;
  /** As in the file; unique, never 0. */
  readonly id: BigUint64Array;
  /** Index into MappingTable, or NONE. */
  readonly mapping: Int32Array;
  readonly address: BigUint64Array;
  readonly isFolded: Uint8Array;
  /** Range start into the line columns; `length + 1` entries. */
  readonly start: Int32Array;
  /** Index into FunctionTable. */
  readonly lineFunction: Int32Array;
  /** 0 if unknown. int64 in the file; see `lineColumn`. */
  readonly lineNumber: ValueColumn;
  readonly lineColumn: ValueColumn;
}

/** Functions, by row. */
export interface FunctionTable {
  readonly length: number;
  readonly id: BigUint64Array;
  /** Index into strings, as are systemName and file. */
  readonly name: Int32Array;
  readonly systemName: Int32Array;
  readonly file: Int32Array;
  readonly startLine: ValueColumn;
}

/** Programs and libraries, by row. */
export interface MappingTable {
  readonly length: number;
  readonly id: BigUint64Array;
  readonly memoryStart: BigUint64Array;
  readonly memoryLimit: BigUint64Array;
  readonly fileOffset: BigUint64Array;
  /** Index into strings, as is buildId. */
  readonly file: Int32Array;
  readonly buildId: Int32Array;
  readonly hasFunctions: Uint8Array;
  readonly hasFilenames: Uint8Array;
  readonly hasLineNumbers: Uint8Array;
  readonly hasInlineFrames: Uint8Array;
}

/** Everything a profile says about itself. Times in nanoseconds, 0n if not given. */
export interface Header {
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: string;
  readonly periodType: ValueType;
  readonly period: bigint;
  /** Since the Unix epoch. */
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly comments: readonly string[];
  readonly docUrl: string;
}

/** A decoded profile as columns. */
export interface Profile {
  readonly header: Header;
  readonly samples: SampleTable;
  readonly labelSets: LabelSetTable;
  readonly locations: LocationTable;
  readonly functions: FunctionTable;
  readonly mappings: MappingTable;
  readonly strings: StringTable;
  /** What Go's text says of the memory of the process; of no other profile, and not of sums. */
  readonly memStats?: MemStats;
  /** What was put aside to read it, each a clause to follow "read". */
  readonly notices?: readonly string[];
}
