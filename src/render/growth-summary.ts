/** What every format of the growth report says in the same words: what was compared, how much it grew, what the shares are of. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { formatDuration, formatTimestamp } from "../measurement/time-text.ts";
import { add, subtract, type Value } from "../profile/int64.ts";
import type { FrameGrowth, GrowthReport, SuspectGrowth } from "../report/growth/growth.ts";
import type { SortKey } from "../report/growth/query.ts";
import { countOf, plusMinus } from "../wording/phrases.ts";
import { buildText } from "./build-text.ts";
import { changeText, perIterationText } from "./goroutine-summary.ts";

/** One unit for everything the report shows in bytes (or whatever it counts). */
export function unitOf(report: GrowthReport): ColumnUnit {
  const { totals, functions } = report;
  const shown = functions.slice(0, 20).flatMap((row) => [row.deltaCum, row.currentCum]);
  return chooseColumnUnit([totals.base, totals.current, totals.net, ...shown], report.sampleType.unit);
}

/** Program and build; both builds if they differ. Build ids are cut to what tells them apart. */
export function programLine({ base, current }: GrowthReport): string {
  const program = current.program || base.program || "unknown program";
  const known = current.buildId || base.buildId;
  const isOne = base.buildId === current.buildId || base.buildId === "" || current.buildId === "";
  if (isOne) return known === "" ? program : `${program}, build ${buildText(known, BUILD_DIGITS)}`;
  return `${program}, build ${buildText(base.buildId, BUILD_DIGITS)} -> ${buildText(current.buildId, BUILD_DIGITS)}`;
}

const BUILD_DIGITS = 12;

export function timeLine({ base, current }: GrowthReport): string {
  if (base.timeNanos === null || current.timeNanos === null) return "capture times unknown";
  const between = current.timeNanos - base.timeNanos;
  const apart = `${formatDuration(between < 0n ? -between : between)} ${between < 0n ? "earlier" : "later"}`;
  const before = formatTimestamp(base.timeNanos);
  const after = formatTimestamp(current.timeNanos);
  // The date of the second time only where it is another one.
  return `${before} -> ${before.slice(0, 10) === after.slice(0, 10) ? after.slice(11) : after}, ${apart}`;
}

/** Two builds are matched by name: how much of each that covers. undefined for one build. */
export function matchedLine({ matched }: GrowthReport): string | undefined {
  if (matched === null) return undefined;
  return `matched by name: ${formatPercent(matched.base)} of base, ${formatPercent(matched.current)} of current`;
}

export function totalsLine({ sampleType, totals, certainty }: GrowthReport, unit: ColumnUnit): string {
  const { base, current, net } = totals;
  const range = (of: "base" | "current" | "net"): string =>
    certainty === null ? "" : ` ${plusMinus(certainty[of], unit)}`;
  const sides = `${formatValue(base, unit)}${range("base")} -> ${formatValue(current, unit)}${range("current")}`;
  return `${sampleType.type} ${sides}, net ${formatDelta(net, unit)}${range("net")}`;
}

/** What is known of a suspect besides its names and its growth. */
export function suspectFacts(suspect: SuspectGrowth): string[] {
  const { role, ownFrame, retention, samples, stacks, fingerprint, goroutines, ageSeconds } = suspect;
  const whole = (ratio: number): string => formatPercent(ratio).replace(".0%", "%");
  return [
    ...(role === null ? [] : [role]),
    ...(ownFrame === null ? ["no own frame"] : []),
    ...(retention === null ? [] : [`net ${whole(retention.ratio)} of what it allocated`]),
    ...(ageSeconds === null ? [] : [`age ${formatDuration(ageSeconds * 1e9)}`]),
    ...(samples === null ? [] : [`${formatDelta(samples, COUNT)} samples`]),
    ...(goroutines === null ? [] : [goroutineFact(goroutines)]),
    ...(stacks > 1 ? [`${stacks} places, one cause`] : []),
    fingerprint,
  ];
}

/** `+45 goroutines, 3.0 per iteration`; their number where it did not change. */
function goroutineFact(goroutines: NonNullable<SuspectGrowth["goroutines"]>): string {
  if (goroutines.delta === 0) return `${countOf(goroutines.current, "goroutine")} as before`;
  const rate = goroutines.perIteration === null ? "" : `, ${perIterationText(goroutines)}`;
  return `${changeText(goroutines.delta)} goroutines${rate}`;
}

const COUNT = chooseColumnUnit([], "count");

export function countChange(count: number | bigint): string {
  return formatDelta(typeof count === "number" ? Math.round(count) : count, COUNT);
}

export function grossLine({ totals }: GrowthReport, unit: ColumnUnit): string {
  return `${formatDelta(totals.grew, unit)} in stacks that grew, ${formatDelta(-totals.shrank, unit)} in stacks that shrank`;
}

export function shareLine({ denominator }: GrowthReport, unit: ColumnUnit): string {
  const name = denominator.of === "net" ? "net growth" : "gross growth";
  return `share of the ${name}, ${formatValue(denominator.value, unit)}`;
}

/** Whether the row changed in what the table is ordered by. */
export function hasChange(row: FrameGrowth, sort: SortKey): boolean {
  const key: Value = sort === "cum" ? row.deltaCum : sort === "objects" ? (row.deltaObjects ?? 0) : row.deltaFlat;
  return Boolean(key);
}

/** What the shown rows leave of the net growth, so that the column adds up. */
export function restOf(report: GrowthReport, shown: readonly FrameGrowth[]): Value {
  let rest: Value = report.totals.net;
  for (const row of shown) rest = subtract(rest, row.deltaFlat);
  return rest;
}

/** The same for objects. */
export function restOfObjects(report: GrowthReport, shown: readonly FrameGrowth[]): Value {
  let rest: Value = report.omitted.deltaObjects ?? 0;
  for (const row of report.functions) if (!shown.includes(row)) rest = add(rest, row.deltaObjects ?? 0);
  return rest;
}
