/**
 * Samples of one stack and one set of labels that a profile has more than once, as Go writes where what it leaves out was all that told two apart.
 * A merge would add them up, and what was one recorded object each could not be counted any more: so they go into layers, in each of which a
 * stack is only once.
 */
import type { ValueColumn } from "../../profile/int64.ts";
import { RowIndex } from "../../profile/row-index.ts";
import { NONE, type Profile, type SampleTable } from "../../profile/tables.ts";

/** What comes more often than this is added up in the last layer. */
const MOST_LAYERS = 16;

export function layersOf(profile: Profile): Profile[] {
  const { samples } = profile;
  const layerOf = occurrences(samples);
  const count = layerOf.reduce((most, layer) => Math.max(most, layer + 1), 1);
  if (count === 1) return [profile];
  return Array.from({ length: count }, (_, layer) => {
    const rows = [...layerOf.keys()].filter((row) => layerOf[row] === layer);
    return { ...profile, samples: pickSamples(samples, rows, samples.values) };
  });
}

/** How many samples before it are of the same stack and labels. */
function occurrences({ length, start, locations, labelSet }: SampleTable): Int32Array {
  const index = new RowIndex(length);
  const latest: number[] = [];
  const layerOf = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const [from, end] = [start[row] as number, start[row + 1] as number];
    let hash = labelSet[row] as number;
    for (let at = from; at < end; at++) hash = (Math.imul(hash, 31) + (locations[at] as number)) | 0;
    const isSame = (other: number): boolean => {
      const first = start[other] as number;
      if (labelSet[other] !== labelSet[row] || (start[other + 1] as number) - first !== end - from) return false;
      for (let at = from; at < end; at++) if (locations[at] !== locations[first + at - from]) return false;
      return true;
    };
    let known = index.first(hash ^ (hash >>> 15));
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
    [...samples.labelSet.keys()].filter((row) => layer === 0 || values.some((column) => Boolean(column[row]))),
  );
  const pieces = layers.map((values, layer) => pickSamples(samples, rowsOf[layer] as number[], values));
  const joined = pickSamples(samples, rowsOf.flat(), first);
  return { ...joined, values: first.map((column, type) => concatenate(column, pieces, type)) };
}

function concatenate(like: ValueColumn, pieces: readonly SampleTable[], type: number): ValueColumn {
  const values = pieces.flatMap((piece) => Array.from(piece.values[type] as ArrayLike<number | bigint>));
  if (like instanceof BigInt64Array) return BigInt64Array.from(values, BigInt);
  return values.some((value) => typeof value === "bigint")
    ? BigInt64Array.from(values, BigInt)
    : Float64Array.from(values, Number);
}

function pickSamples(
  { start, locations, labelSet }: SampleTable,
  rows: readonly number[],
  values: readonly ValueColumn[],
): SampleTable {
  const starts = new Int32Array(rows.length + 1);
  for (const [at, row] of rows.entries()) {
    starts[at + 1] = (starts[at] as number) + (start[row + 1] as number) - (start[row] as number);
  }
  const picked = new Int32Array(starts.at(-1) as number);
  for (const [at, row] of rows.entries()) {
    picked.set(locations.subarray(start[row] as number, start[row + 1] as number), starts[at]);
  }
  const pick = (column: ValueColumn): ValueColumn =>
    column instanceof BigInt64Array
      ? BigInt64Array.from(rows, (row) => column[row] as bigint)
      : Float64Array.from(rows, (row) => column[row] as number);
  return {
    ...{ length: rows.length, start: starts, locations: picked },
    labelSet: Int32Array.from(rows, (row) => labelSet[row] as number),
    values: values.map(pick),
  };
}
