/**
 * How many decoded objects of a Kind are alive, from an allocation profile: a watch makes each by one allocation of the Kind's size class, so the live
 * recorded ones count them. Which class is whose the profile does not say; where almost all that watches decode is of one Kind, the class with most
 * bytes is that Kind's. Objects from lists are made in one array for all, so they are counted by their bytes, at as many an object as those of watches.
 */
import { rowsWhere } from "../../graph/rows-where.ts";
import { NONE } from "../../profile/tables.ts";
import { gammaInterval, type Interval } from "../../stats/interval.ts";
import type { KindStacks } from "./kind-stacks.ts";
import type { RowSampling } from "./row-sampling.ts";
import { sumRows } from "./sums.ts";

interface LiveObjects extends Interval {
  readonly kind: number;
  readonly count: number;
  /** Recorded objects behind it. */
  readonly samples: number;
}

/** What a Kind must have of all that watches decode. */
const DOMINANT = 0.9;
/** Two-sided 95 %. */
const ERRORS = 1.96;

/** `alloc` if there are such counts; both by row. undefined where it cannot be told which Kind the objects are of, or none is alive. */
export function countLiveObjects(
  stacks: KindStacks,
  sampling: RowSampling,
  inuse: Float64Array,
  alloc: Float64Array | undefined,
): LiveObjects | undefined {
  const kind = dominantKind(stacks, sampling, alloc ?? inuse);
  const size = kind === undefined ? undefined : heaviestClass(stacks, sampling, alloc ?? inuse);
  if (kind === undefined || size === undefined) return undefined;
  const rows = rowsWhere(inuse.length, (row) => stacks.isObject[row] === 1 && sampling.size[row] === size);
  const samples = rows.reduce((sum, row) => sum + (inuse[row] as number), 0);
  if (samples === 0) return undefined;
  const objects = sumRows(
    inObjects(sampling, rows),
    Float64Array.from(rows, (row) => inuse[row] as number),
  );
  const isKind = (row: number, isWatched: number): boolean =>
    stacks.kindOf[row] === kind && stacks.isWatched[row] === isWatched;
  const watched = bytesOf(sampling, inuse, (row) => isKind(row, 1));
  const listed = bytesOf(sampling, inuse, (row) => isKind(row, 0));
  if (listed.value > 0 && watched.value === 0) return undefined;
  const ratio = listed.value === 0 ? 0 : listed.value / watched.value;
  const factor = 1 + ratio;
  // Of 1 + listed / watched, relative to itself.
  const error = ratio === 0 ? 0 : (ratio * Math.hypot(relativeError(listed), relativeError(watched))) / factor;
  const { low, high } = gammaInterval(objects);
  return {
    kind,
    count: objects.value * factor,
    low: objects.value * factor * Math.exp(-Math.hypot(Math.log(objects.value / low), ERRORS * error)),
    high: objects.value * factor * Math.exp(Math.hypot(Math.log(high / objects.value), ERRORS * error)),
    samples,
  };
}

function dominantKind(stacks: KindStacks, sampling: RowSampling, counts: Float64Array): number | undefined {
  const bytes = new Float64Array(stacks.kinds.length);
  let total = 0;
  for (let row = 0; row < counts.length; row++) {
    const kind = stacks.kindOf[row] as number;
    if (kind === NONE || stacks.isWatched[row] === 0) continue;
    const value = (counts[row] as number) * (sampling.size[row] as number) * (sampling.scale[row] as number);
    bytes[kind] = (bytes[kind] as number) + value;
    total += value;
  }
  const first = bytes.findIndex((each) => each > 0 && each >= DOMINANT * total);
  return first < 0 ? undefined : first;
}

/** Of the objects that watches made: the size with most bytes. */
function heaviestClass({ isObject }: KindStacks, sampling: RowSampling, counts: Float64Array): number | undefined {
  const bytes = new Map<number, number>();
  for (const row of rowsWhere(counts.length, (each) => isObject[each] === 1)) {
    const size = sampling.size[row] as number;
    bytes.set(size, (bytes.get(size) ?? 0) + size * (sampling.scale[row] as number) * (counts[row] as number));
  }
  return [...bytes].sort(([a, x], [b, y]) => y - x || b - a)[0]?.[0];
}

/** The sampling of some rows, told in objects. */
function inObjects({ size, scale, weight }: RowSampling, rows: Int32Array): RowSampling {
  const pick = (of: (row: number) => number): Float64Array => Float64Array.from(rows, (row) => of(row));
  return {
    period: 1,
    size: pick(() => 1),
    scale: pick((row) => scale[row] as number),
    weight: pick((row) => (weight[row] as number) / (size[row] as number)),
  };
}

function bytesOf(
  { size, scale, weight }: RowSampling,
  counts: Float64Array,
  holds: (row: number) => boolean,
): { value: number; variance: number } {
  const sum = { value: 0, variance: 0 };
  for (const row of rowsWhere(counts.length, holds)) {
    const value = (counts[row] as number) * (size[row] as number) * (scale[row] as number);
    sum.value += value;
    sum.variance += value * (weight[row] as number);
  }
  return sum;
}

function relativeError({ value, variance }: { readonly value: number; readonly variance: number }): number {
  return value === 0 ? 0 : Math.sqrt(variance) / value;
}
