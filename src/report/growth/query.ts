/** What a growth report is to be about. */
import type { Granularity } from "../../graph/granularity.ts";
import type { SortKey } from "./sort-keys.ts";

export interface GrowthQuery {
  readonly sampleIndex: number;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly sort: SortKey;
  /** Most rows of `functions`; the others are summed up in `omitted`. */
  readonly limit: number | undefined;
  readonly activeFilters: readonly string[];
  /** What the user called the two sides. */
  readonly baseSource: string;
  readonly currentSource: string;
  /** Path of the program's own module, where it is not to be guessed. */
  readonly mainModule?: string | undefined;
}
