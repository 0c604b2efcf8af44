/** Nodes taken out of a call tree: what they called is hung on their caller, or becomes a root if they had none. */
import { NONE } from "../../profile/tables.ts";
import { type EdgeTable, indexEdges, keepEdges, outgoingEdges } from "../edges/table.ts";

/**
 * The edges of the tree without the nodes marked in `removed`. An edge that is hung up higher is residual, and inline only if both edges it
 * replaces are.
 */
export function trimTree(edges: EdgeTable, removed: Uint8Array): EdgeTable {
  const nodeCount = edges.incomingStart.length - 1;
  const from = edges.from.slice();
  const isResidual = edges.isResidual.slice();
  const isInline = edges.isInline.slice();
  const isKept = new Uint8Array(edges.length).fill(1);
  /** The one edge into each node. */
  const edgeInto = new Int32Array(nodeCount).fill(NONE);
  for (let edge = 0; edge < edges.length; edge++) edgeInto[edges.to[edge] as number] = edge;
  // Callers come before callees, so a node's own edge is in its final place when its callees are moved.
  for (let node = 0; node < nodeCount; node++) {
    if (removed[node] === 0) continue;
    const above = edgeInto[node] as number;
    if (above !== NONE) isKept[above] = 0;
    for (const edge of outgoingEdges(edges, node)) {
      if (above === NONE) {
        isKept[edge] = 0;
        edgeInto[edges.to[edge] as number] = NONE;
        continue;
      }
      from[edge] = from[above] as number;
      isResidual[edge] = 1;
      isInline[edge] = (isInline[above] as number) & (isInline[edge] as number);
    }
  }
  return keepEdges(indexEdges({ ...edges, from, isResidual, isInline }, nodeCount), isKept);
}
