/** What pods grew by, function by function: shared by all, of some, or one pod's own; and the first version that has it. */
import { differenceInterval } from "../../stats/interval.ts";
import { boundedSum, changeOf, hoursOf, type PodSeries } from "./pod.ts";

/** A function that surely grew in a pod at least. Bytes; times are RFC 3339. */
export interface FleetGrowth {
  /** The nearest to the allocation that is not of the standard library. */
  readonly name: string;
  /** In nearly all pods, in several, or in one. */
  readonly kind: "shared" | "some" | "own";
  /** Names of those in which it grew most. */
  readonly pods: readonly string[];
  /** Pods in which it surely grew, and all that were looked at. */
  readonly grownIn: number;
  readonly of: number;
  /** Of these pods together, with an interval of at least 95 %. */
  readonly growth: number;
  readonly low: number;
  readonly high: number;
  /** Of a pod on average, bytes by hour. */
  readonly perHour: number;
  /** The first version that has it, where pods of earlier ones surely grew less by it; null else. */
  readonly firstVersion: string | null;
  /** Pods of earlier versions. */
  readonly earlierPods: number;
  /** Since when: the first profile of that version, else when the pod's growth began; null where it was there from the start. */
  readonly since: string | null;
}

/** Of all tests together that many may find growth where there is none. */
const FALSE_ONES = 0.05;
/** Of the pods: grown in so many, all have it. */
const NEARLY_ALL = 0.8;
const NAMED = 5;

interface Grown {
  readonly pod: number;
  readonly first: number;
  readonly last: number;
}

/** `since`: when each pod began to grow faster, or null. Most first. */
export function findGrowths(
  pods: readonly PodSeries[],
  since: readonly (string | null)[],
  period: number,
): FleetGrowth[] {
  const byFunction = surelyGrown(pods, period);
  const versions = versionsOf(pods);
  return [...byFunction]
    .map(([name, grown]) => describe(name, grown, pods, since, versions, period))
    .sort((a, b) => b.growth - a.growth || (a.name < b.name ? -1 : 1));
}

function surelyGrown(pods: readonly PodSeries[], period: number): Map<string, Grown[]> {
  const found = new Map<string, Grown[]>();
  const tests = pods.reduce((sum, { ends }) => sum + ends.size, 0);
  const confidence = 1 - (2 * FALSE_ONES) / Math.max(2, tests);
  for (const [pod, { ends }] of pods.entries()) {
    for (const [name, [first, last]] of ends) {
      if (last <= first || changeOf(first, last, period, confidence).low <= 0) continue;
      const list = found.get(name) ?? [];
      found.set(name, list);
      list.push({ pod, first, last });
    }
  }
  return found;
}

function describe(
  name: string,
  grown: readonly Grown[],
  pods: readonly PodSeries[],
  since: readonly (string | null)[],
  versions: readonly string[],
  period: number,
): FleetGrowth {
  const [first, last] = sums(grown);
  const { low, high } = changeOf(first, last, period);
  const hours = grown.reduce((sum, { pod }) => sum + hoursOf(pods[pod] as PodSeries), 0);
  const step = versionStep(name, grown, pods, versions, period);
  const most = [...grown].sort((a, b) => b.last - b.first - (a.last - a.first)).slice(0, NAMED);
  const kind =
    grown.length === 1 && pods.length > 1 ? "own" : grown.length >= NEARLY_ALL * pods.length ? "shared" : "some";
  return {
    ...{
      name,
      kind,
      pods: most.map(({ pod }) => (pods[pod] as PodSeries).name),
      grownIn: grown.length,
      of: pods.length,
    },
    ...{
      growth: last - first,
      low: Math.round(low),
      high: Math.round(high),
      perHour: hours === 0 ? 0 : (last - first) / hours,
    },
    firstVersion: step?.version ?? null,
    earlierPods: step?.earlierPods ?? 0,
    since: step?.since ?? (kind === "own" ? (since[grown[0]?.pod ?? 0] ?? null) : null),
  };
}

function sums(grown: readonly Grown[]): readonly [first: number, last: number] {
  return grown.reduce(([before, after], { first, last }) => [before + first, after + last] as [number, number], [0, 0]);
}

/** In order of their first profile. */
function versionsOf(pods: readonly PodSeries[]): string[] {
  const seen = new Map<string, number>();
  for (const { version, times } of pods) {
    const at = times[0] ?? 0;
    if (version !== null && at < (seen.get(version) ?? Number.POSITIVE_INFINITY)) seen.set(version, at);
  }
  return [...seen].sort((a, b) => a[1] - b[1]).map(([version]) => version);
}

interface VersionStep {
  readonly version: string;
  readonly earlierPods: number;
  readonly since: string;
}

/** undefined where there are no earlier pods, or too few to say that they do not grow as fast. */
function versionStep(
  name: string,
  grown: readonly Grown[],
  pods: readonly PodSeries[],
  versions: readonly string[],
  period: number,
): VersionStep | undefined {
  const has = new Set(grown.map(({ pod }) => (pods[pod] as PodSeries).version));
  const first = versions.findIndex((version) => has.has(version));
  if (first < 1 || has.has(null)) return undefined;
  const before = new Set(versions.slice(0, first));
  const earlier = pods.filter(({ version }) => version !== null && before.has(version));
  const [low] = rateOf(
    grown.map(({ pod }) => pods[pod] as PodSeries),
    name,
    period,
  );
  const [, high] = rateOf(earlier, name, period);
  if (!(high < low)) return undefined;
  const version = versions[first] as string;
  const start = pods.flatMap((pod) => (pod.version === version ? [pod.times[0] ?? 0] : []));
  const at = start.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return { version, earlierPods: earlier.length, since: new Date(at).toISOString().replace(".000Z", "Z") };
}

/** Bytes by hour and pod, from and to. */
function rateOf(pods: readonly PodSeries[], name: string, period: number): readonly [low: number, high: number] {
  const ends = pods.map(({ ends: own }) => own.get(name) ?? ([0, 0] as const));
  const [before, after] = [0, 1].map((side) => ends.reduce((sum, pair) => sum + (pair[side as 0 | 1] ?? 0), 0));
  const hours = pods.reduce((sum, pod) => sum + hoursOf(pod), 0);
  if (hours <= 0) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const { low, high } = differenceInterval(boundedSum(after ?? 0, period), boundedSum(before ?? 0, period));
  return [low / hours, high / hours];
}
