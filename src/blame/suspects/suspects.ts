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
import { type Description, describeClusters } from "./describe-clusters.ts";
import { fingerprintPath } from "./fingerprint.ts";
import type { FrameIdentity } from "./frame-identity.ts";
import { assignToPoints, type GrowthRow, type GrowthTree, pathToRoot } from "./growth-tree.ts";
import { isPlumbing, isRelayFrame, isTrunk, type Role } from "./roles.ts";

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
  /** Part of the growth that `leaf` allocates itself: 0.5 to 1, and 1 where it is not known to be one that does. */
  readonly leafShare: number;
  /** Own functions below `ownFrame` that the growth parts into, most first, each with its part: two or more, or none. */
  readonly branches: readonly { readonly frame: FrameIdentity; readonly share: number }[];
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
    const { growth, leaf, leafShare, own, branches, role } = described[cluster] as Description;
    const record = records?.[cluster];
    return [
      {
        cluster,
        ...nameWay(members[0] as GrowthRow, names, identities),
        ownFrame: identities[own],
        leaf: identities[leaf] ?? identities[own] ?? (identities[(members[0] as GrowthRow).node] as FrameIdentity),
        leafShare: leaf === NONE ? 1 : leafShare,
        branches: branches.map(({ node, share }) => ({ frame: identities[node] as FrameIdentity, share })),
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

/** Benjamini and Hochberg over the clusters and every other place that was looked at. */
function testClusters(sums: GrowthSums | undefined, clusters: number, others: number): (cluster: number) => boolean {
  if (sums === undefined) return () => true;
  const pValues = new Float64Array(clusters + others).fill(1);
  for (let cluster = 0; cluster < clusters; cluster++) pValues[cluster] = growthPValue(sums, cluster);
  const rates = falseDiscoveryRates(pValues);
  return (cluster) => (rates[cluster] as number) <= FALSE_DISCOVERIES;
}
