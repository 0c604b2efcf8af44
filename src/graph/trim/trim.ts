/**
 * Which part of a graph a report shows: pprof's pipeline of cutoffs, order and node limit, step by step, because each step looks at what the
 * ones before have left.
 *
 *     all nodes ─▶ those above the node cutoff ─▶ sorted ─▶ the first N ─▶ without light edges and tags ─▶ without redundant edges
 *
 * Weights do not depend on which nodes are kept, edges do: they are built late, and only from the samples.
 */
import { absolute, add, truncate, type Value, type ValueColumn } from "../../profile/int64.ts";
import { dropRedundantEdges } from "../edges/redundant.ts";
import { type EdgeTable, keepEdges } from "../edges/table.ts";
import type { Graph } from "../graph.ts";
import type { GraphShape } from "../shape.ts";
import { countFlatTags, dropLightTags, type NodeTags, type TagQuery } from "../tags.ts";
import { entropyScores } from "./entropy.ts";
import { type SortKey, sortByScore, sortNodes } from "./order.ts";

export interface TrimQuery {
  /** Most nodes to show; 0 is no limit. */
  readonly nodeCount: number;
  /** Nodes below this part of the total are dropped, and edges below the other. */
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly sort: SortKey;
}

export interface Trimmed {
  readonly graph: Graph;
  /** Nodes above the cutoff, before the limit. */
  readonly originalCount: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

interface TrimmedPicture extends Trimmed {
  readonly tags: ReadonlyMap<number, NodeTags>;
}

/** At most this many boxes for the labels of a node, and as many for its sizes. */
export const MAX_NODELETS = 4;

/** For reports in text: sorted by `query.sort`. */
export function trimForText(all: GraphShape, query: TrimQuery): Trimmed {
  const heavy = dropLightNodes(all, query);
  const order = sortNodes(heavy.shape, heavy.shape.listed, query.sort);
  const chosen = query.nodeCount > 0 ? chooseNodes(heavy.shape, order, query.nodeCount) : order;
  const isCut = chosen.length < order.length;
  const shape = isCut ? heavy.shape.keepOnly(chosen) : heavy.shape;
  const shown = isCut ? sortNodes(shape, shape.listed, query.sort) : order;
  const { edges, dropped } = dropLightEdges(shape.edges(), shown, heavy.edgeCutoff);
  const counts = { originalCount: order.length, droppedNodes: heavy.dropped, droppedEdges: dropped };
  return { graph: graphOf(shape, edges, shown), ...counts };
}

/** For pictures: the nodes with the most to tell, their tags counted as nodes too. */
export function trimForPicture(all: GraphShape, query: TrimQuery, tagQuery: TagQuery): TrimmedPicture {
  const heavy = dropLightNodes(all, query);
  const { nodeCutoff, edgeCutoff } = heavy;
  const order = sortByEntropy(heavy.shape);
  // Only these can come to be shown, each being a node at least.
  const candidates = query.nodeCount > 0 ? order.subarray(0, query.nodeCount) : order;
  let tags = heavyTags(heavy.shape, candidates, tagQuery, nodeCutoff);
  let shape = heavy.shape;
  let shown = order;
  if (query.nodeCount > 0) {
    // Light edges that go here are not counted, unless the rebuild of a graph brings them back to be dropped once more below.
    shape = shape.withEdges(dropLightEdges(shape.edges(), order, edgeCutoff).edges);
    const chosen = chooseNodes(heavy.shape, order, countForPicture(order, tags, query.nodeCount));
    if (chosen.length < order.length) {
      shape = shape.keepOnly(chosen);
      shown = sortByEntropy(shape);
      if (shape.infos !== heavy.shape.infos) tags = heavyTags(shape, shown, tagQuery, nodeCutoff);
    }
  }
  const { edges, dropped } = dropLightEdges(shape.edges(), shown, edgeCutoff);
  const counts = { originalCount: order.length, droppedNodes: heavy.dropped, droppedEdges: dropped };
  return { graph: dropRedundantEdges(graphOf(shape, edges, shown)), tags, ...counts };
}

/** The first so many; but to pprof the smallest int64, whose magnitude is negative, is below even no cutoff, except in a call tree. */
function chooseNodes({ weights: { cum }, isTree }: GraphShape, order: Int32Array, count: number): Int32Array {
  const first = order.slice(0, count);
  return !isTree && cum instanceof BigInt64Array ? first.filter((node) => absolute(cum[node] as bigint) >= 0) : first;
}

function graphOf({ infos, info, names, weights }: GraphShape, edges: EdgeTable, listed: Int32Array): Graph {
  return { infos, info, names, weights, edges, listed };
}

function sortByEntropy(shape: GraphShape): Int32Array {
  return sortByScore(shape, shape.listed, entropyScores(shape.edges(), shape.weights, shape.listed));
}

function heavyTags(shape: GraphShape, nodes: Int32Array, query: TagQuery, cutoff: number): Map<number, NodeTags> {
  const tags = shape.tags(nodes, query);
  for (const [node, all] of tags) tags.set(node, dropLightTags(all, cutoff));
  return tags;
}

interface HeavyNodes {
  readonly shape: GraphShape;
  readonly dropped: number;
  readonly nodeCutoff: number;
  readonly edgeCutoff: number;
}

/** Cutoffs are parts of what the nodes add up to: in a diff the net change, not the total that percentages refer to. */
function dropLightNodes(shape: GraphShape, query: TrimQuery): HeavyNodes {
  const { cum, flat } = shape.weights;
  const total = Number(sumOf(flat, shape.listed));
  const nodeCutoff = absoluteInt64(truncate(total * query.nodeFraction));
  const edgeCutoff = absoluteInt64(truncate(total * query.edgeFraction));
  const heavy =
    nodeCutoff > 0 ? shape.listed.filter((node) => absolute(cum[node] as Value) >= nodeCutoff) : shape.listed;
  const dropped = shape.listed.length - heavy.length;
  return { shape: dropped > 0 ? shape.keepOnly(heavy) : shape, dropped, nodeCutoff, edgeCutoff };
}

/** A product that int64 cannot hold became its smallest number, which has no positive counterpart: it cuts nothing off. */
function absoluteInt64(value: number): number {
  return value === -(2 ** 63) ? value : Math.abs(value);
}

function sumOf(column: ValueColumn, rows: Int32Array): Value {
  let sum: Value = 0;
  for (const row of rows) sum = add(sum, column[row] as Value);
  return sum;
}

/** Only edges into listed nodes are looked at: those into others stay, however light. */
function dropLightEdges(edges: EdgeTable, listed: Int32Array, cutoff: number): { edges: EdgeTable; dropped: number } {
  // Among exact weights there may be the smallest int64, which is below any cutoff.
  if (cutoff === 0 && edges.weight instanceof Float64Array) return { edges, dropped: 0 };
  const kept = new Uint8Array(edges.length).fill(1);
  let dropped = 0;
  for (const node of listed) {
    for (let at = edges.incomingStart[node] as number; at < (edges.incomingStart[node + 1] as number); at++) {
      const edge = edges.incoming[at] as number;
      if (absolute(edges.weight[edge] as Value) >= cutoff) continue;
      kept[edge] = 0;
      dropped++;
    }
  }
  return { edges: keepEdges(edges, kept), dropped };
}

/** How many nodes fit when every node brings its tags along. */
function countForPicture(order: Int32Array, tags: ReadonlyMap<number, NodeTags>, limit: number): number {
  let boxes = 0;
  for (let i = 0; i < order.length; i++) {
    const own = tags.get(order[i] as number);
    boxes += 1 + (own === undefined ? 0 : Math.min(countFlatTags(own), MAX_NODELETS));
    if (boxes >= limit) return i + 1;
  }
  return order.length;
}
