/** How much of a frame tells two nodes apart: pprof's five ways, and two of our own that gather functions. */
import { unreachable } from "../errors.ts";

export const PPROF_GRANULARITIES = ["functions", "filefunctions", "files", "lines", "addresses"] as const;

/** What a row of a report can be. */
export const GRANULARITIES = [...PPROF_GRANULARITIES, "packages", "modules"] as const;

/** One of GRANULARITIES. */
export type Granularity = (typeof GRANULARITIES)[number];

/** Which fields of a frame survive at a granularity. */
interface KeptFields {
  readonly name: boolean;
  readonly file: boolean;
  readonly line: boolean;
  readonly column: boolean;
  readonly address: boolean;
}

/** `showColumns` adds columns where lines are kept; addresses keep them anyway, unless inlined frames are cut. */
export function keptFields(granularity: Granularity, showColumns: boolean, noInlines: boolean): KeptFields {
  const none = { name: false, file: false, line: false, column: false, address: false };
  switch (granularity) {
    case "functions":
    case "packages":
    case "modules":
      return { ...none, name: true };
    case "filefunctions":
      return { ...none, name: true, file: true };
    case "files":
      return { ...none, file: true };
    case "lines":
      return { ...none, name: true, file: true, line: true, column: showColumns };
    case "addresses":
      return { name: true, file: true, line: true, column: showColumns || !noInlines, address: true };
    default:
      return unreachable(granularity);
  }
}
