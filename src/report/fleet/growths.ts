/** What pods grew by, function by function: shared by all of a program, of some, or one pod's own; whether it goes on, and which version has it. */
import { changeOf, hoursOf, type PodSeries, rfc } from "./pod.ts";
import { halfSpans, rateOf, type Span, sumSpans, sureFalls, wholeSpan } from "./spans.ts";
import { type VersionFacts, versionFacts } from "./versions.ts";

/** A function that surely grew in a pod at least. Bytes; times are RFC 3339. */
export interface FleetGrowth {
  /** The nearest to the allocation that is not of the standard library. */
  readonly name: string;
  /** The program whose pods are meant; null where that is not known. */
  readonly service: string | null;
  /** In nearly all pods, in several, or in one. */
  readonly kind: "shared" | "some" | "own";
  /** Names of those in which it grew most. */
  readonly pods: readonly string[];
  /** Pods in which it surely grew, and all of the program that have two profiles or more. */
  readonly grownIn: number;
  readonly of: number;
  /** Of these pods together, with an interval of at least 95 %. */
  readonly growth: number;
  readonly low: number;
  readonly high: number;
  /** Part of it that is of the pod in which it grew most. */
  readonly largestPart: number;
  /** Bytes by hour: of a pod on average, and of the one in the middle. */
  readonly perHour: number;
  readonly medianPerHour: number;
  /** On average over the later half of the time; null where nothing was looked at between the ends. */
  readonly latePerHour: number | null;
  /** `goes-on`: it surely grew in the later half too; `slows`: surely less than half as fast as before; `ended`: both slower, and not surely at all; null: not told. */
  readonly course: "goes-on" | "slows" | "ended" | null;
  /** The first version that has it, where pods of earlier ones surely grew less by it; null else. */
  readonly firstVersion: string | null;
  /** Pods of earlier versions. */
  readonly earlierPods: number;
  readonly versions: VersionFacts;
  /** Since when: the first profile of that version, else when these pods, or most of them, began to grow faster; null where that is not told. */
  readonly since: string | null;
  /** Bytes that these pods allocate in an hour, in the last third of the time by the first; null where it is not known of most of them. */
  readonly allocationRatio: number | null;
}

/** Of all tests together that many may find growth where there is none. */
const FALSE_ONES = 0.05;
/** Of the pods: grown in so many, all have it. */
const NEARLY_ALL = 0.8;
const NAMED = 5;
/** Of what it grew by: what fell by more in between goes up and down, and its ends say nothing. */
const UP_AND_DOWN = 0.5;
const HOUR = 3_600_000;

/** Pods of one program, with when each began to grow faster, or null. */
interface Program {
  readonly service: string | null;
  readonly pods: readonly PodSeries[];
  readonly since: readonly (string | null)[];
}

/** `since`: when each pod began to grow faster, or null. Most first, what ended last. */
export function findGrowths(
  pods: readonly PodSeries[],
  since: readonly (string | null)[],
  period: number,
): FleetGrowth[] {
  const tests = pods.reduce((sum, { functions }) => sum + functions.size, 0);
  const confidence = 1 - (2 * FALSE_ONES) / Math.max(2, tests);
  return programsOf(pods, since)
    .flatMap((program) =>
      [...surelyGrown(program.pods, period, confidence)].map(([name, grown]) => describe(name, grown, program, period)),
    )
    .sort((a, b) => rankOf(a) - rankOf(b) || b.growth - a.growth || (a.name < b.name ? -1 : 1));
}

function rankOf({ course }: FleetGrowth): number {
  return course === "ended" ? 1 : 0;
}

function programsOf(pods: readonly PodSeries[], since: readonly (string | null)[]): Program[] {
  const found = new Map<string | null, { service: string | null; pods: PodSeries[]; since: (string | null)[] }>();
  for (const [at, pod] of pods.entries()) {
    if (pod.looks.length < 2) continue;
    const { service = null } = pod;
    const program = found.get(service) ?? { service, pods: [], since: [] };
    found.set(service, program);
    program.pods.push(pod);
    program.since.push(since[at] ?? null);
  }
  return [...found.values()];
}

