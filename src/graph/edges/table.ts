/** The edges of a graph, and for each node the edges that come in and go out. */
import type { Value, ValueColumn } from "../../profile/int64.ts";
import { shown } from "../mean.ts";

/** One entry an edge. `from` calls `to`. */
export interface EdgeColumns {
  readonly length: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: ValueColumn;
  /** What the weight is divided by in a mean. */
  readonly divisor: ValueColumn | undefined;
  /** 1 if frames that are not shown lie between the two. */
  readonly isResidual: Uint8Array;
  /** 1 if `to` was inlined into its caller on every stack. */
  readonly isInline: Uint8Array;
}

export interface EdgeTable extends EdgeColumns {
  /** Edges that end at node n: `incoming[incomingStart[n] .. incomingStart[n + 1])`, in the order of the table. */
  readonly incomingStart: Int32Array;
  readonly incoming: Int32Array;
  readonly outgoingStart: Int32Array;
  readonly outgoing: Int32Array;
}

export function indexEdges(columns: EdgeColumns, nodeCount: number): EdgeTable {
  const [incomingStart, incoming] = groupBy(columns.to, nodeCount);
  const [outgoingStart, outgoing] = groupBy(columns.from, nodeCount);
  return { ...columns, incomingStart, incoming, outgoingStart, outgoing };
}

/** Rows grouped by key, in two passes: count, then place. */
function groupBy(keys: Int32Array, keyCount: number): [start: Int32Array, rows: Int32Array] {
  const start = new Int32Array(keyCount + 1);
  for (let row = 0; row < keys.length; row++) (start[(keys[row] as number) + 1] as number)++;
  for (let key = 0; key < keyCount; key++) start[key + 1] = (start[key + 1] as number) + (start[key] as number);
  const next = start.slice();
  const rows = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) rows[(next[keys[row] as number] as number)++] = row;
  return [start, rows];
}

export function incomingEdges(edges: EdgeTable, node: number): Int32Array {
  return edges.incoming.subarray(edges.incomingStart[node], edges.incomingStart[node + 1]);
}

export function outgoingEdges(edges: EdgeTable, node: number): Int32Array {
  return edges.outgoing.subarray(edges.outgoingStart[node], edges.outgoingStart[node + 1]);
}

/** The edges marked 1. */
export function keepEdges(edges: EdgeTable, kept: Uint8Array): EdgeTable {
  if (!kept.includes(0)) return edges;
  const isKept = (_: unknown, edge: number): boolean => kept[edge] === 1;
  const pick = (column: ValueColumn): ValueColumn => (column as Float64Array).filter(isKept);
  const from = edges.from.filter(isKept);
  const columns = {
    length: from.length,
    from,
    to: edges.to.filter(isKept),
    weight: pick(edges.weight),
    divisor: edges.divisor === undefined ? undefined : pick(edges.divisor),
    isResidual: edges.isResidual.filter(isKept),
    isInline: edges.isInline.filter(isKept),
  };
  return indexEdges(columns, edges.incomingStart.length - 1);
}

/** The weight as it is shown: a mean where there is a divisor. */
export function shownWeight(edges: EdgeColumns, edge: number): Value {
  return shown(edges.weight, edges.divisor, edge);
}
