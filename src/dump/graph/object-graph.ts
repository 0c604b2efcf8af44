/**
 * Who points to whom, as compressed rows: nodes are the objects (0 to objectCount), then the holders, then one root above all. An edge is a
 * pointer of the dump, by the same number; behind them come the edges from the root to the holders and from goroutines to their frames.
 */

import { type HeapDump, KIND, NONE } from "../tables.ts";
import { AddressIndex } from "./address-index.ts";
import type { HolderTable } from "./holders.ts";

export interface ObjectGraph {
  readonly objectCount: number;
  readonly nodeCount: number;
  /** The node above all. */
  readonly root: number;
  readonly holders: HolderTable;
  /** Edges of node n are firstEdge[n] to endEdge[n]. */
  readonly firstEdge: Uint32Array;
  readonly endEdge: Uint32Array;
  /** Node, or -1 where there is no object at that address. */
  readonly target: Int32Array;
  /** Bytes from the start of the target to where the edge points. */
  readonly interior: Uint32Array;
  /** Finds the object of an address. */
  readonly index: AddressIndex;
}

export function buildObjectGraph(dump: HeapDump, holders: HolderTable): ObjectGraph {
  const { objectCount } = dump.memory;
  const root = objectCount + holders.length;
  const pointerCount = dump.pointers.length;
  const target = new Int32Array(pointerCount + holders.length);
  const interior = new Uint32Array(pointerCount);
  const index = resolveTargets(dump, target, interior);
  cutWaysToGoroutines(dump, index, target);
  const firstEdge = new Uint32Array(root + 1);
  const endEdge = new Uint32Array(root + 1);
  firstEdge.set(dump.memory.firstPointer.subarray(0, objectCount));
  endEdge.set(dump.memory.firstPointer.subarray(1, objectCount + 1));
  firstEdge.set(holders.firstPointer, objectCount);
  endEdge.set(holders.endPointer, objectCount);
  const graph = { objectCount, nodeCount: root + 1, root, holders, firstEdge, endEdge, target, interior, index };
  addHolderEdges(graph, pointerCount);
  return graph;
}

function resolveTargets(dump: HeapDump, target: Int32Array, interior: Uint32Array): AddressIndex {
  const index = new AddressIndex(dump.memory);
  const pointers = dump.pointers.target;
  const { address } = dump.memory;
  for (let edge = 0; edge < pointers.length; edge++) {
    const pointer = pointers[edge] as number;
    const row = index.find(pointer);
    target[edge] = row;
    if (row >= 0) interior[edge] = pointer - (address[row] as number);
  }
  return index;
}

/** The runtime's lists of goroutines, and what waits for one, do not hold it: it goes when it ends. */
function cutWaysToGoroutines({ memory, goroutines }: HeapDump, index: AddressIndex, target: Int32Array): void {
  const isGoroutine = new Uint8Array(memory.objectCount);
  for (const { address } of goroutines) {
    const row = index.find(address);
    if (row >= 0) isGoroutine[row] = 1;
  }
  for (let row = 0; row < memory.length; row++) {
    if (memory.kind[row] === KIND.goroutineObject) continue;
    const end = memory.firstPointer[row + 1] as number;
    for (let edge = memory.firstPointer[row] as number; edge < end; edge++) {
      if (isGoroutine[target[edge] as number] === 1) target[edge] = -1;
    }
  }
}

/** Each holder has one edge to it: those of one parent side by side. */
function addHolderEdges({ objectCount, root, holders, firstEdge, endEdge, target }: ObjectGraph, from: number): void {
  const parentOf = (holder: number): number => {
    const parent = holders.parent[holder] as number;
    return parent === NONE ? root : objectCount + parent;
  };
  const order = Array.from({ length: holders.length }, (_, holder) => holder);
  order.sort((a, b) => parentOf(a) - parentOf(b) || a - b);
  for (const [at, holder] of order.entries()) {
    const parent = parentOf(holder);
    target[from + at] = objectCount + holder;
    if (at === 0 || parentOf(order[at - 1] as number) !== parent) firstEdge[parent] = from + at;
    endEdge[parent] = from + at + 1;
  }
}
