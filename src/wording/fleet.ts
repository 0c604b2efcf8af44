/** What a fleet does, in sentences: who grows, by what, since when, and which version brought it. */
import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import type { FleetGrowth, FleetReport } from "../report/fleet/fleet.ts";

/** What a fleet's report says in sentences. */
export interface FleetWords {
  /** The first lines: how many pods rise, and how fast. */
  readonly leading: readonly string[];
  /** As the report has its growths: a sentence for each. */
  readonly growths: readonly string[];
  /** What the numbers rest on, and what could not be had. */
  readonly notes: readonly string[];
}

/** The report in sentences. */
export function fleetWords(report: FleetReport): FleetWords {
  return {
    leading: [leadingText(report), ...(report.growths.length === 0 ? [NOBODY] : [])],
    growths: report.growths.map(growthText),
    notes: [noiseText(report), ...report.missing.map((each) => `Not known: ${each}.`)],
  };
}

const NOBODY = "No function surely grew in a pod from its first profile to its last.";

function leadingText({ counts: { pods, rising, outliers }, profiles, from, to }: FleetReport): string {
  const span = formatDuration((Date.parse(to) - Date.parse(from)) * 1e6);
  const those = outliers === 0 ? "" : `; ${outliers} of them surely faster than nearly all others`;
  const rise =
    rising === 0
      ? "none surely rises"
      : `${rising === pods ? "all" : rising} surely ${rising === 1 ? "rises" : "rise"}`;
  return `Of ${counted(pods, "pod")} over ${span} (${counted(profiles, "profile")}) ${rise}${those}.`;
}

function growthText(growth: FleetGrowth): string {
  const { name, kind, pods, grownIn, of, firstVersion, earlierPods, since } = growth;
  const whose =
    kind === "own"
      ? `is ${pods[0]}'s own: it surely grew in no other of ${of}`
      : kind === "shared"
        ? `is shared: it surely grew in ${grownIn} of ${of} pods`
        : `surely grew in ${grownIn} of ${of} pods`;
  const began = since === null ? "" : `; that pod grows faster since ${dayOf(since)}`;
  const version =
    firstVersion === null
      ? began
      : `; ${firstVersion} is the first version that has it, from ${dayOf(since ?? "")} on: ${counted(earlierPods, "pod")} of earlier versions grew surely less by it`;
  return `${name} ${whose}, ${amountText(growth)}${version}.`;
}

function amountText({ growth, low, high, perHour }: FleetGrowth): string {
  const unit = chooseColumnUnit([growth, low, high], "bytes");
  const rate = formatDelta(perHour, chooseColumnUnit([perHour], "bytes"));
  return `${formatDelta(growth, unit)} (${formatValue(low, unit)} to ${formatValue(high, unit)}), on average ${rate} an hour and pod`;
}

/** To the minute, UTC. */
function dayOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

function noiseText({ noise: { period, isAssumed } }: FleetReport): string {
  const rate = isAssumed
    ? `a sampling period of ${period} bytes, which is assumed: no profile says it`
    : `the sampling period of ${period} bytes`;
  return `Intervals are bounds, of 95 % or more: the variance of a stack's bytes is at most its bytes times ${rate}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
