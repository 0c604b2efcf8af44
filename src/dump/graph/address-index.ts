/**
 * From an address to the object that it lies in: pages of the heap, each with the objects that begin on it or reach into it. All objects of
 * a page have one size as a rule, so that few steps find one.
 */
import { KIND, type MemoryTable } from "../tables.ts";

/** Go's page. */
const PAGE = 8192;
/** Pages of a table: few, so that objects far apart, which only a damaged dump has, take little. */
const CHUNK = 64;

export class AddressIndex {
  readonly #address: Float64Array;
  readonly #size: Float64Array;
  /** Rows of objects by address. */
  readonly #sorted: Uint32Array;
  /** By number of the chunk: for each page the place in `sorted` of the last object that begins at or before its end, plus 1. */
  readonly #chunks = new Map<number, Uint32Array>();

  constructor({ address, size, kind, objectCount }: MemoryTable) {
    this.#address = address;
    this.#size = size;
    this.#sorted = sortByAddress(address, objectCount);
    this.#fillPages(kind);
  }

  /** The row of the object that `address` lies in, or -1. */
  find(address: number): number {
    const page = Math.floor(address / PAGE);
    const chunk = this.#chunks.get(Math.floor(page / CHUNK));
    if (chunk === undefined) return -1;
    const at = page % CHUNK;
    const end = chunk[at] as number;
    if (end === 0) return -1;
    const row = this.#lastUpTo(address, at === 0 ? 0 : Math.max(0, (chunk[at - 1] as number) - 1), end);
    if (row < 0) return -1;
    return address < (this.#address[row] as number) + (this.#size[row] as number) ? row : -1;
  }

  /** Of `sorted` from `low` to `high`: the last that begins at or before `address`, or -1. */
  #lastUpTo(address: number, low: number, high: number): number {
    const sorted = this.#sorted;
    const addresses = this.#address;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((addresses[sorted[middle] as number] as number) <= address) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? -1 : (sorted[low - 1] as number);
  }

  #fillPages(kind: Uint8Array): void {
    this.#sorted.forEach((row, place) => {
      if (kind[row] !== KIND.object) return;
      const start = this.#address[row] as number;
      const first = Math.floor(start / PAGE);
      const last = Math.floor((start + Math.max(1, this.#size[row] as number) - 1) / PAGE);
      for (let page = first; page <= last; page++) {
        this.#chunk(Math.floor(page / CHUNK))[page % CHUNK] = place + 1;
      }
    });
  }

  #chunk(number: number): Uint32Array {
    const known = this.#chunks.get(number);
    if (known !== undefined) return known;
    const made = new Uint32Array(CHUNK);
    this.#chunks.set(number, made);
    return made;
  }
}

/** Objects of a page follow each other in the dump, pages are in any order: so it is pages that are sorted. */
function sortByAddress(address: Float64Array, count: number): Uint32Array {
  const starts = pageStarts(address, count);
  const ends = starts.map((_, run) => starts[run + 1] ?? count);
  const first = (run: number): number => address[starts[run] as number] as number;
  const last = (run: number): number => address[(ends[run] as number) - 1] as number;
  const order = starts.map((_, run) => run).sort((a, b) => first(a) - first(b));
  const rows = new Uint32Array(count);
  if (!order.every((run, at) => at === 0 || last(order[at - 1] as number) <= first(run))) {
    return rows.map((_, row) => row).sort((a, b) => (address[a] as number) - (address[b] as number));
  }
  let at = 0;
  for (const run of order) {
    for (let row = starts[run] as number; row < (ends[run] as number); row++) rows[at++] = row;
  }
  return rows;
}

/** Rows at which another page begins. */
function pageStarts(address: Float64Array, count: number): number[] {
  const starts: number[] = [];
  let page = -1;
  for (let row = 0; row < count; row++) {
    const here = Math.floor((address[row] as number) / PAGE);
    if (here !== page) starts.push(row);
    page = here;
  }
  return starts;
}
