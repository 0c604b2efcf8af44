/** What a capture's report says in sentences: of its two ends, of its series, of the memory as a whole. */
import type { CaptureReport } from "../report/capture/capture.ts";
import type { ReplicasReport } from "../report/capture/replicas.ts";
import { type AdviceWords, adviceWords } from "./advice/words.ts";
import { type GrowthWords, growthWords } from "./growth/words.ts";
import { type TrendWords, trendFindingText, trendWords } from "./trend/words.ts";

/** What a capture's report says in sentences. */
export interface CaptureWords {
  /** What the series does, or what its two ends support: the first paragraph, all of it. */
  readonly verdict: string;
  /** What comes before that: a restart. */
  readonly leading: readonly string[];
  /** As the report has its findings: a sentence for each. */
  readonly findings: readonly string[];
  /** Null as the parts of the report are. */
  readonly growth: GrowthWords | null;
  readonly trend: TrendWords | null;
  readonly advice: AdviceWords | null;
}

export function captureWords(report: CaptureReport): CaptureWords {
  const growth = report.growth && growthWords(report.growth);
  const trend = report.trend && trendWords(report.trend, report.growth);
  const leading = report.findings.filter(({ code }) => code === "restart").map(trendFindingText);
  return {
    verdict: [...leading, verdictOf(growth, trend, report.run.length)].join(" "),
    leading,
    findings: report.findings.map(trendFindingText),
    growth,
    trend,
    advice: report.advice && adviceWords(report.advice),
  };
}

function verdictOf(growth: GrowthWords | null, trend: TrendWords | null, snapshots: number): string {
  if (growth === null) return `${snapshots} snapshot of one process: there is nothing to compare it with.`;
  return trend === null ? growth.verdict : trend.verdict;
}

/** What the reports on several pods say in sentences. */
export interface ReplicasWords {
  /** As the replicas are ordered. */
  readonly replicas: readonly CaptureWords[];
  readonly merged: GrowthWords | null;
}

export function replicasWords({ replicas, merged }: ReplicasReport): ReplicasWords {
  return {
    replicas: replicas.map(({ report }) => captureWords(report)),
    merged: merged && growthWords(merged),
  };
}
