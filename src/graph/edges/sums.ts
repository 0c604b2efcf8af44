/**
 * Edges under construction: contributions of samples go in, sums by edge come out.
 *
 * A large profile has tens of millions of contributions to hundreds of thousands of edges; adding each to its edge at once would miss the
 * processor's cache most of the time. So contributions are first laid aside by callee, in a few hundred heaps, and a heap is worked off when it
 * is full: the edges of one heap are few enough to stay in the cache while that lasts. For the same reason all that is known of an edge lies in
 * one place, a slot of 32 bytes in an open-addressing table.
 */
import { addInto, type ValueColumn, zerosLike } from "../../profile/int64.ts";
import { hashPair } from "../../profile/row-index.ts";
import { NONE } from "../../profile/tables.ts";
import type { GraphSource } from "../graph.ts";
import { type EdgeColumns, type EdgeTable, indexEdges } from "./table.ts";

/** Contributions a heap holds. */
const HEAP_SIZE = 1 << 11;
/** Numbers in a contribution: caller, callee, sample and flags. */
const CONTRIBUTION = 3;
/** Below this many steps the edges fit into the cache anyway. */
const FEW_STEPS = 1 << 20;
const MANY_HEAPS = 256;

export const IS_RESIDUAL = 1;
export const IS_INLINE = 2;

export class EdgeBuilder {
  readonly #source: GraphSource;
  readonly #tables: EdgeSlots[] = [];
  /** All heaps, one behind the other, and where in it each goes on. */
  readonly #heaps: Int32Array;
  readonly #next: Int32Array;

  /** `steps`: about how many contributions there will be. */
  constructor(source: GraphSource, steps: number) {
    const heaps = steps < FEW_STEPS ? 1 : MANY_HEAPS;
    this.#source = source;
    this.#heaps = new Int32Array(heaps * HEAP_SIZE * CONTRIBUTION);
    this.#next = Int32Array.from({ length: heaps }, (_, heap) => heap * HEAP_SIZE * CONTRIBUTION);
    for (let heap = 0; heap < heaps; heap++) this.#tables.push(new EdgeSlots(source, heaps === 1 ? 64 : 1024));
  }

