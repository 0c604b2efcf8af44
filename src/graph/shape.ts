/**
 * The two shapes a graph comes in, behind one face: a graph proper, where a function is one node, and a call tree, where it is one for each
 * context. They differ in how edges come about when nodes are left out: the graph's are counted anew from the samples, the tree's are re-hung.
 */
import type { Value } from "../profile/int64.ts";
import { buildCallTree, treeEdges } from "./call-tree.ts";
import { buildEdges, type EdgeEnds, inlinedNodes } from "./edges/edges.ts";
import type { EdgeTable } from "./edges/table.ts";
import type { Graph, GraphSource, NodeWeights } from "./graph.ts";
import { NodeNames } from "./node-names.ts";
import { nodeKey } from "./nodes.ts";
import { rowsWhere } from "./rows-where.ts";
import { buildTags, type NodeTags, type TagQuery } from "./tags.ts";
import { trimTree } from "./trim/tree.ts";
import { computeWeights } from "./weights.ts";

type NodeColumns = Pick<Graph, "infos" | "info" | "names" | "weights">;

export interface GraphShape extends NodeColumns {
  /** A node for each call path. */
  readonly isTree: boolean;
  /** The nodes a report may list, in no particular order. */
  readonly listed: Int32Array;
  /** Built when they are first asked for; some reports need no edges before the last step. */
  readonly edges: () => EdgeTable;
  withEdges(edges: EdgeTable): GraphShape;
  /** The shape after all of `listed` but `kept` is gone. */
  keepOnly(kept: Int32Array): GraphShape;
  tags(nodes: Int32Array, query: TagQuery): Map<number, NodeTags>;
}

interface ShapeQuery {
  /** Leave out nodes whose own value is negative. */
  readonly dropNegative: boolean;
  /**
   * Which edges the report looks at: "inline" are those into nodes that are inlined somewhere, all it takes to say which are; a function picks
   * the names of nodes whose edges are wanted.
   */
  readonly edges: "all" | "inline" | ((name: string) => boolean);
}

export function graphShape(source: GraphSource, query: ShapeQuery): GraphShape {
  const columns = graphColumns(source);
  return graphOf(source, query, columns, listNodes(columns.weights, query.dropNegative), undefined);
}

function graphColumns({ profile, nodes, values, divisors }: GraphSource): NodeColumns {
  const { infos } = nodes;
  const info = Int32Array.from(infos.keys());
  const own = computeWeights(profile, nodes, values);
  const divisor = divisors === undefined ? undefined : computeWeights(profile, nodes, divisors);
  const weights = { flat: own.flat, cum: own.cum, flatDivisor: divisor?.flat, cumDivisor: divisor?.cum };
  return { infos, info, names: new NodeNames(infos, info), weights };
}

/** `kept`: flags of the nodes that are not stepped over; undefined if none is. */
function graphOf(
  source: GraphSource,
  query: ShapeQuery,
  columns: NodeColumns,
  listed: Int32Array,
  kept: Uint8Array | undefined,
): GraphShape {
  const build = (): EdgeTable => buildEdges(source, { kept, ends: edgeEnds(source, query.edges, columns.names) });
  const shape: GraphShape = {
    ...columns,
    isTree: false,
    listed,
    edges: once(build),
    withEdges: (edges) => ({ ...shape, edges: () => edges }),
    keepOnly: (nodes) =>
      source.retrimmed === undefined
        ? graphOf(source, query, columns, nodes, marks(nodes, columns.infos.length))
        : keepRetrimmed(source.retrimmed(), query, columns, nodes),
    tags: (nodes, tagQuery) => buildTags(source, undefined, nodes, tagQuery),
  };
  return shape;
}

function edgeEnds({ nodes }: GraphSource, edges: ShapeQuery["edges"], names: NodeNames): EdgeEnds | undefined {
  if (edges === "all") return undefined;
  if (edges === "inline") return { into: inlinedNodes(nodes), outOf: new Uint8Array(nodes.infos.length) };
  const wanted = Uint8Array.from(nodes.infos, (_, node) => (edges(names.at(node)) ? 1 : 0));
  return { into: wanted, outOf: wanted };
}

/** What pprof keeps when names change under its hands: the nodes that are called now as a kept one was before. */
function keepRetrimmed(source: GraphSource, query: ShapeQuery, before: NodeColumns, nodes: Int32Array): GraphShape {
  const wanted = new Set(Array.from(nodes, (node) => nodeKey(before.infos[node] as (typeof before.infos)[number])));
  const columns = graphColumns(source);
  const kept = Uint8Array.from(columns.infos, (info) => (wanted.has(nodeKey(info)) ? 1 : 0));
  const listed = listNodes(columns.weights, query.dropNegative).filter((node) => kept[node] === 1);
  return graphOf(source, query, columns, listed, kept);
}

export function treeShape(source: GraphSource, dropNegative: boolean): GraphShape {
  const tree = buildCallTree(source);
  const { infos } = source.nodes;
  const columns = { infos, info: tree.info, names: new NodeNames(infos, tree.info), weights: tree.weights };
  const treeOf = (
    listed: Int32Array,
    edges: () => EdgeTable,
    trim: (removed: Uint8Array) => EdgeTable,
  ): GraphShape => ({
    ...columns,
    isTree: true,
    listed,
    edges,
    withEdges: (others) =>
      treeOf(
        listed,
        () => others,
        (removed) => trimTree(others, removed),
      ),
    keepOnly: (kept) => {
      const removed = marks(listed, tree.length);
      for (const node of kept) removed[node] = 0;
      const rest = once(() => trim(removed));
      return treeOf(kept, rest, (more) => trimTree(rest(), more));
    },
    tags: (nodes, query) => buildTags(source, tree, nodes, query),
  });
  // A tree may have millions of rows of which a few hundred are shown: the first trimming does without a table of all their edges.
  return treeOf(
    listNodes(tree.weights, dropNegative),
    once(() => treeEdges(tree, undefined)),
    (removed) => treeEdges(tree, removed),
  );
}

/** Nodes that weigh anything at all; what cancels out in a diff is not shown. */
function listNodes({ flat, cum }: NodeWeights, dropNegative: boolean): Int32Array {
  const isListed = (node: number): boolean => {
    const own = flat[node] as Value;
    const all = cum[node] as Value;
    if (!own && !all) return false;
    return !dropNegative || !(own < 0 || (!own && all < 0));
  };
  return rowsWhere(flat.length, isListed);
}

function marks(nodes: Int32Array, nodeCount: number): Uint8Array {
  const marked = new Uint8Array(nodeCount);
  for (const node of nodes) marked[node] = 1;
  return marked;
}

function once(build: () => EdgeTable): () => EdgeTable {
  let built: EdgeTable | undefined;
  return () => {
    built ??= build();
    return built;
  };
}
