/** Since Go 1.22 objects of more than 512 bytes (128 on 32 bits) that have pointers begin with a word for their type; large ones do not. */
import { minorOf } from "../go-release.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { HeapDump } from "../tables.ts";

const HEADER = 8;
/** The largest object that shares a span with others. One of this size may also be a large one, which has no header. */
const LARGEST_SMALL = 32768;

/** Bytes before the value, by row of memory. */
export function headerBytes({ memory, parameters }: HeapDump, graph: ObjectGraph): (row: number) => number {
  const { size, hasPointers } = memory;
  if (minorOf(parameters.goVersion) < 22) return () => 0;
  const least = parameters.pointerBytes ** 2 * 8;
  const bare = findBare(size, graph);
  return (row) => {
    const bytes = size[row] as number;
    if (bytes <= least || bytes > LARGEST_SMALL || hasPointers[row] !== 1) return 0;
    return bytes === LARGEST_SMALL && bare.has(row) ? 0 : HEADER;
  };
}

/** Objects of the doubtful size to whose very start something points: where a header would be. */
function findBare(size: Float64Array, { target, interior }: ObjectGraph): ReadonlySet<number> {
  const bare = new Set<number>();
  for (let edge = 0; edge < interior.length; edge++) {
    const object = target[edge] as number;
    if (object >= 0 && interior[edge] === 0 && size[object] === LARGEST_SMALL) bare.add(object);
  }
  return bare;
}
