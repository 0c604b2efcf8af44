/** From a 64-bit id to the table row that has it. Ids are usually small and dense; then this is one array. */
import { HIGH, LOW } from "./int64.ts";
import { NONE } from "./tables.ts";

/** Rows by the ids that a file gives them. */
export class RowById {
  /** Row by id, for ids below its length (at least 128 long). */
  readonly dense: Int32Array;
  readonly #sparse: Map<bigint, number> = new Map();

  constructor(ids: BigUint64Array) {
    const words = new Uint32Array(ids.buffer, ids.byteOffset, 2 * ids.length);
    this.dense = new Int32Array(2 * ids.length + 128).fill(NONE);
    const dense = this.dense;
    for (let row = ids.length - 1; row >= 0; row--) {
      const low = words[2 * row + LOW] as number;
      if (words[2 * row + HIGH] === 0 && low < dense.length) dense[low] = row;
      else this.#sparse.set(ids[row] as bigint, row);
    }
  }

  /** Row of the id with these halves, the first if there are several; NONE if there is none. */
  find(low: number, high: number): number {
    if (high === 0 && low < this.dense.length) return this.dense[low] as number;
    return this.#sparse.get((BigInt(high) << 32n) | BigInt(low)) ?? NONE;
  }
}
