/** Growth by what waits for its time or for its end: tickers and timers, AfterFunc, contexts that are not cancelled; contexts that wrap contexts. */
import type { FindingOf } from "../finding.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, MOST, shareWhere } from "./signs.ts";

type TimerFinding = FindingOf<TimerFacts>;

/** Timers and contexts that are not let go of. */
export interface TimerFacts {
  /** Part of the growth. */
  readonly timer: { readonly share: number };
  readonly "after-func": { readonly share: number };
  readonly "context-tree": { readonly share: number };
  /** Contexts with values, one in the other. */
  readonly "context-values": { readonly share: number };
  /** Channels that the signals of the process are sent to. */
  readonly "signal-channels": { readonly share: number };
}

const PATTERNS = {
  "context-values": /^context\.WithValue$/,
  "signal-channels": /^os\/signal\.(?:Notify|NotifyContext)$/,
  timer: /^time\.(?:NewTicker|NewTimer|After|Tick)$/,
  "after-func": /^time\.AfterFunc$/,
  "context-tree":
    /^context\.(?:WithCancel(?:Cause)?|WithTimeout(?:Cause)?|WithDeadline(?:Cause)?|withCancel|\(\*cancelCtx\)\.propagateCancel(?:\.func\d+)?|propagateCancel)$/,
} as const satisfies Record<keyof TimerFacts, RegExp>;

/** A part of the growth that is worth a word beside the rest, and the recorded objects that it takes to be sure of it. */
const PART = 0.1;
const LEAST_SAMPLES = 4;

export function findTimers(signs: GrowthSigns): TimerFinding[] {
  if (!isLiveGrowth(signs)) return [];
  const codes = ["context-tree", "context-values", "signal-channels", "after-func", "timer"] as const;
  const parts = codes.map((code) => ({ code, share: partOf(signs, PATTERNS[code]) }));
  const most = parts.filter(({ share }) => share >= MOST);
  // Beside the rest one is enough to say.
  const chosen = most.length > 0 ? most : parts.filter(({ share }) => share >= PART).slice(0, 1);
  return chosen.map(({ code, share }): TimerFinding => ({ code, severity: "limiting", facts: { share } }));
}

function partOf(signs: GrowthSigns, pattern: RegExp): number {
  const test = hasFrame(pattern);
  const share = shareWhere(signs, test);
  if (share >= MOST) return share;
  const samples = signs.stacks.reduce((sum, stack) => (test(stack) ? sum + stack.samples : sum), 0);
  return samples >= LEAST_SAMPLES ? share : 0;
}
