/** The loop of a capture: snapshots of one or several processes by the plan, with the command running meanwhile, until it is done or stopped. */

import { FetchError, ProfileError } from "../errors.ts";
import type { SnapshotRecord } from "../fetch/manifest/manifest.ts";
import { leastOf } from "../measurement/extremes.ts";
import type { Command } from "./command.ts";
import type { Plan } from "./plan.ts";
import type { Recorder } from "./recorder.ts";
import type { DumpRequest } from "./snapshot.ts";
import { steadyNow, waitUntil } from "./steady-time.ts";
import { checkTrigger, type Vitals } from "./trigger.ts";

/** Heap dumps of a series: at its first snapshot and its last, or at the last alone. */
export interface DumpPlan extends DumpRequest {
  readonly at: "ends" | "last";
}

export interface SeriesHooks {
  /** Before each wait: what for, and until when by steadyNow. */
  readonly onWait: (what: "snapshot" | "look" | "settle", until: number) => void;
  readonly onTake: () => void;
  readonly onTaken: (recorder: Recorder, snapshot: SnapshotRecord) => void;
}

/** Snapshots of a moment that fail one after another until the series is given up. */
const MOST_FAILURES = 3;

/** Looks fail this long until it is: longer than a kubelet waits before it starts a container again. */
const LONGEST_OUT_OF_SIGHT = 10 * 60_000;

/** How a series ended: as planned, by the signal, or because its process could no longer be reached. */
export type SeriesEnd = "done" | "stopped" | "given-up";

/**
 * Runs the plan. What was taken before a failure or a stop is kept; a first snapshot that fails is the caller's to report. Throws FetchError,
 * ProfileError, UsageError.
 */
export async function runSeries(
  plan: Plan,
  recorders: readonly Recorder[],
  command: Command | undefined,
  hooks: SeriesHooks,
  signal: AbortSignal,
  dump?: DumpPlan,
): Promise<SeriesEnd> {
  const series = createSeries(recorders, command, hooks, signal, dump);
  try {
    if (plan.kind === "timed") await runTimed(plan, series);
    else if (plan.kind === "around") await runAround(plan, series);
    else await runTriggered(plan, series);
    return "done";
  } catch (error) {
    const isFailure = error instanceof FetchError || error instanceof ProfileError;
    if (!signal.aborted && (!isFailure || series.taken() === 0)) throw error;
    const why = signal.aborted ? "stopped before the plan was done" : series.whyGivenUp();
    for (const recorder of recorders) await recorder.note("stopped", why);
    return signal.aborted ? "stopped" : "given-up";
  } finally {
    await command?.stop();
  }
}

interface Series {
  readonly recorders: readonly Recorder[];
  /** Snapshots there are of the process that has fewest. */
  readonly taken: () => number;
  /** `isLast`: of the plan. */
  readonly take: (trigger: string | null, isLast?: boolean) => Promise<void>;
  /** Starts one more run of the command; what goes wrong with it becomes an event. */
  readonly runCommand: () => Promise<void>;
  readonly waitUntil: (what: "snapshot" | "look" | "settle", until: number) => Promise<void>;
  /** One a recorder; undefined where it could not be looked at this time. */
  readonly vitals: () => Promise<(Vitals | undefined)[]>;
  readonly whyGivenUp: () => string;
}

function createSeries(
  recorders: readonly Recorder[],
  command: Command | undefined,
  hooks: SeriesHooks,
  signal: AbortSignal,
  dump: DumpPlan | undefined,
): Series {
  let failures = 0;
  /** When looks began to fail; by recorder. */
  const lostSince = new Map<Recorder, number>();
  const look = async (recorder: Recorder): Promise<Vitals | undefined> => {
    try {
      const vitals = await recorder.vitals(signal);
      lostSince.delete(recorder);
      return vitals;
    } catch (error) {
      if (signal.aborted || !(error instanceof FetchError)) throw error;
      const since = lostSince.get(recorder);
      if (since === undefined) {
        lostSince.set(recorder, steadyNow());
        await recorder.note("failed", `out of sight: ${error.message}`);
      } else if (steadyNow() - since > LONGEST_OUT_OF_SIGHT) throw error;
      return undefined;
    }
  };
  const takeOne = async (recorder: Recorder, trigger: string | null, isLast: boolean): Promise<boolean> => {
    try {
      const iterations = command === undefined ? null : command.completed();
      const isEnd = isLast || (dump?.at === "ends" && recorder.manifest().snapshots.length === 0);
      hooks.onTaken(recorder, await recorder.take(iterations, trigger, signal, isEnd ? dump : undefined));
      return true;
    } catch (error) {
      const isFirst = recorder.manifest().snapshots.length === 0;
      if (signal.aborted || isFirst || !(error instanceof FetchError || error instanceof ProfileError)) throw error;
      await recorder.note("failed", `no snapshot: ${error.message}`);
      if (failures + 1 >= MOST_FAILURES) throw error;
      return false;
    }
  };
  return {
    recorders,
    taken: () => leastOf(recorders.map((recorder) => recorder.manifest().snapshots.length)),
    take: async (trigger, isLast = false) => {
      signal.throwIfAborted();
      hooks.onTake();
      const results = await Promise.allSettled(recorders.map((recorder) => takeOne(recorder, trigger, isLast)));
      for (const result of results) if (result.status === "rejected") throw result.reason;
      failures = results.some((result) => result.status === "fulfilled" && result.value) ? 0 : failures + 1;
    },
    runCommand: async () => {
      const fault = await command?.run();
      if (fault === undefined) return;
      for (const recorder of recorders) await recorder.note("during", fault);
    },
    waitUntil: async (what, until) => {
      hooks.onWait(what, until);
      await waitUntil(until, signal);
    },
    vitals: () => Promise.all(recorders.map(look)),
    whyGivenUp: () =>
      lostSince.size > 0
        ? `given up: out of sight for ${LONGEST_OUT_OF_SIGHT / 60_000} minutes`
        : `given up after ${MOST_FAILURES} failures`,
  };
}

