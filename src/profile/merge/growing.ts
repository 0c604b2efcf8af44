/** Columns whose length is not known yet: typed arrays that are replaced by longer ones. An array of numbers takes three times the time, one of bigints ten. */
import { toExact, type Value, type ValueColumn } from "../int64.ts";
import { longer } from "../row-index.ts";

const FIRST = 64;

/** Of int32. */
export class GrowingInts {
  length = 0;
  #items: Int32Array = new Int32Array(FIRST);

  push(item: number): void {
    if (this.length === this.#items.length) this.#items = longer(this.#items, this.length * 2);
    this.#items[this.length++] = item;
  }

  finish(): Int32Array {
    return this.#items.slice(0, this.length);
  }
}

/** Of uint64, by their halves. */
export class GrowingWords {
  length = 0;
  #items: BigUint64Array<ArrayBuffer> = new BigUint64Array(FIRST);
  #words = new Uint32Array(this.#items.buffer);

  push(value: bigint): void {
    if (this.length === this.#items.length) this.#grow();
    this.#items[this.length++] = value;
  }

  /** The element `row` of the column that `words` is laid over. */
  pushFrom(words: Uint32Array, row: number): void {
    if (this.length === this.#items.length) this.#grow();
    this.#words[2 * this.length] = words[2 * row] as number;
    this.#words[2 * this.length++ + 1] = words[2 * row + 1] as number;
  }

  #grow(): void {
    const items = new BigUint64Array(this.length * 2);
    items.set(this.#items);
    this.#items = items;
    this.#words = new Uint32Array(items.buffer);
  }

  finish(): BigUint64Array {
    return this.#items.slice(0, this.length);
  }
}

/** Of int64: exact from the first bigint on. */
export class GrowingValues {
  length = 0;
  #items: ValueColumn = new Float64Array(FIRST);

  push(value: Value): void {
    if (this.length === this.#items.length) this.#grow();
    if (typeof value === "bigint") this.#pushExact(value);
    else if (this.#items instanceof Float64Array) this.#items[this.length++] = value;
    else this.#pushExact(BigInt(value));
  }

  #pushExact(value: bigint): void {
    const items = toExact(this.#items);
    this.#items = items;
    items[this.length++] = value;
  }

  #grow(): void {
    const items =
      this.#items instanceof Float64Array ? new Float64Array(this.length * 2) : new BigInt64Array(this.length * 2);
    (items as Float64Array).set(this.#items as Float64Array);
    this.#items = items;
  }

  finish(): ValueColumn {
    return this.#items.slice(0, this.length);
  }
}

/** A 64-bit column as its halves; see LOW and HIGH of int64.ts. */
export function wordsOf({ buffer, byteOffset, length }: BigUint64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}
