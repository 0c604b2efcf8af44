/**
 * Base subtracted from current, twice: as pprof's `-base` does it, into one set of values, and as our own reports want it, with base and
 * current kept side by side. Both are one merge; they differ in the columns that go in.
 */

import { UsageError } from "../../errors.ts";
import { checkFields, checkProfile } from "../argument.ts";
import { add, type Value, type ValueColumn } from "../int64.ts";
import type { Header, Profile } from "../tables.ts";
import { comparableProfiles } from "./common-types.ts";
import { alignedColumns, checkCompatible, mergeProfiles, mergeSides } from "./merge.ts";
import { scaleColumn, scaleProfile } from "./scale.ts";

/** pprof's `-base`: one profile whose values are current minus base; samples that cancel are gone. */
export function subtractBase(current: Profile, base: Profile): Profile {
  const { samples } = checkProfile(base);
  const negated = samples.values.map((column) => scaleColumn(column, -1));
  return mergeProfiles(
    comparableProfiles([checkProfile(current), { ...base, samples: { ...samples, values: negated } }]),
  );
}

/**
 * Base and current side by side: one profile whose sample table has the current values of every sample type, then the base values of every
 * sample type. All that works on a profile (filters, nodes, weights) works on a diff; the delta is current minus base wherever it is wanted.
 */
export interface Diff {
  /** `samples.values` is twice as long as `header.sampleTypes`. The header is the merged one. */
  readonly profile: Profile;
  readonly base: DiffSide;
  readonly current: DiffSide;
}

/** What one side said about itself before the merge. */
export interface DiffSide {
  readonly header: Header;
  /** File of the main binary, "" if not given, as is buildId. */
  readonly mainFile: string;
  readonly buildId: string;
}

/** One value a sample, in the unit of the sample type. Throws UsageError "bad-sample-index". */
export function currentValues(diff: Diff, sampleIndex: number): ValueColumn {
  return columnOf(diff, sampleIndex, 0);
}

/** The same of base, row by row. */
export function baseValues(diff: Diff, sampleIndex: number): ValueColumn {
  const { profile } = checkFields(diff, ["profile"], "a diff is what diffProfiles gives");
  return columnOf(diff, sampleIndex, checkProfile(profile).header.sampleTypes.length);
}

function columnOf(diff: Diff, sampleIndex: number, first: number): ValueColumn {
  const profile = checkProfile(checkFields(diff, ["profile"], "a diff is what diffProfiles gives").profile);
  const { length } = profile.header.sampleTypes;
  const column =
    Number.isInteger(sampleIndex) && sampleIndex < length ? profile.samples.values[first + sampleIndex] : undefined;
  if (column !== undefined && sampleIndex >= 0) return column;
  throw new UsageError(
    "bad-sample-index",
    `sample_index ${String(sampleIndex)} is outside the range [0..${length - 1}]`,
  );
}

/** Base and current in one table, every sample of either kept. Throws UsageError "no-common-sample-type". */
export function diffProfiles(base: Profile, current: Profile): Diff {
  const sides = comparableProfiles([checkProfile(current), checkProfile(base)]);
  const [plus, minus] = alignedColumns(
    sides,
    sides.map((side) => side.samples.values),
  ) as [ValueColumn[], ValueColumn[]];
  const profile = mergeSides(sides, [plus, minus]);
  const types = plus.length;
  const { values } = profile.samples;
  const [currents, bases] = alignedColumns([profile, profile], [values.slice(0, types), values.slice(types)]) as [
    ValueColumn[],
    ValueColumn[],
  ];
  return {
    profile: { ...profile, samples: { ...profile.samples, values: [...currents, ...bases] } },
    base: describeSide(base),
    current: describeSide(current),
  };
}

function describeSide({ header, mappings, strings }: Profile): DiffSide {
  if (mappings.length === 0) return { header, mainFile: "", buildId: "" };
  return {
    header,
    mainFile: strings.at(mappings.file[0] as number),
    buildId: strings.at(mappings.buildId[0] as number),
  };
}

/** pprof's `-normalize`: current scaled, per sample type, so that its sum is base's. Throws UsageError "incompatible-types". */
export function normalizeTo(current: Profile, base: Profile): Profile {
  checkCompatible(checkProfile(current).header, checkProfile(base).header);
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
