/**
 * Samples of one stack and one set of labels that a profile has more than once, as Go writes where what it leaves out was all that told two apart.
 * A merge would add them up, and what was one recorded object each could not be counted any more: so they go into layers, in each of which a
 * stack is only once.
 */
import type { ValueColumn } from "../../profile/int64.ts";
import { chain, RowIndex, spread } from "../../profile/row-index.ts";
import { NONE, type Profile, type SampleTable } from "../../profile/tables.ts";

/** What comes more often than this is added up in the last layer. */
const MOST_LAYERS = 16;

/** Of each profile. Where the samples of one are those of the one before, but for their values, they are looked at once. */
export function layersOfEach(profiles: readonly Profile[]): Profile[][] {
  let before: { readonly samples: SampleTable; readonly layerOf: Int32Array } | undefined;
  return profiles.map((profile) => {
    const { samples } = profile;
    const layerOf = before !== undefined && isSameRows(before.samples, samples) ? before.layerOf : occurrences(samples);
    before = { samples, layerOf };
    return layersOf(profile, layerOf);
  });
}

function isSameRows(a: SampleTable, b: SampleTable): boolean {
  if (a.start !== b.start || a.locations !== b.locations || a.length !== b.length) return false;
  return a.labelSet === b.labelSet || a.labelSet.every((set, row) => set === b.labelSet[row]);
}

/** The first layer keeps the table, so that a merge knows it again: what is of other layers is zero there. */
function layersOf(profile: Profile, layerOf: Int32Array): Profile[] {
  const { samples } = profile;
  const count = layerOf.reduce((most, layer) => Math.max(most, layer + 1), 1);
  if (count === 1) return [profile];
  return Array.from({ length: count }, (_, layer) => {
    if (layer === 0) return { ...profile, samples: { ...samples, values: samples.values.map(firstOf(layerOf)) } };
    const rows = rowsWhere(samples.length, (row) => layerOf[row] === layer);
    return { ...profile, samples: pickSamples(samples, rows, samples.values) };
  });
}

function firstOf(layerOf: Int32Array): (column: ValueColumn) => ValueColumn {
  return (column) => {
    const first = column.slice();
    for (let row = 0; row < layerOf.length; row++)
      if (layerOf[row] !== 0) first[row] = first instanceof BigInt64Array ? 0n : 0;
    return first;
  };
}

function rowsWhere(length: number, isWanted: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (isWanted(row)) rows[count++] = row;
  return rows.subarray(0, count);
}

/** How many samples before it are of the same stack and labels. */
function occurrences({ length, start, locations, labelSet }: SampleTable): Int32Array {
  const index = new RowIndex(length);
  const latest = new Int32Array(length);
  const layerOf = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const [from, end] = [start[row] as number, start[row + 1] as number];
    let hash = labelSet[row] as number;
    for (let at = from; at < end; at++) hash = chain(hash, locations[at] as number);
    const isSame = (other: number): boolean => {
      const first = start[other] as number;
      if (labelSet[other] !== labelSet[row] || (start[other + 1] as number) - first !== end - from) return false;
      for (let at = from; at < end; at++) if (locations[at] !== locations[first + at - from]) return false;
      return true;
    };
    let known = index.first(spread(hash));
    while (known !== NONE && !isSame(latest[known] as number)) known = index.next();
    if (known === NONE) known = index.add();
    else layerOf[row] = Math.min(MOST_LAYERS - 1, (layerOf[latest[known] as number] as number) + 1);
    latest[known] = row;
  }
  return layerOf;
}

/** All rows of the first layer, then those of the others that are not all zero. */
export function joinLayers(samples: SampleTable, layers: readonly (readonly ValueColumn[])[]): SampleTable {
  const [first = []] = layers;
  if (layers.length === 1) return { ...samples, values: first };
  const rowsOf = layers.map((values, layer) =>
    layer === 0 ? rowsWhere(samples.length, () => true) : rowsWhere(samples.length, isNonZero(values)),
  );
  const joined = pickSamples(samples, concatenateRows(rowsOf), []);
  return { ...joined, values: first.map((_, type) => joinColumns(layers, rowsOf, type)) };
}

function isNonZero(values: readonly ValueColumn[]): (row: number) => boolean {
  return (row) => {
    for (const column of values) if (column[row]) return true;
    return false;
  };
}

function concatenateRows(rowsOf: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(rowsOf.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const rows of rowsOf) {
    joined.set(rows, at);
    at += rows.length;
  }
  return joined;
}

/** One column of all layers; exact where one of them is. */
function joinColumns(
  layers: readonly (readonly ValueColumn[])[],
  rowsOf: readonly Int32Array[],
  type: number,
): ValueColumn {
  const columns = layers.map((values) => values[type] as ValueColumn);
  const length = rowsOf.reduce((sum, rows) => sum + rows.length, 0);
  if (columns.some((column) => column instanceof BigInt64Array)) {
    const joined = new BigInt64Array(length);
    let at = 0;
    for (const [layer, rows] of rowsOf.entries()) {
      for (const row of rows) joined[at++] = BigInt((columns[layer] as ValueColumn)[row] as number | bigint);
    }
    return joined;
  }
  const joined = new Float64Array(length);
  let at = 0;
  for (const [layer, rows] of rowsOf.entries()) {
    const column = columns[layer] as Float64Array;
    for (let index = 0; index < rows.length; index++) joined[at++] = column[rows[index] as number] as number;
  }
  return joined;
}

function pickSamples(
  { start, locations, labelSet }: SampleTable,
  rows: Int32Array,
  values: readonly ValueColumn[],
): SampleTable {
  const starts = new Int32Array(rows.length + 1);
  const labels = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    starts[at + 1] = (starts[at] as number) + (start[row + 1] as number) - (start[row] as number);
    labels[at] = labelSet[row] as number;
  }
  const picked = new Int32Array(starts[rows.length] as number);
  for (let at = 0, to = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    for (let from = start[row] as number; from < (start[row + 1] as number); from++)
      picked[to++] = locations[from] as number;
  }
  return {
    ...{ length: rows.length, start: starts, locations: picked, labelSet: labels },
    values: values.map((column) => joinColumns([[column]], [rows], 0)),
  };
}
