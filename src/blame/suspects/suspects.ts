/**
 * The suspects of a diff: places where growth gathers that sampling noise does not explain, disjoint, each with its names, its role and how
 * much of what it allocated is still there.
 */
import type { NodeTable } from "../../graph/nodes.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { Interval } from "../../stats/interval.ts";
import {
  type CountPair,
  changeInterval,
  type GrowthSums,
  growthPValue,
  type SampledGrowth,
  sumGrowth,
} from "../counts/growth-counts.ts";
import { falseDiscoveryRates } from "../counts/growth-test.ts";
import { computeAge, computeRetention, type Retention, sumRecords } from "../counts/retention.ts";
import { findAccumulations } from "./accumulation.ts";
import { clusterPoints } from "./clusters.ts";
import { fingerprintPath } from "./fingerprint.ts";
import type { FrameIdentity } from "./frame-identity.ts";
import { assignToPoints, type GrowthRow, type GrowthTree, pathToRoot } from "./growth-tree.ts";
import { isPervasive, isPlumbing, isRelayFrame, isTrunk, type Role, roleOfFunction } from "./roles.ts";

/** Tests with a higher rate of false discoveries than this are not significant. */
export const FALSE_DISCOVERIES = 0.05;
/** Places with a smaller part of the growth are not looked at. */
const LEAST_SHARE = 0.02;

export interface Suspect {
  /** Outermost frame that is more than plumbing: the function a goroutine starts at, or a handler. */
  readonly entry: FrameIdentity;
  /** The accumulation point. */
  readonly frame: FrameIdentity;
  /** The innermost first-party frame that nearly all of it is allocated under, else that of most; undefined if there is none on those stacks. */
  readonly ownFrame: FrameIdentity | undefined;
  /** What allocates at least half of it; where nothing does, `ownFrame`, else `frame`. */
  readonly leaf: FrameIdentity;
  readonly role: Role | undefined;
  readonly growth: number;
  /** undefined where the samples cannot be counted. */
  readonly interval: Interval | undefined;
  /** Recorded objects behind the growth: those gained. */
  readonly samples: number | undefined;
  /** growth over the denominator. */
  readonly share: number;
  readonly fingerprint: string;
  readonly retention: Retention | undefined;
  readonly ageSeconds: number | undefined;
  /** Accumulation points that were put together here. */
  readonly stacks: number;
}

interface SuspectQuery {
  /** undefined where the samples cannot be counted: then all are given, whatever noise there may be. */
  readonly growth: SampledGrowth | undefined;
  /** For retention: counts of two captures of one process, else undefined. */
  readonly counts: CountPair | undefined;
  /** Between the captures, 0 if unknown. */
  readonly seconds: number;
  /** Two builds allocate by other ways, and what grew under one caller is what shrank beside it. */
  readonly isOneBuild: boolean;
  /** What a share of 1 is, positive. */
  readonly denominator: number;
}

interface Suspects {
  readonly suspects: readonly Suspect[];
  /** Places that grew, but by no more than noise explains. */
  readonly noisy: number;
  /** Suspect of each sample of the profile, changed or not; NONE for samples of none. */
  readonly suspectOf: Int32Array;
}

