/** The captures of a series, with what was taken beside each: files one by one, goroutine profiles among them, or directories made by capture. */
import { join } from "node:path";
import { captureOrders } from "../../blame/provenance/order.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { type FetchError, ProfileError, UsageError } from "../../errors.ts";
import { type ReadOptions, readSource } from "../../fetch/index.ts";
import type { SnapshotRecord } from "../../fetch/manifest/manifest.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import { describeProfileKind } from "../../profile/profile-kind.ts";
import type { Profile } from "../../profile/tables.ts";
import { evenPositions } from "../../report/fleet/even-positions.ts";
import type { TrendBeside } from "../../report/trend/trend.ts";
import { loadGoroutines } from "../goroutine-source.ts";
import { shownProfiles } from "../pictures/shown-profiles.ts";
import { readableFrames } from "../readable-frames.ts";
import { isGap, loadCounted, reportGaps } from "../stores/counted.ts";
import type { Io } from "../terminal/io.ts";
import { refuseReadOnce } from "../terminal/read-twice.ts";
import { readOnce, readOptions } from "../terminal/reading.ts";
import { capturesOf, severalCaptures, shownFolder } from "./directories.ts";
import { goroutinesOf, memStatsOf } from "./load.ts";
import { expandSnapshots } from "./snapshots.ts";
import { loadSummaries } from "./summaries.ts";

interface SeriesSettings {
  /** Goroutine profiles: one for each capture, or two, of the first and the last. */
  readonly goroutines?: readonly string[];
  readonly anonymize?: boolean;
  readonly module?: ModuleNames | undefined;
}

interface LoadedSeries {
  /** The program's own, as the captures name them. */
  readonly module: ModuleNames | undefined;
  readonly captures: readonly Capture[];
  /** Of each capture. */
  readonly beside: readonly TrendBeside[];
  /** Where the goroutines of each are from, "" for those of a capture directory, and where none are; empty without any. */
  readonly goroutineFiles: readonly string[];
}

/** Throws UsageError, FetchError, ProfileError. */
export async function loadSeries(given: readonly string[], settings: SeriesSettings, io: Io): Promise<LoadedSeries> {
  const found = (await Promise.all((await expandSnapshots(given, io)).map((source) => placesOf(source, io)))).flat();
  const places = found.length > MOST_POINTS ? await thinned(found, given.length === 1, io) : found;
  const { heaps, goroutines } = await loadHeaps(places, io);
  for (const source of settings.goroutines ?? []) goroutines.push(await goroutineFile(source, io));
  const { profiles, names, module } = await shownProfiles(
    await Promise.all(heaps.map(({ profile }) => readableFrames(profile))),
    heaps.map(({ place }) => place.name),
    settings,
  );
  const beside = await Promise.all(heaps.map(({ place }) => besideOf(place, io)));
  const files = filesByHeap(heaps.length, goroutines);
  return {
    module,
    captures: profiles.map((profile, index) => ({ name: names[index] as string, profile })),
    beside: withGoroutines(beside, files).map((each) => (settings.anonymize === true ? counted(each) : each)),
    goroutineFiles: settings.anonymize === true ? [] : files.map((file) => file?.source ?? ""),
  };
}

/** Points of a trend that is made of more: the function by function part grows with their square. */
const MOST_POINTS = 64;

/** Evenly spaced, first and last among them. `isInOrder`: those of one directory or pattern are in the order in which they were taken. */
async function thinned(places: readonly Place[], isInOrder: boolean, io: Io): Promise<Place[]> {
  await refuseReadOnce(
    places.map(({ source }) => source),
    `more than ${MOST_POINTS} profiles`,
    io,
  );
  const ordered = isInOrder ? places : await inOrderOfTime(places, io);
  const chosen = evenPositions(ordered.length, MOST_POINTS).map((at) => ordered[at] as Place);
  await io.stderr.write(
    `heapblame: ${chosen.length} of the ${ordered.length} heap profiles are points of the trend, evenly spaced\n`,
  );
  return chosen;
}

/** Heap profiles only: what else is among so many files has no heap that it goes with. */
async function inOrderOfTime(places: readonly Place[], io: Io): Promise<Place[]> {
  const results = await loadSummaries(
    places.map(({ source }) => source),
    readOptions(io),
    io,
  );
  const captures: Capture[] = [];
  const heaps: Place[] = [];
  for (const [index, result] of results.entries()) {
    if (isOfGoroutines(result)) continue;
    if (result.status === "rejected") throw result.reason;
    const place = places[index] as Place;
    captures.push({ name: place.name, profile: result.value });
    heaps.push(place);
  }
  if (heaps.length === 0) throw new UsageError("bad-option", "a trend is of heap profiles: these are of goroutines");
  return captureOrders(captures)[0].indices.map((index) => heaps[index] as Place);
}

