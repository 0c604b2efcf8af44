/** What each function is, as bits: whose code, whether its change is noise, whether it is looked for. */
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { HeapReport } from "../../report/heap/report.ts";

export const MARK = { own: 1, standard: 2, noise: 4, hit: 8 } as const;

/** As the reports call the standard library, which is in no row of modules where its callers are charged. */
const STANDARD = "std";

/** What is known of each function by its name. `own`: modules of the program. */
export function nameMarks(
  { functions }: Pick<GrowthReport | HeapReport, "functions">,
  own: ReadonlySet<string>,
): Map<string, number> {
  const marks = new Map<string, number>();
  for (const row of functions) {
    const isNoise = "significantCum" in row && row.significantCum === false;
    const origin = own.has(row.module) ? MARK.own : row.module === STANDARD ? MARK.standard : 0;
    marks.set(row.name, origin | (isNoise ? MARK.noise : 0));
  }
  return marks;
}
