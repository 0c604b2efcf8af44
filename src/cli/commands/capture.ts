/** `heapblame capture SOURCE`: takes the series, then reports on it. Without a source it reports on a directory. */
import { join, resolve } from "node:path";
import { createCommand } from "../../capture/command.ts";
import { makePlan, type Plan } from "../../capture/plan.ts";
import { openRecorder, type Recorder, type RecorderSettings } from "../../capture/recorder.ts";
import { type DumpPlan, runSeries, type SeriesEnd } from "../../capture/series.ts";
import { UsageError } from "../../errors.ts";
import { type EndpointSettings, openPod, openTarget, openUrl } from "../../fetch/kubernetes/endpoint.ts";
import { placeOf, resolvePod, resolveRunningPods } from "../../fetch/kubernetes/resolve-pod.ts";
import { inSource } from "../../load/in-source.ts";
import { largestOf, leastOf } from "../../measurement/extremes.ts";
import { VERSION } from "../../version.ts";
import type { Captured } from "../capture/directories.ts";
import { captureProgress } from "../capture/progress.ts";
import { FAILED, OK } from "../exit-codes.ts";
import { untilInterrupted } from "../terminal/interrupt.ts";
import type { Io } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { quoteWords } from "../terminal/quote-words.ts";
import { readOptions } from "../terminal/reading.ts";
import { type CaptureReporting, refuseOthers, reportCaptures } from "./capture-report.ts";
import { nameOfTaken, parseRemoteSource, type RemoteSource } from "./remote-source.ts";

export interface CaptureOptions extends CaptureReporting {
  readonly output?: string;
  readonly selector?: string;
  readonly container?: string;
  readonly every?: number;
  readonly count?: number;
  readonly for?: number;
  readonly during?: string;
  readonly iterations?: number;
  readonly settle?: number;
  readonly when?: string;
  readonly coolDown?: number;
  readonly heapDump?: string;
  readonly heapDumpAt?: DumpPlan["at"];
  readonly heapDumpLimit?: number;
}

export async function runCapture(source: string | undefined, options: CaptureOptions, io: Io): Promise<number> {
  if (source === undefined && options.selector === undefined) return await reportAgain(options, io);
  const remote = parseRemoteSource(source, options.selector);
  const directory = resolve(io.cwd, options.output ?? nameOfTaken(remote));
  const plan = makePlan(options);
  dumpPlan(options, plan);
  // Not only when all is taken.
  if (options.report !== undefined) await refuseOthers(resolve(io.cwd, options.report), [directory]);
  const { captures, end, isIdle } = await untilInterrupted(io, (stop) =>
    record(remote, directory, plan, options, io, stop),
  );
  const hasAny = captures.some(({ manifest }) => manifest.snapshots.length > 0);
  if (!hasAny) throw nothingKept();
  await reportCaptures(captures, options, io);
  const isShort = end !== "given-up" && isCounted(plan) && (await isTooShort(captures, plan, end, io));
  if (isIdle) {
    const fact = `--during ${options.during} could not be run: nothing was done between the snapshots`;
    await io.stderr.write(`heapblame: ${fact}\n`);
  }
  return end === "given-up" || isShort || isIdle ? FAILED : OK;
}

function isCounted(plan: Plan): boolean {
  return plan.kind !== "triggered" && Number.isFinite(plan.count);
}

/**
 * Whether a process has too few snapshots: nothing to compare, or, unless somebody stopped it, not even half of what was planned. Single ones that failed
 * are events, no more.
 */
async function isTooShort(captures: readonly Captured[], plan: Plan, end: SeriesEnd, io: Io): Promise<boolean> {
  const fewest = leastOf(captures.map(({ manifest }) => manifest.snapshots.length));
  if (end === "stopped") return fewest < 2;
  if (fewest >= 2 && fewest >= plan.count / 2) return false;
  await io.stderr.write(`heapblame: ${fewest} of ${plan.count} snapshots could be taken; the events say what failed\n`);
  return true;
}

function nothingKept(): UsageError {
  return new UsageError("stopped", "stopped before the first snapshot: nothing was kept");
}

/** Throws UsageError for options that only a new series has a use for. */
async function reportAgain(options: CaptureOptions, io: Io): Promise<number> {
  const directory = options.output ?? options.report;
  if (directory === undefined) {
    throw new UsageError("bad-option", "no source and no directory: give a process to capture, or -o DIR to report on");
  }
  const { readCaptures } = await import("../capture/directories.ts");
  await reportCaptures(await readCaptures(resolve(io.cwd, directory), directory), options, io);
  return OK;
}

