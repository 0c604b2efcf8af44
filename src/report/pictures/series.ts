/**
 * Several snapshots over time: how much each function held in each of them. Flat values, so that the parts add up to the total. The functions
 * that grew most from the first snapshot to the last are shown by themselves, all others as one.
 */
import { stateTime } from "../../blame/provenance/order.ts";
import { packageOf, symbolOf } from "../../graph/go/symbol.ts";
import { buildNodes, printableName } from "../../graph/nodes.ts";
import { computeFlat } from "../../graph/weights.ts";
import type { ValueColumn } from "../../profile/int64.ts";
import { compareText } from "../../profile/string-table.ts";
import type { Profile } from "../../profile/tables.ts";
import { programName } from "../program-name.ts";

export interface SeriesSnapshot {
  readonly profile: Profile;
  /** What the user called it. */
  readonly source: string;
  /** Which column of this profile's samples. */
  readonly sampleIndex: number;
}

export interface SeriesReport {
  readonly kind: "series";
  readonly program: string;
  readonly sampleType: string;
  readonly unit: string;
  readonly points: readonly SeriesPoint[];
  /** Strongest growth first. */
  readonly rows: readonly SeriesRow[];
  /** All other functions, summed up. */
  readonly others: SeriesRow;
  readonly totals: readonly number[];
}

export interface SeriesPoint {
  readonly source: string;
  /** Nanoseconds since the Unix epoch; null if any of the snapshots does not say or time does not run forwards. */
  readonly timeNanos: bigint | null;
}

export interface SeriesRow {
  readonly name: string;
  readonly package: string;
  readonly symbol: string;
  /** One a snapshot. */
  readonly values: readonly number[];
}

/** `limit`: how many functions are shown by themselves. `snapshots` in the order of time. */
export function seriesReport(snapshots: readonly SeriesSnapshot[], limit: number): SeriesReport {
  const rows = collectRows(snapshots);
  const growth = ({ values }: SeriesRow): number => (values.at(-1) as number) - (values[0] as number);
  rows.sort((a, b) => growth(b) - growth(a) || compareText(a.name, b.name));
  const shown = rows.slice(0, limit).filter((row) => growth(row) > 0);
  const rest = rows.slice(shown.length);
  const sum = (of: readonly SeriesRow[]): number[] =>
    snapshots.map((_, at) => of.reduce((total, row) => total + (row.values[at] as number), 0));
  const first = snapshots[0] as SeriesSnapshot;
  const type = first.profile.header.sampleTypes[first.sampleIndex];
  return {
    kind: "series",
    program: programOf(first.profile),
    sampleType: type?.type ?? "",
    unit: type?.unit ?? "",
    points: pointsOf(snapshots),
    rows: shown,
    others: { name: `${rest.length} others`, package: "", symbol: `${rest.length} others`, values: sum(rest) },
    totals: sum(rows),
  };
}

function collectRows(snapshots: readonly SeriesSnapshot[]): SeriesRow[] {
  const keep = (text: string): string => text;
  const kept = { noInlines: false, showColumns: false, keepObjectFiles: false, trimFile: keep, groupName: keep };
  const byName = new Map<string, number[]>();
  for (const [at, { profile, sampleIndex }] of snapshots.entries()) {
    const nodes = buildNodes(profile, { granularity: "functions", ...kept });
    const flat = computeFlat(profile, nodes, profile.samples.values[sampleIndex] as ValueColumn);
    for (const [node, info] of nodes.infos.entries()) {
      if (!flat[node]) continue;
      const name = printableName(info);
      const values = byName.get(name) ?? new Array<number>(snapshots.length).fill(0);
      values[at] = (values[at] as number) + Number(flat[node]);
      byName.set(name, values);
    }
  }
  return [...byName].map(([name, values]) => ({
    name,
    package: packageOf(name),
    symbol: symbolOf(name) || name,
    values,
  }));
}

function pointsOf(snapshots: readonly SeriesSnapshot[]): SeriesPoint[] {
  const times = snapshots.map(({ profile }) => stateTime(profile));
  const isOrdered = times.every((time, at) => time !== 0n && (at === 0 || time > (times[at - 1] as bigint)));
  return snapshots.map(({ source }, at) => ({ source, timeNanos: isOrdered ? (times[at] as bigint) : null }));
}

function programOf({ mappings, strings }: Profile): string {
  return mappings.length === 0 ? "" : programName(strings.at(mappings.file[0] as number));
}
