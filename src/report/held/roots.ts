/** Which variables and goroutines lead to a container, and which others to what is in it. */
import type { HoldingPlace } from "../../blame/holders/holding-places.ts";
import type { KeptOnly } from "../../blame/holders/kept-only.ts";
import { rowsOfPlaces } from "../../blame/holders/sampled-objects.ts";
import type { DumpAnalysis } from "../../dump/analysis.ts";
import { findRoots } from "../../dump/graph/roots.ts";
import type { HolderGroup } from "../../dump/paths/holder-groups.ts";
import { groupName, type PathNames, pathName } from "../../dump/paths/path-name.ts";
import type { Place } from "../../dump/paths/path-tree.ts";

/** What leads somewhere. */
export interface HolderRoots {
  /** `main.server`, `goroutine main.run.func1`, the nearest first: at most four. */
  readonly names: readonly string[];
  /** How many there are; null where there may be more than were looked at. */
  readonly count: number | null;
}

export interface PlaceRoots {
  /** Lead to the container. */
  readonly roots: HolderRoots;
  /** Lead to what is in it, not through it. */
  readonly others: HolderRoots;
  /** The place that leads to most of that, next to it: `main.lru .index`; "" where there is none. */
  readonly beside: string;
}

const MOST_NAMES = 4;
/** So many objects say who leads to them, so many rows are asked. */
const MOST_OBJECTS = 500;
const MOST_ROWS = 20;

/** Of each of the first rows. */
export function computeRoots(
  analysis: DumpAnalysis,
  names: PathNames,
  places: readonly HoldingPlace[],
  only: KeptOnly,
): PlaceRoots[] {
  const first = places.slice(0, MOST_ROWS);
  const rowOfPlace = rowsOfPlaces(analysis, first);
  const { entries, shared } = objectsOf(analysis, first, only, rowOfPlace);
  return first.map(({ place }, row) => {
    const own = (names.tree.places[place] as Place).group;
    const roots = rootsOf(analysis, entries[row] ?? NOTHING, [own]);
    const others = rootsOf(analysis, shared[row] ?? NOTHING, []);
    const known = new Set(roots.groups);
    const foreign = { ...others, groups: others.groups.filter((group) => !known.has(group)) };
    return {
      roots: described(names, roots),
      others: described(names, foreign),
      beside: besideOf(analysis, names, shared[row]?.objects ?? [], (at) => rowOfPlace[at] === row),
    };
  });
}

/** Of the objects: from which place most of the pointers come that do not come from inside. */
function besideOf(
  { tree, typed, dominators }: DumpAnalysis,
  names: PathNames,
  objects: readonly number[],
  isInside: (place: number) => boolean,
): string {
  const { order, number, predecessors } = dominators;
  const counts = new Map<number, number>();
  for (const object of objects) {
    const n = number[object] as number;
    for (let edge = predecessors.firstOf[n] as number; edge < (predecessors.firstOf[n + 1] as number); edge++) {
      const node = order[predecessors.from[edge] as number] as number;
      const place = node < typed.graph.objectCount ? (tree.placeOf[node] as number) : -1;
      const group = place < 0 ? undefined : names.groups[(tree.places[place] as Place).group];
      if (group !== undefined && !isInside(place) && !isOfRuntime(group))
        counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined ? "" : pathName(names, most[0]);
}

/** The first objects of a row. */
interface Looked {
  readonly objects: number[];
  /** There are more. */
  isCut: boolean;
}

const NOTHING: Looked = { objects: [], isCut: false };

interface RootGroups {
  readonly groups: readonly number[];
  readonly isWhole: boolean;
}

function rootsOf({ typed, dominators }: DumpAnalysis, { objects, isCut }: Looked, own: readonly number[]): RootGroups {
  const { holders, isWhole } = findRoots(typed.graph, dominators, objects);
  const found = new Set([...own, ...holders.map((holder) => typed.groups.groupOf[holder] as number)]);
  const isKept = (group: number): boolean =>
    own.includes(group) || !isOfRuntime(typed.groups.groups[group] as HolderGroup);
  return { groups: [...found].filter(isKept), isWhole: isWhole && !isCut };
}

/** What schedules goroutines leads to everything, and is nobody's to change. */
function isOfRuntime({ isRuntime, kind }: HolderGroup): boolean {
  return isRuntime || kind === "finalized";
}

function described({ groups }: PathNames, { groups: found, isWhole }: RootGroups): HolderRoots {
  const shown = found.slice(0, MOST_NAMES).map((group) => groupName(groups[group] as HolderGroup));
  return { names: shown, count: isWhole ? found.length : null };
}

/** By row: objects by which its place is entered, and objects at it and below to which other ways lead too. */
function objectsOf(
  analysis: DumpAnalysis,
  places: readonly HoldingPlace[],
  only: KeptOnly,
  rowOfPlace: Int32Array,
): { readonly entries: readonly Looked[]; readonly shared: readonly Looked[] } {
  const { tree, typed } = analysis;
  const entries = places.map((): Looked => ({ objects: [], isCut: false }));
  const shared = places.map((): Looked => ({ objects: [], isCut: false }));
  const keep = (looked: Looked | undefined, object: number): void => {
    if (looked === undefined) return;
    if (looked.objects.length < MOST_OBJECTS) looked.objects.push(object);
    else looked.isCut = true;
  };
  for (const object of typed.reach.order) {
    const place = tree.placeOf[object] as number;
    const row = rowOfPlace[place] as number;
    if (row < 0) continue;
    // What is no object has no place there.
    const isEntry = place === places[row]?.place && tree.placeOf[typed.reach.from[object] as number] !== place;
    if (isEntry) keep(entries[row], object);
    if (only.rowOf[object] !== row) keep(shared[row], object);
  }
  return { entries, shared };
}
