/** The pods of a fleet as cells of a table, and as many of its growths as a reader wants. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import type { FleetPod, FleetReport } from "../report/fleet/fleet.ts";

interface FleetCells {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The last two columns are texts. */
export function fleetCells({ pods, limitBytes }: FleetReport): FleetCells {
  const live = chooseColumnUnit(
    pods.flatMap(({ first, last }) => [first, last]),
    "bytes",
  );
  const rate = chooseColumnUnit(
    pods.flatMap(({ slopePerHour }) => (slopePerHour === null ? [] : [slopePerHour])),
    "bytes",
  );
  const hasNode = pods.some(({ node }) => node !== null);
  const heads = ["live", "an hour", "from", "to", ...(limitBytes === null ? [] : ["limit in"]), "course", "since"];
  return {
    heads: [...heads, "version", ...(hasNode ? ["node"] : []), "grew by", "pod"],
    rows: pods.map((pod) => [
      ...numbersOf(pod, live, rate),
      ...(limitBytes === null ? [] : [limitText(pod)]),
      ...[pod.shape, pod.since === null ? "" : pod.since.slice(0, 16).replace("T", " "), pod.version ?? "?"],
      ...(hasNode ? [pod.node ?? "?"] : []),
      ...[pod.grew ?? "", pod.isOutlier ? `${pod.name} *` : pod.name],
    ]),
  };
}

function numbersOf(
  { last, slopePerHour, slopeLow, slopeHigh }: FleetPod,
  live: ColumnUnit,
  rate: ColumnUnit,
): string[] {
  const cell = (value: number | null): string => (value === null ? "" : formatDelta(value, rate));
  return [formatValue(last, live), cell(slopePerHour), cell(slopeLow), cell(slopeHigh)];
}

function limitText({ hoursToLimit }: FleetPod): string {
  return hoursToLimit === null ? "" : formatDuration(hoursToLimit.expected * 3.6e12);
}
