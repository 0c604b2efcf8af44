/** One series as it was measured: what the classifier sees, and what the runtime counted exactly beside it. */
import { setTimeout as sleep } from "node:timers/promises";
import { parseGoHeapText } from "../../src/profile/legacy/go-heap.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { lineUp } from "../../src/report/trend/table.ts";
import { type Running, startProgram } from "../leaks/program.ts";
import type { PlannedSeries } from "./cells.ts";

export interface SeriesRecord {
  readonly cell: string;
  readonly index: number;
  readonly program: string;
  /** Seconds since the first point. */
  readonly at: readonly number[];
  /** Live bytes by the profiles, and the covariance of their noise. */
  readonly values: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** 95 % interval of the last less the first. */
  readonly change: readonly [low: number, high: number];
  /** HeapAlloc right after the collection that each profile shows: exact. */
  readonly heapAlloc: readonly number[];
  readonly goroutines: readonly number[];
}

interface Point {
  readonly seconds: number;
  readonly profile: Profile;
  readonly heapAlloc: number;
  readonly goroutines: number;
}

/** Load is given by the point: where points are not as far apart as they were to be, the machine was busy and the load is not what its cell says. */
export function isInTime({ at }: Pick<SeriesRecord, "at">, interval: number): boolean {
  const gaps = at.slice(1).map((seconds, index) => (1000 * (seconds - (at[index] as number))) / interval);
  return gaps.every((gap) => gap >= SHORTEST && gap <= LONGEST);
}

const SHORTEST = 0.6;
const LONGEST = 1.6;

/** Starts the program, gives it its load and takes a point each `interval` milliseconds. */
export async function recordSeries(plan: PlannedSeries, binary: string, interval: number): Promise<SeriesRecord> {
  const { cell, index, program, steps } = plan;
  const running = await startProgram({ name: program, memProfileRate: cell.rate }, binary);
  try {
    for (let warm = 0; warm < 2; warm++) await takePoint(running);
    const points: Point[] = [];
    for (const units of steps) {
      const due = Date.now() + interval;
      await running.step(units);
      await sleep(due - Date.now());
      points.push(await takePoint(running));
    }
    return recordOf({ cell: cell.name, index, program }, points);
  } finally {
    await running.stop();
  }
}

/** The text form collects and counts, the binary form that follows shows the same collection. */
async function takePoint({ get }: Running): Promise<Point> {
  const text = parseGoHeapText(await get("/debug/pprof/heap?gc=1&debug=1"));
  const seconds = Date.now() / 1000;
  const profile = parseProfile(await get("/debug/pprof/heap"));
  const [, goroutines] = /total (\d+)/.exec((await get("/debug/pprof/goroutine?debug=1")).toString()) ?? [];
  return { seconds, profile, heapAlloc: text?.memStats?.heapAlloc ?? Number.NaN, goroutines: Number(goroutines) };
}

function recordOf(of: Pick<SeriesRecord, "cell" | "index" | "program">, points: readonly Point[]): SeriesRecord {
  const table = lineUp(
    points.map(({ profile }) => profile),
    "inuse_space",
    true,
  );
  const rows = Array.from({ length: table.profile.samples.length }, (_, row) => row);
  const { low, high } = table.noise?.change(rows) ?? { low: Number.NaN, high: Number.NaN };
  return {
    ...of,
    at: points.map(({ seconds }) => Math.round(1000 * (seconds - (points[0]?.seconds ?? 0))) / 1000),
    values: table.columns.map((column) => rows.reduce((sum, row) => sum + Number(column[row]), 0)),
    covariance: (table.noise?.covariance(rows) ?? []).map((row) => row.map(Math.round)),
    change: [Math.round(low), Math.round(high)],
    heapAlloc: points.map(({ heapAlloc }) => heapAlloc),
    goroutines: points.map(({ goroutines }) => goroutines),
  };
}
