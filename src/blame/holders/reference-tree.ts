/** The paths of a reference profile as places, outermost first: indices are left out, and what leads to its like (the next of a list) is one place with it. */
import { parseReference } from "../../profile/profile-kind.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

/** What of a container a step leads into; "" for a field or a pointer. */
type ReferencePart = "" | "key" | "value" | "element";

export interface ReferencePlace {
  /** Row of the place that leads here; -1 for that of a holder. */
  readonly parent: number;
  /** `main.server`, `entries`; "" for what a container has. */
  readonly label: string;
  readonly part: ReferencePart;
  /** "" where it is not known, as of holders. */
  readonly type: string;
  /** `main.server .entries[podPort] .pod` */
  readonly path: string;
}

/** Row i of each column is of place i; bytes and objects, exact. */
export interface ReferenceTree {
  readonly places: readonly ReferencePlace[];
  readonly ownObjects: readonly number[];
  /** With what is below. */
  readonly objects: readonly number[];
  readonly bytes: readonly number[];
  /** Places that lead to their like. */
  readonly isLoop: readonly boolean[];
}

interface Step {
  readonly label: string;
  readonly part: ReferencePart;
  readonly type: string;
}

/** How far up a place looks for its like. */
const LONGEST_LOOP = 6;

export function buildReferenceTree(profile: Profile): ReferenceTree {
  const { samples } = profile;
  const builder = new TreeBuilder(stepsOf(profile));
  const [counts, sizes] = samples.values;
  for (let sample = 0; sample < samples.length; sample++) {
    const place = builder.find(
      samples.locations.subarray(samples.start[sample], samples.start[sample + 1]),
      profile.locations,
    );
    if (place >= 0) builder.add(place, Number(counts?.[sample] ?? 0), Number(sizes?.[sample] ?? 0));
  }
  return builder.finish();
}

/** Of each function: row of its step. */
function stepsOf({ functions, strings }: Profile): { readonly steps: readonly Step[]; readonly of: Int32Array } {
  const steps: Step[] = [];
  const rows = new Map<string, number>();
  const of = Int32Array.from(functions.name, (name) => {
    const step = parseStep(strings.at(name));
    const key = `${step.part}\n${step.label}\n${step.type}`;
    const row = rows.get(key) ?? steps.push(step) - 1;
    rows.set(key, row);
    return row;
  });
  return { steps, of };
}

const PARTS: ReadonlyMap<string, ReferencePart> = new Map([
  ["$mapkey", "key"],
  ["$mapval", "value"],
]);

function parseStep(name: string): Step {
  const parsed = parseReference(name);
  if (parsed === undefined) return { label: name, part: "", type: "" };
  const { label, type } = parsed;
  const part = PARTS.get(label) ?? (/^\[\d+\+?\]$/.test(label) ? "element" : "");
  return { label: part === "" ? label : "", part, type: type.replace(/^struct (?=\w)/, "") };
}

class TreeBuilder {
  readonly #steps: readonly Step[];
  readonly #stepOfFunction: Int32Array;
  readonly #rows = new Map<number, number>();
  readonly #places: ReferencePlace[] = [];
  readonly #stepOf: number[] = [];
  readonly #isLoop: boolean[] = [];
  readonly #ownObjects: number[] = [];
  readonly #ownBytes: number[] = [];

  constructor({ steps, of }: ReturnType<typeof stepsOf>) {
    this.#steps = steps;
    this.#stepOfFunction = of;
  }

  /** `stack` leaf first; -1 for an empty one. */
  find(stack: Int32Array, { start, lineFunction }: Profile["locations"]): number {
    let at = -1;
    for (let index = stack.length - 1; index >= 0; index--) {
      const location = stack[index] as number;
      for (let line = (start[location + 1] as number) - 1; line >= (start[location] as number); line--) {
        const name = lineFunction[line] as number;
        if (name !== NONE) at = this.#step(at, this.#stepOfFunction[name] as number);
      }
    }
    return at;
  }

  add(place: number, objects: number, bytes: number): void {
    this.#ownObjects[place] = (this.#ownObjects[place] as number) + objects;
    this.#ownBytes[place] = (this.#ownBytes[place] as number) + bytes;
  }

  finish(): ReferenceTree {
    const objects = this.#withBelow(this.#ownObjects);
    const bytes = this.#withBelow(this.#ownBytes);
    return { places: this.#places, ownObjects: this.#ownObjects, objects, bytes, isLoop: this.#isLoop };
  }

  #step(above: number, step: number): number {
    const like = this.#likeAbove(above, step);
    if (like >= 0) {
      this.#isLoop[like] = true;
      return like;
    }
    const key = (above + 1) * this.#steps.length + step;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#add(above, step);
    this.#rows.set(key, row);
    return row;
  }

  #likeAbove(above: number, step: number): number {
    if (above < 0 || this.#steps[step]?.part !== "") return -1;
    for (let at = above, up = 0; at >= 0 && up < LONGEST_LOOP; at = (this.#places[at] as ReferencePlace).parent, up++) {
      if (this.#stepOf[at] === step) return at;
    }
    return -1;
  }

  #add(parent: number, step: number): number {
    this.#stepOf.push(step);
    this.#isLoop.push(false);
    this.#ownObjects.push(0);
    this.#ownBytes.push(0);
    const { label, part, type } = this.#steps[step] as Step;
    const path = pathOf(this.#places[parent], { label, part, type });
    return this.#places.push({ parent, label, part, type, path }) - 1;
  }

  /** A place comes after the one that leads to it. */
  #withBelow(own: readonly number[]): number[] {
    const sums = [...own];
    for (let row = sums.length - 1; row >= 0; row--) {
      const { parent } = this.#places[row] as ReferencePlace;
      if (parent >= 0) sums[parent] = (sums[parent] as number) + (sums[row] as number);
    }
    return sums;
  }
}

function pathOf(above: ReferencePlace | undefined, { label, part }: Step): string {
  if (above === undefined) return label;
  if (part === "element") return `${above.path}[]`;
  if (part === "key") return `${above.path} key`;
  if (part === "value") return above.path + mapKey(above.type);
  return label === "$sub_objects$" ? `${above.path} (below)` : `${above.path} .${label}`;
}

/** `[podPort]` of `map[main.podPort][]int`. */
function mapKey(type: string): string {
  const key = /^map\[([\w./-]+)\]/.exec(type)?.[1];
  return key === undefined ? " value" : `[${key.slice(key.lastIndexOf(".") + 1)}]`;
}
