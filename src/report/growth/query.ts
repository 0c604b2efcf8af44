/** What a growth report is to be about. Imports nothing that is run, so that `--help` need not load the report. */
import type { Granularity } from "../../graph/granularity.ts";

/** What the table can be ordered by. */
export const SORT_KEYS = ["flat", "cum", "objects"] as const;

/** One of SORT_KEYS. */
export type SortKey = (typeof SORT_KEYS)[number];

/** All of it may be left out. */
export interface GrowthQuery {
  /** A sample type by name or number; "" for the profiles' default. */
  readonly sampleIndex?: string | number | undefined;
  /** What a row is: "functions" if not given. */
  readonly granularity?: Granularity | undefined;
  /** Inlined functions are charged to the one they were inlined into. */
  readonly noInlines?: boolean | undefined;
  /** "flat" if not given. */
  readonly sort?: SortKey | undefined;
  /** Most rows of `functions`, 0 for all; the others are summed up in `omitted`. */
  readonly limit?: number | undefined;
}

/** The same with everything decided. */
export interface GrowthQuestion {
  readonly sampleIndex: number;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly sort: SortKey;
  readonly limit: number;
}
