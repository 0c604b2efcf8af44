/** Processes of a capture, each by itself: what is before a restart and what is after it are never one course. */

import type { RunFacts, SeriesFinding } from "../../blame/trend/findings.ts";
import { groupBy } from "../../measurement/group-by.ts";
import type { TrendReport } from "../trend/report.ts";
import type { CaptureInput, CapturePoint } from "./input.ts";

/** Empty where all snapshots are of one process. `trend`: of the one that is looked at. */
export function restartsOf({ points, run }: CaptureInput, trend: TrendReport | undefined): SeriesFinding[] {
  const processes = groupBy(points, (point) => point.process);
  if (processes.size < 2) return [];
  const lookedAt = run[0]?.point.process;
  const runs = [...processes].map(([id, own]) => runOf(own, id === lookedAt ? trend : undefined));
  return [{ code: "restart", severity: "limiting", facts: { runs, kind: "known" } }];
}

/** Live bytes as the snapshots say; the interval only of the process that is looked at. */
function runOf(own: readonly CapturePoint[], trend: TrendReport | undefined): RunFacts {
  const [from, to] = [own[0] as CapturePoint, own.at(-1) as CapturePoint];
  const [first, last] = [from.liveBytes ?? 0, to.liveBytes ?? 0];
  return {
    ...{ unit: "bytes", first, last, growth: last - first },
    ...{ low: trend?.trend.growthLow ?? null, high: trend?.trend.growthHigh ?? null },
    ...{ points: own.length, seconds: (Date.parse(to.time) - Date.parse(from.time)) / 1000 },
    ...{ from: from.name, to: to.name, shape: trend?.trend.shape ?? "unknown" },
  };
}
