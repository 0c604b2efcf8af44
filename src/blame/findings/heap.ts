/** Whether the heap grew at all, and whether the two are of one process. */
import type { FindingOf, NoFacts } from "../finding.ts";
import { type GrowthSigns, hasParts, isNegligible } from "./signs.ts";

type HeapFinding = FindingOf<HeapFacts>;

/** What the heap did as a whole. */
export interface HeapFacts {
  readonly grew: Amounts;
  readonly shrank: Amounts;
  /** The whole shrank or did not change by more than noise, parts of it grew: by so much. `shrank`: what all else is less by, 0 where it is not. */
  readonly "parts-grew": { readonly growth: number; readonly shrank: number };
  readonly "did-not-change": Amounts;
  readonly restart: NoFacts;
}

/** In the unit of the sample type; `low` and `high` of `net`, null where withheld. */
export interface Amounts {
  readonly base: number;
  readonly current: number;
  readonly net: number;
  readonly low: number | null;
  readonly high: number | null;
}

export function findHeap(signs: GrowthSigns): HeapFinding[] {
  const { base, current, net, interval, verdict } = signs;
  const facts = { base, current, net, low: interval?.low ?? null, high: interval?.high ?? null };
  const restart: HeapFinding[] = isRestart(signs) ? [{ code: "restart", severity: "limiting", facts: {} }] : [];
  if (verdict === "uncounted" && net > 0) return [...restart, { code: "grew", severity: "limiting", facts }];
  if (isNegligible(signs)) return [...restart, { code: "did-not-change", severity: "note", facts }];
  const parts: HeapFinding[] = hasParts(signs) ? [{ code: "parts-grew", severity: "note", facts: partsOf(signs) }] : [];
  if (verdict === "parts-grew") return [...restart, { code: "did-not-change", severity: "note", facts }, ...parts];
  if (verdict === "grew" || verdict === "shrank" || verdict === "did-not-change") {
    return [...restart, { code: verdict, severity: "note", facts }, ...parts];
  }
  return restart;
}

function partsOf({ parts, net }: GrowthSigns): HeapFacts["parts-grew"] {
  return { growth: parts, shrank: Math.max(0, parts - net) };
}

/** Counters that only rise fell, in one build of one program. */
function isRestart({ provenance }: GrowthSigns): boolean {
  return provenance.includes("different-process") && !provenance.includes("other-build");
}
