/** What versions have to do with a growth: the first that has it, the only one of several at the same time, and the one that has it no more. */
import { type PodSeries, rfc } from "./pod.ts";
import { latestSpan, rateOf, sumSpans } from "./spans.ts";

/** Pods of the versions that are held against those that have it grew surely less by it. */
export interface VersionFacts {
  /** `first`: no version seen before has it. `only`: no version seen from the start beside it has it. */
  readonly relation: "first" | "only" | null;
  readonly version: string | null;
  /** When its first pods were seen, but for a few of many; null unless it is the first. */
  readonly since: string | null;
  /** Pods of the versions before, or beside. */
  readonly others: number;
  /** Versions before it of which too little was seen to tell. */
  readonly untold: readonly string[];
  /** A later version whose pods surely grow less by it, and how many they are. */
  readonly goneIn: string | null;
  readonly gonePods: number;
}

export const NO_VERSION: VersionFacts = {
  ...{ relation: null, version: null, since: null, others: 0, untold: [], goneIn: null, gonePods: 0 },
};

interface Version {
  readonly name: string;
  readonly pods: readonly PodSeries[];
  /** Milliseconds since 1970 at which it was seen first. */
  readonly start: number;
}

/** `grown`: those of `pods` in which it surely grew. */
export function versionFacts(
  name: string,
  grown: readonly PodSeries[],
  pods: readonly PodSeries[],
  period: number,
): VersionFacts {
  const has = new Set(grown.map(({ version }) => version));
  const versions = versionsOf(pods);
  if (has.has(null) || versions.length < 2) return NO_VERSION;
  const having = versions.filter((version) => has.has(version.name));
  // What a few pods of a version have is theirs, not the version's.
  if (grown.length * 2 <= having.reduce((sum, version) => sum + version.pods.length, 0)) return NO_VERSION;
  const [first, last] = [having[0] as Version, having.at(-1) as Version];
  const margin = 2 * usualGap(pods);
  const { low } = rateOf(sumSpans(grown.map((pod) => latestSpan(pod, name))), period);
  const isLess = ({ pods: own }: Version): boolean =>
    rateOf(sumSpans(own.map((pod) => latestSpan(pod, name))), period).high < low;
  const without = versions.filter((version) => !has.has(version.name));
  const later = without.find(({ start }) => start > last.start + margin);
  const gone = later !== undefined && isLess(later) ? { goneIn: later.name, gonePods: later.pods.length } : NO_VERSION;
  const { goneIn, gonePods } = gone;
  return { ...relationOf(first, without, margin, isLess), goneIn, gonePods };
}

function relationOf(
  first: Version,
  without: readonly Version[],
  margin: number,
  isLess: (version: Version) => boolean,
): Omit<VersionFacts, "goneIn" | "gonePods"> {
  const before = without.filter(({ start }) => start < first.start - margin);
  const others = before.length > 0 ? before : without.filter(({ start }) => start <= first.start + margin);
  const less = others.filter(isLess);
  if (less.length === 0) return NO_VERSION;
  const count = less.reduce((sum, { pods }) => sum + pods.length, 0);
  const untold = others.filter((version) => !less.includes(version)).map(({ name }) => name);
  if (before.length === 0) return { relation: "only", version: first.name, since: null, others: count, untold };
  return { relation: "first", version: first.name, since: rfc(first.start), others: count, untold };
}

/** In order of their first profile. */
function versionsOf(pods: readonly PodSeries[]): Version[] {
  const byName = new Map<string, PodSeries[]>();
  for (const pod of pods) {
    if (pod.version === null) continue;
    const own = byName.get(pod.version) ?? [];
    byName.set(pod.version, own);
    own.push(pod);
  }
  const versions = [...byName].map(([name, own]): Version => {
    return { name, pods: own, start: usualStart(own.map(({ times }) => times[0] ?? 0)) };
  });
  return versions.sort((a, b) => a.start - b.start);
}

/** Without the few of many pods that were there before the others, or whose clocks say so. */
function usualStart(starts: readonly number[]): number {
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / FEW)] as number;
}

const FEW = 5;

/** Between two profiles of a pod, milliseconds: pods that are there from the start are seen within it. */
function usualGap(pods: readonly PodSeries[]): number {
  const gaps = pods
    .filter(({ times }) => times.length > 1)
    .map(({ times }) => ((times.at(-1) as number) - (times[0] as number)) / (times.length - 1))
    .sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 0;
}
