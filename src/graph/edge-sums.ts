/**
 * Edges under construction: contributions of samples go in, sums by edge come out.
 *
 * A large profile has tens of millions of contributions to hundreds of thousands of edges; adding each to its edge at once is a miss of the
 * processor's cache every time. So contributions are first laid aside by callee, in a few hundred heaps, and each heap is worked off when it is
 * full: the edges of one heap are few enough to stay in the cache while that lasts.
 */
import { type ValueColumn, zerosLike } from "../profile/int64.ts";
import { NONE } from "../profile/tables.ts";
import { type EdgeColumns, type EdgeTable, indexEdges } from "./edge-table.ts";
import type { GraphSource } from "./graph.ts";
import { PairIndex, resized } from "./pair-index.ts";

/** Contributions a heap holds, and numbers in each: caller, callee, sample, flags. */
const HEAP_SIZE = 1 << 11;
const FIELDS = 4;

export const IS_RESIDUAL = 1;
export const IS_INLINE = 2;

/** Below this many steps the edges fit into the cache anyway. */
const FEW_STEPS = 1 << 20;

export class EdgeBuilder {
  readonly #heaps: Int32Array[] = [];
  readonly #sums: EdgeSums[] = [];
  readonly #filled: Int32Array;
  readonly #mask: number;

  /** `steps`: about how many contributions there will be. */
  constructor(source: GraphSource, steps: number) {
    const heaps = steps < FEW_STEPS ? 1 : 256;
    this.#mask = heaps - 1;
    this.#filled = new Int32Array(heaps);
    for (let heap = 0; heap < heaps; heap++) {
      this.#heaps.push(new Int32Array(HEAP_SIZE * FIELDS));
      this.#sums.push(new EdgeSums(source));
    }
  }

  /** Contributions of one sample must come one after the other, samples in any order. */
  add(from: number, to: number, sample: number, flags: number): void {
    const heap = to & this.#mask;
    const records = this.#heaps[heap] as Int32Array;
    let at = this.#filled[heap] as number;
    records[at++] = from;
    records[at++] = to;
    records[at++] = sample;
    records[at++] = flags;
    if (at === records.length) {
      (this.#sums[heap] as EdgeSums).addAll(records, at);
      at = 0;
    }
    this.#filled[heap] = at;
  }

  finish(nodeCount: number): EdgeTable {
    const parts = this.#sums.map((sums, heap) => {
      sums.addAll(this.#heaps[heap] as Int32Array, this.#filled[heap] as number);
      return sums.finish();
    });
    return indexEdges(concatenate(parts), nodeCount);
  }
}

/** The edges into some of the nodes. */
class EdgeSums {
  readonly #values: Float64Array;
  readonly #divisors: Float64Array | undefined;
  readonly #index = new PairIndex(64);
  #weight: Float64Array;
  #divisor: Float64Array | undefined;
  #isResidual: Uint8Array;
  #isInline: Uint8Array;
  /** The sample that counted for the edge last: an edge that recurs on a stack counts once. */
  #lastSample: Int32Array;

  constructor({ values, divisors }: GraphSource) {
    const { capacity } = this.#index;
    this.#values = values as Float64Array;
    this.#divisors = divisors as Float64Array | undefined;
    this.#weight = zerosLike(values, capacity) as Float64Array;
    this.#divisor = divisors === undefined ? undefined : (zerosLike(divisors, capacity) as Float64Array);
    this.#isResidual = new Uint8Array(capacity);
    this.#isInline = new Uint8Array(capacity).fill(1);
    this.#lastSample = new Int32Array(capacity).fill(NONE);
  }

  addAll(records: Int32Array, end: number): void {
    const index = this.#index;
    const values = this.#values;
    for (let at = 0; at < end; at += FIELDS) {
      const edge = index.rowOf(records[at] as number, records[at + 1] as number);
      if (edge === this.#lastSample.length) this.#grow();
      const sample = records[at + 2] as number;
      if (this.#lastSample[edge] === sample) continue;
      this.#lastSample[edge] = sample;
      this.#weight[edge] = (this.#weight[edge] as number) + (values[sample] as number);
      if (this.#divisor !== undefined && this.#divisors !== undefined) {
        this.#divisor[edge] = (this.#divisor[edge] as number) + (this.#divisors[sample] as number);
      }
      const flags = records[at + 3] as number;
      if ((flags & IS_RESIDUAL) !== 0) this.#isResidual[edge] = 1;
      if ((flags & IS_INLINE) === 0) this.#isInline[edge] = 0;
    }
  }

  #grow(): void {
    const size = this.#index.capacity;
    this.#lastSample = resized(this.#lastSample, new Int32Array(size).fill(NONE));
    this.#isResidual = resized(this.#isResidual, new Uint8Array(size));
    this.#isInline = resized(this.#isInline, new Uint8Array(size).fill(1));
    this.#weight = resizedValues(this.#weight, size) as Float64Array;
    if (this.#divisor !== undefined) this.#divisor = resizedValues(this.#divisor, size) as Float64Array;
  }

  finish(): EdgeColumns {
    const { length } = this.#index;
    return {
      length,
      from: this.#index.first.subarray(0, length),
      to: this.#index.second.subarray(0, length),
      weight: this.#weight.subarray(0, length),
      divisor: this.#divisor?.subarray(0, length),
      isResidual: this.#isResidual.subarray(0, length),
      isInline: this.#isInline.subarray(0, length),
    };
  }
}

function resizedValues(column: ValueColumn, size: number): ValueColumn {
  const longer = zerosLike(column, size);
  (longer as Float64Array).set(column as Float64Array);
  return longer;
}

function concatenate(parts: readonly EdgeColumns[]): EdgeColumns {
  const [first] = parts as readonly [EdgeColumns];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = {
    length,
    from: new Int32Array(length),
    to: new Int32Array(length),
    weight: zerosLike(first.weight, length),
    divisor: first.divisor === undefined ? undefined : zerosLike(first.divisor, length),
    isResidual: new Uint8Array(length),
    isInline: new Uint8Array(length),
  };
  let at = 0;
  for (const part of parts) {
    whole.from.set(part.from, at);
    whole.to.set(part.to, at);
    (whole.weight as Float64Array).set(part.weight as Float64Array, at);
    (whole.divisor as Float64Array | undefined)?.set(part.divisor as Float64Array, at);
    whole.isResidual.set(part.isResidual, at);
    whole.isInline.set(part.isInline, at);
    at += part.length;
  }
  return whole;
}
