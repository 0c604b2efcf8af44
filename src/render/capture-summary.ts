/** What every format of a capture's report says in the same words: its steps, and where the process stands against its limit. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import { add, type Value } from "../profile/int64.ts";
import type { CapturePoint, CaptureReport, CaptureStep } from "../report/capture/capture.ts";
import { certainty } from "./certainty-cells.ts";

export interface StepCells {
  readonly heads: readonly string[];
  /** The last cell is a frame's name or empty. */
  readonly rows: readonly (readonly string[])[];
  /** The steps that have no row; empty if there is none. */
  readonly left: string;
}

/** A row a step, of at most so many those that changed most. The runs of the command have a column where there is one. */
export function stepCells({ steps }: CaptureReport, most: number = steps.length): StepCells {
  const unit = chooseColumnUnit(
    steps.flatMap(({ base, current }) => [base, current]),
    "bytes",
  );
  const shown = largestSteps(steps, most);
  const hasRuns = steps.some(({ iterations }) => iterations !== null);
  const bare: ColumnUnit = { ...unit, suffix: "" };
  return {
    heads: [
      "step",
      "time",
      ...(hasRuns ? ["runs"] : []),
      `live heap ${unit.suffix}`,
      "net",
      "\u00b1",
      "most",
      "",
      "in",
    ],
    rows: shown.map((step) => [
      `${step.from} -> ${step.to}`,
      formatDuration(step.seconds * 1e9),
      ...(hasRuns ? [step.iterations === null ? "" : String(step.iterations)] : []),
      `${formatValue(step.base, bare)} -> ${formatValue(step.current, bare)}`,
      formatDelta(step.net, bare),
      certainty(step, bare),
      step.top === null ? "" : formatDelta(step.top.growth, bare),
      "",
      step.top?.frame ?? "",
    ]),
    left: leftLine(
      steps.filter((step) => !shown.includes(step)),
      unit,
    ),
  };
}

/** Those that changed most, in order of time. */
function largestSteps(steps: readonly CaptureStep[], most: number): readonly CaptureStep[] {
  const size = ({ net }: CaptureStep): number => Math.abs(Number(net));
  const largest = new Set(steps.toSorted((a, b) => size(b) - size(a)).slice(0, most));
  return steps.filter((step) => largest.has(step));
}

function leftLine(left: readonly CaptureStep[], unit: ColumnUnit): string {
  if (left.length === 0) return "";
  const net = left.reduce<Value>((sum, step) => add(sum, step.net), 0);
  return `${left.length} more ${left.length === 1 ? "step" : "steps"} of less change: ${formatDelta(net, unit)}`;
}

/**
 * The last snapshot of the process that is looked at against the container's limit and the settings of the runtime; empty where nothing of that is
 * known.
 */
export function standingLine({ settings, points, run }: CaptureReport): string {
  const { memoryLimit, memoryRequest, gogc, gomemlimit, restartCount, lastEnd } = settings;
  const isContainerKnown = restartCount !== null;
  const last = points.find(({ name }) => name === run.at(-1)) as CapturePoint;
  const bytes = (what: string, value: number | null): string[] =>
    value === null ? [] : [`${what} ${amountOf(value)}${shareOfLimit(value, memoryLimit?.bytes)}`];
  return [
    ...(isContainerKnown
      ? [`memory limit ${memoryLimit?.text ?? "not set"}, request ${memoryRequest ?? "not set"}`]
      : []),
    ...bytes("working set", last.workingSetBytes),
    ...bytes("resident", last.residentBytes),
    ...bytes("live heap", last.liveBytes),
    ...(isContainerKnown ? [`GOGC ${gogc ?? "not set"}`, `GOMEMLIMIT ${gomemlimit ?? "not set"}`] : []),
    ...(restartCount === null || restartCount === 0
      ? []
      : [
          `${restartCount} ${restartCount === 1 ? "restart" : "restarts"}${lastEnd === null ? "" : `, the last after ${lastEnd}`}`,
        ]),
  ].join(", ");
}

function amountOf(bytes: number): string {
  return formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
}

function shareOfLimit(bytes: number, limit: number | undefined): string {
  return limit === undefined ? "" : ` (${formatPercent(bytes / limit)} of the limit)`;
}

/** `pod linkerd/linkerd-destination-5d8-x, process 2 of 3, snapshots 004 to 010`. `quote` is for names. */
export function subjectLine(
  { source, program, settings, points, run }: CaptureReport,
  quote: (name: string) => string = (name) => name,
): string {
  const processes = new Set(points.map(({ process }) => process));
  const ofRun = points.find(({ name }) => name === run[0])?.process;
  return [
    settings.pod === null ? quote(source) : `pod ${quote(settings.pod)}`,
    ...(program === null ? [] : [quote(program)]),
    ...(processes.size < 2 ? [] : [`process ${ofRun} of ${processes.size}: the one with most snapshots`]),
    `${run.length} of ${points.length} snapshots, ${quote(run[0] as string)} to ${quote(run.at(-1) as string)}`,
  ].join(", ");
}
