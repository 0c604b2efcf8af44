/** What a diff comes to, as a code: whether it grew at all, and which cause goroutines show. Of two captures it never says that growth goes on. */
import type { Value } from "../../profile/int64.ts";
import type { GoroutineCause } from "../goroutines/cause.ts";

/**
 * `not-comparable`: a finding is blocking. `allocated`: counters of what was ever allocated. `uncounted`: the samples cannot be counted. `parts-grew`:
 * the whole did not change by more than noise, parts of it did. `did-not-change`: nothing did.
 */
export type VerdictCode =
  | "not-comparable"
  | "allocated"
  | "uncounted"
  | "grew"
  | "shrank"
  | "parts-grew"
  | "did-not-change";

/** What a growth report comes to, as a code and facts. */
export interface Verdict {
  readonly code: VerdictCode;
  /** What goroutines of both ends say; null where none were captured. */
  readonly cause: GoroutineCause | null;
  readonly facts: {
    /** The two are the ends of a series: what that shows is said elsewhere. */
    readonly isSeries: boolean;
    /** Of some decoded objects there are surely more than the cluster has. */
    readonly hasSurplus: boolean;
    /** The two are of runs of tests or benchmarks: these end by themselves, and serve nobody. */
    readonly isTests: boolean;
  };
}

export interface VerdictBasis {
  readonly type: string;
  readonly isBlocked: boolean;
  readonly net: Value;
  /** Whether the net change is more than noise; undefined where statistics are withheld. */
  readonly isSignificant: boolean | undefined;
  /** Places that surely grew. */
  readonly suspects: number;
}

/** Counters of what was ever allocated: Go's names, and heapprofd's. */
export function isAllocated(type: string): boolean {
  return /^(?:alloc_|total )/i.test(type);
}

export function verdictCode({ type, isBlocked, net, isSignificant, suspects }: VerdictBasis): VerdictCode {
  if (isBlocked) return "not-comparable";
  if (isAllocated(type)) return "allocated";
  if (isSignificant === undefined) return "uncounted";
  if (isSignificant) return net > 0 ? "grew" : "shrank";
  return suspects > 0 ? "parts-grew" : "did-not-change";
}
