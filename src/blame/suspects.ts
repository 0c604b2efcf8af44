/**
 * The suspects of a diff: places where growth gathers that sampling noise does not explain, disjoint, each with its names, its role and how
 * much of what it allocated is still there.
 */
import type { NodeTable } from "../graph/nodes.ts";
import { NONE } from "../profile/tables.ts";
import { findAccumulations } from "./accumulation.ts";
import { clusterPoints } from "./clusters.ts";
import { fingerprintPath } from "./fingerprint.ts";
import type { FrameIdentity } from "./frame-identity.ts";
import { type CountPair, changeInterval, growthPValue, type SampledGrowth, sumGrowth } from "./growth-counts.ts";
import { falseDiscoveryRates } from "./growth-test.ts";
import { type GrowthTree, pathToRoot } from "./growth-tree.ts";
import type { Interval } from "./interval.ts";
import { computeAge, computeRetention, type RecordedCounts, type Retention } from "./retention.ts";
import { isPervasive, isPlumbing, type Role, roleOfFunction } from "./roles.ts";

/** Tests with a higher rate of false discoveries than this are not significant. */
export const FALSE_DISCOVERIES = 0.05;
/** Places with a smaller part of the growth are not looked at. */
const LEAST_SHARE = 0.02;

export interface Suspect {
  /** Outermost frame that is more than plumbing: the function a goroutine starts at, or a handler. */
  readonly entry: FrameIdentity;
  /** The accumulation point. */
  readonly frame: FrameIdentity;
  /** The first-party frame nearest to where most of it is allocated; undefined if there is none on those stacks. */
  readonly ownFrame: FrameIdentity | undefined;
  /** What allocates most of it. */
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

export interface SuspectQuery {
  /** undefined where the samples cannot be counted: then all are given, whatever noise there may be. */
  readonly growth: SampledGrowth | undefined;
  /** For retention: counts of two captures of one process, else undefined. */
  readonly counts: CountPair | undefined;
  /** Between the captures, 0 if unknown. */
  readonly seconds: number;
  /** What a share of 1 is, positive. */
  readonly denominator: number;
}

export interface Suspects {
  readonly suspects: readonly Suspect[];
  /** Places that grew, but by no more than noise explains. */
  readonly noisy: number;
}

export function findSuspects(
  tree: GrowthTree,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  query: SuspectQuery,
): Suspects {
  const names = identities.map(({ name }) => name);
  const keys = nodes.infos.map(({ name }) => name);
  const { rows, others } = findAccumulations(tree, names, LEAST_SHARE * query.denominator);
  const clusters = clusterPoints(tree, names, rows);
  const members = assignRows(tree, rows, clusters);
  const described = describeMembers(tree, identities, members, clusters.length);
  const groupOf = tree.leafOf.map((row) => (row === NONE ? NONE : (members[row] as number)));
  const isSignificant = testClusters(query.growth, groupOf, clusters.length, others);
  const sums = query.growth && sumGrowth(query.growth, groupOf, clusters.length);
  const records = query.counts && sumRecords(query.counts, groupOf, clusters.length);
  const suspects = clusters.flatMap((points, cluster): Suspect[] => {
    if (!isSignificant(cluster)) return [];
    const { growth, leaf, own, role } = described[cluster] as Description;
    const path = pathToRoot(tree, points[0] as number).map((row) => tree.node[row] as number);
    const entry = path.findLastIndex((node) => !isPlumbing(names[node] as string));
    const toEntry = path.slice(0, entry < 0 ? undefined : entry + 1);
    const record = records?.[cluster];
    return [
      {
        entry: identities[toEntry.at(-1) as number] as FrameIdentity,
        frame: identities[path[0] as number] as FrameIdentity,
        ownFrame: own === NONE ? undefined : identities[own],
        leaf: identities[leaf] as FrameIdentity,
        role,
        growth,
        interval: sums && changeInterval(sums, cluster),
        samples: sums && Math.round((sums.current[cluster] as number) - (sums.base[cluster] as number)),
        share: growth / query.denominator,
        fingerprint: fingerprintPath(toEntry.map((node) => keys[node] || (names[node] as string))),
        retention: record && computeRetention(record),
        ageSeconds: record && computeAge(record, query.seconds),
        stacks: points.length,
      },
    ];
  });
  suspects.sort((a, b) => b.growth - a.growth);
  return { suspects, noisy: clusters.length - suspects.length };
}

/** Cluster of each row: that of the nearest point above it; NONE for rows under none. */
function assignRows(tree: GrowthTree, points: readonly number[], clusters: readonly (readonly number[])[]): Int32Array {
  const clusterOf = new Map(clusters.flatMap((members, cluster) => members.map((point) => [point, cluster] as const)));
  const isPoint = new Uint8Array(tree.length);
  for (const point of points) isPoint[point] = 1;
  const members = new Int32Array(tree.length);
  for (let row = 0; row < tree.length; row++) {
    const caller = tree.parent[row] as number;
    if (isPoint[row] === 1) members[row] = clusterOf.get(row) as number;
    else members[row] = caller === NONE ? NONE : (members[caller] as number);
  }
  return members;
}

interface Description {
  growth: number;
  leaf: number;
  own: number;
  role: Role | undefined;
}

const NO_ROLE = "";

/** Of each cluster: its growth, and the leaf, the own frame and the role that most of it has. */
function describeMembers(
  tree: GrowthTree,
  identities: readonly FrameIdentity[],
  members: Int32Array,
  clusters: number,
): Description[] {
  const roleOf = identities.map(({ name }) => roleOfFunction(name));
  const ownOf = new Int32Array(tree.length);
  const roles: (Role | undefined)[] = new Array(tree.length);
  const growth = new Array<number>(clusters).fill(0);
  const tallies = Array.from({ length: clusters }, () => ({
    leaf: new Map<number, number>(),
    own: new Map<number, number>(),
    role: new Map<string, number>(),
  }));
  for (let row = 0; row < tree.length; row++) {
    const node = tree.node[row] as number;
    const caller = tree.parent[row] as number;
    const isOwn = identities[node]?.owner === "own";
    ownOf[row] = isOwn ? node : caller === NONE ? NONE : (ownOf[caller] as number);
    roles[row] = joinRoles(caller === NONE ? undefined : roles[caller], roleOf[node], isOwn);
    const cluster = members[row] as number;
    const change = tree.flat[row] as number;
    if (cluster === NONE || change === 0) continue;
    growth[cluster] = (growth[cluster] as number) + change;
    const tally = tallies[cluster] as (typeof tallies)[number];
    addTo(tally.leaf, node, change);
    addTo(tally.own, ownOf[row] as number, change);
    addTo(tally.role, roles[row] ?? NO_ROLE, change);
  }
  return tallies.map((tally, cluster) => ({
    growth: growth[cluster] as number,
    leaf: heaviestKey(tally.leaf) ?? NONE,
    own: heaviestKey(tally.own) ?? NONE,
    role: (heaviestKey(tally.role) || undefined) as Role | undefined,
  }));
}

/** A role holds for what the frame calls, up to the next own frame: from there on the program's own intent counts. */
function joinRoles(inherited: Role | undefined, role: Role | undefined, isOwn: boolean): Role | undefined {
  if (inherited !== undefined && (isPervasive(inherited) || !isOwn)) return role && isPervasive(role) ? role : inherited;
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
function testClusters(
  growth: SampledGrowth | undefined,
  groupOf: Int32Array,
  clusters: number,
  others: number,
): (cluster: number) => boolean {
  if (growth === undefined) return () => true;
  const sums = sumGrowth(growth, groupOf, clusters);
  const pValues = new Float64Array(clusters + others).fill(1);
  for (let cluster = 0; cluster < clusters; cluster++) pValues[cluster] = growthPValue(sums, cluster);
  const rates = falseDiscoveryRates(pValues);
  return (cluster) => (rates[cluster] as number) <= FALSE_DISCOVERIES;
}

function sumRecords({ base, current }: CountPair, groupOf: Int32Array, groups: number): RecordedCounts[] {
  const sum = (counts: Float64Array | undefined): Float64Array => {
    const sums = new Float64Array(groups);
    for (let row = 0; row < groupOf.length; row++) {
      const group = groupOf[row] as number;
      if (group !== NONE) sums[group] = (sums[group] as number) + (counts?.[row] ?? 0);
    }
    return sums;
  };
  const columns = [base.inuse, current.inuse, base.alloc, current.alloc].map((column) => sum(column?.counts));
  return Array.from({ length: groups }, (_, group) => {
    const [baseInuse, currentInuse, baseAlloc, currentAlloc] = columns.map((column) => column[group] as number);
    return { baseInuse, currentInuse, baseAlloc, currentAlloc } as RecordedCounts;
  });
}
