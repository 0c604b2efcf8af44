/**
 * How far sampling may be off in a profile that is a difference of two (`heap?seconds=30`). Scaled values were subtracted, so each row still
 * stands for whole numbers of recorded objects: those allocated meanwhile, and of these and older ones those freed. What was born and died
 * between is in both, so the interval is at least as wide as one of the two profiles themselves would be.
 */
import type { ValueColumn } from "../../profile/int64.ts";
import type { Profile } from "../../profile/tables.ts";
import { differenceInterval, type Interval } from "../../stats/interval.ts";
import type { RowSampling } from "./row-sampling.ts";
import { findHeapColumns } from "./sample-count.ts";
import { sumRows } from "./sums.ts";

/** 95 % interval of what the live bytes changed by; undefined where its values are no such differences. */
export function liveChangeInterval({ header, samples }: Profile, sampling: RowSampling): Interval | undefined {
  const { inuseSpace, allocSpace } = findHeapColumns(header);
  const [live, allocated] = [samples.values[inuseSpace], samples.values[allocSpace]];
  if (live === undefined || allocated === undefined) return undefined;
  const [gained, grown] = [recorded(allocated, sampling), recorded(live, sampling)];
  const lost = gained.map((count, row) => count - (grown[row] as number));
  if (![...gained, ...lost].every((count) => count >= 0)) return undefined;
  return differenceInterval(sumRows(sampling, gained), sumRows(sampling, lost));
}

/** Two floors are in each difference. */
const ROUNDING = 2;

/** Recorded objects of each row, NaN where that is no whole number. */
function recorded(bytes: ValueColumn, { size, scale }: RowSampling): Float64Array {
  return size.map((bytesEach, row) => {
    const [each, value] = [bytesEach * (scale[row] as number), Number(bytes[row])];
    const count = Math.round(value / each);
    return Math.abs(count * each - value) <= ROUNDING ? count : Number.NaN;
  });
}
