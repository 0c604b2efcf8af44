/**
 * Who calls whom, in one pass over the samples. A sample counts once for each distinct edge on its stack, however often the edge recurs
 * there; a node that calls itself makes no edge.
 *
 * Nodes that are not kept are stepped over: the edge that spans them is residual. A large profile has millions of steps and some ten
 * thousands of edges, so edges lie in a hash table of plain numbers.
 */
import { zerosLike } from "../profile/int64.ts";
import { NONE } from "../profile/tables.ts";
import { type EdgeTable, indexEdges } from "./edge-table.ts";
import type { GraphSource } from "./graph.ts";
import type { NodeTable } from "./nodes.ts";
import { PairIndex, resized } from "./pair-index.ts";

/** One flag a node; undefined means every node. */
export interface EdgeQuery {
  readonly kept: Uint8Array | undefined;
  /** Build only the edges that end here. Where few nodes are asked for this saves most of the time. */
  readonly into: Uint8Array | undefined;
}

export function buildEdges(source: GraphSource, query: EdgeQuery): EdgeTable {
  const { values, divisors } = source;
  const nodeCount = source.nodes.infos.length;
  const { start, locations, length } = source.profile.samples;
  const { start: slotStart, nodeOf } = source.nodes;
  const kept = query.kept ?? new Uint8Array(nodeCount).fill(1);
  const into = query.into ?? kept;
  const edges = new EdgeSums(source);
  for (let sample = 0; sample < length; sample++) {
    if (!values[sample] && !divisors?.[sample]) continue;
    const leaf = start[sample] as number;
    let parent = NONE;
    let isResidual = 0;
    for (let at = (start[sample + 1] as number) - 1; at >= leaf; at--) {
      const location = locations[at] as number;
      const first = slotStart[location] as number;
      const outermost = (slotStart[location + 1] as number) - 1;
      for (let slot = outermost; slot >= first; slot--) {
        const node = nodeOf[slot] as number;
        if (kept[node] === 0) {
          isResidual = 1;
          continue;
        }
        if (into[node] === 1 && parent !== node && parent !== NONE) {
          edges.add(parent, node, sample, isResidual, slot === outermost ? 0 : 1);
        }
        parent = node;
        isResidual = 0;
      }
    }
  }
  return edges.finish(nodeCount);
}

/** Nodes that are an inlined line of some location: only edges into them can be inline. */
export function inlinedNodes(nodes: NodeTable): Uint8Array {
  const inlined = new Uint8Array(nodes.infos.length);
  for (let location = 0; location + 1 < nodes.start.length; location++) {
    const outermost = (nodes.start[location + 1] as number) - 1;
    for (let slot = nodes.start[location] as number; slot < outermost; slot++)
      inlined[nodes.nodeOf[slot] as number] = 1;
  }
  return inlined;
}

/** Edges under construction, found by their ends. */
class EdgeSums {
  readonly #values: Float64Array;
  readonly #divisors: Float64Array | undefined;
  readonly #index = new PairIndex();
  #weight: Float64Array;
  #divisor: Float64Array | undefined;
  #isResidual: Uint8Array;
  #isInline: Uint8Array;
  /** The sample that counted for the edge last. */
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

  add(from: number, to: number, sample: number, isResidual: number, isInline: number): void {
    const edge = this.#index.rowOf(from, to);
    if (edge === this.#lastSample.length) this.#grow();
    if (this.#lastSample[edge] === sample) return;
    this.#lastSample[edge] = sample;
    this.#weight[edge] = (this.#weight[edge] as number) + (this.#values[sample] as number);
    if (this.#divisor !== undefined && this.#divisors !== undefined) {
      this.#divisor[edge] = (this.#divisor[edge] as number) + (this.#divisors[sample] as number);
    }
    if (isResidual === 1) this.#isResidual[edge] = 1;
    if (isInline === 0) this.#isInline[edge] = 0;
  }

  #grow(): void {
    const size = this.#index.capacity;
    this.#lastSample = resized(this.#lastSample, new Int32Array(size).fill(NONE));
    this.#isResidual = resized(this.#isResidual, new Uint8Array(size));
    this.#isInline = resized(this.#isInline, new Uint8Array(size).fill(1));
    this.#weight = grownValues(this.#weight, size);
    if (this.#divisor !== undefined) this.#divisor = grownValues(this.#divisor, size);
  }

  finish(nodeCount: number): EdgeTable {
    const { length } = this.#index;
    const columns = {
      length,
      from: this.#index.first.slice(0, length),
      to: this.#index.second.slice(0, length),
      weight: this.#weight.slice(0, length),
      divisor: this.#divisor?.slice(0, length),
      isResidual: this.#isResidual.slice(0, length),
      isInline: this.#isInline.slice(0, length),
    };
    return indexEdges(columns, nodeCount);
  }
}

function grownValues(column: Float64Array, size: number): Float64Array {
  const larger = zerosLike(column, size) as Float64Array;
  larger.set(column);
  return larger;
}
