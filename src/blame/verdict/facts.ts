/** What a verdict is made of. */
import type { Value } from "../../profile/int64.ts";
import type { ValueType } from "../../profile/tables.ts";
import type { Interval } from "../../stats/interval.ts";
import type { Finding } from "../provenance/provenance.ts";
import type { Suspect } from "../suspects/suspects.ts";
import type { GoroutineFacts } from "./goroutines.ts";

export interface VerdictFacts {
  readonly sampleType: ValueType;
  readonly base: Value;
  readonly current: Value;
  readonly net: Value;
  /** Of the net growth; undefined where statistics are withheld. */
  readonly interval: Interval | undefined;
  /** Whether the net change is more than noise. */
  readonly isSignificant: boolean | undefined;
  /** Growth of the whole below this could not have been seen, 0 if unknown. */
  readonly detectionLimit: number;
  readonly suspects: readonly Suspect[];
  /** What the suspects' shares are of: the net growth, or the gross growth. */
  readonly sharesOf: "net" | "grew";
  readonly findings: readonly Finding[];
  /** The two are the ends of a series: what that shows is said elsewhere. */
  readonly isSeries: boolean;
  /** undefined where none were captured. */
  readonly goroutines: GoroutineFacts | undefined;
  /** Sentences about numbers of live objects beside those of their source; empty where the latter are not known. */
  readonly counts: readonly string[];
  /** Of some objects there are surely more than that. */
  readonly hasSurplus: boolean;
}

export function isAlloc({ sampleType }: Pick<VerdictFacts, "sampleType">): boolean {
  return sampleType.type.startsWith("alloc_");
}
