/** What a diff cannot support, however it is read: each gap with what it rests on. */

import type { FindingOf, NoFacts } from "../finding.ts";
import type { ProcessRelation } from "../provenance/process-relation.ts";
import type { Suspect } from "../suspects/suspects.ts";

/** What a report may not support, by code, with the facts of each. */
export interface GapFacts {
  readonly blocked: NoFacts;
  readonly "alloc-counters": { readonly type: string };
  readonly objects: NoFacts;
  readonly "two-captures": NoFacts;
  readonly "short-interval": { readonly seconds: number };
  readonly "other-process": NoFacts;
  readonly "allocator-only": NoFacts;
  /** Part of the growth that has no own function on its stacks. */
  readonly "no-own-frame": {
    readonly share: number;
    readonly hasGoroutines: boolean;
  };
  readonly "no-samples": NoFacts;
  readonly "few-samples": { readonly samples: number };
  /** In the unit of the sample type. */
  readonly "detection-limit": {
    readonly limit: number;
    readonly unit: "bytes" | "count";
  };
  readonly churn: NoFacts;
  readonly "gc-unknown": NoFacts;
  readonly "heap-only": NoFacts;
}

/** Something that a growth report cannot support. */
export type AuditEntry = FindingOf<GapFacts>;

/** How the two profiles were captured, and what was captured with them. */
export interface CaptureFacts {
  /** The two are the ends of a series that is looked at besides. */
  readonly isSeries: boolean;
  /** Each was taken right after a garbage collection. */
  readonly isCollected: boolean;
  /** Memory other than the live heap is looked at besides. */
  readonly hasMemory: boolean;
}

export interface AuditFacts {
  readonly type: string;
  readonly relation: ProcessRelation;
  /** Some finding is blocking: then only what to do about it matters. */
  readonly isBlocked: boolean;
  /** Between the captures; 0 if not known. */
  readonly seconds: number;
  /** Growth below this could not have been seen: of everything together, and of one stack that was empty before. 0 if not known. */
  readonly limitOfTotal: number;
  readonly limitOfStack: number;
  readonly suspects: readonly Suspect[];
  /** Recorded objects in current; undefined if they cannot be counted. */
  readonly samples: number | undefined;
  /** What is known where the two are of a capture. */
  readonly capture: CaptureFacts;
  /** Goroutine profiles of both ends are among the evidence. */
  readonly hasGoroutines: boolean;
  /** It is a Go program's: else no advice that only holds of Go. */
  readonly isGo: boolean;
}

const SHORT_SECONDS = 300;
const FEW_SAMPLES = 20;
/** Twice what can be seen where nothing is freed. */
const HEAVY_CHURN = 2;

export function auditEvidence(facts: AuditFacts): AuditEntry[] {
  if (facts.isBlocked) return [{ code: "blocked", severity: "blocking", facts: {} }];
  return [...auditSeries(facts), ...auditHolder(facts), ...auditSampling(facts), ...auditOtherMemory(facts)];
}

function auditSeries({ type, relation, seconds, capture }: AuditFacts): AuditEntry[] {
  const entries: AuditEntry[] = [];
  if (type.startsWith("alloc_"))
    entries.push({
      code: "alloc-counters",
      severity: "limiting",
      facts: { type },
    });
  else if (type.endsWith("objects")) entries.push({ code: "objects", severity: "note", facts: {} });
  if (!capture.isSeries) entries.push({ code: "two-captures", severity: "limiting", facts: {} });
  if (seconds > 0 && seconds < SHORT_SECONDS) {
    entries.push({
      code: "short-interval",
      severity: "limiting",
      facts: { seconds: Math.round(seconds) },
    });
  }
  if (relation === "different") entries.push({ code: "other-process", severity: "limiting", facts: {} });
  return entries;
}

function auditHolder({ suspects, hasGoroutines, isGo }: AuditFacts): AuditEntry[] {
  if (suspects.length === 0) return [];
  const foreign = suspects.filter(({ ownFrame }) => ownFrame === undefined);
  if (foreign.length === 0 || !isGo) return [{ code: "allocator-only", severity: "note", facts: {} }];
  const share = foreign.reduce((sum, suspect) => sum + suspect.share, 0);
  return [
    {
      code: "no-own-frame",
      severity: "limiting",
      facts: { share, hasGoroutines },
    },
  ];
}

function auditSampling({ limitOfTotal, limitOfStack, samples, relation, type }: AuditFacts): AuditEntry[] {
  if (samples === undefined) return [{ code: "no-samples", severity: "limiting", facts: {} }];
  const entries: AuditEntry[] = [];
  if (samples < FEW_SAMPLES)
    entries.push({
      code: "few-samples",
      severity: "limiting",
      facts: { samples },
    });
  if (limitOfStack > 0) {
    const facts = {
      limit: Math.round(limitOfStack),
      unit: type.endsWith("objects") ? "count" : "bytes",
    } as const;
    entries.push({ code: "detection-limit", severity: "note", facts });
  }
  if (relation === "same" && limitOfTotal > HEAVY_CHURN * limitOfStack && limitOfStack > 0) {
    entries.push({ code: "churn", severity: "note", facts: {} });
  }
  return entries;
}

function auditOtherMemory({ type, capture, isGo }: AuditFacts): AuditEntry[] {
  if (type.startsWith("alloc_") || !isGo) return [];
  return [
    ...(capture.isCollected ? [] : [{ code: "gc-unknown", severity: "note", facts: {} } as const]),
    ...(capture.hasMemory ? [] : [{ code: "heap-only", severity: "note", facts: {} } as const]),
  ];
}
