/** How much would be free without a node: its own bytes and those of all that it dominates. */
import type { Dominators } from "./dominators.ts";

export interface Retained {
  /** Bytes, of each node; 0 for garbage. */
  readonly bytes: Float64Array;
  readonly objects: Float64Array;
}

/** `size` and `objectCount` are those of the dump's memory: nodes from there on are no objects. */
export function computeRetained({ order, dominator }: Dominators, size: Float64Array, objectCount: number): Retained {
  const bytes = new Float64Array(dominator.length);
  const objects = new Float64Array(dominator.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at] as number;
    const above = dominator[node] as number;
    if (node < objectCount) {
      bytes[node] = (bytes[node] as number) + (size[node] as number);
      objects[node] = (objects[node] as number) + 1;
    }
    if (above < 0) continue;
    bytes[above] = (bytes[above] as number) + (bytes[node] as number);
    objects[above] = (objects[above] as number) + (objects[node] as number);
  }
  return { bytes, objects };
}