  /** Contributions of one sample must come one after the other; samples in any order. */
  add(from: number, to: number, sample: number, flags: number): void {
    const heaps = this.#heaps;
    const heap = to & (this.#next.length - 1);
    const at = this.#next[heap] as number;
    heaps[at] = from;
    heaps[at + 1] = to;
    heaps[at + 2] = (sample << 2) | flags;
    this.#next[heap] = at + CONTRIBUTION;
    if (at + CONTRIBUTION === (heap + 1) * HEAP_SIZE * CONTRIBUTION) this.#workOff(heap);
  }

  #workOff(heap: number): void {
    const start = heap * HEAP_SIZE * CONTRIBUTION;
    (this.#tables[heap] as EdgeSlots).addAll(this.#heaps.subarray(start, this.#next[heap]), this.#source);
    this.#next[heap] = start;
  }

  finish(nodeCount: number): EdgeTable {
    for (let heap = 0; heap < this.#tables.length; heap++) this.#workOff(heap);
    const length = this.#tables.reduce((sum, table) => sum + table.length, 0);
    const { values, divisors } = this.#source;
    const columns = {
      length,
      from: new Int32Array(length),
      to: new Int32Array(length),
      weight: zerosLike(values, length),
      divisor: divisors === undefined ? undefined : zerosLike(divisors, length),
      isResidual: new Uint8Array(length),
      isInline: new Uint8Array(length),
    };
    let edge = 0;
    for (const table of this.#tables) edge = table.writeTo(columns, edge);
    return indexEdges(columns, nodeCount);
  }
}

/** A slot, in numbers of 32 bits: caller, callee, the sample that counted last, flags; then weight and divisor in 64 bits each. */
const SLOT = 8;
const LAST_SAMPLE = 2;
const FLAGS = 3;
/** In numbers of 64 bits. */
const WEIGHT = 2;
const DIVISOR = 3;

/** The edges into some of the nodes. */
class EdgeSlots {
  length = 0;
  #slots: Int32Array<ArrayBuffer>;
  /** The same memory as numbers of 64 bits, of the kind of the values and of the divisors. */
  #weights: ValueColumn;
  #divisors: ValueColumn;

  /** `capacity`: a power of two. */
  constructor({ values, divisors }: GraphSource, capacity: number) {
    this.#slots = new Int32Array(capacity * SLOT).fill(NONE);
    this.#weights = viewLike(values, this.#slots);
    this.#divisors = viewLike(divisors ?? values, this.#slots);
  }

  addAll(contributions: Int32Array, { values, divisors }: GraphSource): void {
    let slots = this.#slots;
    let weights = this.#weights as Float64Array;
    let end = slots.length - 1;
    for (let i = 0; i < contributions.length; i += CONTRIBUTION) {
      const from = contributions[i] as number;
      const to = contributions[i + 1] as number;
      let at = (hashEdge(from, to) * SLOT) & end;
      while (slots[at] !== from || slots[at + 1] !== to) {
        if (slots[at] === NONE) {
          at = this.#insert(from, to, at);
          slots = this.#slots;
          weights = this.#weights as Float64Array;
          end = slots.length - 1;
          break;
        }
        at = (at + SLOT) & end;
      }
      const sample = (contributions[i + 2] as number) >> 2;
      if (slots[at + LAST_SAMPLE] === sample) continue;
      slots[at + LAST_SAMPLE] = sample;
      const half = at >> 1;
      weights[half + WEIGHT] = (weights[half + WEIGHT] as number) + ((values as Float64Array)[sample] as number);
      if (divisors !== undefined) addInto(this.#divisors, half + DIVISOR, divisors, sample);
      // Residual if any contribution is, inline if all are.
      const flags = (contributions[i + 2] as number) & (IS_RESIDUAL | IS_INLINE);
      const before = slots[at + FLAGS] as number;
      const after = ((before | flags) & IS_RESIDUAL) | (before & flags & IS_INLINE);
      if (after !== before) slots[at + FLAGS] = after;
    }
  }

  #insert(from: number, to: number, free: number): number {
    let at = free;
    this.length++;
    if (this.length * SLOT * 2 > this.#slots.length) {
      this.#grow();
      at = freeSlot(this.#slots, from, to);
    }
    this.#slots[at] = from;
    this.#slots[at + 1] = to;
    this.#slots[at + FLAGS] = IS_INLINE;
    this.#slots.fill(0, at + WEIGHT * 2, at + SLOT);
    return at;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2).fill(NONE);
    this.#weights = viewLike(this.#weights, this.#slots);
    this.#divisors = viewLike(this.#divisors, this.#slots);
    for (let at = 0; at < before.length; at += SLOT) {
      const from = before[at] as number;
      if (from === NONE) continue;
      this.#slots.set(before.subarray(at, at + SLOT), freeSlot(this.#slots, from, before[at + 1] as number));
    }
  }

  /** Writes the edges into rows from `edge` on; gives the row after the last. */
  writeTo(columns: EdgeColumns, edge: number): number {
    let row = edge;
    for (let at = 0; at < this.#slots.length; at += SLOT) {
      if (this.#slots[at] === NONE) continue;
      const flags = this.#slots[at + FLAGS] as number;
      columns.from[row] = this.#slots[at] as number;
      columns.to[row] = this.#slots[at + 1] as number;
      columns.isResidual[row] = flags & IS_RESIDUAL ? 1 : 0;
      columns.isInline[row] = flags & IS_INLINE ? 1 : 0;
      (columns.weight as Float64Array)[row] = this.#weights[(at >> 1) + WEIGHT] as number;
      if (columns.divisor !== undefined)
        (columns.divisor as Float64Array)[row] = this.#divisors[(at >> 1) + DIVISOR] as number;
      row++;
    }
    return row;
  }
}

function freeSlot(slots: Int32Array, from: number, to: number): number {
  let at = (hashEdge(from, to) * SLOT) & (slots.length - 1);
  while (slots[at] !== NONE) at = (at + SLOT) & (slots.length - 1);
  return at;
}

function viewLike(column: ValueColumn, slots: Int32Array<ArrayBuffer>): ValueColumn {
  return column instanceof BigInt64Array ? new BigInt64Array(slots.buffer) : new Float64Array(slots.buffer);
}

function hashEdge(from: number, to: number): number {
  return hashPair(from, to) & 0xfffffff;
}
