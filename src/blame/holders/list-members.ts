/**
 * What lists keep that have more than one way in: one that leads both ways, a ring. Their objects lie at one place, and nothing but the place above
 * leads into it: no single pointer is on all ways to an object, but all of them are of the list.
 */
import type { DumpAnalysis } from "../../dump/analysis.ts";
import type { Step } from "../../dump/names/step.ts";
import type { Place } from "../../dump/paths/path-tree.ts";

/** By node: 1 for the objects of these places that are reached through their place only. */
export function computeListMembers(analysis: DumpAnalysis, places: readonly number[]): Uint8Array {
  const { tree, typed, onlyGroup } = analysis;
  const { objectCount, nodeCount } = typed.graph;
  const isList = new Uint8Array(tree.places.length);
  for (const place of places) isList[place] = 1;
  const members = new Uint8Array(nodeCount);
  for (let node = 0; node < objectCount; node++) {
    const place = tree.placeOf[node] as number;
    if (place >= 0 && isList[place] === 1 && onlyGroup[node] === (tree.places[place] as Place).group) members[node] = 1;
  }
  dropReachedOtherwise(analysis, members);
  return members;
}

/** Until nothing leads to a member but members of its place and the step of its place from the one above. */
function dropReachedOtherwise({ tree, typed, dominators }: DumpAnalysis, members: Uint8Array): void {
  const { order, number, predecessors } = dominators;
  const isOwnWay = (from: number, node: number): boolean =>
    (members[from] === 1 && tree.placeOf[from] === tree.placeOf[node]) || leadsByPlaceOnly({ tree, typed }, from, node);
  const todo: number[] = [];
  const check = (node: number): void => {
    if (members[node] !== 1) return;
    const n = number[node] as number;
    for (let at = predecessors.firstOf[n] as number; at < (predecessors.firstOf[n + 1] as number); at++) {
      if (isOwnWay(order[predecessors.from[at] as number] as number, node)) continue;
      members[node] = 0;
      todo.push(node);
      return;
    }
  };
  for (let node = 0; node < typed.graph.objectCount; node++) check(node);
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    for (let edge = typed.graph.firstEdge[node] as number; edge < (typed.graph.endEdge[node] as number); edge++) {
      const next = typed.graph.target[edge] as number;
      if (next >= 0) check(next);
    }
  }
}

/** Whether `from` lies at the place above that of the node, and leads to it by the step of its place only. */
function leadsByPlaceOnly({ tree, typed }: Pick<DumpAnalysis, "tree" | "typed">, from: number, node: number): boolean {
  const { graph, objectTypes, steps } = typed;
  const { parent, label, part } = tree.places[tree.placeOf[node] as number] as Place;
  const place = from < graph.objectCount ? tree.placeOf[from] : tree.placeOfHolder[from - graph.objectCount];
  if (place !== parent) return false;
  for (let edge = graph.firstEdge[from] as number; edge < (graph.endEdge[from] as number); edge++) {
    if (graph.target[edge] !== node) continue;
    const step = steps.steps[objectTypes.stepOf(from, edge)] as Step;
    if (step.label !== label || step.part !== part) return false;
  }
  return true;
}
