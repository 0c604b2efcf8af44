/**
 * Allocation and holder joined: objects that the heap profile has sampled have their allocation stack in a dump, and lie at some place of it. Counts are
 * those of samples; what lies where is exact.
 */
import type { DumpAnalysis } from "../../dump/analysis.ts";
import type { HoldingPlace } from "./holding-places.ts";
import type { KeptOnly } from "./kept-only.ts";

/** Beyond the rows of holding places: what is sampled and lies at none of them, or is not alive. */
export const ELSEWHERE = -1;
export const GARBAGE = -2;

export interface SampledObjects {
  /** Of each sample: the row of its holding place, ELSEWHERE or GARBAGE. */
  readonly rowOf: Int32Array;
  /** Of each sample: row of the dump's `stacks`. */
  readonly stackOf: Uint32Array;
  /** 1 where nothing else holds it. */
  readonly isOnly: Uint8Array;
}

export function joinSamples(analysis: DumpAnalysis, places: readonly HoldingPlace[], only: KeptOnly): SampledObjects {
  const { dump, tree, typed } = analysis;
  const rowOfPlace = rowsOfPlaces(analysis, places);
  const count = dump.sampleAddress.length;
  const rowOf = new Int32Array(count).fill(GARBAGE);
  const isOnly = new Uint8Array(count);
  for (let sample = 0; sample < count; sample++) {
    const object = typed.graph.index.find(dump.sampleAddress[sample] as number);
    const place = object < 0 ? -1 : (tree.placeOf[object] as number);
    if (place < 0) continue;
    rowOf[sample] = rowOfPlace[place] as number;
    isOnly[sample] = only.rowOf[object] === rowOf[sample] ? 1 : 0;
  }
  return { rowOf, stackOf: dump.sampleStack, isOnly };
}

/** Of each place of the tree: the holding place at or above it. */
export function rowsOfPlaces({ tree }: DumpAnalysis, places: readonly HoldingPlace[]): Int32Array {
  const rows = new Int32Array(tree.places.length).fill(ELSEWHERE);
  for (const [row, { place }] of places.entries()) rows[place] = row;
  for (const [place, { parent }] of tree.places.entries()) {
    if (parent >= 0 && rows[place] === ELSEWHERE) rows[place] = rows[parent] as number;
  }
  return rows;
}
