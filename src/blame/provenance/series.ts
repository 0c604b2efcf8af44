/** How many captures belong together: put in order of time, cleared of repeated states, split where the process changed. */

import { compare } from "./comparison.ts";
import { type CaptureOrder, captureOrders } from "./order.ts";
import type { PairFacts } from "./pair.ts";
import { MIN_COUNTERS } from "./process-relation.ts";
import { type Capture, checkCapture, type Finding } from "./provenance.ts";

export interface SeriesProvenance {
  readonly order: CaptureOrder;
  /** Runs of one process, in order of time, each a list of indices into the captures: one index a state of the heap. */
  readonly runs: readonly (readonly number[])[];
  /** Captures left out because they repeat the state of the one before. */
  readonly repeated: readonly number[];
  /** Rows of neighbours are one bucket of both. */
  readonly hasSharedRows: boolean;
  readonly findings: readonly Finding[];
}

/** What tells the processes of captures apart where it is known besides: numbers of processes, by capture. */
type KnownProcesses = readonly (number | undefined)[];

const ABOUT_PAIR = new Set<Finding["code"]>([
  "other-build",
  "other-rate",
  "rate-changed",
  "different-process",
  "process-unknown",
]);

/** Costs one diff for each pair of neighbours, in each order that is tried. */
export function checkSeries(captures: readonly Capture[], processes: KnownProcesses = []): SeriesProvenance {
  const { order, steps: compared } = chooseOrder(captures);
  const steps = withProcesses(captures, order, compared, processes);
  const { runs, repeated } = splitRuns(order, steps);
  const states = captures.length - repeated.length;
  const findings = [
    ...describeOrder(order, captures.length),
    ...captures.flatMap((capture) => checkCapture(capture)),
    ...steps.flatMap(({ findings }) => findings.filter(({ code }) => ABOUT_PAIR.has(code))),
  ];
  if (repeated.length > 0) {
    const facts = { captures: captures.length, states };
    findings.push({
      code: "same-states",
      severity: states === 1 ? "blocking" : "limiting",
      facts,
    });
  }
  const hasSharedRows = steps.every((step) => step.hasSharedRows);
  return { order, runs, repeated, hasSharedRows, findings };
}

/**
 * Each pair of neighbours may have too few counters to tell whether they are of one process; the series has more. A process that is known to be another
 * one is, whatever the counters say.
 */
function withProcesses(
  captures: readonly Capture[],
  { indices }: CaptureOrder,
  steps: readonly PairFacts[],
  processes: KnownProcesses,
): readonly PairFacts[] {
  const isRising = steps.every(({ relation, counters }) => relation !== "different" && counters.decreased === 0);
  const compared = steps.reduce((sum, { isSameState, counters }) => sum + (isSameState ? 0 : counters.compared), 0);
  const isOne = isRising && compared >= MIN_COUNTERS;
  return steps.map((step, at) => {
    const [before, after] = [indices[at] as number, indices[at + 1] as number];
    if (isRestarted(captures, before, after, processes)) return asOther(step, captures, before, after);
    return isOne && step.relation === "unknown" ? asSame(step) : step;
  });
}

function isRestarted(captures: readonly Capture[], before: number, after: number, processes: KnownProcesses): boolean {
  const [from, to] = [processes[before], processes[after]];
  if (from !== undefined && to !== undefined) return from !== to;
  const [first, next] = [captures[before]?.profile.memStats, captures[after]?.profile.memStats];
  return RISING.some((name) => (next?.[name] ?? Number.POSITIVE_INFINITY) < (first?.[name] ?? 0));
}

/** Of MemStats: counts that only rise while a process lives. */
const RISING = ["totalAlloc", "mallocs", "numGC"] as const;

function asOther(step: PairFacts, captures: readonly Capture[], before: number, after: number): PairFacts {
  if (step.relation === "different") return step;
  const names = { base: captures[before]?.name ?? "", current: captures[after]?.name ?? "" };
  const facts = { ...names, counters: step.counters.compared, decreased: step.counters.decreased };
  const finding: Finding = { code: "different-process", severity: "limiting", facts };
  const findings = [...step.findings.filter(({ code }) => !ABOUT_PROCESS.has(code)), finding];
  return { ...step, relation: "different", isSameState: false, findings };
}

function asSame(step: PairFacts): PairFacts {
  return { ...step, relation: "same", findings: step.findings.filter(({ code }) => !ABOUT_PROCESS.has(code)) };
}

const ABOUT_PROCESS = new Set<Finding["code"]>(["different-process", "process-unknown", "same-process"]);

interface OrderedSteps {
  readonly order: CaptureOrder;
  /** Every capture of the order against the one before it that shows another state. */
  readonly steps: readonly PairFacts[];
}

/** The best order that the counters do not contradict. */
function chooseOrder(captures: readonly Capture[]): OrderedSteps {
  const [best, ...others] = captureOrders(captures);
  const first = compareSteps(captures, best);
  if (!isContradicted(first)) return first;
  for (const order of others) {
    const tried = compareSteps(captures, order);
    if (!isContradicted(tried)) return tried;
  }
  return first;
}

/**
 * Later ones of one process have lower counters: a clock was set back, or names lie. Sums of counters mean nothing over several processes; where
 * they are all there is, the next best evidence is looked at.
 */
function isContradicted({ order, steps }: OrderedSteps): boolean {
  return steps.some(
    ({ relation, isSwapped }) =>
      (relation === "same" && isSwapped) || (order.by === "counters" && relation === "different"),
  );
}

function compareSteps(captures: readonly Capture[], order: CaptureOrder): OrderedSteps {
  const steps: PairFacts[] = [];
  let before = captures[order.indices[0] as number] as Capture;
  for (const index of order.indices.slice(1)) {
    const after = captures[index] as Capture;
    const step = compare(before.profile, after.profile, { names: { base: before.name, current: after.name } }).pair;
    steps.push(step);
    if (!step.isSameState) before = after;
  }
  return { order, steps };
}

function splitRuns(
  { indices }: CaptureOrder,
  steps: readonly PairFacts[],
): Pick<SeriesProvenance, "runs" | "repeated"> {
  const runs: number[][] = indices.slice(0, 1).map((index) => [index]);
  const repeated: number[] = [];
  for (const [at, { isSameState, relation }] of steps.entries()) {
    const index = indices[at + 1] as number;
    if (isSameState) repeated.push(index);
    else if (relation === "different") runs.push([index]);
    else runs.at(-1)?.push(index);
  }
  return { runs, repeated };
}

function describeOrder({ by, isAsGiven }: CaptureOrder, captures: number): Finding[] {
  if (captures < 2 || (by === "time" && isAsGiven)) return [];
  return [{ code: "order", severity: by === "given" ? "limiting" : "note", facts: { by, isAsGiven } }];
}
