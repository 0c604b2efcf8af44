/**
 * Where memory is held: down from each holder along what holds most, to the container from which one pointer becomes many. That is what a person can
 * change, while what lies above holds little itself and what lies below is only held.
 */
import type { DumpAnalysis } from "../../dump/analysis.ts";
import type { Place } from "../../dump/paths/path-tree.ts";

export interface HoldingPlace {
  /** Row of the path tree: the container, or the last place before memory is spread over many. */
  readonly place: number;
  /** The place below it that has most of it; -1 where none has. */
  readonly element: number;
  /** Places below it that hold for themselves: what lies there is not counted here. */
  readonly apart: readonly number[];
}

/** From one to so many is a container. */
const FAN_OUT = 8;
/** A place below that has this share is what the place is about. */
const DOMINANT = 0.6;
/** Of the live heap: less is not worth a row. */
const LEAST_SHARE = 0.005;

/** Most bytes first. */
export function findHoldingPlaces(analysis: DumpAnalysis): HoldingPlace[] {
  const { tree, totals, retained, typed } = analysis;
  const below = childrenOf(tree.places);
  const least = (retained.bytes[typed.graph.root] as number) * LEAST_SHARE;
  const found: HoldingPlace[] = [];
  const todo = tree.places.flatMap(({ parent }, row) =>
    parent < 0 && (totals.bytes[row] as number) >= least ? [row] : [],
  );
  for (let row = todo.pop(); row !== undefined; row = todo.pop()) {
    const children = (below[row] ?? []).filter((child) => (totals.bytes[child] as number) >= least);
    const [first] = children.sort((a, b) => (totals.bytes[b] as number) - (totals.bytes[a] as number));
    if (first === undefined || isEachOnes(analysis, below, row)) found.push({ place: row, element: -1, apart: [] });
    else if (fansOut(analysis, row, children))
      found.push({ place: row, element: dominantOf(analysis, row, first), apart: [] });
    else {
      const rest =
        (totals.bytes[row] as number) - children.reduce((sum, child) => sum + (totals.bytes[child] as number), 0);
      if (rest >= least) found.push({ place: row, element: -1, apart: children });
      for (const child of children) todo.push(child);
    }
  }
  return found.sort((a, b) => amountAt(totals.bytes, b) - amountAt(totals.bytes, a));
}

/** Of a column of totals by place: what is held there and not apart. */
export function amountAt(column: ArrayLike<number>, { place, apart }: HoldingPlace): number {
  return apart.reduce((left, child) => left - (column[child] as number), column[place] as number);
}

/** Whether there are many of one below for each of the place, or many of the place itself that came by few ways. */
function fansOut({ tree, totals }: DumpAnalysis, row: number, children: readonly number[]): boolean {
  const entries = Math.max(1, tree.entries[row] as number);
  const isList = (tree.places[row] as Place).parent >= 0 && (totals.ownObjects[row] as number) >= FAN_OUT * entries;
  return isList || children.some((child) => (tree.entries[child] as number) >= FAN_OUT * entries);
}

/** A variable of many goroutines below which each has its own, and none has many. */
function isEachOnes(analysis: DumpAnalysis, below: Below, row: number): boolean {
  const { tree, typed } = analysis;
  const { parent, group } = tree.places[row] as Place;
  if (parent < 0 || (tree.places[parent] as Place).parent >= 0) return false;
  if (typed.groups.groups[group]?.kind !== "goroutine" || (tree.entries[parent] as number) < FAN_OUT) return false;
  for (let at = row; at >= 0; ) {
    const children = (below[at] ?? []).filter((child) => dominantOf(analysis, at, child) >= 0);
    if (fansOut(analysis, at, children)) return false;
    at = children[0] ?? -1;
  }
  return true;
}

type Below = readonly (readonly number[] | undefined)[];

function dominantOf({ totals }: DumpAnalysis, row: number, child: number): number {
  return (totals.bytes[child] as number) >= DOMINANT * (totals.bytes[row] as number) ? child : -1;
}

export function childrenOf(places: readonly { readonly parent: number }[]): (number[] | undefined)[] {
  const below: (number[] | undefined)[] = [];
  for (const [row, { parent }] of places.entries()) {
    if (parent < 0) continue;
    below[parent] ??= [];
    below[parent].push(row);
  }
  return below;
}
