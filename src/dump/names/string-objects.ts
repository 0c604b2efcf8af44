/** Objects that are the bytes of strings, with the length that a string has of them. */
import type { DumpAnalysis } from "../analysis.ts";
import { KIND } from "../tables.ts";
import type { Step } from "./step.ts";

/** Of each object: bytes of the string that begins with it; 0 where none is known to. */
export function computeStringLengths({ dump, typed }: DumpAnalysis): Uint32Array {
  const { reach, objectTypes, steps, graph } = typed;
  const lengths = new Uint32Array(dump.memory.objectCount);
  for (const object of reach.order) {
    const edge = reach.byEdge[object] as number;
    if (dump.memory.kind[object] !== KIND.object || graph.interior[edge] !== 0) continue;
    const step = steps.steps[objectTypes.stepOf(reach.from[object] as number, edge)] as Step;
    const length = dump.pointers.next[edge] as number;
    if (step.kind === "string" && length <= (dump.memory.size[object] as number)) lengths[object] = length;
  }
  return lengths;
}
