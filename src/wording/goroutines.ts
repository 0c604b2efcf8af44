/** What a report on goroutines alone says in sentences. */
import type { GoroutineReport } from "../report/goroutines/goroutines.ts";
import { growthFindingText } from "./growth/findings.ts";

/** What a report on goroutines alone says in sentences. */
export interface GoroutineWords {
  readonly verdict: string;
  /** A sentence for each finding. */
  readonly findings: readonly string[];
}

export function goroutineWords({ findings }: GoroutineReport): GoroutineWords {
  const texts = findings.map(growthFindingText);
  return { verdict: texts.join(" "), findings: texts };
}
