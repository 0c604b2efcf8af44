/**
 * Types of objects: spread from variables of known type along the pointers, first come first served, and from interfaces anywhere. Words that may be
 * left over on a stack come last: what lies at their address by now may be something else than their variable says.
 */
import { CERTAIN } from "../graph/holders.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { HolderTypes } from "./holder-types.ts";
import type { Step } from "./step.ts";
import { type TargetTypes, UNTYPED } from "./target-types.ts";
import type { TypeSteps } from "./type-steps.ts";

export interface ObjectTypes {
  /** Of each object, packed as target-types.ts has it. */
  readonly typeOf: Int32Array;
  /** Index of the step that an edge takes from a node; 0 if it is not known. */
  readonly stepOf: (node: number, edge: number) => number;
}

export function computeObjectTypes(
  graph: ObjectGraph,
  holderTypes: HolderTypes,
  steps: TypeSteps,
  targets: TargetTypes,
): ObjectTypes {
  const typeOf = new Int32Array(graph.objectCount).fill(UNTYPED);
  const stepOf = (node: number, edge: number): number => {
    if (node >= graph.objectCount) return holderTypes.stepOf(node - graph.objectCount, edge);
    const packed = typeOf[node] as number;
    return packed === UNTYPED ? 0 : targets.stepFrom(packed, node, edge);
  };
  const queue = new Int32Array(graph.objectCount);
  let end = 0;
  const follow = (node: number): void => {
    const last = graph.endEdge[node] as number;
    for (let edge = graph.firstEdge[node] as number; edge < last; edge++) {
      const object = graph.target[edge] as number;
      if (object < 0 || object >= graph.objectCount || typeOf[object] !== UNTYPED) continue;
      const packed = targets.resolve(steps.steps[stepOf(node, edge)] as Step, edge, object);
      if (packed === UNTYPED) continue;
      typeOf[object] = packed;
      queue[end++] = object;
    }
  };
  let at = 0;
  for (const isCertain of [true, false]) {
    for (let node = graph.objectCount; node < graph.root; node++) {
      if ((graph.holders.tier[node - graph.objectCount] === CERTAIN) === isCertain) follow(node);
    }
    while (at < end) follow(queue[at++] as number);
  }
  for (let node = 0; node < graph.objectCount; node++) {
    if (typeOf[node] === UNTYPED) follow(node);
    while (at < end) follow(queue[at++] as number);
  }
  return { typeOf, stepOf };
}
