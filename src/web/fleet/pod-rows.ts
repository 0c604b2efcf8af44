/** Pods of a fleet in the order that a reader asks for. */
import { compareText } from "../../profile/string-table.ts";
import type { FleetPod } from "../../report/fleet/fleet.ts";

/** What pods can be put in order by: numbers, largest first, and names, from A. */
export const POD_COLUMNS = [
  ...(["live", "slope", "from", "to", "limit", "limitIn", "course", "since", "restarts"] as const),
  ...(["version", "node", "service", "grew", "pod"] as const),
] as const;
export type PodColumn = (typeof POD_COLUMNS)[number];

export function podValue(column: PodColumn, pod: FleetPod): number | string | null {
  switch (column) {
    case "live":
      return pod.last;
    case "slope":
      return pod.slopePerHour;
    case "from":
      return pod.slopeLow;
    case "to":
      return pod.slopeHigh;
    case "limit":
      return pod.limitBytes;
    case "limitIn":
      return pod.hoursToLimit?.expected ?? null;
    case "course":
      return pod.shape;
    case "pod":
      return pod.name;
    default:
      return pod[column];
  }
}

/** As the report has them without a column. What is not known comes last, either way round. Time to a limit begins with the shortest. */
export function arrangePods(
  pods: readonly FleetPod[],
  column: PodColumn | undefined,
  isTurned: boolean,
  matches: (text: string) => boolean,
): FleetPod[] {
  const kept = pods.filter(({ name, version, node, service, grew }) =>
    matches([name, version, node, service, grew].filter((text) => text !== null).join(" ")),
  );
  if (column === undefined) return kept;
  const turn = isTurned ? -1 : 1;
  return kept.sort((a, b) => {
    const [x, y] = [podValue(column, a), podValue(column, b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || compareText(a.name, b.name);
    const order = typeof x === "number" && typeof y === "number" ? y - x : compareText(String(x), String(y));
    return turn * (column === "limitIn" ? -order : order) || compareText(a.name, b.name);
  });
}
