/** What each function is, as bits: whose code, whether its change is noise, whether it is looked for. */
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { HeapReport } from "../../report/heap/report.ts";
import { ownModule } from "../table/rows.ts";

export const MARK = { own: 1, standard: 2, noise: 4, hit: 8 } as const;

/** What is known of each function by its name. */
export function nameMarks(report: Pick<GrowthReport, "functions" | "modules"> | HeapReport): Map<string, number> {
  const own = ownModule(report);
  const ofGo = new Set<string>();
  for (const { module, owner } of report.modules) if (owner === "stdlib" || owner === "runtime") ofGo.add(module);
  const marks = new Map<string, number>();
  for (const row of report.functions) {
    const isNoise = "significantCum" in row && row.significantCum === false;
    const origin = own !== undefined && row.module === own ? MARK.own : ofGo.has(row.module) ? MARK.standard : 0;
    marks.set(row.name, origin | (isNoise ? MARK.noise : 0));
  }
  return marks;
}
