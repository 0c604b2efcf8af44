/**
 * Objects by the path that leads to them, with indices, keys and what containers are made of left out: all pods in the keys of one map are one place. A
 * place that leads to its like (the next of a list) is one place with it.
 */
import { NONE } from "../../binary/index.ts";
import { HOLDER } from "../graph/holders.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { Reach } from "../graph/reach.ts";
import type { HolderTypes } from "../names/holder-types.ts";
import type { ObjectTypes } from "../names/object-types.ts";
import type { Step, StepKind, StepPart } from "../names/step.ts";
import { type TargetTypes, typeRow } from "../names/target-types.ts";
import type { TypeSteps } from "../names/type-steps.ts";
import type { HeapDump } from "../tables.ts";
import type { HolderGroups } from "./holder-groups.ts";

export interface Place {
  /** Row of the place that leads here; -1 for that of a holder. */
  readonly parent: number;
  /** Row of the group of holders that it lies under. */
  readonly group: number;
  /** Of the place of a goroutine's frame: its function; "" for all others. */
  readonly frame: string;
  readonly label: string;
  readonly part: StepPart;
  readonly kind: StepKind | "holder";
  /** Row of the type at the place, by which `TypeSteps` names it; NONE if it is not known. */
  readonly type: number;
}

export interface PathTree {
  readonly places: readonly Place[];
  /** Of each object: its place; -1 for garbage. */
  readonly placeOf: Int32Array;
  /** Of each holder: its place. */
  readonly placeOfHolder: Int32Array;
  /** Of each place: how many pointers lead into it from elsewhere. */
  readonly entries: Float64Array;
  /** Of each place: how many objects and holders they are in. */
  readonly sources: Float64Array;
}

/** Paths are told apart up to so many places; beyond, what is new counts with what leads to it. */
const MOST_PLACES = 200_000;
/** More than a program has. */
const TYPES = 2 ** 24;
/** How far up a place looks for its like. */
const LONGEST_LOOP = 6;

export interface TypedGraph {
  readonly dump: HeapDump;
  readonly groups: HolderGroups;
  readonly graph: ObjectGraph;
  readonly reach: Reach;
  readonly holderTypes: HolderTypes;
  readonly objectTypes: ObjectTypes;
  readonly targets: TargetTypes;
  readonly steps: TypeSteps;
}

export function buildPathTree(typed: TypedGraph): PathTree {
  const { graph, reach, objectTypes } = typed;
  const builder = new PlaceBuilder(typed);
  const placeOfHolder = Int32Array.from({ length: graph.holders.length }, (_, holder) => builder.addHolder(holder));
  const placeOf = new Int32Array(graph.objectCount).fill(-1);
  for (const object of reach.order) {
    const from = reach.from[object] as number;
    const edge = reach.byEdge[object] as number;
    const above = (from < graph.objectCount ? placeOf[from] : placeOfHolder[from - graph.objectCount]) as number;
    placeOf[object] = builder.find(above, objectTypes.stepOf(from, edge), edge, object);
  }
  const { places } = builder;
  return { places, placeOf, placeOfHolder, ...countEntries(typed, { places, placeOf, placeOfHolder }) };
}

/** What one object leads to follows each other in the order in which objects were reached. */
function countEntries(
  { graph, reach }: TypedGraph,
  { places, placeOf, placeOfHolder }: Pick<PathTree, "places" | "placeOf" | "placeOfHolder">,
): Pick<PathTree, "entries" | "sources"> {
  const entries = new Float64Array(places.length);
  const sources = new Float64Array(places.length);
  const last = new Int32Array(places.length).fill(-1);
  for (const object of reach.order) {
    const from = reach.from[object] as number;
    const place = placeOf[object] as number;
    if (from < graph.objectCount && placeOf[from] === place) continue;
    entries[place] = (entries[place] as number) + 1;
    if (last[place] !== from) sources[place] = (sources[place] as number) + 1;
    last[place] = from;
  }
  const holders = countHolders(graph, places, placeOfHolder);
  return { entries: entries.map((count, row) => Math.max(count, holders[row] as number)), sources };
}

/** Of places of holders: how many are one there, goroutines by their frames. */
function countHolders({ holders }: ObjectGraph, places: readonly Place[], placeOfHolder: Int32Array): Float64Array {
  const counts = new Float64Array(places.length);
  for (let holder = 0; holder < holders.length; holder++) {
    const place = placeOfHolder[holder] as number;
    if (holders.kind[holder] === HOLDER.frame && places[place]?.parent === -1) {
      counts[place] = (counts[place] as number) + 1;
    }
  }
  return counts.map((count, row) => (places[row]?.parent === -1 ? Math.max(1, count) : 0));
}

