/** What a check is asked and what it says. */
import type { Finding, FindingCode } from "../../blame/provenance/provenance.ts";
import type { ValueType } from "../../profile/tables.ts";
import type { SuspectGrowth } from "../growth/suspects.ts";

/** Which samples count. A module is that of the innermost frame that is not the standard library's. */
export type CheckScope =
  | { readonly kind: "all" }
  | { readonly kind: "own" }
  | { readonly kind: "module"; readonly path: string }
  | {
      readonly kind: "frame";
      readonly source: string;
      readonly matches: (name: string) => boolean;
    };

/** A line of a suppression file: a fingerprint, or a pattern of a frame anywhere on the stack. */
export interface Suppression {
  readonly source: string;
  /** undefined for a fingerprint. */
  readonly matches: ((name: string) => boolean) | undefined;
}

/** A suspect that is known; `growth` in bytes. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly frame: string;
  readonly growth: number;
}

/** Of an own frame: a path in the program's module, and a line. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** What captures without a fault differ by. */
export interface NormalRange {
  /** How many there are, the base among them. */
  readonly captures: number;
  /** Largest of them less smallest, in the scope; in the unit of the sample type. */
  readonly spread: number;
  /** 95 % interval of the spread, as sampling leaves it; null where samples cannot be counted. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the spread is more than sampling noise explains. */
  readonly significant: boolean | null;
}

/** What places that surely grew come to, where the whole did not; bytes, with the 95 % interval. */
export interface GrownPlaces {
  readonly bytes: number;
  readonly low: number;
  readonly high: number;
  /** Most first. */
  readonly functions: readonly string[];
}

/** The budget and what counts against it. */
export interface CheckRules {
  /** Bytes of growth that are allowed. */
  readonly maxGrowth: number;
  readonly scope: CheckScope;
  readonly suppressions: readonly Suppression[];
  readonly baseline: readonly BaselineEntry[];
}

/** Without any of them nothing may grow anywhere. */
export type CheckQuery = Partial<CheckRules>;

/** Within the budget, beyond it, or neither can be told. */
export type CheckOutcome = "clean" | "exceeded" | "unmeasurable";

/** Whether growth is within a budget; bytes throughout. */
export interface CheckReport {
  readonly kind: "check";
  readonly schemaVersion: 1;
  readonly outcome: CheckOutcome;
  readonly verdict: {
    /** The outcome. */
    readonly code: CheckOutcome;
    /** Code of the finding for which nothing can be measured; null where something was, or where none says why. */
    readonly cause: FindingCode | null;
    readonly facts: {
      /** Samples that belong to the scope. */
      readonly inScope: number;
      /** What the profiles are of by themselves where that is what was allocated, `alloc_space` say: it is not what is checked. */
      readonly allocated: string | null;
    };
  };
  readonly base: string;
  readonly current: string;
  readonly sampleType: ValueType;
  /** `all`, `own`, `module=PATH` or `frame=REGEX`. */
  readonly scope: string;
  readonly maxGrowth: number;
  /** What counts: of the scope, without what is suppressed; and that without what the baseline knows. */
  readonly growth: number;
  readonly newGrowth: number;
  /** 95 % interval of growth, null where samples cannot be counted. */
  readonly low: number | null;
  readonly high: number | null;
  readonly significant: boolean | null;
  /** Growth below this could not have been seen. */
  readonly detectionLimit: number | null;
  /** Change of the scope's samples that a suppression took out, and the lines that did. */
  readonly suppressed: {
    readonly bytes: number;
    readonly samples: number;
    readonly by: readonly string[];
  };
  /** Growth that the baseline already had. */
  readonly known: {
    readonly bytes: number;
    readonly fingerprints: readonly string[];
  };
  /** Null where the whole grew beyond the budget, or no place surely did. */
  readonly grown: GrownPlaces | null;
  /** Null where only one capture says what is normal. */
  readonly normal: NormalRange | null;
  /** Suspects of the scope that are neither suppressed nor within the baseline. */
  readonly suspects: readonly SuspectGrowth[];
  /** Of the own frame of each of them; null where the profile does not tell. */
  readonly places: readonly (SourcePlace | null)[];
  readonly provenance: readonly Finding[];
}
