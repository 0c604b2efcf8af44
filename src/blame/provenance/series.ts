/** How many captures belong together: put in order of time, cleared of repeated states, split where the process changed. */
import { compare, type PairFacts } from "./comparison.ts";
import { type Capture, checkCapture, type Finding } from "./provenance.ts";

export interface SeriesProvenance {
  /** Runs of one process, in order of time, each a list of indices into the captures: one index a state of the heap. */
  readonly runs: readonly (readonly number[])[];
  /** Captures left out because they repeat the state of the one before. */
  readonly repeated: readonly number[];
  readonly findings: readonly Finding[];
}

const ABOUT_PAIR = new Set<Finding["code"]>(["other-build", "other-rate", "different-process", "process-unknown"]);

/** Costs one diff for each pair of neighbours. */
export function checkSeries(captures: readonly Capture[]): SeriesProvenance {
  const order = captures
    .map((_, index) => index)
    .sort((a, b) => compareTimes(captures[a] as Capture, captures[b] as Capture));
  const runs: number[][] = [];
  const repeated: number[] = [];
  const findings: Finding[] = [];
  if (order.some((index, position) => index !== position)) {
    findings.push({
      code: "reordered",
      severity: "note",
      facts: {},
    });
  }
  for (const capture of captures) findings.push(...checkCapture(capture));
  for (const [position, index] of order.entries()) {
    const run = runs[runs.length - 1];
    if (position === 0 || run === undefined) {
      runs.push([index]);
      continue;
    }
    const pair = pairOf(captures[run[run.length - 1] as number] as Capture, captures[index] as Capture);
    findings.push(...pair.findings.filter(({ code }) => ABOUT_PAIR.has(code)));
    if (pair.isSameState) repeated.push(index);
    else if (pair.relation === "different") runs.push([index]);
    else run.push(index);
  }
  const states = captures.length - repeated.length;
  if (repeated.length > 0) {
    const facts = { captures: captures.length, states };
    findings.push({
      code: "same-states",
      severity: states === 1 ? "blocking" : "limiting",
      facts,
    });
  }
  return { runs, repeated, findings };
}

function compareTimes(a: Capture, b: Capture): number {
  const difference = a.profile.header.timeNanos - b.profile.header.timeNanos;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function pairOf(before: Capture, after: Capture): PairFacts {
  return compare(before.profile, after.profile, { names: { base: before.name, current: after.name } }).pair;
}