/** A file, or a snapshot of a capture. */
interface Place {
  readonly source: string;
  readonly name: string;
  readonly snapshot: { readonly directory: string; readonly record: SnapshotRecord } | undefined;
  /** Of a log: tells its processes apart. */
  readonly process?: number;
}

async function placesOf(source: string, io: Io): Promise<Place[]> {
  const captures = await capturesOf(source, io);
  const [only] = captures;
  if (captures.length > 1) throw severalCaptures(source, captures, io.cwd);
  if (only === undefined) {
    return [{ source, name: withoutSecrets(source), snapshot: undefined }];
  }
  return only.manifest.snapshots.map((record): Place => {
    const path = join(shownFolder(only, source, io.cwd), record.files.heap.path);
    return { source: path, name: path, snapshot: { directory: only.directory, record } };
  });
}

interface Heap {
  readonly place: Place;
  readonly profile: Profile;
}

interface GoroutineFile {
  readonly source: string;
  readonly groups: readonly GoroutineGroup[];
}

async function goroutineFile(source: string, io: Io): Promise<GoroutineFile> {
  return { source, groups: (await loadGoroutines(source, io)).groups };
}

/** Goroutine profiles among the files are what was taken beside the heaps, in the order in which they are given. */
async function loadHeaps(
  places: readonly Place[],
  io: Io,
): Promise<{ readonly heaps: Heap[]; readonly goroutines: GoroutineFile[] }> {
  const options = { ...readOptions(io), symbolizeGoText: true, stdin: readOnce(io.stdin) };
  const results = await loadCounted(
    places.map(({ source }) => source),
    options,
    io,
  );
  const heaps: Heap[] = [];
  const goroutines: GoroutineFile[] = [];
  const gaps: FetchError[] = [];
  for (const [index, result] of results.entries()) {
    const place = places[index] as Place;
    if (isOfGoroutines(result)) goroutines.push(await goroutineFile(place.source, io));
    else if (result.status === "fulfilled") heaps.push({ place, profile: result.value });
    else if (isGap(place.source, result.reason)) gaps.push(result.reason);
    else for (const state of await statesIn(place, result.reason, options)) heaps.push(state);
  }
  await reportGaps(gaps, places.length, io);
  if (heaps.length > 0) return { heaps, goroutines };
  throw new UsageError("bad-option", "a trend is of heap profiles: these are of goroutines");
}

/** What is no profile may be a log with lines of gctrace. Throws `fault` where it is none. */
async function statesIn(place: Place, fault: unknown, options: ReadOptions): Promise<Heap[]> {
  if (!(fault instanceof ProfileError)) throw fault;
  const bytes = await readSource(place.source, options);
  const { isGcLog, statesOfLog } = await import("./gc-log.ts");
  if (!isGcLog(bytes)) throw fault;
  return statesOfLog(bytes, MOST_POINTS, options.onNotice).map(({ profile, process, number }) => ({
    place: { ...place, name: `${place.name}: gc ${number}`, process },
    profile,
  }));
}

function isOfGoroutines(result: PromiseSettledResult<Profile>): boolean {
  if (result.status === "fulfilled") return describeProfileKind(result.value.header) === "goroutine";
  return (result.reason as { readonly code?: unknown }).code === "goroutine-text";
}

async function besideOf({ snapshot, process }: Place, io: Io): Promise<TrendBeside> {
  if (snapshot === undefined) return { process };
  const { directory, record } = snapshot;
  return {
    goroutines: await goroutinesOf(directory, record, io),
    memStats: await memStatsOf(directory, record, io),
    resident: record.workingSetBytes ?? record.residentBytes ?? undefined,
    process: record.process,
  };
}

/** Of each heap; empty without any. Throws UsageError where it is not clear which goes with which. */
function filesByHeap(heaps: number, files: readonly GoroutineFile[]): readonly (GoroutineFile | undefined)[] {
  if (files.length === 0 || files.length === heaps) return files;
  if (files.length === 2) {
    return Array.from({ length: heaps }, (_, at) => (at === 0 ? files[0] : at === heaps - 1 ? files[1] : undefined));
  }
  throw new UsageError(
    "bad-option",
    `${files.length} goroutine profiles for ${heaps} heap profiles: give one for each, or two, of the first and the last`,
  );
}

function withGoroutines(
  beside: readonly TrendBeside[],
  files: readonly (GoroutineFile | undefined)[],
): readonly TrendBeside[] {
  return beside.map((each, at) => {
    const file = files[at];
    return file === undefined ? each : { ...each, goroutines: file.groups };
  });
}

/** Numbers without names. */
function counted({ goroutines, ...rest }: TrendBeside): TrendBeside {
  return { ...rest, goroutines: goroutines?.map((group) => ({ ...group, frames: [], createdBy: undefined })) };
}
