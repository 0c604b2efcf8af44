/** How many captures belong together: put in order of time, cleared of repeated states, split where the process changed. */
import { compare } from "./comparison.ts";
import { type CaptureOrder, captureOrders } from "./order.ts";
import type { PairFacts } from "./pair.ts";
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

const ABOUT_PAIR = new Set<Finding["code"]>(["other-build", "other-rate", "different-process", "process-unknown"]);

/** Costs one diff for each pair of neighbours, in each order that is tried. */
export function checkSeries(captures: readonly Capture[]): SeriesProvenance {
  const { order, steps } = chooseOrder(captures);
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
