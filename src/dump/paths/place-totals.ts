/** What lies at each place: its own objects, all below it, and how much of that nothing else holds. */
import type { Dominators } from "../graph/dominators.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { PathTree, Place } from "./path-tree.ts";

export interface PlaceTotals {
  /** Of the objects at the place itself: bytes, number. */
  readonly ownBytes: Float64Array;
  readonly ownObjects: Float64Array;
  /** Of all at and below the place. */
  readonly bytes: Float64Array;
  readonly objects: Float64Array;
  /** The part of these that only this place's holder leads to. */
  readonly onlyBytes: Float64Array;
  readonly onlyObjects: Float64Array;
}

export function computePlaceTotals(
  { places, placeOf }: PathTree,
  size: Float64Array,
  onlyGroup: Int32Array,
): PlaceTotals {
  const column = (): Float64Array => new Float64Array(places.length);
  const totals = { ownBytes: column(), ownObjects: column(), onlyBytes: column(), onlyObjects: column() };
  for (let object = 0; object < placeOf.length; object++) {
    const place = placeOf[object] as number;
    if (place < 0) continue;
    const bytes = size[object] as number;
    add(totals.ownBytes, place, bytes);
    add(totals.ownObjects, place, 1);
    if (onlyGroup[object] !== (places[place] as Place).group) continue;
    add(totals.onlyBytes, place, bytes);
    add(totals.onlyObjects, place, 1);
  }
  const all = { ...totals, bytes: totals.ownBytes.slice(), objects: totals.ownObjects.slice() };
  for (let place = places.length - 1; place >= 0; place--) {
    const { parent } = places[place] as Place;
    if (parent < 0) continue;
    for (const sums of [all.bytes, all.objects, all.onlyBytes, all.onlyObjects])
      add(sums, parent, sums[place] as number);
  }
  return all;
}

function add(sums: Float64Array, row: number, amount: number): void {
  sums[row] = (sums[row] as number) + amount;
}

/** Held by several. */
const SEVERAL = -1;
/** Not reached. */
const NOBODY = -2;

/** Of each node: the group of holders that all paths to it begin at if that is one, by the node right below the root that they all lead through. */
export function computeOnlyGroups(
  { root, nodeCount, objectCount }: ObjectGraph,
  { order, dominator }: Dominators,
  groupOf: Int32Array,
): Int32Array {
  const only = new Int32Array(nodeCount).fill(NOBODY);
  for (const node of order) {
    const above = dominator[node] as number;
    if (above === root) only[node] = node < objectCount ? SEVERAL : (groupOf[node - objectCount] as number);
    else if (above >= 0) only[node] = only[above] as number;
  }
  return only;
}
