/**
 * The one call path that most growth went through: from the roots, always on to the frame that grew most, until growth fans out.
 *
 * Every step looks only at the samples that came along so far and only at their next frame, so the call tree need not be built.
 */
import { add, subtract, type Value, type ValueColumn, zerosLike } from "../profile/int64.ts";
import type { Profile } from "../profile/tables.ts";
import { NONE } from "../profile/tables.ts";
import type { NodeTable } from "./nodes.ts";

export interface PathStep {
  /** Index into the infos of the NodeTable. */
  readonly node: number;
  /** Of the samples that came along the path to here. */
  readonly base: Value;
  readonly current: Value;
}

/** The first step may be this part of all growth; every later one must be this part of the step before. */
const FIRST_SHARE = 0.25;
const NEXT_SHARE = 0.5;

/** Steps from the root on; empty if nothing grew or no root has enough of it. Columns have one entry a sample. */
export function findHeaviestPath(
  profile: Profile,
  nodes: NodeTable,
  base: ValueColumn,
  current: ValueColumn,
): readonly PathStep[] {
  const walk = new Walk(profile, nodes);
  const steps: PathStep[] = [];
  let before = Number(sum(current)) - Number(sum(base));
  let share = FIRST_SHARE;
  for (;;) {
    const step = walk.heaviestNext(base, current);
    if (step === undefined) return steps;
    const growth = Number(step.current) - Number(step.base);
    if (growth <= 0 || growth < share * before) return steps;
    steps.push(step);
    walk.follow(step.node);
    before = growth;
    share = NEXT_SHARE;
  }
}

function sum(column: ValueColumn): Value {
  let total: Value = column instanceof BigInt64Array ? 0n : 0;
  for (const value of column) total = add(total, value);
  return total;
}

/** The samples that are still on the path, each with a cursor on its next frame, root first. */
class Walk {
  readonly #profile: Profile;
  readonly #nodes: NodeTable;
  #samples: Int32Array;
  /** Position in the sample's locations and slot in the location of the next frame; position below the stack's start: no more frames. */
  readonly #at: Int32Array;
  readonly #slot: Int32Array;

  constructor(profile: Profile, nodes: NodeTable) {
    const { length, start } = profile.samples;
    this.#profile = profile;
    this.#nodes = nodes;
    this.#samples = Int32Array.from({ length }, (_, sample) => sample);
    this.#at = Int32Array.from({ length }, (_, sample) => start[sample + 1] as number);
    this.#slot = new Int32Array(length).fill(NONE);
    for (let sample = 0; sample < length; sample++) this.#advance(sample);
  }

  heaviestNext(base: ValueColumn, current: ValueColumn): PathStep | undefined {
    const bases = zerosLike(base, this.#nodes.infos.length);
    const currents = zerosLike(current, this.#nodes.infos.length);
    for (const sample of this.#samples) {
      const node = this.#next(sample);
      if (node === NONE) continue;
      bases[node] = add(bases[node] as Value, base[sample] as Value);
      currents[node] = add(currents[node] as Value, current[sample] as Value);
    }
    let heaviest: PathStep | undefined;
    let most: Value = 0;
    for (let node = 0; node < bases.length; node++) {
      const growth = subtract(currents[node] as Value, bases[node] as Value);
      if (growth <= most) continue;
      most = growth;
      heaviest = { node, base: bases[node] as Value, current: currents[node] as Value };
    }
    return heaviest;
  }

  /** Keeps the samples whose next frame is this node and moves them past it. */
  follow(node: number): void {
    this.#samples = this.#samples.filter((sample) => this.#next(sample) === node);
    for (const sample of this.#samples) this.#advance(sample);
  }

  #next(sample: number): number {
    return this.#slot[sample] === NONE ? NONE : (this.#nodes.nodeOf[this.#slot[sample] as number] as number);
  }

  #advance(sample: number): void {
    const { start, locations } = this.#profile.samples;
    const slot = this.#slot[sample] as number;
    const location = slot === NONE ? NONE : (locations[this.#at[sample] as number] as number);
    if (location !== NONE && slot > (this.#nodes.start[location] as number)) {
      this.#slot[sample] = slot - 1;
      return;
    }
    const at = (this.#at[sample] as number) - 1;
    this.#at[sample] = at;
    const isOver = at < (start[sample] as number);
    this.#slot[sample] = isOver ? NONE : (this.#nodes.start[(locations[at] as number) + 1] as number) - 1;
  }
}
