/** The pods of a fleet as cells of a table, and as many of its growths as a reader wants. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import type { FleetPod, FleetReport } from "../report/fleet/fleet.ts";
import type { FleetWords } from "../wording/fleet.ts";

interface FleetCells {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The last two columns are texts. */
export function fleetCells({ pods }: Pick<FleetReport, "pods">): FleetCells {
  const live = chooseColumnUnit(
    pods.flatMap(({ first, last }) => [first, last]),
    "bytes",
  );
  const rate = chooseColumnUnit(
    pods.flatMap(({ slopePerHour }) => (slopePerHour === null ? [] : [slopePerHour])),
    "bytes",
  );
  const hasNode = pods.some(({ node }) => node !== null);
  const hasLimit = pods.some(({ limitFrom }) => limitFrom !== null);
  const hasRestart = pods.some(({ restarts }) => restarts > 0);
  const heads = ["live", "an hour", "from", "to", ...(hasLimit ? ["limit", "limit in"] : []), "course", "since"];
  return {
    heads: [...heads, ...(hasRestart ? ["restarts"] : []), "version", ...(hasNode ? ["node"] : []), "grew by", "pod"],
    rows: pods.map((pod) => [
      ...numbersOf(pod, live, rate),
      ...(hasLimit ? limitTexts(pod) : []),
      ...[pod.shape, pod.since === null ? "" : pod.since.slice(0, 16).replace("T", " ")],
      ...(hasRestart ? [pod.restarts === 0 ? "" : String(pod.restarts)] : []),
      pod.version ?? "?",
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

function limitTexts(pod: FleetPod): string[] {
  const { hoursToLimit } = pod;
  return [limitText(pod), hoursToLimit === null ? "" : formatDuration(hoursToLimit.expected * 3.6e12)];
}

/** Of its container, or why there is no amount. */
export function limitText({ limitBytes, limitFrom }: FleetPod): string {
  if (limitFrom === null) return "not known";
  if (limitBytes === null) return "none";
  const amount = formatValue(limitBytes, chooseColumnUnit([limitBytes], "bytes"));
  return limitFrom === "gomemlimit" ? `GOMEMLIMIT ${amount}` : amount;
}

/** A reader takes in so many. */
const MOST_GROWTHS = 10;

/** Sentences of the growths that come first, and one for the others. */
export function growthLines({ growths }: FleetWords): readonly string[] {
  const rest = growths.length - MOST_GROWTHS;
  if (rest <= 0) return growths;
  return [...growths.slice(0, MOST_GROWTHS), `${rest} more functions surely grew: -f json has them.`];
}
