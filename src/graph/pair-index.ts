/** Numbers rows by a pair of small integers: the same pair always gets the same row, a new pair the next one. */
import { hashPair, longer, RowIndex } from "../profile/row-index.ts";
import { NONE } from "../profile/tables.ts";

export class PairIndex {
  readonly #index = new RowIndex(1024);
  /** The pair of each row. Both arrays are `capacity` long, and replaced when they grow. */
  first = new Int32Array(1024);
  second = new Int32Array(1024);

  /** Rows given out so far. */
  get length(): number {
    return this.#index.length;
  }

  /** Columns kept beside the index must be this long before a new row is written to; it only ever doubles. */
  get capacity(): number {
    return this.first.length;
  }

  /** The pair's row; equals the old `length` if the pair is new. */
  rowOf(first: number, second: number): number {
    let row = this.#index.first(hashPair(first, second));
    while (row !== NONE && !(this.first[row] === first && this.second[row] === second)) row = this.#index.next();
    return row === NONE ? this.#add(first, second) : row;
  }

  #add(first: number, second: number): number {
    const row = this.#index.add();
    if (row === this.capacity) {
      this.first = longer(this.first, row * 2);
      this.second = longer(this.second, row * 2);
    }
    this.first[row] = first;
    this.second[row] = second;
    return row;
  }
}
