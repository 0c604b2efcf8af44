/** A fleet out of a server: the course of each pod from the list, and some of its profiles by themselves. */
import { FetchError, ProfileError } from "../../errors.ts";
import { parseStore } from "../../fetch/stores/address.ts";
import { openStore } from "../../fetch/stores/open.ts";
import type { Labels, Listing, Store, StoredPoint, StoredSeries, Stretch } from "../../fetch/stores/store.ts";
import { inSource } from "../../load/in-source.ts";
import { readStoredLive } from "../../load/stores/stored-heap.ts";
import { formatNanos } from "../../measurement/moment.ts";
import type { Profile } from "../../profile/tables.ts";
import type { PodSeries } from "../../report/fleet/fleet.ts";
import { liveByFunction } from "../../report/fleet/functions.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { countOn } from "./counting.ts";
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
import { askCluster } from "./known-pods.ts";
import { factsOf, type KnownPods, type PodName } from "./pod-facts.ts";

interface StoredFleet {
  readonly store: Store;
  readonly query: string;
  readonly listing: Listing;
  /** Of bytes allocated since the start: tells processes apart. By labels and time. */
  readonly counters: ReadonlyMap<string, number>;
  readonly known: KnownPods;
}

/** `source` without its selector. `keptIn`: directory of what a run before has fetched. Throws FetchError. */
export async function gatherStored(
  source: string,
  query: string,
  stretch: Stretch,
  keptIn: string | undefined,
  given: KnownPods,
  io: Io,
): Promise<Gathered> {
  const store = await openStore(source, { ...readOptions(io), keptIn });
  try {
    return await gatherFrom(store, source, query, stretch, given, io);
  } catch (error) {
    throw inSource(source, error);
  } finally {
    await store.close();
  }
}

async function gatherFrom(
  store: Store,
  source: string,
  query: string,
  stretch: Stretch,
  given: KnownPods,
  io: Io,
): Promise<Gathered> {
  const [listing, counters] = await Promise.all([
    store.list("inuse_space", query, stretch),
    listCounters(store, query, stretch),
  ]);
  if (listing.series.length === 0) throw nothingFound(query, stretch, listing);
  const { pods, missing } = await clusterPods(source, listing.series, io);
  const known = { ...given, ofCluster: pods };
  const gathered = await gatherSeries({ store, query, listing, counters, known }, io);
  return { ...gathered, missing: [...gathered.missing, ...missing] };
}

/** Where the server is in a cluster, its pods are asked for as well. */
async function clusterPods(source: string, series: readonly StoredSeries[], io: Io) {
  const { tunnel } = parseStore(source);
  if (tunnel === undefined) return { pods: [], missing: [] };
  const namespaces = new Set(series.flatMap(({ labels }) => labelOf(labels, NAMESPACE_LABELS) ?? []));
  return await askCluster(tunnel, [...namespaces].sort(), io);
}

async function listCounters(store: Store, query: string, stretch: Stretch): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  try {
    const { series } = await store.list("alloc_space", query, stretch);
    for (const { labels, points } of series) {
      for (const point of points) found.set(keyOf(labels, point), point.value);
    }
  } catch (error) {
    // A server that does not keep them lists what is live all the same.
    if (!(error instanceof FetchError)) throw error;
  }
  return found;
}

function keyOf(labels: Labels, { atNanos }: StoredPoint): string {
  return `${atNanos} ${JSON.stringify(labels)}`;
}

/** A few pods at a time: the server is asked no faster, and no profile is kept. */
const PODS_AT_ONCE = 4;

async function gatherSeries(fleet: StoredFleet, io: Io): Promise<Gathered> {
  const { series, missing } = fleet.listing;
  const names = namesOf(series);
  const pods: (PodSeries | undefined)[] = new Array(series.length);
  const failed: string[] = [];
  let first: FetchError | ProfileError | undefined;
  let period = 0;
  let next = 0;
  const counting = countOn(series.length, "pods", io);
  const work = async (): Promise<void> => {
    for (let at = next++; at < series.length; at = next++) {
      const name = names[at] as string;
      try {
        const { pod, period: own } = await readPod(fleet, series[at] as StoredSeries, name);
        pods[at] = pod;
        period = Math.max(period, own);
      } catch (error) {
        if (!isOfOnePod(error)) throw error;
        first ??= error;
        failed.push(`${name}: ${error.message}`);
      }
      counting.step();
    }
  };
  try {
    await Promise.all(Array.from({ length: PODS_AT_ONCE }, work));
  } finally {
    counting.end();
  }
  const found = pods.filter((pod) => pod !== undefined);
  if (found.length === 0) throw nobodyFault(missingLines(failed, "pods").join(), first);
  const unanswered = missing.map((each) => `not answered: ${each}`);
  return {
    pods: found,
    period,
    missing: [...unanswered, ...missingLines(failed, "pods"), ...clockLines(found, Date.now())],
  };
}

