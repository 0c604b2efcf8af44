/** Rows of the table at any level: functions, packages, modules, lines and decoded Kinds look alike here. */

import { compareText } from "../../profile/string-table.ts";
import type { FrameGrowth, GrowthReport, OwnerGrowth, PackageGrowth } from "../../report/growth/growth.ts";
import type { HeapReport } from "../../report/heap/report.ts";
import type { TrendReport } from "../../report/trend/report.ts";
import type { Level, PageState } from "../page-state.ts";

export interface TableRow {
  readonly name: string;
  /** Of the program's own module; undefined where that says nothing. */
  readonly isOwn: boolean | undefined;
  readonly base: number;
  readonly current: number;
  readonly delta: number;
  readonly cum: number;
  /** 95 % interval of delta, and whether it is more than noise; null where that is not known. */
  readonly low: number | null;
  readonly high: number | null;
  readonly isSure: boolean | null;
  /** The same of cum. */
  readonly isSureCum: boolean | null;
  readonly share: number;
  readonly objects: number | null;
  /** Values over the captures of a series; empty without one. */
  readonly course: readonly number[];
}

const COLUMNS = ["base", "current", "delta", "share", "cum", "objects", "name"] as const;
export type Column = (typeof COLUMNS)[number] | "course";

export function growthRowsOf(
  report: GrowthReport,
  level: Level,
  own: ReadonlySet<string>,
  trend?: TrendReport,
): TableRow[] {
  const courses = new Map(trend?.functions.map(({ name, flat }) => [name, flat.values]));
  if (level === "kinds") return kindRows(report);
  if (level === "packages" || level === "modules") return ownerRows(report, level);
  return report.functions.map((row) => functionRow(row, own, courses.get(row.name) ?? []));
}

function functionRow(row: FrameGrowth, own: ReadonlySet<string>, course: readonly number[]): TableRow {
  return {
    name: row.name,
    isOwn: isOwn(row.module, own),
    base: Number(row.baseFlat),
    current: Number(row.currentFlat),
    delta: Number(row.deltaFlat),
    cum: Number(row.deltaCum),
    low: row.low,
    high: row.high,
    isSure: row.significant,
    isSureCum: row.significantCum,
    share: row.share,
    objects: row.deltaObjects === null ? null : Number(row.deltaObjects),
    course,
  };
}

/** undefined where the profile does not show which module the program's own is. */
function isOwn(module: string, own: ReadonlySet<string>): boolean | undefined {
  return own.size === 0 ? undefined : own.has(module);
}

function ownerRows(report: Pick<GrowthReport, "modules" | "packages">, level: "packages" | "modules"): TableRow[] {
  const nameOf = (row: OwnerGrowth | PackageGrowth): string => {
    if ("package" in row && level === "packages") return row.package || "unknown";
    return `${row.module || "unknown"}${row.version === "" ? "" : `@${row.version}`}`;
  };
  return report[level].map((row) => ({
    name: nameOf(row),
    isOwn: row.owner === "own",
    base: Number(row.base),
    current: Number(row.current),
    delta: Number(row.delta),
    cum: Number(row.delta),
    low: row.low,
    high: row.high,
    isSure: row.significant,
    isSureCum: row.significant,
    share: row.share,
    objects: null,
    course: [],
  }));
}

/** One heap: all of it is a change from nothing. */
export function heapRowsOf(report: HeapReport, level: Level, own: ReadonlySet<string>): TableRow[] {
  if (level === "kinds") return kindRows(report);
  if (level === "packages" || level === "modules") return ownerRows(heapOwners(report), level);
  return report.functions.map(({ name, module, flat, cum, flatLow, flatHigh, share, objects }) => ({
    ...{ name, isOwn: isOwn(module, own) },
    ...{ base: 0, current: Number(flat), delta: Number(flat), cum: Number(cum), low: flatLow, high: flatHigh },
    ...{ isSure: null, isSureCum: null, share, objects: objects === null ? null : Number(objects), course: [] },
  }));
}

function heapOwners({ modules, packages }: HeapReport): Pick<GrowthReport, "modules" | "packages"> {
  const fromNothing = { base: 0, significant: null };
  return {
    modules: modules.map((row) => ({ ...row, ...fromNothing, current: row.value, delta: row.value })),
    packages: packages.map((row) => ({ ...row, ...fromNothing, current: row.value, delta: row.value })),
  };
}

function kindRows({ kinds }: Pick<GrowthReport, "kinds">): TableRow[] {
  return (kinds?.rows ?? []).map(({ kind, base, current, delta, low, high, share, alive }) => ({
    ...{ name: kind, isOwn: undefined, base, current, delta, cum: delta, low, high },
    isSure: isApart(low, high),
    isSureCum: isApart(low, high),
    share,
    objects: alive?.count ?? null,
    course: [],
  }));
}

function isApart(low: number | null, high: number | null): boolean | null {
  return low === null || high === null ? null : low > 0 || high < 0;
}

/** As pprof tells what it drops. */
function isNegative({ cum, delta }: TableRow): boolean {
  return cum < 0 || (cum === 0 && delta < 0);
}

interface RowQuery extends Pick<PageState, "sort" | "own" | "sure" | "dropNegative"> {
  readonly matches: (name: string) => boolean;
}

/** Numbers of the rows that are to be seen, in order: values by magnitude, largest first, of equal ones what most goes through; names from A. "-" in front turns it round. */
export function arrangeRows(rows: readonly TableRow[], query: RowQuery): Int32Array {
  const { sort, matches, own, sure, dropNegative } = query;
  const isKept = (row: TableRow): boolean =>
    (!own || row.isOwn === true) &&
    (!sure || row.isSure === true) &&
    !(dropNegative && isNegative(row)) &&
    matches(row.name);
  const kept: number[] = [];
  for (const [at, row] of rows.entries()) if (isKept(row)) kept.push(at);
  const turn = sort.startsWith("-") ? -1 : 1;
  const column = COLUMNS.find((known) => known === sort.replace(/^-/, "")) ?? "delta";
  const byName = (a: number, b: number): number => compareText((rows[a] as TableRow).name, (rows[b] as TableRow).name);
  if (column === "name") return Int32Array.from(kept.sort((a, b) => turn * byName(a, b)));
  const sizeOf = (by: "cum" | typeof column) => Float64Array.from(rows, (row) => Math.abs(row[by] ?? 0));
  const [size, whole] = [sizeOf(column), sizeOf("cum")];
  const bySize = (of: Float64Array, a: number, b: number): number => (of[b] as number) - (of[a] as number);
  return Int32Array.from(kept.sort((a, b) => turn * (bySize(size, a, b) || bySize(whole, a, b) || byName(a, b))));
}
