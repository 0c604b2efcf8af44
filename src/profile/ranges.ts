/** Byte ranges of messages: start and end, one pair behind the other. */
export class Ranges {
  #ends: Uint32Array;
  length = 0;
  /** Bytes of all ranges together. */
  size = 0;

  /** `rows`: how many are expected; there may be more. */
  constructor(rows = 32) {
    this.#ends = new Uint32Array(2 * Math.max(rows, 1));
  }

  add(start: number, end: number): void {
    if (2 * this.length === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[2 * this.length] = start;
    this.#ends[2 * this.length + 1] = end;
    this.length++;
    this.size += end - start;
  }

  /** All ranges of another, so many bytes further on. */
  addMoved(other: Ranges, shift: number): void {
    for (let row = 0; row < other.length; row++) this.add(other.start(row) + shift, other.end(row) + shift);
  }

  start(row: number): number {
    return this.#ends[2 * row] as number;
  }

  end(row: number): number {
    return this.#ends[2 * row + 1] as number;
  }
}
