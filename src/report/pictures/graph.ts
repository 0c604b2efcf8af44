/**
 * The call graph of a picture: pprof's selection of nodes and edges, each with what a growth report knows of it. Numbers only; which of them
 * are drawn large or red is the renderer's business.
 */

import { packageOf, symbolOf } from "../../graph/go/symbol.ts";
import type { NodeInfo } from "../../graph/nodes.ts";
import { baseName } from "../../profile/file-path.ts";
import type { Value } from "../../profile/int64.ts";
import type { ChangeKind, FrameGrowth, PlainGrowth } from "../growth/growth.ts";
import type { CallGraphEdge, CallGraphNode, CallGraphReport } from "../pprof/call-graph.ts";
import type { Dropped, NodeLimit } from "../pprof/header.ts";
import { type PictureHeader, pictureHeader } from "./header.ts";

export interface PictureGraph {
  readonly kind: "picture-graph";
  readonly header: PictureHeader;
  /** Most telling first. */
  readonly nodes: readonly PictureNode[];
  /** Heaviest first. */
  readonly edges: readonly PictureEdge[];
  readonly omitted: Omitted;
}

/** What the picture leaves out, each where it applies. */
export interface Omitted {
  readonly nodes: Dropped | undefined;
  readonly edges: Dropped | undefined;
  readonly limit: NodeLimit | undefined;
  /** Calls of frames whose changes cancel out: pprof draws them into the void. */
  readonly danglingEdges: number;
}

export interface PictureNode {
  /** As reports print it. */
  readonly name: string;
  /** Import path, "" if there is none; not part of `symbol`. */
  readonly package: string;
  /** Never empty. */
  readonly symbol: string;
  /** File, line and address, as far as the granularity tells them apart; else "". */
  readonly place: string;
  /** In a diff these are changes. */
  readonly flat: Value;
  readonly cum: Value;
  /** Parts of the denominator. */
  readonly flatShare: number;
  readonly cumShare: number;
  /** In a diff, unless the graph is a call tree, whose contexts the growth report does not tell apart. */
  readonly growth: FrameGrowth | undefined;
  readonly change: ChangeKind | undefined;
  /** Labels and object sizes, as `label: value`. */
  readonly tags: readonly PictureTag[];
}

export interface PictureTag {
  readonly text: string;
  readonly value: Value;
}

export interface PictureEdge {
  /** Rows of `nodes`. */
  readonly from: number;
  readonly to: number;
  readonly weight: Value;
  readonly isInlined: boolean;
  /** Frames that are not shown lie between the two. */
  readonly isResidual: boolean;
}

/** `growth` is the diff's report, of all functions, at the granularity of the graph; undefined for a picture of one profile. */
export function pictureGraph(graph: CallGraphReport, growth: PlainGrowth | undefined, unit: string): PictureGraph {
  const rows = new Map(growth?.functions.map((row) => [row.name, row]));
  const isTree = new Set(graph.nodes.map((node) => node.name)).size < graph.nodes.length;
  const header = pictureHeader(graph.header, growth, unit);
  const share = (value: Value): number => (header.denominator === 0 ? 0 : Number(value) / header.denominator);
  const edges = graph.edges.filter((edge) => edge.from > 0 && edge.to > 0);
  return {
    kind: "picture-graph",
    header,
    nodes: graph.nodes.map((node) => describeNode(node, isTree ? undefined : rows.get(node.name), share)),
    edges: edges.map(describeEdge),
    omitted: {
      nodes: graph.header.droppedNodes,
      edges: graph.header.droppedEdges,
      limit: graph.header.limit,
      danglingEdges: graph.edges.length - edges.length,
    },
  };
}

function describeNode(
  node: CallGraphNode,
  growth: FrameGrowth | undefined,
  share: (value: Value) => number,
): PictureNode {
  const { labels, sizes } = node.nodelets;
  return {
    name: node.name,
    ...namePieces(node.info, node.name),
    flat: node.flat,
    cum: node.cum,
    flatShare: share(node.flat),
    cumShare: share(node.cum),
    growth,
    change: growth?.change,
    tags: [...labels, ...sizes].map(({ text, value }) => ({ text, value })),
  };
}

function namePieces(info: NodeInfo, name: string): Pick<PictureNode, "package" | "symbol" | "place"> {
  const address = info.address === 0n ? "" : `0x${info.address.toString(16)}`;
  if (info.name === "") {
    const file = info.file === "" ? name : baseName(info.file);
    const directory = info.file.slice(0, -file.length - 1);
    return { package: info.file === "" ? "" : directory, symbol: withLine(file, info.line), place: address };
  }
  // A whole package as a node has no symbol of its own.
  const symbol = symbolOf(info.name);
  const place = info.file === "" ? "" : withLine(baseName(info.file), info.line);
  return {
    package: symbol === info.name ? "" : packageOf(info.name),
    symbol,
    place: [place, address].filter(Boolean).join("  "),
  };
}

function withLine(file: string, line: Value): string {
  return line === 0 ? file : `${file}:${line}`;
}

function describeEdge({ from, to, weight, isInlined, isResidual }: CallGraphEdge): PictureEdge {
  return { from: from - 1, to: to - 1, weight, isInlined, isResidual };
}

/** The first `count` nodes and the edges between them: for layouts that the whole is too much for. */
export function keepFirstNodes(graph: PictureGraph, count: number): PictureGraph {
  const total = graph.omitted.limit?.of ?? graph.nodes.length;
  return {
    ...graph,
    nodes: graph.nodes.slice(0, count),
    edges: graph.edges.filter(({ from, to }) => from < count && to < count),
    omitted: { ...graph.omitted, limit: { shown: count, of: total } },
  };
}
