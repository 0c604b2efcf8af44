/** Growth by what waits for its time or for its end: tickers and timers, AfterFunc, contexts that are not cancelled. */
import type { FindingOf } from "../finding.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, MOST, shareWhere } from "./signs.ts";

type TimerFinding = FindingOf<TimerFacts>;

/** Timers and contexts that are not let go of. */
export interface TimerFacts {
  /** Part of the growth. */
  readonly timer: { readonly share: number };
  readonly "after-func": { readonly share: number };
  readonly "context-tree": { readonly share: number };
}

const PATTERNS = {
  timer: /^time\.(?:NewTicker|NewTimer|After|Tick)$/,
  "after-func": /^time\.AfterFunc$/,
  "context-tree":
    /^context\.(?:WithCancel(?:Cause)?|WithTimeout(?:Cause)?|WithDeadline(?:Cause)?|withCancel|\(\*cancelCtx\)\.propagateCancel|propagateCancel)$/,
} as const satisfies Record<keyof TimerFacts, RegExp>;

export function findTimers(signs: GrowthSigns): TimerFinding[] {
  if (!isLiveGrowth(signs)) return [];
  return (["context-tree", "after-func", "timer"] as const).flatMap((code): TimerFinding[] => {
    const share = shareWhere(signs, hasFrame(PATTERNS[code]));
    return share >= MOST ? [{ code, severity: "limiting", facts: { share } }] : [];
  });
}