/** The runs of the command are spread evenly over the time between the first snapshot and the last, which waits for the last of them. */
async function runTimed(plan: Extract<Plan, { kind: "timed" }>, series: Series): Promise<void> {
  const remaining = plan.count - series.taken();
  if (remaining <= 0) return;
  await series.take(null, remaining === 1);
  const start = steadyNow();
  const end = start + (remaining - 1) * plan.everyMs;
  let runsStarted = 0;
  let running: Promise<void> = Promise.resolve();
  for (let index = 1; index < remaining; index++) {
    const due = start + index * plan.everyMs;
    for (; runsStarted < plan.iterations; runsStarted++) {
      const runDue = start + (runsStarted * (end - start)) / plan.iterations;
      if (runDue >= due) break;
      await series.waitUntil("snapshot", runDue);
      running = inBackground(series.runCommand());
    }
    await series.waitUntil("snapshot", due);
    const isLast = index === remaining - 1;
    if (isLast) await running;
    await series.take(null, isLast);
  }
}

/** As many snapshots as the plan says, with equal shares of the runs between them. */
async function runAround(plan: Extract<Plan, { kind: "around" }>, series: Series): Promise<void> {
  await series.take(null);
  let done = 0;
  for (let point = 1; point < plan.count; point++) {
    for (; done < Math.round((plan.iterations * point) / (plan.count - 1)); done++) await series.runCommand();
    await series.waitUntil("settle", steadyNow() + plan.settleMs);
    await series.take(null, point === plan.count - 1);
  }
}

async function runTriggered(plan: Extract<Plan, { kind: "triggered" }>, series: Series): Promise<void> {
  const [first] = series.recorders as [Recorder];
  await series.take(null);
  const started = steadyNow();
  // A condition that can never hold is refused before it is waited for.
  const before = await series.vitals();
  for (const vitals of before) if (vitals !== undefined) checkTrigger(plan.trigger, vitals, vitals.heapBytes);
  const running = inBackground(runAll(plan.iterations, series));
  let coolUntil = 0;
  let triggered = 1;
  while (triggered < plan.count) {
    const until = steadyNow() + plan.pollMs;
    if (plan.forMs !== undefined && until > started + plan.forMs) break;
    await series.waitUntil("look", until);
    if (steadyNow() < coolUntil) continue;
    const now = await series.vitals();
    const why = now
      .flatMap((vitals, index) => {
        // Growth is from the first look that there was.
        before[index] ??= vitals;
        return vitals === undefined ? [] : [checkTrigger(plan.trigger, vitals, before[index]?.heapBytes)];
      })
      .find(({ holds }) => holds)?.why;
    if (why === undefined) continue;
    for (const recorder of series.recorders) await recorder.note("trigger", why);
    await series.take(why, triggered === plan.count - 1);
    triggered += 1;
    coolUntil = steadyNow() + plan.coolDownMs;
  }
  if (triggered === 1) await first.note("stopped", `${plan.trigger.text} did not come about`);
  await running;
}

/** Whoever awaits it hears of its failure; until then, and if nobody does, it is no unhandled one. */
function inBackground(work: Promise<void>): Promise<void> {
  work.catch(() => {});
  return work;
}

async function runAll(iterations: number, series: Series): Promise<void> {
  for (let run = 0; run < iterations; run++) await series.runCommand();
}
