/**
 * A column that grows while a dump is read: blocks of one size, so that growing copies nothing and takes no more than a block too much.
 * `finish` joins them once.
 */

const BLOCK = 1 << 16;

type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

export class NumberColumn<T extends Numbers> {
  readonly #make: (length: number) => T;
  readonly #full: T[] = [];
  #block: T;
  #used = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#block = make(BLOCK);
  }

  get length(): number {
    return this.#full.length * BLOCK + this.#used;
  }

  push(value: number): void {
    if (this.#used === BLOCK) this.#next();
    this.#block[this.#used++] = value;
  }

  /** Adds to the row that was pushed last. */
  addToLast(by: number): void {
    this.#block[this.#used - 1] = (this.#block[this.#used - 1] as number) + by;
  }

  /** Forgets all from row `length` on. */
  cut(length: number): void {
    while (length < this.#full.length * BLOCK) this.#block = this.#full.pop() as T;
    this.#used = length - this.#full.length * BLOCK;
  }

  finish(): T {
    const whole = this.#make(this.length);
    for (const [index, block] of this.#full.entries()) whole.set(block, index * BLOCK);
    whole.set(this.#block.subarray(0, this.#used), this.#full.length * BLOCK);
    this.#full.length = 0;
    this.#block = this.#make(0);
    this.#used = BLOCK;
    return whole;
  }

  #next(): void {
    this.#full.push(this.#block);
    this.#block = this.#make(BLOCK);
    this.#used = 0;
  }
}

export const float64Column = (): NumberColumn<Float64Array<ArrayBuffer>> =>
  new NumberColumn((n) => new Float64Array(n));
export const uint32Column = (): NumberColumn<Uint32Array<ArrayBuffer>> => new NumberColumn((n) => new Uint32Array(n));
export const uint8Column = (): NumberColumn<Uint8Array<ArrayBuffer>> => new NumberColumn((n) => new Uint8Array(n));
