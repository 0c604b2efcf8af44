/** The series of a source that a server keeps: of one pod its profiles, of several what all of them have at evenly spaced moments. */
import { FetchError, UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { isStore, parseStore } from "../../fetch/stores/address.ts";
import { openStore } from "../../fetch/stores/open.ts";
import { type Listing, narrowed, type StoredPoint, type StoredSeries, type Stretch } from "../../fetch/stores/store.ts";
import { inSource } from "../../load/in-source.ts";
import { momentNanos } from "../../load/stores/moment.ts";
import { EVERYTHING } from "../../load/stores/state.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { formatNanos } from "../../measurement/moment.ts";
import { literalPattern } from "../../profile/filter/pattern.ts";
import { evenPositions } from "../../report/fleet/even-positions.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { asked, checkStoreOptions, type StoreOptions } from "./window.ts";

/** Points of a trend: more do not make it surer than their noise allows. */
const MOST_POINTS = 24;

/** Each such source as one source a point; other sources stay as they are. Throws UsageError, FetchError. */
export async function seriesSources(given: readonly string[], options: StoreOptions, io: Io): Promise<string[]> {
  checkStoreOptions(given, options);
  const expanded = await Promise.all(
    given.map(async (source) =>
      isStore(source) ? await pointsOf(asked(source, options.query, {}), options, io) : [source],
    ),
  );
  return expanded.flat();
}

async function pointsOf(source: string, { from = "24h", to = "now" }: StoreOptions, io: Io): Promise<string[]> {
  const stretch = { from: momentNanos(from, "--from"), to: momentNanos(to, "--to") };
  const { query = EVERYTHING } = parseStore(source);
  const listing = await listLive(source, query, stretch, io);
  const say = (text: string): Promise<void> => io.stderr.write(`heapblame: ${withoutSecrets(source)}: ${text}\n`);
  for (const part of listing.missing) await say(`not answered: ${part}`);
  const [only, second] = listing.series;
  if (only === undefined) {
    const fact = `${withoutSecrets(source)}: no heap profile with ${query} from ${formatNanos(stretch.from)} to ${formatNanos(stretch.to)}`;
    throw new FetchError("not-found", fact, fact);
  }
  if (second !== undefined) return await momentsOfAll(source, query, listing.series, say);
  const chosen = evenPositions(only.points.length, MOST_POINTS).map((at) => only.points[at] as StoredPoint);
  if (chosen.length < only.points.length)
    await say(`${chosen.length} of its ${only.points.length} profiles, evenly spaced`);
  const own = narrowed(query, only.labels);
  return chosen.map(({ atNanos }) => asked(withoutQuery(source), own, { at: formatNanos(atNanos), within: "1s" }));
}

async function listLive(source: string, query: string, stretch: Stretch, io: Io): Promise<Listing> {
  const store = await openStore(source, readOptions(io));
  try {
    return await store.list("inuse_space", query, stretch);
  } catch (error) {
    throw inSource(source, error);
  } finally {
    await store.close();
  }
}

/** Those that were there all the time: pods that came or went would look like growth. */
async function momentsOfAll(
  source: string,
  query: string,
  series: readonly StoredSeries[],
  say: (text: string) => Promise<void>,
): Promise<string[]> {
  const { first, last, stable } = lasting(series);
  if (stable.length === 0) {
    const fact = `${withoutSecrets(source)}: none of ${series.length} pods was there all the time, and the sum of pods that come and go is no trend: heapblame fleet has each of them, --query one pod's own labels its course`;
    throw new UsageError("bad-option", fact);
  }
  if (stable.length < series.length) {
    await say(`${stable.length} of ${series.length} pods were there all the time; heapblame fleet has each`);
  }
  const steps = BigInt(Math.min(MOST_POINTS, leastOf(stable)) - 1);
  const gap = steps < 1n ? 0n : (last - first) / steps;
  const names = stable.map(({ labels }) => labels["pod"]);
  const own = names.every((name) => name !== undefined) ? narrowedToPods(query, names) : query;
  await say(`the sum of ${stable.length} pods at ${steps + 1n} moments; heapblame fleet has each of them`);
  await say(coursesText(stable));
  const within = `${Math.max(1, Math.ceil(Number(gap) / 1e9))}s`;
  return Array.from({ length: Number(steps) + 1 }, (_, at) =>
    asked(withoutQuery(source), own, {
      at: formatNanos(at === Number(steps) ? last : first + gap * BigInt(at)),
      within,
    }),
  );
}

/** So many courses are told in a line. */
const TOLD = 3;

/** Of each pod what it had first and last; those that rose most. */
function coursesText(series: readonly StoredSeries[]): string {
  const ends = series.map(({ labels, points }) => ({
    name: podName(labels),
    first: points[0]?.value ?? 0,
    last: points.at(-1)?.value ?? 0,
  }));
  ends.sort((a, b) => b.last - b.first - (a.last - a.first));
  const told = ends.slice(0, TOLD).map(({ name, first, last }) => {
    const unit = chooseColumnUnit([first, last], "bytes");
    return `${name} from ${formatValue(first, unit)} to ${formatValue(last, unit)}`;
  });
  const rest = ends.length - told.length;
  return `each by itself: ${told.join(", ")}${rest === 0 ? "" : ` and ${rest} more that rose less`}`;
}

function podName(labels: StoredSeries["labels"]): string {
  return labels["pod"] ?? (Object.values(labels).join(" ") || "one without labels");
}

function lasting(series: readonly StoredSeries[]) {
  const ends = series.map(({ points }) => [points[0]?.atNanos ?? 0n, points.at(-1)?.atNanos ?? 0n] as const);
  const earliest = smallest(ends.map(([start]) => start));
  const latest = -smallest(ends.map(([, end]) => -end));
  const margin = (latest - earliest) / 10n;
  const isStable = (_: StoredSeries, at: number): boolean => {
    const [start, end] = ends[at] ?? [0n, 0n];
    return start <= earliest + margin && end >= latest - margin;
  };
  const stable = series.filter(isStable);
  // From when on all of them have a profile.
  const first = -smallest(ends.flatMap(([start], at) => (isStable(series[at] as StoredSeries, at) ? [-start] : [])));
  return { first, last: latest, stable };
}

function smallest(values: readonly bigint[]): bigint {
  let [least = 0n] = values;
  for (const value of values) if (value < least) least = value;
  return least;
}

function leastOf(series: readonly StoredSeries[]): number {
  return series.reduce((least, { points }) => Math.min(least, points.length), MOST_POINTS);
}

/** Parca looks for a pattern anywhere in a label, Pyroscope takes it for all of it. */
function narrowedToPods(query: string, names: readonly (string | undefined)[]): string {
  const inside = query.slice(1, -1).trim().replace(/,$/, "");
  const pattern = `^(?:${names.map((name) => literalPattern(name ?? "")).join("|")})$`;
  return `{${inside === "" ? "" : `${inside},`}pod=~${JSON.stringify(pattern)}}`;
}

function withoutQuery(source: string): string {
  return source.replace(/\?.*$/s, "");
}
