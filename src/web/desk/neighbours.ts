/** Direct callers and callees of a function, each with what goes through it; a stack counts once for each. */
import type { StackSource } from "./stacks.ts";

export interface Neighbour {
  readonly name: string;
  readonly base: number;
  readonly current: number;
}

export interface Neighbours {
  /** Of the function itself, by what it allocated and with all that it called. */
  readonly flat: Neighbour;
  readonly cum: Neighbour;
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

/** undefined if no stack has it. */
export function neighboursOf(source: StackSource, name: string): Neighbours | undefined {
  const node = source.infoOf(name);
  if (node < 0) return undefined;
  const { start, nodes, count } = source.paths;
  const [callers, callees, flat, cum] = [new Sums(source), new Sums(source), new Sums(source), new Sums(source)];
  for (let stack = 0; stack < count; stack++) {
    const [from, end] = [start[stack] as number, start[stack + 1] as number];
    const [above, under] = [new Set<number>(), new Set<number>()];
    let isThrough = false;
    for (let at = from; at < end; at++) {
      if (nodes[at] !== node) continue;
      isThrough = true;
      if (at > from) above.add(nodes[at - 1] as number);
      if (at + 1 < end) under.add(nodes[at + 1] as number);
      else flat.add(node, stack);
    }
    if (isThrough) cum.add(node, stack);
    for (const caller of above) callers.add(caller, stack);
    for (const callee of under) callees.add(callee, stack);
  }
  const none = { name, base: 0, current: 0 };
  return {
    flat: flat.rows()[0] ?? none,
    cum: cum.rows()[0] ?? none,
    callers: callers.rows(),
    callees: callees.rows(),
  };
}

class Sums {
  readonly #source: StackSource;
  readonly #of = new Map<number, { base: number; current: number }>();

  constructor(source: StackSource) {
    this.#source = source;
  }

  add(node: number, stack: number): void {
    const { base, current } = this.#source.values;
    const sum = this.#of.get(node) ?? { base: 0, current: 0 };
    sum.base += base[stack] as number;
    sum.current += current[stack] as number;
    this.#of.set(node, sum);
  }

  /** Largest change first; of one heap, largest value. */
  rows(): Neighbour[] {
    const rows = [...this.#of].map(([node, sum]) => ({ name: this.#source.names[node] as string, ...sum }));
    return rows.sort((a, b) => Math.abs(b.current - b.base) - Math.abs(a.current - a.base) || b.current - a.current);
  }
}
