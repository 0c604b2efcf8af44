/** A fleet out of files: each directory is a pod, its heap profiles are its course by the times in them. One file is read at a time, and none is kept. */
import { FetchError, ProfileError } from "../../errors.ts";
import type { ContainerRecord, ProcessRecord } from "../../fetch/manifest/manifest.ts";
import { loadProfile } from "../../load.ts";
import { exactSum, type ValueColumn } from "../../profile/int64.ts";
import { describeProfileKind } from "../../profile/profile-kind.ts";
import type { Profile } from "../../profile/tables.ts";
import type { PodSeries } from "../../report/fleet/fleet.ts";
import { liveByFunction } from "../../report/fleet/functions.ts";
import { isOfOnePod } from "../../report/fleet/process-run.ts";
import type { Io } from "../terminal/io.ts";
import { refuseReadOnce } from "../terminal/read-twice.ts";
import { readOptions } from "../terminal/reading.ts";
import { countOn } from "./counting.ts";
import { filesIn } from "./files.ts";
import {
  buildOf,
  clockLines,
  courseOf,
  type Gathered,
  looksOf,
  missingLines,
  programOf,
  templateOf,
} from "./gathered.ts";
import { factsOf, type KnownPods } from "./pod-facts.ts";

/** Milliseconds since 1970; both ends are in it. */
export interface Between {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

interface Point {
  readonly file: string;
  readonly process: ProcessRecord | undefined;
  readonly at: number;
  readonly value: number;
  /** Bytes allocated since the start of the process; undefined where that is not in it. */
  readonly allocated: number | undefined;
  readonly build: string | null;
  readonly program: string | null;
  readonly period: number;
}

/** Throws FetchError, and UsageError "bad-option" for what can be read only once. */
export async function gatherFiles(
  given: readonly string[],
  between: Between,
  known: KnownPods,
  io: Io,
): Promise<Gathered> {
  await refuseReadOnce(given, "profiles of a fleet", io);
  const files = (await Promise.all(given.map((source) => filesIn(source, io)))).flat();
  const failed: string[] = [];
  const byPod = new Map<string, Point[]>();
  let period = 0;
  const counting = countOn(files.length, "files", io);
  try {
    for (const { file, pod, process } of files) {
      const point = await readPoint(file, process, io);
      counting.step();
      if (typeof point === "string") failed.push(`${file}: ${point}`);
      else if (isBetween(point.at, between)) {
        period = Math.max(period, point.period);
        const points = byPod.get(pod) ?? [];
        byPod.set(pod, points);
        points.push(point);
      }
    }
  } finally {
    counting.end();
  }
  const pods: PodSeries[] = [];
  const mixed: string[] = [];
  for (const [name, points] of byPod) {
    const sorted = inOrder(points);
    if (isOfSeveral(sorted)) mixed.push(`${name}, of several processes at once: a directory a pod is needed`);
    else pods.push(await podOf(name, sorted, known, io));
  }
  const missing = [...missingLines(failed, "files"), ...missingLines(mixed, "directories")];
  if (pods.length === 0 && missing.length > 0)
    throw new FetchError("not-found", missing.join("; "), missing.join("; "));
  return { pods, period, missing: [...missing, ...clockLines(pods, Date.now())] };
}

/** In order of time, a profile that lies there twice once. */
function inOrder(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.at - b.at);
  return sorted.filter((point, at) => point.at !== sorted[at - 1]?.at || point.value !== sorted[at - 1]?.value);
}

function isOfSeveral(points: readonly Point[]): boolean {
  const allocated = points.flatMap((point) => (point.allocated === undefined ? [] : [point.allocated]));
  const values = points.map(({ value }) => value);
  return allocated.length === points.length && !isOfOnePod(values, allocated);
}

async function podOf(name: string, sorted: readonly Point[], known: KnownPods, io: Io): Promise<PodSeries> {
  const times = sorted.map(({ at }) => at);
  const values = sorted.map(({ value }) => value);
  const allocated = sorted.map((point) => point.allocated);
  const { from, to, looks, course } = courseOf(times, values, allocated);
  const live: Map<string, number>[] = [];
  for (const look of looks) {
    const { file } = sorted[from + look] as Point;
    live.push(liveByFunction(await loadProfile(file, readOptions(io))));
  }
  const last = sorted[to - 1] as Point;
  const { pod, container } = last.process ?? { pod: null, container: null };
  const wanted = { namespace: pod?.namespace, name, container: container?.name };
  const { node, ...limit } = factsOf(wanted, {}, container ?? undefined, known);
  return {
    ...{ name, service: last.program, version: last.build ?? imageOf(container) ?? templateOf(name) },
    ...{ node: pod?.node ?? node, ...limit, ...course, looks, functions: looksOf(live) },
  };
}

/** Without its registry and path. */
function imageOf(container: ContainerRecord | null): string | null {
  return container?.image.split("/").at(-1) || null;
}

/** The reason where it is no point. */
async function readPoint(file: string, process: ProcessRecord | undefined, io: Io): Promise<Point | string> {
  let profile: Profile;
  try {
    profile = await loadProfile(file, readOptions(io));
  } catch (error) {
    if (error instanceof ProfileError || error instanceof FetchError) return error.code;
    throw error;
  }
  const { header, samples } = profile;
  if (describeProfileKind(header) !== "heap") return "no heap profile";
  if (header.timeNanos <= 0n) return "no time in it";
  const sumOf = (type: RegExp): number | undefined => {
    const column = samples.values[header.sampleTypes.findIndex((each) => type.test(each.type))];
    return column === undefined ? undefined : Number(exactSum(column as ValueColumn));
  };
  const value = sumOf(/^(inuse_)?space$/);
  if (value === undefined) return "no live bytes in it";
  const at = Number(header.timeNanos / 1_000_000n);
  return {
    file,
    process,
    at,
    value,
    allocated: sumOf(/^alloc_space$/),
    build: buildOf(profile),
    program: programOf(profile),
    period: Number(header.period),
  };
}

function isBetween(at: number, { from, to }: Between): boolean {
  return (from === undefined || at >= from) && (to === undefined || at <= to);
}
