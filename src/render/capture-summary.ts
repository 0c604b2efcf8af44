/** What every format of a capture's report says in the same words: its steps, and where the process stands against its limit. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import type { CapturePoint, CaptureReport, CaptureStep } from "../report/capture.ts";
import { plusMinus } from "./growth-summary.ts";

export interface StepCells {
  readonly heads: readonly string[];
  /** The last cell is a frame's name. */
  readonly rows: readonly (readonly string[])[];
}

/** A row a step. The runs of the command have a column where there is one. */
export function stepCells({ steps }: CaptureReport): StepCells {
  const unit = chooseColumnUnit(
    steps.flatMap(({ base, current }) => [base, current]),
    "bytes",
  );
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
      "",
      "most of it",
    ],
    rows: steps.map((step) => [
      `${step.from} -> ${step.to}`,
      formatDuration(step.seconds * 1e9),
      ...(hasRuns ? [step.iterations === null ? "" : String(step.iterations)] : []),
      `${formatValue(step.base, bare)} -> ${formatValue(step.current, bare)}`,
      formatDelta(step.net, bare),
      plusMinus(step, bare).replace("\u00b1", ""),
      "",
      topOf(step, unit),
    ]),
  };
}

function topOf({ top, significant }: CaptureStep, unit: ColumnUnit): string {
  if (top !== null) return `${formatDelta(top.growth, unit)} ${top.frame}`;
  return significant === false ? "~ within sampling noise" : "";
}

/** The last snapshot against the container's limit and the settings of the runtime; empty where nothing of that is known. */
export function standingLine({ settings, points }: CaptureReport): string {
  const { memoryLimit, memoryRequest, gogc, gomemlimit, restartCount, lastEnd, pod } = settings;
  const last = points.at(-1) as CapturePoint;
  const bytes = (what: string, value: number | null): string[] =>
    value === null ? [] : [`${what} ${amountOf(value)}${shareOfLimit(value, memoryLimit?.bytes)}`];
  return [
    ...(pod === null ? [] : [`memory limit ${memoryLimit?.text ?? "not set"}, request ${memoryRequest ?? "not set"}`]),
    ...bytes("working set", last.workingSetBytes),
    ...bytes("resident", last.residentBytes),
    ...bytes("live heap", last.liveBytes),
    ...(pod === null ? [] : [`GOGC ${gogc ?? "not set"}`, `GOMEMLIMIT ${gomemlimit ?? "not set"}`]),
    ...(restartCount === null || restartCount === 0
      ? []
      : [
          `${restartCount} ${restartCount === 1 ? "restart" : "restarts"}${lastEnd === null ? "" : `, the last after ${lastEnd}`}`,
        ]),
  ].join(", ");
}

export function amountOf(bytes: number): string {
  return formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
}

function shareOfLimit(bytes: number, limit: number | undefined): string {
  return limit === undefined ? "" : ` (${formatPercent(bytes / limit)} of the limit)`;
}

/** `pod linkerd/linkerd-destination-5d8-x, process 2 of 3, snapshots 004 to 010`. */
export function subjectLine({ source, program, settings, points, run }: CaptureReport): string {
  const processes = new Set(points.map(({ process }) => process));
  const ofRun = points.find(({ name }) => name === run[0])?.process;
  return [
    settings.pod === null ? source : `pod ${settings.pod}`,
    ...(program === null ? [] : [program]),
    ...(processes.size < 2 ? [] : [`process ${ofRun} of ${processes.size}: the one with most snapshots`]),
    `${run.length} of ${points.length} snapshots, ${run[0]} to ${run.at(-1)}`,
  ].join(", ");
}
