/**
 * What a container alone keeps: all paths to it lead through the container, whoever leads to that. It is what would be free if the container were
 * emptied.
 */
import type { DumpAnalysis } from "../../dump/analysis.ts";
import type { HoldingPlace } from "./holding-places.ts";
import { computeListMembers } from "./list-members.ts";

export interface KeptOnly {
  /** By row of the holding places: bytes. */
  readonly bytes: Float64Array;
  /** Of each node: the row of the holding place that alone leads to it, or -1. */
  readonly rowOf: Int32Array;
}

export function computeKeptOnly(analysis: DumpAnalysis, places: readonly HoldingPlace[]): KeptOnly {
  const { tree, typed, dominators, dump, onlyGroup } = analysis;
  const { objectCount } = typed.graph;
  const rowOfPlace = new Int32Array(tree.places.length).fill(-1);
  const rowOfGroup = new Int32Array(typed.groups.groups.length).fill(-1);
  for (const [row, { place }] of places.entries()) {
    rowOfPlace[place] = row;
    const { parent, group } = tree.places[place] ?? { parent: 0, group: -1 };
    if (parent < 0) rowOfGroup[group] = row;
  }
  const members = computeListMembers(
    analysis,
    places.map(({ place }) => place).filter((place) => isLong(analysis, place)),
  );
  const rowOf = new Int32Array(typed.graph.nodeCount).fill(-1);
  const bytes = new Float64Array(places.length);
  for (const node of dominators.order) {
    if (node >= objectCount) continue;
    const place = tree.placeOf[node] as number;
    const own = rowOfPlace[place] as number;
    const above = rowOf[dominators.dominator[node] as number] as number;
    const group = onlyGroup[node] as number;
    const isOwn =
      members[node] === 1 ||
      (own >= 0 && isEntry(analysis, node) && (isContainer(places[own]) || isOfGroup(analysis, place, group)));
    const row = isOwn ? own : above >= 0 ? above : group >= 0 ? (rowOfGroup[group] as number) : -1;
    rowOf[node] = row;
    if (row >= 0) bytes[row] = (bytes[row] as number) + (dump.memory.size[node] as number);
  }
  return { bytes, rowOf };
}

/** Whether many objects lie at the place itself: it is a list, with more than one way in. */
function isLong({ tree, totals }: DumpAnalysis, place: number): boolean {
  const entries = tree.entries[place] as number;
  return entries > 1 && (totals.ownObjects[place] as number) >= 8 * entries;
}

/** What is in it goes when it is emptied, whoever leads to it; what is no container is held by whoever leads to it. */
function isContainer(place: HoldingPlace | undefined): boolean {
  return place !== undefined && place.element >= 0;
}

function isOfGroup({ tree }: DumpAnalysis, place: number, group: number): boolean {
  return tree.places[place]?.group === group;
}

/** Whether the path to an object comes from elsewhere: it is the container itself, not what is inside. */
function isEntry({ tree, typed }: DumpAnalysis, object: number): boolean {
  // What is no object has no place there.
  return tree.placeOf[typed.reach.from[object] as number] !== tree.placeOf[object];
}
