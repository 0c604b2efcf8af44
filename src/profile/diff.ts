/**
 * Base subtracted from current, twice: as pprof's `-base` does it, into one set of values, and as our own reports want it, with base and
 * current kept side by side. Both are one merge; they differ in the columns that go in.
 */
import { UsageError } from "../errors.ts";
import { compatibleSampleTypes } from "./common-types.ts";
import { add, negate, type Value, type ValueColumn, zerosLike } from "./int64.ts";
import { alignedColumns, checkCompatible, isNonZero, keepSamples, mergeSamples } from "./merge.ts";
import { scaleProfile } from "./scale.ts";
import type { Profile } from "./tables.ts";

/** pprof's `-base`: one profile whose values are current minus base; samples that cancel are gone. */
export function subtractBase(current: Profile, base: Profile): Profile {
  const sides = compatibleSampleTypes([current, base]);
  const [plus, minus] = alignedColumns(
    sides,
    sides.map((side) => side.samples.values),
  ) as [ValueColumn[], ValueColumn[]];
  const merged = mergeSamples(sides, [plus, minus.map(negate)]);
  return keepSamples(merged, isNonZero(merged.samples.values));
}

/** A profile whose sample values are the deltas, with both sides beside them; same rows, same sample types, all exact. */
export interface Diff extends Profile {
  readonly base: readonly ValueColumn[];
  readonly current: readonly ValueColumn[];
}

/** Base and current in one table, every sample of either kept. Throws UsageError "no-common-sample-type". */
export function diffProfiles(base: Profile, current: Profile): Diff {
  const sides = compatibleSampleTypes([current, base]);
  const [plus, minus] = alignedColumns(
    sides,
    sides.map((side) => side.samples.values),
  ) as [ValueColumn[], ValueColumn[]];
  const types = plus.length;
  const blank = (columns: readonly ValueColumn[]): ValueColumn[] =>
    columns.map((column) => zerosLike(column, column.length));
  // One merge with both sides' columns next to each other: current's samples fill the first half, base's the second.
  const merged = mergeSamples(sides, [
    [...plus, ...blank(plus)],
    [...blank(minus), ...minus],
  ]);
  const [currentColumns, baseColumns] = [merged.samples.values.slice(0, types), merged.samples.values.slice(types)];
  const both = alignedColumns([merged, merged], [currentColumns, baseColumns]) as [ValueColumn[], ValueColumn[]];
  const delta = both[0].map((column, type) => subtract(column, both[1][type] as ValueColumn));
  return {
    ...merged,
    samples: { ...merged.samples, values: delta },
    current: both[0],
    base: both[1],
  };
}

function subtract(a: ValueColumn, b: ValueColumn): ValueColumn {
  const result = zerosLike(a, a.length);
  const difference = result as Float64Array;
  for (let i = 0; i < a.length; i++)
    difference[i] = ((a as Float64Array)[i] as number) - ((b as Float64Array)[i] as number);
  return result;
}

/** pprof's `-normalize`: current scaled, per sample type, so that its sum is base's. Throws UsageError "incompatible-types". */
export function normalizeTo(current: Profile, base: Profile): Profile {
  checkCompatible(current.header, base.header);
  const ratios = current.samples.values.map((column, type) => {
    const sum = sumOf(column);
    return sum === 0 ? 0 : sumOf(base.samples.values[type] as ValueColumn) / sum;
  });
  return scaleProfile(current, ratios);
}

/** Sum as Go's float64(int64 sum). */
function sumOf(column: ValueColumn): number {
  let sum: Value = column instanceof BigInt64Array ? 0n : 0;
  for (const value of column) sum = add(sum, value);
  return Number(sum);
}