/** Positions of pods in which each function surely grew. */
function surelyGrown(pods: readonly PodSeries[], period: number, confidence: number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [pod, { functions }] of pods.entries()) {
    for (const [name, values] of functions) {
      const [first = 0, last = 0] = [values[0], values.at(-1)];
      if (last <= first || changeOf(first, last, period, confidence).low <= 0) continue;
      if (sureFalls(pods[pod] as PodSeries, name, period) > (last - first) * UP_AND_DOWN) continue;
      const list = found.get(name) ?? [];
      found.set(name, list);
      list.push(pod);
    }
  }
  return found;
}

function describe(name: string, at: readonly number[], { service, pods, since }: Program, period: number): FleetGrowth {
  const grown = at.map((position) => pods[position] as PodSeries);
  const spans = grown.map((pod) => wholeSpan(pod, name));
  const { first, last } = sumSpans(spans);
  const { low, high } = changeOf(first, last, period);
  const hours = grown.reduce((sum, pod) => sum + hoursOf(pod), 0);
  const heights = spans.map((span) => span.last - span.first);
  const order = [...heights.keys()].sort((a, b) => (heights[b] as number) - (heights[a] as number));
  const kind = grown.length >= NEARLY_ALL * pods.length ? "shared" : grown.length === 1 ? "own" : "some";
  const versions = versionFacts(name, grown, pods, period);
  return {
    ...{ name, service, kind: grown.length === 1 && pods.length > 1 ? "own" : kind },
    pods: order.slice(0, NAMED).map((index) => (grown[index] as PodSeries).name),
    ...{ grownIn: grown.length, of: pods.length, growth: last - first, low: Math.round(low), high: Math.round(high) },
    largestPart: (heights[order[0] ?? 0] as number) / (last - first),
    perHour: hours === 0 ? 0 : (last - first) / hours,
    medianPerHour: middleOf(spans.map((span) => (span.hours === 0 ? 0 : (span.last - span.first) / span.hours))),
    ...lateness(name, grown, period),
    firstVersion: versions.relation === "first" ? versions.version : null,
    earlierPods: versions.relation === "first" ? versions.others : 0,
    versions,
    since: versions.since ?? usualStart(at.map((position) => since[position] ?? null)),
    allocationRatio: allocationRatio(grown),
  };
}

/** How it went in the later half of the time, in the pods that were looked at in between. */
function lateness(
  name: string,
  grown: readonly PodSeries[],
  period: number,
): Pick<FleetGrowth, "latePerHour" | "course"> {
  const halves = grown.map((pod) => halfSpans(pod, name)).filter((each) => each !== undefined);
  const [before, after] = [sumSpans(halves.map(([half]) => half)), sumSpans(halves.map(([, half]) => half))];
  if (before.hours <= 0 || after.hours <= 0) return { latePerHour: null, course: null };
  const [early, late] = [rateOf(before, period), rateOf(after, period)];
  const isSlower = early.low > 0 && late.high < early.low / 2;
  const goesOn = late.low > 0;
  const course = goesOn ? (isSlower ? "slows" : "goes-on") : isSlower ? "ended" : null;
  return { latePerHour: meanRate(after), course };
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function meanRate({ first, last, hours }: Span): number {
  return (last - first) / hours;
}

/** Of most of the pods that have one: where half of them lie within a tenth of a week and its like, their middle; null else. */
function usualStart(since: readonly (string | null)[]): string | null {
  const known = since.flatMap((time) => (time === null ? [] : [Date.parse(time)])).sort((a, b) => a - b);
  if (known.length * 2 <= since.length) return null;
  const at = (part: number): number => known[Math.round(part * (known.length - 1))] as number;
  return at(0.75) - at(0.25) <= CLOSE ? rfc(at(0.5)) : null;
}

/** Milliseconds: half of the pods began within it, or they did not begin together. */
const CLOSE = 16 * HOUR;

function allocationRatio(grown: readonly PodSeries[]): number | null {
  const known = grown.flatMap(({ allocation }) => (allocation ? [allocation] : []));
  if (known.length * 2 <= grown.length) return null;
  const [first, last] = [
    known.reduce((sum, each) => sum + each.first, 0),
    known.reduce((sum, each) => sum + each.last, 0),
  ];
  return first > 0 ? last / first : null;
}