async function record(
  remote: RemoteSource,
  directory: string,
  plan: Plan,
  options: CaptureOptions,
  io: Io,
  stop: AbortSignal,
): Promise<{ readonly captures: readonly Captured[]; readonly end: SeriesEnd; readonly isIdle: boolean }> {
  const progress = captureProgress(createProgress(io), plan, io.stderr.isTerminal);
  let recorders: readonly Recorder[] = [];
  try {
    recorders = await openRecorders(remote, directory, options, progress.onEvent, io, stop);
    const command =
      options.during === undefined ? undefined : createCommand(options.during, io, (chunk) => progress.onOutput(chunk));
    const end = await runSeries(plan, recorders, command, progress, stop, dumpPlan(options, plan));
    const captures = recorders.map((recorder) => ({ directory: recorder.directory, manifest: recorder.manifest() }));
    return { captures, end, isIdle: command?.isNowhere() === true };
  } catch (error) {
    if (stop.aborted) throw nothingKept();
    throw withKept(inSource(remote.name, error), recorders, directory);
  } finally {
    progress.end();
    await Promise.all(recorders.map((recorder) => recorder.close()));
  }
}

/** Of a disk that is full, say: where there are two snapshots they can be reported on. */
function withKept(error: unknown, recorders: readonly Recorder[], directory: string): unknown {
  const most = largestOf(
    recorders.map((recorder) => recorder.manifest().snapshots.length),
    0,
  );
  if (most < 2 || !(error instanceof UsageError) || error.code !== "write-failed") return error;
  const remedy = `what was taken before is kept: ${quoteWords(["heapblame", "capture", "-o", directory])} reports on it`;
  return new UsageError(error.code, `${error.message}; ${remedy}`, { cause: error });
}

/** Unpacked: a process of some gigabytes. */
const DUMP_LIMIT = 4 * 2 ** 30;

/** Throws UsageError "bad-option". */
function dumpPlan({ heapDump, heapDumpAt, heapDumpLimit }: CaptureOptions, plan: Plan): DumpPlan | undefined {
  if (heapDump === undefined) {
    if (heapDumpAt === undefined && heapDumpLimit === undefined) return undefined;
    throw new UsageError("bad-option", "--heap-dump-at and --heap-dump-limit go with --heap-dump PATH");
  }
  if (!heapDump.startsWith("/")) {
    throw new UsageError(
      "bad-option",
      `--heap-dump ${heapDump}: give the path of the handler, such as /debug/heapdump`,
    );
  }
  if (plan.count === Number.POSITIVE_INFINITY) {
    throw new UsageError(
      "bad-option",
      "--heap-dump is taken with the last snapshot: give --count, so that there is one",
    );
  }
  return { path: heapDump, at: heapDumpAt ?? "ends", sizeLimit: heapDumpLimit ?? DUMP_LIMIT };
}

async function openRecorders(
  remote: RemoteSource,
  directory: string,
  options: CaptureOptions,
  onEvent: Parameters<typeof openRecorder>[0]["onEvent"],
  io: Io,
  signal: AbortSignal,
): Promise<readonly Recorder[]> {
  const { http = {}, kubernetes = {} } = readOptions(io);
  const during =
    options.during === undefined ? null : { command: options.during, iterations: options.iterations ?? null };
  const common = {
    madeBy: `heapblame ${VERSION}`,
    workload: workloadOf(remote),
    during,
    container: options.container,
    onEvent,
  };
  if (remote.kind === "url") {
    const open = async () => openUrl(remote.url, { http, kubernetes });
    return [await openRecorder({ ...common, directory, source: remote.name, kubectl: kubernetes, open })];
  }
  const { target } = remote;
  const settings: EndpointSettings = { http, kubernetes };
  const place = placeOf(target, kubernetes);
  const isWhole = place.namespace === undefined || remote.name.includes("://");
  const source = isWhole ? remote.name : `${place.namespace}/${remote.name}`;
  if (!("selector" in target.object)) {
    const open = (asked: AbortSignal) => openTarget(target, settings, asked);
    return [await openRecorder({ ...common, directory, source, kubectl: place, open })];
  }
  const pods = await resolveRunningPods(target, kubernetes, signal);
  const ofPods = pods.map(({ pod }): RecorderSettings => {
    const one = { ...target, object: { kind: "pod" as const, name: pod.name } };
    const open = async (asked: AbortSignal) => openPod(await resolvePod(one, kubernetes, asked), one, settings, asked);
    const folder = join(directory, pod.name);
    return { ...common, directory: folder, source: `${source}/${pod.name}`, kubectl: place, open };
  });
  return await openAll(ofPods);
}

/** All of them, or none. */
async function openAll(all: readonly RecorderSettings[]): Promise<readonly Recorder[]> {
  const opened: Recorder[] = [];
  try {
    for (const settings of all) opened.push(await openRecorder(settings));
    return opened;
  } catch (error) {
    for (const recorder of opened) await recorder.close();
    throw error;
  }
}

const WORKLOADS = ["deployment", "statefulset", "daemonset"];

/** Where settings are to be made; null for what kubectl sets none for. */
function workloadOf(remote: RemoteSource): string | null {
  if (remote.kind === "url" || "selector" in remote.target.object) return null;
  const { kind, name } = remote.target.object;
  return WORKLOADS.includes(kind) ? `${kind}/${name}` : null;
}
