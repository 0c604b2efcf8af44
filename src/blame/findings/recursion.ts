/** Which functions call each other on the stacks of a growth. Recursions that share no function are apart, also where one stack has both. */
import { groupBy } from "../../measurement/group-by.ts";
import type { SureStack } from "./signs.ts";

interface Recursion {
  /** Each is on some stack more than once; what grew most below comes first. */
  readonly functions: readonly string[];
  /** On stacks that have one of them more than once. */
  readonly growth: number;
}

/** What grew most comes first. */
export function findRecursions(stacks: readonly SureStack[]): Recursion[] {
  const rings = stacks.map(({ frames }) => ringsOf(frames));
  const groups = new Groups();
  for (const ring of rings.flat()) for (const name of ring) groups.join(name, ring[0] as string);
  const found = new Map<string, { readonly growthOf: Map<string, number>; growth: number }>();
  for (const [at, { change }] of stacks.entries()) {
    for (const [group, names] of groupBy((rings[at] ?? []).flat(), (name) => groups.of(name))) {
      const known = found.get(group) ?? { growthOf: new Map<string, number>(), growth: 0 };
      found.set(group, known);
      known.growth += change;
      for (const name of names) known.growthOf.set(name, (known.growthOf.get(name) ?? 0) + change);
    }
  }
  return Array.from(found.values(), ({ growthOf, growth }) => ({
    functions: [...growthOf].sort((a, b) => b[1] - a[1]).map(([name]) => name),
    growth,
  })).sort((a, b) => b.growth - a.growth);
}

/** Functions of one stack that are on it more than once, together where one is called between two calls of the other. */
function ringsOf(frames: SureStack["frames"]): string[][] {
  const spans = new Map<string, { readonly from: number; to: number }>();
  for (const [at, { name, owner }] of frames.entries()) {
    if (owner === "stdlib" || owner === "runtime") continue;
    const known = spans.get(name);
    if (known === undefined) spans.set(name, { from: at, to: at });
    else known.to = at;
  }
  const rings: string[][] = [];
  let end = -1;
  // They come as they begin.
  for (const [name, { from, to }] of spans) {
    if (from === to) continue;
    if (from > end) rings.push([]);
    rings.at(-1)?.push(name);
    end = Math.max(end, to);
  }
  return rings;
}

/** Names that are the same when asked for, as far as they were joined. */
class Groups {
  readonly #next = new Map<string, string>();

  of(name: string): string {
    let group = name;
    for (let next = this.#next.get(group); next !== undefined; next = this.#next.get(group)) group = next;
    if (group !== name) this.#next.set(name, group);
    return group;
  }

  join(name: string, other: string): void {
    const [from, to] = [this.of(name), this.of(other)];
    if (from !== to) this.#next.set(from, to);
  }
}
