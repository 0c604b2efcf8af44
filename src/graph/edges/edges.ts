/**
 * Who calls whom, in one pass over the samples. A sample counts once for each distinct edge on its stack, however often the edge recurs
 * there; a node that calls itself makes no edge. Nodes that are not kept are stepped over: the edge that spans them is residual.
 */
import { NONE } from "../../profile/tables.ts";
import type { GraphSource } from "../graph.ts";
import type { NodeTable } from "../nodes.ts";
import { EdgeBuilder, IS_INLINE, IS_RESIDUAL } from "./sums.ts";
import type { EdgeTable } from "./table.ts";

/** One flag a node. */
interface EdgeQuery {
  /** Nodes that are not stepped over; undefined: all. */
  readonly kept: Uint8Array | undefined;
  /** Only edges into one of the first or out of one of the second; undefined: all. Where few are asked for this saves most of the time. */
  readonly ends: EdgeEnds | undefined;
}

export interface EdgeEnds {
  readonly into: Uint8Array;
  readonly outOf: Uint8Array;
}

export function buildEdges(source: GraphSource, query: EdgeQuery): EdgeTable {
  const { values, divisors } = source;
  const nodeCount = source.nodes.infos.length;
  const { start, locations, length } = source.profile.samples;
  const { start: slotStart, nodeOf } = source.nodes;
  const kept = query.kept ?? new Uint8Array(nodeCount).fill(1);
  const { into, outOf } = query.ends ?? { into: kept, outOf: kept };
  const edges = new EdgeBuilder(source, locations.length);
  // A function of its own, so that it is compiled after a few stacks and not only when the loop over all of them has run hot.
  const addStack = (sample: number): void => {
    const leaf = start[sample] as number;
    let parent = NONE;
    let residual = 0;
    for (let at = (start[sample + 1] as number) - 1; at >= leaf; at--) {
      const location = locations[at] as number;
      const first = slotStart[location] as number;
      const outermost = (slotStart[location + 1] as number) - 1;
      for (let slot = outermost; slot >= first; slot--) {
        const node = nodeOf[slot] as number;
        if (kept[node] === 0) {
          residual = IS_RESIDUAL;
          continue;
        }
        if (parent !== node && parent !== NONE && (into[node] === 1 || outOf[parent] === 1)) {
          edges.add(parent, node, sample, slot === outermost ? residual : residual | IS_INLINE);
        }
        parent = node;
        residual = 0;
      }
    }
  };
  for (let sample = 0; sample < length; sample++) {
    if (values[sample] || divisors?.[sample]) addStack(sample);
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
