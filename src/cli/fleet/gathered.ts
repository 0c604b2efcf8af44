/** What a fleet is put together from, wherever it is kept. */
import { firstOf } from "../../measurement/first-of.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { FunctionLooks, PodSeries } from "../../report/fleet/fleet.ts";
import { longestProcess, lookPositions } from "../../report/fleet/process-run.ts";
import { programName } from "../../report/program-name.ts";

export interface Gathered {
  readonly pods: readonly PodSeries[];
  /** Bytes between two samples, as the profiles say; 0 where none does. */
  readonly period: number;
  /** What could not be had, a line for each. */
  readonly missing: readonly string[];
}

/** So many of those that came to nothing are named. */
const NAMED = 3;

/** One line for many failures of a kind. */
export function missingLines(failed: readonly string[], what: string): string[] {
  if (failed.length === 0) return [];
  return [`${failed.length} ${what} left out: ${firstOf(failed, "; ", NAMED)}`];
}

/** One look after another, by function. */
export function looksOf(looks: readonly ReadonlyMap<string, number>[]): FunctionLooks {
  const names = new Set(looks.flatMap((look) => [...look.keys()]));
  return new Map([...names].map((name) => [name, looks.map((look) => look.get(name) ?? 0)]));
}

/** The id of the main program's build. */
export function buildOf({ mappings, strings }: Profile): string | null {
  const id = mappings.length === 0 ? "" : strings.at(mappings.buildId[0] as number);
  return id === "" ? null : id;
}

export function programOf({ mappings, strings }: Profile): string | null {
  const file = mappings.length === 0 ? NONE : (mappings.file[0] as number);
  const name = file === NONE ? "" : programName(strings.at(file));
  return name === "" ? null : name;
}

/** Kubernetes writes its own names without vowels, so that they spell nothing. */
const OF_REPLICA_SET = /^(.+)-([bcdfghjklmnpqrstvwxz2456789]{8,10})-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** Of a pod of a Deployment: the hash of the template that it was made of, which another image changes. */
export function templateOf(pod: string): string | null {
  const hash = OF_REPLICA_SET.exec(pod)?.[2];
  return hash === undefined ? null : `template ${hash}`;
}

/** The longest process of a pod, of all that was seen of it. */
interface PodCourse {
  /** Of the points given, its first, and the one behind its last. */
  readonly from: number;
  readonly to: number;
  /** Of the process, not of all points: where functions are looked at. */
  readonly looks: readonly number[];
  readonly course: Pick<PodSeries, "times" | "values" | "restarts" | "isEnded" | "allocation" | "window">;
}

/** `times` in milliseconds since 1970, rising; `allocated`: the counter at each, undefined where it is not known. */
export function courseOf(
  times: readonly number[],
  values: readonly number[],
  allocated: readonly (number | undefined)[],
): PodCourse {
  const { from, to, ...process } = longestProcess(times, values, allocated);
  const own = { times: times.slice(from, to), values: values.slice(from, to) };
  const window = { from: times[0] as number, to: times.at(-1) as number, profiles: times.length };
  return { from, to, looks: lookPositions(own.times, own.values), course: { ...own, ...process, window } };
}

/** Clocks differ by less. */
const AHEAD = 3_600_000;

/** Pods whose profiles are of a time that has not come yet. `now` as their times. */
export function clockLines(pods: readonly PodSeries[], now: number): string[] {
  const ahead = pods.filter(({ times }) => (times.at(-1) ?? 0) > now + AHEAD).map(({ name }) => name);
  if (ahead.length === 0) return [];
  const are = ahead.length === 1 ? "has profiles" : "have profiles";
  return [`when ${firstOf(ahead, ", ", NAMED)} grew: ${are} of times to come, so clocks are off`];
}
