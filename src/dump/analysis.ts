/** All that is known of who holds what in one dump, with the program that wrote it or without. */
import type { TypeGraph } from "../binary/index.ts";
import { computeDominators, type Dominators } from "./graph/dominators.ts";
import { buildHolders, HOLDER, type HolderTable } from "./graph/holders.ts";
import { buildObjectGraph, type ObjectGraph } from "./graph/object-graph.ts";
import { computeReach, type Ranks, type Reach } from "./graph/reach.ts";
import { computeRetained, type Retained } from "./graph/retained.ts";
import { computeHolderTypes } from "./names/holder-types.ts";
import { NO_TYPES } from "./names/no-types.ts";
import { computeObjectTypes } from "./names/object-types.ts";
import { NO_NAMES, type ProgramNames } from "./names/program-names.ts";
import { TargetTypes } from "./names/target-types.ts";
import { TypeSteps } from "./names/type-steps.ts";
import { buildHolderGroups, isRuntimeName } from "./paths/holder-groups.ts";
import { buildPathTree, type PathTree, type TypedGraph } from "./paths/path-tree.ts";
import { computeOnlyGroups, computePlaceTotals, type PlaceTotals } from "./paths/place-totals.ts";
import type { HeapDump } from "./tables.ts";

export interface DumpAnalysis {
  readonly dump: HeapDump;
  readonly names: ProgramNames;
  readonly typed: TypedGraph;
  readonly dominators: Dominators;
  readonly retained: Retained;
  /** Of each node: the one group of holders that leads to it, or SEVERAL, or NOBODY. */
  readonly onlyGroup: Int32Array;
  readonly tree: PathTree;
  readonly totals: PlaceTotals;
}

export function analyzeDump(dump: HeapDump, names: ProgramNames = NO_NAMES): DumpAnalysis {
  const holders = buildHolders(dump, names.variableStart);
  const graph = buildObjectGraph(dump, holders);
  const reach = computeReach(graph, rankHolders(dump, holders, names));
  const typed = typeGraph(dump, graph, reach, names, names.types ?? NO_TYPES);
  const tree = buildPathTree(typed);
  const dominators = computeDominators(graph, reach);
  const onlyGroup = computeOnlyGroups(graph, dominators, typed.groups.groupOf);
  return {
    ...{ dump, names, typed, dominators, onlyGroup, tree },
    retained: computeRetained(dominators, dump.memory.size, graph.objectCount),
    totals: computePlaceTotals(tree, dump.memory.size, onlyGroup),
  };
}

function typeGraph(
  dump: HeapDump,
  graph: ObjectGraph,
  reach: Reach,
  names: ProgramNames,
  types: TypeGraph,
): TypedGraph {
  const steps = new TypeSteps(types, dump.parameters.pointerBytes);
  const targets = new TargetTypes(dump, graph, names, steps);
  const holderTypes = computeHolderTypes(dump, graph, names, steps);
  const objectTypes = computeObjectTypes(graph, holderTypes, steps, targets);
  const groups = buildHolderGroups(dump, graph, holderTypes, names);
  return { dump, graph, reach, groups, holderTypes, objectTypes, targets, steps };
}

/** A path from the program's own variables and stacks is told before one from the runtime's, certain ones before possible ones. */
function rankHolders(dump: HeapDump, holders: HolderTable, names: ProgramNames): Ranks {
  const outset: number[] = [];
  const ranks: number[][] = [[], [], [], [], [], []];
  for (let holder = 0; holder < holders.length; holder++) {
    const rank = rankOf(dump, holders, names, holder);
    if (rank === OUTSET) outset.push(holder);
    ranks[rank]?.push(holder);
  }
  const [own, frames, ...rest] = ranks as [number[], number[], ...number[][]];
  return { outset, ranks: [[...own, ...frames], ...rest], continues: 1 };
}

/** What schedules goroutines leads to everything, and much leads to it. */
const SCHEDULER: ReadonlySet<string | undefined> = new Set(["runtime.allp", "runtime.allgs", "runtime.allm"]);
const OUTSET = -2;
const NO_RANK = -1;

function rankOf({ frames, goroutines }: HeapDump, holders: HolderTable, names: ProgramNames, holder: number): number {
  switch (holders.kind[holder]) {
    case HOLDER.goroutine:
      return NO_RANK;
    case HOLDER.goroutineObject:
      return 4;
    case HOLDER.frameWords:
      return isRuntimeName(frames[holders.owner[holder] as number]?.function ?? "") ? 4 : 3;
    case HOLDER.finalized:
      return 5;
    case HOLDER.variable:
      return rankOfVariable(names.variableName(holders.address[holder] as number));
    case HOLDER.frame:
      return goroutines[frames[holders.owner[holder] as number]?.goroutine ?? -1]?.isSystem === true ? 2 : 1;
    default:
      return 1;
  }
}

function rankOfVariable(name: string | undefined): number {
  if (SCHEDULER.has(name)) return OUTSET;
  return name !== undefined && isRuntimeName(name) ? 2 : 0;
}