/** Not the inside of a container, nor what a pointer to a pointer leads to. */
function isNamed({ label, part, kind }: Step): boolean {
  return label !== "" || part !== "" || kind === "interface" || kind === "unknown";
}

/** `.next` of an element after `.root.next` of its list. */
const isLike = (above: string, label: string): boolean =>
  above === label || (label.length > 1 && label.startsWith(".") && above.endsWith(label));

class PlaceBuilder {
  readonly places: Place[] = [];
  readonly #typed: TypedGraph;
  /** By parent: the places below it, by the number of the step and the type that lead there. */
  readonly #below: (Map<number, number> | undefined)[] = [];
  /** The same by what is printed of them. */
  readonly #byName = new Map<string, number>();
  readonly #holderPlaces: Int32Array;

  constructor(typed: TypedGraph) {
    this.#typed = typed;
    this.#holderPlaces = new Int32Array(typed.graph.holders.length).fill(-1);
  }

  /** A place without a name of its own lies where the variable that points to it says. */
  addHolder(holder: number): number {
    const known = this.#holderPlaces[holder] as number;
    if (known >= 0) return known;
    const { holderTypes, steps } = this.#typed;
    const from = holderTypes.from[holder] as number;
    if (from < 0) return this.#keep(holder, this.#holderPlace(holder));
    const index = holderTypes.stepOf(from, holderTypes.byEdge[holder] as number);
    const step = steps.steps[index] as Step;
    const above = this.addHolder(from);
    return this.#keep(holder, isNamed(step) ? this.#child(above, index, step.type) : above);
  }

  #holderPlace(holder: number): number {
    const { graph, groups, dump, holderTypes } = this.#typed;
    const kind = graph.holders.kind[holder] as number;
    const isFrame = kind === HOLDER.frame || kind === HOLDER.frameWords;
    const frame = isFrame ? (dump.frames[graph.holders.owner[holder] as number]?.function ?? "") : "";
    const group = groups.groupOf[holder] as number;
    const name = `holder ${group} ${frame}`;
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const type = isFrame ? NONE : (holderTypes.types[holder] as number);
    const made = this.places.push({ parent: -1, group, frame, label: "", part: "", kind: "holder", type }) - 1;
    this.#byName.set(name, made);
    return made;
  }

  /** The place of an object to which a pointer leads from the place `above`. */
  find(above: number, index: number, edge: number, object: number): number {
    const step = this.#typed.steps.steps[index] as Step;
    const type = this.#typeOf(step, edge, object);
    return !isNamed(step) ? above : this.#child(above, index, type);
  }

  #typeOf(step: Step, edge: number, object: number): number {
    if (step.kind === "interface") return this.#typed.targets.dynamicType(edge);
    if (step.kind === "unknown" || step.kind === "function") {
      const packed = this.#typed.objectTypes.typeOf[object] as number;
      return packed < 0 ? step.type : typeRow(packed);
    }
    return step.type;
  }

  #child(above: number, index: number, type: number): number {
    this.#below[above] ??= new Map();
    const key = index * TYPES + type + 1;
    const known = this.#below[above].get(key);
    if (known !== undefined) return known;
    const made = this.#findOrAdd(above, this.#typed.steps.steps[index] as Step, type);
    this.#below[above].set(key, made);
    return made;
  }

  #findOrAdd(above: number, step: Step, type: number): number {
    const like = this.#findLike(above, step, type);
    if (like >= 0) return like;
    const name = `${above} ${step.part} ${type} ${step.label}`;
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const { label, part, kind } = step;
    const { group } = this.places[above] as Place;
    const made = this.#add({ parent: above, group, frame: "", label, part, kind, type });
    this.#byName.set(name, made);
    return made;
  }

  /** The place itself or one above it that is reached in the same way and of the same type. */
  #findLike(above: number, { label, part }: Step, type: number): number {
    let at = above;
    for (let up = 0; up < LONGEST_LOOP && at >= 0; up++) {
      const place = this.places[at] as Place;
      if (place.kind !== "holder" && isLike(place.label, label) && place.part === part && place.type === type)
        return at;
      at = place.parent;
    }
    return -1;
  }

  #add(place: Place): number {
    if (this.places.length >= MOST_PLACES && place.parent >= 0) return place.parent;
    return this.places.push(place) - 1;
  }

  #keep(holder: number, row: number): number {
    this.#holderPlaces[holder] = row;
    return row;
  }
}
