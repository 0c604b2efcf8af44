/**
 * Label sets while they grow, each once: told apart by their labels, as columns, since one set may have a million of them: never an object a label. Labels
 * come in the order in which pprof writes them: text labels by key, then numeric ones by key; values of one key keep their order.
 */
import { chain, longer, RowIndex, spread } from "./row-index.ts";
import { type LabelSetTable, NONE } from "./tables.ts";

type KeysAndTexts = Pick<LabelSetTable, "key" | "text">;

/** The labels `from` to `to` in pprof's order, by row; undefined where they are in it. `compare` orders strings by their numbers. */
export function canonicalRows(
  { key, text }: KeysAndTexts,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): Int32Array | undefined {
  const order = (a: number, b: number): number => {
    const isNumeric = Number(text[a] === NONE) - Number(text[b] === NONE);
    if (isNumeric !== 0 || key[a] === key[b]) return isNumeric;
    return compare(key[a] as number, key[b] as number);
  };
  let at = from + 1;
  while (at < to && order(at - 1, at) <= 0) at++;
  if (at >= to) return undefined;
  return Int32Array.from({ length: to - from }, (_, label) => from + label).sort((a, b) => order(a, b) || a - b);
}

const FIRST = 64;

export class LabelSetIndex {
  readonly #index = new RowIndex();
  /** Of the sets, and of the one that is being written. */
  #start = new Int32Array(FIRST);
  #length = 0;
  #key = new Int32Array(FIRST);
  #text = new Int32Array(FIRST);
  #number = new BigInt64Array(FIRST);
  #unit = new Int32Array(FIRST);

  /** One more label of the set that is being written; which set that is, `close` says. */
  push(key: number, text: number, number: bigint, unit: number): void {
    const at = this.#length++;
    if (at === this.#key.length) this.#grow();
    this.#key[at] = key;
    this.#text[at] = text;
    this.#number[at] = number;
    this.#unit[at] = unit;
  }

  #grow(): void {
    const length = this.#key.length * 2;
    this.#key = longer(this.#key, length);
    this.#text = longer(this.#text, length);
    this.#unit = longer(this.#unit, length);
    const number = new BigInt64Array(length);
    number.set(this.#number);
    this.#number = number;
  }

  /** Puts the labels of the set that is being written into pprof's order. */
  arrange(compare: (a: number, b: number) => number): void {
    const from = this.#start[this.#index.length] as number;
    const rows = canonicalRows({ key: this.#key, text: this.#text }, from, this.#length, compare);
    if (rows === undefined) return;
    for (const column of [this.#key, this.#text, this.#unit]) {
      column.set(
        rows.map((row) => column[row] as number),
        from,
      );
    }
    this.#number.set(
      BigInt64Array.from(rows, (row) => this.#number[row] as bigint),
      from,
    );
  }

  /** Row of the set that was written; a new one if there was none with these labels. NONE for no labels. */
  close(): number {
    const from = this.#start[this.#index.length] as number;
    if (this.#length === from) return NONE;
    let row = this.#index.first(this.#hash(from));
    while (row !== NONE && !this.#isSame(row, from)) row = this.#index.next();
    if (row !== NONE) {
      this.#length = from;
      return row;
    }
    row = this.#index.add();
    if (row + 1 === this.#start.length) this.#start = longer(this.#start, this.#start.length * 2);
    this.#start[row + 1] = this.#length;
    return row;
  }

  #hash(from: number): number {
    let hash = this.#length - from;
    for (let at = from; at < this.#length; at++) {
      hash = chain(chain(chain(hash, this.#key[at] as number), this.#text[at] as number), this.#unit[at] as number);
      const number = this.#number[at] as bigint;
      if (number !== 0n) hash = chain(hash, Number(BigInt.asIntN(32, number)));
    }
    return spread(hash);
  }

  #isSame(row: number, from: number): boolean {
    const start = this.#start[row] as number;
    const count = (this.#start[row + 1] as number) - start;
    if (this.#length - from !== count) return false;
    for (let label = 0; label < count; label++) {
      const [a, b] = [start + label, from + label];
      if (this.#key[a] !== this.#key[b] || this.#text[a] !== this.#text[b]) return false;
      if (this.#unit[a] !== this.#unit[b] || this.#number[a] !== this.#number[b]) return false;
    }
    return true;
  }

  finish(): LabelSetTable {
    const { length } = this.#index;
    const end = this.#start[length] as number;
    return {
      length,
      start: this.#start.slice(0, length + 1),
      key: this.#key.slice(0, end),
      text: this.#text.slice(0, end),
      number: this.#number.slice(0, end),
      unit: this.#unit.slice(0, end),
    };
  }
}
