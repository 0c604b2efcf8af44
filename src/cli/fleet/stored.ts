/** A fleet out of a server: the course of each pod from the list, its first and its last profile by themselves. */
import { FetchError } from "../../errors.ts";
import { openStore } from "../../fetch/stores/open.ts";
import type { Labels, Listing, Store, StoredSeries, Stretch } from "../../fetch/stores/store.ts";
import { readStoredLive } from "../../load/stores/stored-heap.ts";
import { formatNanos } from "../../measurement/moment.ts";
import type { Profile } from "../../profile/tables.ts";
import type { PodSeries } from "../../report/fleet/fleet.ts";
import { liveByFunction } from "../../report/fleet/functions.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { countOn } from "./counting.ts";
import { endsOf, type Gathered, missingLines } from "./gathered.ts";

/** `source` without its selector. Throws FetchError. */
export async function gatherStored(source: string, query: string, stretch: Stretch, io: Io): Promise<Gathered> {
  const store = await openStore(source, readOptions(io));
  try {
    const listing = await store.list("inuse_space", query, stretch);
    if (listing.series.length === 0) throw nothingFound(query, stretch, listing);
    return await gatherSeries(store, query, listing, io);
  } finally {
    await store.close();
  }
}

/** A few pods at a time: the server is asked no faster, and no profile is kept. */
const PODS_AT_ONCE = 4;

async function gatherSeries(store: Store, query: string, { series, missing }: Listing, io: Io): Promise<Gathered> {
  const names = namesOf(series);
  const pods: (PodSeries | undefined)[] = new Array(series.length);
  const failed: string[] = [];
  let period = 0;
  let next = 0;
  const counting = countOn(series.length, "pods", io);
  const work = async (): Promise<void> => {
    for (let at = next++; at < series.length; at = next++) {
      const name = names[at] as string;
      try {
        const { pod, period: own } = await readPod(store, query, series[at] as StoredSeries, name);
        pods[at] = pod;
        period = Math.max(period, own);
      } catch (error) {
        if (!(error instanceof FetchError) || error.code === "sum-only") throw error;
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
  return {
    pods: pods.filter((pod) => pod !== undefined),
    period,
    missing: [...missing.map((each) => `not answered: ${each}`), ...missingLines(failed, "pods")],
  };
}

async function readPod(store: Store, query: string, { labels, points }: StoredSeries, name: string) {
  const [first, last] = [points[0], points.at(-1)] as [StoredSeries["points"][number], StoredSeries["points"][number]];
  const before = await readStoredLive(store, query, labels, first);
  const after = last === first ? before : await readStoredLive(store, query, labels, last);
  const pod: PodSeries = {
    ...{ name, version: versionOf(labels) ?? buildOf(after), node: labels["node"] ?? null },
    times: points.map(({ atNanos }) => Number(atNanos / 1_000_000n)),
    values: points.map(({ value }) => value),
    ends: endsOf(liveByFunction(before), liveByFunction(after)),
  };
  return { pod, period: Math.max(Number(before.header.period), Number(after.header.period)) };
}

const VERSION_LABELS = ["version", "service_version", "app_kubernetes_io_version", "service_git_ref", "build_id"];

function versionOf(labels: Labels): string | undefined {
  return VERSION_LABELS.map((name) => labels[name]).find((value) => value !== undefined);
}

/** The id of the main program's build. */
export function buildOf({ mappings, strings }: Profile): string | null {
  const id = mappings.length === 0 ? "" : strings.at(mappings.buildId[0] as number);
  return id === "" ? null : id;
}

const NAME_LABELS = ["pod", "instance", "hostname", "service_instance_id"];

/** A pod's name; with all labels where names do not tell series apart. */
function namesOf(series: readonly StoredSeries[]): string[] {
  const short = series.map(({ labels }) =>
    NAME_LABELS.map((name) => labels[name]).find((value) => value !== undefined),
  );
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
