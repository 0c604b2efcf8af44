/** The cells of the evidence: a truth, a sampling rate and a load, with the programs of fixtures/leaks/src that have it. */
import { type Draws, seededDraws } from "../blame/draws.ts";

export type TruthOfCell = "rises" | "fills up" | "flat" | "up and down";

export interface Cell {
  readonly name: string;
  readonly truth: TruthOfCell;
  /** runtime.MemProfileRate. */
  readonly rate: number;
  readonly load: "even" | "uneven";
  /** Which run in turn, each with so many units of load a step on the average. */
  readonly programs: readonly (readonly [program: string, units: number])[];
}

export const POINTS = 6;

const DEFAULT = 524288;
const FINE = 4096;
/** Standard deviation of an uneven step, as a share of the mean. */
const UNEVEN = 0.33;

const RISES = {
  [DEFAULT]: [
    ...[
      ["ticker", 12],
      ["goroutine-holds", 5],
      ["generics", 5],
      ["json-kept", 6],
      ["sync-map", 5],
      ["closures", 10],
    ],
    ...[
      ["queue-slow", 10],
      ["interning", 5],
      ["pinned-slice", 3],
      ["uneven-load-coarse", 5],
      ["read-all", 3],
      ["archives", 8],
    ],
  ],
  [FINE]: [
    ...[
      ["ticker", 4],
      ["goroutine-holds", 4],
      ["generics", 4],
      ["json-kept", 4],
      ["sync-map", 4],
      ["closures", 4],
    ],
    ...[
      ["queue-slow", 4],
      ["interning", 4],
      ["uneven-load", 4],
      ["context-tree", 4],
      ["log-buffer", 5],
      ["archives", 6],
    ],
  ],
} as unknown as Programs;

const FILLS_UP = {
  [DEFAULT]: [
    ["pages-fill", 8],
    ["workers-start", 7],
    ["pages-lru-fills", 8],
  ],
  [FINE]: [
    ["lru-fills", 8],
    ["pages-fill", 8],
    ["replies-fill", 8],
    ["workers-start", 7],
  ],
} as unknown as Programs;

const FLAT = {
  [DEFAULT]: [
    ["steady", 2],
    ["pages-turn", 5],
    ["ticker-closed", 4],
    ["json-dropped", 3],
  ],
  [FINE]: [
    ["lru", 2],
    ["pages-turn", 5],
    ["ticker-closed", 4],
    ["json-dropped", 3],
    ["context-cancelled", 3],
  ],
} as unknown as Programs;

const UP_AND_DOWN = { [DEFAULT]: [["in-flight", 300]], [FINE]: [["in-flight", 100]] } as unknown as Programs;

type Programs = Readonly<Record<number, Cell["programs"]>>;

export const CELLS: readonly Cell[] = [
  ...cellsOf("rises", RISES, ["even", "uneven"]),
  ...cellsOf("fills up", FILLS_UP, ["even", "uneven"]),
  ...cellsOf("flat", FLAT, ["uneven"]),
  ...cellsOf("up and down", UP_AND_DOWN, ["uneven"]),
];

function cellsOf(truth: TruthOfCell, programs: Programs, loads: readonly Cell["load"][]): Cell[] {
  return [DEFAULT, FINE].flatMap((rate) =>
    loads.map((load) => {
      return { name: `${truth}, ${load} load, rate ${rate}`, truth, rate, load, programs: programs[rate] ?? [] };
    }),
  );
}

export interface PlannedSeries {
  readonly cell: Cell;
  /** Of the cell, from 0. */
  readonly index: number;
  readonly program: string;
  /** Units of load before each point. The first comes before all that is looked at. */
  readonly steps: readonly number[];
}

/** The same for the same cell and index, always. */
export function planSeries(cell: Cell, index: number): PlannedSeries {
  const [program, units] = cell.programs[index % cell.programs.length] ?? ["", 0];
  const draws = seededDraws(1000 * CELLS.indexOf(cell) + index);
  // What fills up is looked at from its start, and by turns from when it has begun.
  const isFresh = cell.truth === "fills up" && index % 2 === 0;
  const steps = Array.from({ length: POINTS }, (_, at) => (at === 0 && isFresh ? 0 : unitsOf(cell, units, draws)));
  return { cell, index, program, steps };
}

function unitsOf({ load }: Cell, units: number, draws: Draws): number {
  const share = load === "even" ? 1 : 1 + UNEVEN * draws.normal();
  return Math.max(1, Math.round(units * share));
}
