/**
 * Label sets while they grow, each once: told apart by their labels, as columns, since one set may have a million of them. Labels come in the order in
 * which pprof writes them: text labels by key, then numeric ones by key; values of one key keep their order.
 */
import { chain, RowIndex, spread } from "./row-index.ts";
import { type LabelSetTable, NONE } from "./tables.ts";

/** One label; columns as in LabelSetTable. */
export interface Label {
  readonly key: number;
  readonly text: number;
  readonly number: bigint;
  readonly unit: number;
}

/** Sorts `labels` in place; `compare` orders strings by their numbers. */
export function canonicalOrder(labels: Label[], compare: (a: number, b: number) => number): void {
  labels.sort((a, b) => {
    const isNumeric = Number(a.text === NONE) - Number(b.text === NONE);
    if (isNumeric !== 0 || a.key === b.key) return isNumeric;
    return compare(a.key, b.key);
  });
}

export class LabelSetIndex {
  readonly #index = new RowIndex();
  readonly #start: number[] = [0];
  readonly #key: number[] = [];
  readonly #text: number[] = [];
  readonly #number: bigint[] = [];
  readonly #unit: number[] = [];

  /** Row of the set with these labels, in canonical order; a new one if there was none. */
  add(labels: readonly Label[]): number {
    let row = this.#index.first(hashOf(labels));
    while (row !== NONE && !this.#isSame(row, labels)) row = this.#index.next();
    return row === NONE ? this.#append(labels) : row;
  }

  #isSame(row: number, labels: readonly Label[]): boolean {
    const start = this.#start[row] as number;
    if ((this.#start[row + 1] as number) - start !== labels.length) return false;
    return labels.every(
      ({ key, text, number, unit }, at) =>
        this.#key[start + at] === key &&
        this.#text[start + at] === text &&
        this.#number[start + at] === number &&
        this.#unit[start + at] === unit,
    );
  }

  #append(labels: readonly Label[]): number {
    for (const { key, text, number, unit } of labels) {
      this.#key.push(key);
      this.#text.push(text);
      this.#number.push(number);
      this.#unit.push(unit);
    }
    this.#start.push(this.#key.length);
    return this.#index.add();
  }

  finish(): LabelSetTable {
    return {
      length: this.#index.length,
      start: Int32Array.from(this.#start),
      key: Int32Array.from(this.#key),
      text: Int32Array.from(this.#text),
      number: BigInt64Array.from(this.#number),
      unit: Int32Array.from(this.#unit),
    };
  }
}

function hashOf(labels: readonly Label[]): number {
  let hash = labels.length;
  for (const { key, text, number, unit } of labels) {
    hash = chain(chain(chain(hash, key), text), unit);
    if (number !== 0n) hash = chain(hash, Number(BigInt.asIntN(32, number)));
  }
  return spread(hash);
}
