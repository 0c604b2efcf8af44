/**
 * What every pprof-compatible report starts from: the profile after pseudo frames and filters, the value that is shown, and the total, which
 * pprof takes before the filters unless percentages are relative.
 */
import type { Granularity } from "../../graph/granularity.ts";
import type { Value, ValueColumn } from "../../profile/int64.ts";
import type { Profile, ValueType } from "../../profile/tables.ts";

export interface View {
  readonly profile: Profile;
  /** Column of `profile.samples.values` that is shown. */
  readonly sampleIndex: number;
  /** Values are divided by the first column (`-mean`). */
  readonly isMean: boolean;
  /** What 100 % means; not yet multiplied by `ratio`. */
  readonly total: Value;
  /** 1 / divide_by: applied when a number is printed, never before. */
  readonly ratio: number;
  /** "minimum", "auto" or a unit name, as the user gave it. */
  readonly unit: string;
  /** `focus=x` and the like, for the header. */
  readonly activeFilters: readonly string[];
  /** Leave out the File, Type, Time lines of the header. */
  readonly compactLabels: boolean;
  /** Unit of each numeric label key: the first one met, else one guessed from the key. */
  readonly numericUnits: ReadonlyMap<string, string>;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  readonly sourcePath: string;
  readonly trimPath: string;
}

export function sampleTypeOf(view: View): ValueType {
  const type = view.profile.header.sampleTypes[view.sampleIndex] as ValueType;
  return view.isMean ? { type: `mean_${type.type}`, unit: type.unit } : type;
}

export function valuesOf(view: View): ValueColumn {
  return view.profile.samples.values[view.sampleIndex] as ValueColumn;
}
