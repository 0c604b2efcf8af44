/**
 * Where memory is held by a reference profile: down from each holder along what holds most, to the container that has many. As `findHoldingPlaces` does
 * for a dump, from what these profiles have: how many objects there are of each place, not how many pointers lead there.
 */
import { amountAt, childrenOf, type HoldingPlace } from "./holding-places.ts";
import type { ReferencePlace, ReferenceTree } from "./reference-tree.ts";

export interface HoldingReference extends HoldingPlace {
  /** Objects that the element leads to directly; 0 without one. */
  readonly elements: number;
}

/** So many are a container's. */
const FAN_OUT = 8;
/** A place below that has this share is what the place is about. */
const DOMINANT = 0.6;
/** Of all: less is not worth a row. */
const LEAST_SHARE = 0.005;
/** What a sync.Map is made of. */
const CONTAINER_INSIDE = /^\*?internal\/sync\.HashTrieMap\[/;

/** Most bytes first. */
export function findHoldingReferences(tree: ReferenceTree, totalBytes: number): HoldingReference[] {
  const { places, bytes } = tree;
  const below = childrenOf(places);
  const least = Math.max(1, totalBytes * LEAST_SHARE);
  const large = (row: number): boolean => (bytes[row] as number) >= least;
  const found: HoldingReference[] = [];
  const todo = [...places.keys()].filter((row) => (places[row] as ReferencePlace).parent < 0 && large(row));
  for (let row = todo.pop(); row !== undefined; row = todo.pop()) {
    const children = (below[row] ?? []).filter(large).sort((a, b) => (bytes[b] as number) - (bytes[a] as number));
    const rest = (bytes[row] as number) - children.reduce((sum, child) => sum + (bytes[child] as number), 0);
    if (isContainer(tree, below, row, children)) found.push(holding(tree, below, row, children[0]));
    else {
      if (children.length === 0 || rest >= least) found.push({ place: row, element: -1, apart: children, elements: 0 });
      for (const child of children) todo.push(child);
    }
  }
  return found.sort((a, b) => amountAt(bytes, b) - amountAt(bytes, a));
}

type Below = readonly (number[] | undefined)[];

function isContainer(tree: ReferenceTree, below: Below, row: number, children: readonly number[]): boolean {
  if (tree.isLoop[row] === true && (tree.ownObjects[row] as number) >= FAN_OUT) return true;
  return children.some((child) => {
    const { part, type } = tree.places[child] as ReferencePlace;
    return CONTAINER_INSIDE.test(type) || (part !== "" && countBehind(tree, below, child) >= FAN_OUT);
  });
}

function holding(tree: ReferenceTree, below: Below, place: number, first: number | undefined): HoldingReference {
  const { bytes } = tree;
  if (first === undefined || (bytes[first] as number) < DOMINANT * (bytes[place] as number)) {
    return { place, element: -1, apart: [], elements: 0 };
  }
  return { place, element: first, apart: [], elements: countBehind(tree, below, first) };
}

/** Objects of the place; of what lies in others, such as a key that is a struct, those of its pointers. */
function countBehind({ ownObjects }: ReferenceTree, below: Below, row: number): number {
  let most = 0;
  const todo = [row];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const own = ownObjects[at] as number;
    most = Math.max(most, own);
    if (own === 0) for (const child of below[at] ?? []) todo.push(child);
  }
  return most;
}
