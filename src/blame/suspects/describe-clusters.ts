/** What a cluster of accumulation points is named for: the leaf, the own frame and the role that most of its growth has. */

import { NONE } from "../../profile/tables.ts";
import type { FrameIdentity } from "./frame-identity.ts";
import type { GrowthTree } from "./growth-tree.ts";
import { isPervasive, type Role, roleOfFunction } from "./roles.ts";

export interface Description {
  growth: number;
  leaf: number;
  /** Of the growth. */
  leafShare: number;
  own: number;
  /** Innermost own frames where the growth parts into several below `own`, most first; none where it does not. */
  branches: readonly Branch[];
  role: Role | undefined;
}

/** A function, and its part of the growth. */
interface Branch {
  readonly node: number;
  readonly share: number;
}

const NO_ROLE = "";
/** Of each cluster: its growth, and the leaf, the own frame and the role that most of it has. */
export function describeClusters(
  tree: GrowthTree,
  identities: readonly FrameIdentity[],
  groupOf: Int32Array,
  clusters: number,
): Description[] {
  const roleOf = identities.map(({ name }) => roleOfFunction(name));
  const tallies = Array.from({ length: clusters }, () => ({
    growth: 0,
    leaf: new Map<number, number>(),
    own: new Map<number, number>(),
    over: new Map<number, Cover>(),
    role: new Map<string, number>(),
  }));
  const { paths } = tree;
  const growthOf = tree.growthByNode(identities.length);
  for (const [unit, sample] of paths.sample.entries()) {
    const tally = tallies[groupOf[sample] as number];
    if (tally === undefined) continue;
    const change = paths.change[unit] as number;
    let own = NONE;
    let role: Role | undefined;
    for (let at = paths.start[unit] as number; at < (paths.start[unit + 1] as number); at++) {
      const node = paths.node[at] as number;
      const isOwn = identities[node]?.owner === "own";
      if (isOwn) own = node;
      if (isOwn)
        coverBy(tally.over, node, {
          unit,
          change,
          depth: at - (paths.start[unit] as number),
        });
      role = joinRoles(role, roleOf[node], isOwn);
    }
    tally.growth += change;
    addTo(tally.leaf, paths.node[(paths.start[unit + 1] as number) - 1] as number, change);
    addTo(tally.own, own, change);
    addTo(tally.role, role ?? NO_ROLE, change);
  }
  return tallies.map(({ growth, leaf, own, over, role }) => {
    const named = innermostOver(over, growth, growthOf) ?? heaviestKey(own) ?? NONE;
    return {
      growth,
      leaf: majorityKey(leaf, growth),
      leafShare: (leaf.get(heaviestKey(leaf) ?? NONE) ?? 0) / growth,
      own: named,
      branches: branchesOf(own, named, growth),
      role: (heaviestKey(role) || undefined) as Role | undefined,
    };
  });
}

/** A smaller part is no branch. */
const LEAST_BRANCH = 0.2;

/** `own`: growth by the innermost own frame. */
function branchesOf(own: ReadonlyMap<number, number>, named: number, growth: number): Branch[] {
  const branches = [...own]
    .filter(([node, change]) => node !== NONE && node !== named && change >= LEAST_BRANCH * growth)
    .map(([node, change]) => ({ node, share: change / growth }))
    .sort((a, b) => b.share - a.share);
  return branches.length < 2 ? [] : branches;
}

/** What is allocated under a frame, and how deep it lies. */
interface Cover {
  /** The last path that it was found on: one that is on a path twice counts once. */
  unit: number;
  change: number;
  depth: number;
}

function coverBy(over: Map<number, Cover>, node: number, { unit, change, depth }: Cover): void {
  const known = over.get(node);
  if (known === undefined) {
    over.set(node, { unit, change, depth });
    return;
  }
  if (known.unit !== unit) known.change += change;
  known.unit = unit;
  known.depth = Math.max(known.depth, depth);
}

/** From this part on a frame may be named for the whole of a place. */
const NEARLY_ALL = 0.9;
/** So much of that the function must have grown by on all its stacks: one that others allocate less by now names it badly. */
const GREW_TOO = 0.7;

function innermostOver(over: ReadonlyMap<number, Cover>, growth: number, growthOf: Float64Array): number | undefined {
  const covers = [...over].filter(([, { change }]) => change >= NEARLY_ALL * growth);
  covers.sort((a, b) => b[1].depth - a[1].depth);
  const grown = covers.find(([node]) => (growthOf[node] as number) >= GREW_TOO * growth);
  return (grown ?? covers[0])?.[0];
}

/** The key that has at least half; NONE where none has. */
function majorityKey(tally: ReadonlyMap<number, number>, sum: number): number {
  const key = heaviestKey(tally);
  return key !== undefined && (tally.get(key) as number) >= sum / 2 ? key : NONE;
}

/** A role holds for what the frame calls, up to the next own frame: from there on the program's own intent counts. */
function joinRoles(inherited: Role | undefined, role: Role | undefined, isOwn: boolean): Role | undefined {
  if (inherited !== undefined && (isPervasive(inherited) || !isOwn))
    return role && isPervasive(role) ? role : inherited;
  return role;
}

function addTo<Key>(tally: Map<Key, number>, key: Key, amount: number): void {
  tally.set(key, (tally.get(key) ?? 0) + amount);
}

function heaviestKey<Key>(tally: ReadonlyMap<Key, number>): Key | undefined {
  let best: Key | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const [key, amount] of tally) {
    if (amount <= most) continue;
    best = key;
    most = amount;
  }
  return best;
}
