/** Two states of a series against each other: who grew between them, as the comparison of two captures has it. */

import { compare } from "../../blame/provenance/comparison.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import { type Companions, type GrowthReport, growthReport } from "../growth/growth.ts";
import { booksOf } from "./beside.ts";
import type { TrendMeasure, TrendRow } from "./measure.ts";
import type { Point } from "./series.ts";

interface PairQuery {
  readonly type: string;
  readonly mainModule: ModuleNames | undefined;
  /** Between the first point and the last. */
  readonly iterations: number | undefined;
}

/** null where there are fewer than two points, or no step. */
export interface TrendPairs {
  /** The first point and the last. */
  readonly ends: GrowthReport | null;
  /** The two points around a step. */
  readonly step: GrowthReport | null;
}

export const NO_PAIRS: TrendPairs = { ends: null, step: null };

/** Who is named: those of a step, unless only the ends have goroutines beside them. */
export function pairOfInterest({ ends, step }: TrendPairs): GrowthReport | null {
  return step === null || (ends !== null && ends.goroutines !== null) ? ends : step;
}

/** `known`: the growth of the ends, where it is computed already. */
export function pairsOf(
  points: readonly Point[],
  { shape, stepAt }: TrendMeasure,
  query: PairQuery,
  known: GrowthReport | undefined,
): TrendPairs {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first === last) return NO_PAIRS;
  const isStep = shape === "step" && stepAt !== null && stepAt > 0;
  const [before, after] = isStep ? [points[stepAt - 1], points[stepAt]] : [];
  return {
    ends: known ?? growthBetween(first, last, query),
    step: before === undefined || after === undefined ? null : growthBetween(before, after, query),
  };
}

/** Functions that may be named where no place surely grew. */
const NAMED = 3;

function growthBetween(from: Point, to: Point, query: PairQuery): GrowthReport {
  const names = { base: from.capture.name, current: to.capture.name };
  const { mainModule } = query;
  const comparison = compare(from.capture.profile, to.capture.profile, { names, sources: names, mainModule });
  return growthReport(comparison, { sampleIndex: query.type, limit: NAMED }, besideOf(from, to, query));
}

function besideOf(from: Point, to: Point, { iterations }: PairQuery): Companions {
  const memory = { base: booksOf(from.capture, from.beside), current: booksOf(to.capture, to.beside) };
  const capture = { isSeries: true, isCollected: false, hasMemory: memory.current.memStats !== undefined };
  const [base, current] = [from.beside?.goroutines, to.beside?.goroutines];
  if (base === undefined || current === undefined) return { capture, memory };
  const sources = { baseSource: from.capture.name, currentSource: to.capture.name };
  return { capture, memory, goroutines: { base, current, ...sources, iterations } };
}

/** Courses of the suspects of a pair, by the rows of their frames; null where that is no row. */
export function coursesOf(
  pair: GrowthReport | null,
  rows: readonly TrendRow[],
): readonly (TrendMeasure["shape"] | null)[] {
  const shapes = new Map(rows.map(({ name, cum }) => [name, cum.shape]));
  return (pair?.suspects ?? []).map(
    ({ ownFrame, frame }) => shapes.get(ownFrame ?? frame) ?? shapes.get(frame) ?? null,
  );
}
