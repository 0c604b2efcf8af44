/** What a diff cannot support, however it is read, and which capture or command would close each gap. */
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import type { ProcessRelation } from "../provenance/pair.ts";
import type { Severity } from "../provenance/provenance.ts";
import type { Suspect } from "../suspects/suspects.ts";

export interface AuditEntry {
  readonly code: string;
  readonly severity: Severity;
  readonly text: string;
}

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
}

const SHORT_SECONDS = 300;
const FEW_SAMPLES = 20;
/** Twice what can be seen where nothing is freed. */
const HEAVY_CHURN = 2;

export function auditEvidence(facts: AuditFacts): AuditEntry[] {
  if (facts.isBlocked) return [entry("blocked", "blocking", CAPTURE_AGAIN)];
  return [...auditSeries(facts), ...auditHolder(facts), ...auditSampling(facts), ...auditOtherMemory(facts)];
}

const CAPTURE_AGAIN =
  "Capture twice from one process, some minutes apart, each with curl -o heap-N.out 'http://HOST/debug/pprof/heap?gc=1', and give the older one first.";

function entry(code: string, severity: Severity, text: string): AuditEntry {
  return { code, severity, text };
}

function auditSeries({ type, relation, seconds, capture }: AuditFacts): AuditEntry[] {
  const entries: AuditEntry[] = [];
  if (type.startsWith("alloc_")) {
    entries.push(
      entry(
        "alloc-counters",
        "limiting",
        `${type} counts what was allocated, freed or not: compare inuse_space for what stays.`,
      ),
    );
  } else if (type.endsWith("objects")) {
    entries.push(
      entry(
        "objects",
        "note",
        "A sampled profile estimates numbers of small objects roughly: one recorded object stands for thousands.",
      ),
    );
  }
  if (!capture.isSeries) {
    entries.push(
      entry(
        "two-captures",
        "limiting",
        "Two captures show a difference, not a trend: capture at least three more at equal intervals under the same load.",
      ),
    );
  }
  if (seconds > 0 && seconds < SHORT_SECONDS) {
    entries.push(
      entry(
        "short-interval",
        "limiting",
        `Only ${Math.round(seconds)} s lie between the captures: warm-up and backlog may look the same. Wait five minutes or more.`,
      ),
    );
  }
  if (relation === "different") {
    entries.push(
      entry(
        "other-process",
        "limiting",
        "Age and load of two processes differ: capture twice from one, without a restart between.",
      ),
    );
  }
  return entries;
}

function auditHolder({ suspects, hasGoroutines }: AuditFacts): AuditEntry[] {
  const foreign = suspects.filter(({ ownFrame }) => ownFrame === undefined);
  if (foreign.length === 0) {
    if (suspects.length === 0) return [];
    return [
      entry(
        "allocator-only",
        "note",
        "Stacks show who allocated. Who holds it, only the code that stores it or a heap dump shows.",
      ),
    ];
  }
  const share = Math.round(foreign.reduce((sum, suspect) => sum + suspect.share, 0) * 100);
  const fact = `No own function is on the stacks of ${share}% of the growth: the holder is not in these profiles.`;
  const capture = hasGoroutines ? "Count" : "Capture /debug/pprof/goroutine at both ends and count";
  return [
    entry(
      "no-own-frame",
      "limiting",
      `${fact} ${capture} the live objects at their source; a profile of an instance that does not grow would be a reference.`,
    ),
  ];
}

function auditSampling({ limitOfTotal, limitOfStack, samples, relation, type }: AuditFacts): AuditEntry[] {
  if (samples === undefined) {
    return [
      entry(
        "no-samples",
        "limiting",
        "The samples behind the values cannot be counted, so noise cannot be told from growth. Capture straight from /debug/pprof/heap.",
      ),
    ];
  }
  const entries: AuditEntry[] = [];
  const unit = chooseColumnUnit([limitOfStack], type.endsWith("objects") ? "count" : "bytes");
  if (samples < FEW_SAMPLES) {
    entries.push(
      entry(
        "few-samples",
        "limiting",
        `All of the current profile rests on ${samples} samples. A lower runtime.MemProfileRate at start gives more.`,
      ),
    );
  }
  if (limitOfStack > 0) {
    const limit = formatValue(Math.round(limitOfStack), unit);
    entries.push(
      entry(
        "detection-limit",
        "note",
        `Growth of a single stack by less than ${limit} could not have been told from noise.`,
      ),
    );
  }
  if (relation === "same" && limitOfTotal > HEAVY_CHURN * limitOfStack && limitOfStack > 0) {
    entries.push(
      entry(
        "churn",
        "note",
        "Much was freed and allocated anew between the captures, which hides small growth: only more captures help.",
      ),
    );
  }
  return entries;
}

function auditOtherMemory({ type, capture }: AuditFacts): AuditEntry[] {
  if (type.startsWith("alloc_")) return [];
  const entries: AuditEntry[] = [];
  if (!capture.isCollected) {
    entries.push(
      entry(
        "gc-unknown",
        "note",
        "A profile does not say whether it was captured with gc=1; without it, it is as old as the last garbage collection.",
      ),
    );
  }
  if (!capture.hasMemory) {
    entries.push(
      entry(
        "heap-only",
        "note",
        "Stacks, fragmentation and memory outside Go are not in it: capture heap?debug=1 for MemStats, and the container's working set.",
      ),
    );
  }
  return entries;
}