/** What to do about it is what to do about the first of them. */
function nobodyFault(message: string, first: FetchError | ProfileError | undefined): Error {
  if (first instanceof ProfileError) return new ProfileError(first.code, message, first.pprofText, { cause: first });
  const { code = "not-found", status } = first ?? {};
  return new FetchError(code, message, "", { cause: first, ...(status === undefined ? {} : { status }) });
}

/** What other pods need not have. */
function isOfOnePod(error: unknown): error is FetchError | ProfileError {
  return error instanceof ProfileError || (error instanceof FetchError && error.code !== "sum-only");
}

async function readPod(
  { store, query, counters, known }: StoredFleet,
  { labels, points }: StoredSeries,
  name: string,
): Promise<{ readonly pod: PodSeries; readonly period: number }> {
  const times = points.map(({ atNanos }) => Number(atNanos / 1_000_000n));
  const values = points.map(({ value }) => value);
  const allocated = points.map((point) => counters.get(keyOf(labels, point)));
  const { from, looks, course } = courseOf(times, values, allocated);
  const read = await readLooks(
    looks,
    async (look) => await readStoredLive(store, query, labels, points[from + look] as StoredPoint),
  );
  const profiles = read.map(([, profile]) => profile);
  const last = profiles.at(-1) as Profile;
  const { node, ...limit } = factsOf(podNameOf(labels, name), labels, undefined, known);
  const pod: PodSeries = {
    ...{ name, service: serviceOf(labels) ?? programOf(last), node: labelOf(labels, NODE_LABELS) ?? node, ...limit },
    version: versionOf(labels) ?? buildOf(last) ?? templateOf(labelOf(labels, POD_LABELS) ?? ""),
    ...{ ...course, looks: read.map(([look]) => look), functions: looksOf(profiles.map(liveByFunction)) },
  };
  return { pod, period: profiles.reduce((most, { header }) => Math.max(most, Number(header.period)), 0) };
}

/** Both ends are needed; what lies between them may be gone. */
async function readLooks(
  looks: readonly number[],
  read: (look: number) => Promise<Profile>,
): Promise<(readonly [look: number, profile: Profile])[]> {
  const found: (readonly [number, Profile])[] = [];
  for (const look of looks) {
    try {
      found.push([look, await read(look)]);
    } catch (error) {
      const isEnd = look === looks[0] || look === looks.at(-1);
      if (isEnd || !isOfOnePod(error)) throw error;
    }
  }
  return found;
}

const VERSION_LABELS = ["version", "service_version", "app_kubernetes_io_version", "service_git_ref", "build_id"];
const SERVICE_LABELS = ["service_name", "app_kubernetes_io_name", "app", "container", "job"];

function versionOf(labels: Labels): string | undefined {
  return labelOf(labels, VERSION_LABELS);
}

function serviceOf(labels: Labels): string | undefined {
  return labelOf(labels, SERVICE_LABELS);
}

function labelOf(labels: Labels, names: readonly string[]): string | undefined {
  return names.map((name) => labels[name]).find((value) => value !== undefined);
}

const POD_LABELS = ["pod", "k8s_pod_name", "kubernetes_pod_name"];
const NAME_LABELS = [...POD_LABELS, "instance", "hostname", "service_instance_id"];
const NAMESPACE_LABELS = ["namespace", "k8s_namespace_name", "kubernetes_namespace"];
const CONTAINER_LABELS = ["container", "k8s_container_name"];
const NODE_LABELS = ["node", "k8s_node_name"];

function podNameOf(labels: Labels, name: string): PodName {
  return {
    namespace: labelOf(labels, NAMESPACE_LABELS),
    name: labelOf(labels, POD_LABELS) ?? name,
    container: labelOf(labels, CONTAINER_LABELS),
  };
}

/** A pod's name; with all labels where names do not tell series apart. */
function namesOf(series: readonly StoredSeries[]): string[] {
  const short = series.map(({ labels }) => labelOf(labels, NAME_LABELS));
  const counts = new Map<string | undefined, number>();
  for (const name of short) counts.set(name, (counts.get(name) ?? 0) + 1);
  return series.map(({ labels }, at) => {
    const name = short[at];
    if (name !== undefined && counts.get(name) === 1) return name;
    return (
      Object.entries(labels)
        .map(([label, value]) => `${label}=${value}`)
        .join(",") || "(no labels)"
    );
  });
}

function nothingFound(query: string, { from, to }: Stretch, { missing }: Listing): FetchError {
  const why = missing.length === 0 ? "" : `; not all was answered: ${missing.join("; ")}`;
  const fact = `no heap profile with ${query} from ${formatNanos(from)} to ${formatNanos(to)}${why}`;
  return new FetchError("not-found", fact, fact);
}
