/**
 * The profile itself, sample by sample: what `-raw` dumps. Nothing is gathered; filters and pseudo frames have been applied to the view's
 * profile, and of the options only `-noinlines` and `-showcolumns` change what is left to show.
 */
import type { ValueColumn } from "../../profile/int64.ts";
import { zerosLike } from "../../profile/int64.ts";
import type { LocationTable, Profile } from "../../profile/tables.ts";
import type { View } from "./view.ts";

export interface RawReport {
  readonly kind: "raw";
  readonly profile: Profile;
}

export function rawReport(view: View): RawReport {
  const { profile } = view;
  if (!view.noInlines) return { kind: "raw", profile };
  return {
    kind: "raw",
    profile: {
      ...profile,
      locations: keepOutermostLines(profile.locations, view.showColumns),
      mappings: { ...profile.mappings, hasInlineFrames: new Uint8Array(profile.mappings.length) },
    },
  };
}

/** Cutting inlined frames also drops columns, unless they are asked for. */
function keepOutermostLines(locations: LocationTable, showColumns: boolean): LocationTable {
  const outermost = new Uint8Array(locations.lineFunction.length);
  const start = new Int32Array(locations.length + 1);
  for (let row = 0; row < locations.length; row++) {
    const end = locations.start[row + 1] as number;
    const hasLines = end > (locations.start[row] as number);
    if (hasLines) outermost[end - 1] = 1;
    start[row + 1] = (start[row] as number) + (hasLines ? 1 : 0);
  }
  const isOutermost = (_: unknown, line: number): boolean => outermost[line] === 1;
  const keep = (column: ValueColumn): ValueColumn => (column as Float64Array).filter(isOutermost);
  const lineColumn = keep(locations.lineColumn);
  return {
    ...locations,
    start,
    lineFunction: locations.lineFunction.filter(isOutermost),
    lineNumber: keep(locations.lineNumber),
    lineColumn: showColumns ? lineColumn : zerosLike(lineColumn, lineColumn.length),
  };
}