export function findSuspects(
  profile: Profile,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  tree: GrowthTree,
  query: SuspectQuery,
): Suspects {
  const names = identities.map(({ name }) => name);
  const plumbing = { isPlumbing: names.map(isPlumbing), isTrunk: names.map(isTrunk) };
  const { points, others } = findAccumulations(tree, plumbing, LEAST_SHARE * query.denominator, query.isOneBuild);
  const clusters = clusterPoints(points, plumbing.isPlumbing);
  const groupOf = assignToClusters(profile, nodes, clusters);
  const described = describeClusters(tree, identities, groupOf, clusters.length);
  const sums = query.growth && sumGrowth(query.growth, groupOf, clusters.length);
  const isSignificant = testClusters(sums, clusters.length, others);
  const records = query.counts && sumRecords(query.counts, groupOf, clusters.length);
  const suspects = clusters.flatMap((members, cluster): (Suspect & { readonly cluster: number })[] => {
    if (!isSignificant(cluster)) return [];
    const { growth, leaf, own, role } = described[cluster] as Description;
    const record = records?.[cluster];
    return [
      {
        cluster,
        ...nameWay(members[0] as GrowthRow, names, identities),
        ownFrame: identities[own],
        leaf: identities[leaf] ?? identities[own] ?? (identities[(members[0] as GrowthRow).node] as FrameIdentity),
        role,
        growth,
        interval: sums && changeInterval(sums, cluster),
        samples: sums && Math.round((sums.current[cluster] as number) - (sums.base[cluster] as number)),
        share: growth / query.denominator,
        retention: record && computeRetention(record),
        ageSeconds: record && computeAge(record, query.seconds),
        stacks: members.length,
      },
    ];
  });
  suspects.sort((a, b) => b.growth - a.growth);
  const rankOf = new Int32Array(clusters.length).fill(NONE);
  for (const [rank, { cluster }] of suspects.entries()) rankOf[cluster] = rank;
  return {
    suspects: suspects.map(({ cluster: _, ...suspect }) => suspect),
    noisy: clusters.length - suspects.length,
    suspectOf: groupOf.map((cluster) => (cluster === NONE ? NONE : (rankOf[cluster] as number))),
  };
}

/** The names on the way from an accumulation point to its entry. */
function nameWay(
  point: GrowthRow,
  names: readonly string[],
  identities: readonly FrameIdentity[],
): Pick<Suspect, "entry" | "frame" | "fingerprint"> {
  const path = pathToRoot(point).map((row) => row.node);
  const toEntry = path.slice(0, entryPosition(path, names) + 1);
  return {
    entry: identities[toEntry.at(-1) as number] as FrameIdentity,
    frame: identities[point.node] as FrameIdentity,
    fingerprint: fingerprintPath(toEntry.map((node) => names[node] as string)),
  };
}

/**
 * Position of the entry in a path that ends at the root: the handler where a server called one, else the outermost frame that is more than
 * plumbing, else the root.
 */
function entryPosition(path: readonly number[], names: readonly string[]): number {
  const outermost = path.findLastIndex((node) => !isPlumbing(names[node] as string));
  if (outermost < 0) return path.length - 1;
  // Middleware calls the next handler by ServeHTTP; the first frame below the last of these is where a request's own code starts.
  const isRelay = (node: number): boolean => isRelayFrame(names[node] as string);
  const lastRelay = path.slice(0, outermost + 1).findIndex(isRelay);
  if (lastRelay < 1) return outermost;
  const handler = path.slice(0, lastRelay).findLastIndex((node) => !isPlumbing(names[node] as string));
  return handler < 0 ? outermost : handler;
}

/** Cluster of each sample, changed or not; NONE for samples of none. */
function assignToClusters(profile: Profile, nodes: NodeTable, clusters: readonly (readonly GrowthRow[])[]): Int32Array {
  const clusterOf = clusters.flatMap((members, cluster) => members.map(() => cluster));
  const pointOf = assignToPoints(profile, nodes, clusters.flat());
  return pointOf.map((point) => (point === NONE ? NONE : (clusterOf[point] as number)));
}

interface Description {
  growth: number;
  leaf: number;
  own: number;
  role: Role | undefined;
}

const NO_ROLE = "";

/** Of each cluster: its growth, and the leaf, the own frame and the role that most of it has. */
function describeClusters(
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
  return tallies.map(({ growth, leaf, own, over, role }) => ({
    growth,
    leaf: majorityKey(leaf, growth),
    own: innermostOver(over, growth, growthOf) ?? heaviestKey(own) ?? NONE,
    role: (heaviestKey(role) || undefined) as Role | undefined,
  }));
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

/** Benjamini and Hochberg over the clusters and every other place that was looked at. */
function testClusters(sums: GrowthSums | undefined, clusters: number, others: number): (cluster: number) => boolean {
  if (sums === undefined) return () => true;
  const pValues = new Float64Array(clusters + others).fill(1);
  for (let cluster = 0; cluster < clusters; cluster++) pValues[cluster] = growthPValue(sums, cluster);
  const rates = falseDiscoveryRates(pValues);
  return (cluster) => (rates[cluster] as number) <= FALSE_DISCOVERIES;
}
