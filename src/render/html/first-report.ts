/** The two ends of what a page carries, compared; and the report on the page's own question, which of large profiles is made when the file is written. */
import { type Comparison, compare } from "../../blame/provenance/comparison.ts";
import type { Filters } from "../../profile/filter/filter.ts";
import { type FilterOptions, listFilters } from "../../profile/filter/options.ts";
import { compilePattern } from "../../profile/filter/regexp.ts";
import type { Profile } from "../../profile/tables.ts";
import { type GrowthReport, growthReport } from "../../report/growth/growth.ts";
import { besideOf, type Ends } from "./beside.ts";
import type { PageInput } from "./payload.ts";

/** From so many samples on, of all profiles, what is computed of them takes longer than a moment. */
const LARGE_SAMPLES = 40_000;

export function isLarge(profiles: readonly Profile[]): boolean {
  return profiles.reduce((sum, { samples }) => sum + samples.length, 0) > LARGE_SAMPLES;
}

/** Throws UsageError "bad-regexp". */
export function compareEnds(input: PageInput, [from, to]: Ends, filters: FilterOptions): Comparison {
  const { profiles, sources, mainModule } = input;
  return compare(profiles[from] as Profile, profiles[to] as Profile, {
    filters: compiledFilters(filters),
    sources: { base: sources[from] ?? "base", current: sources[to] ?? "current" },
    mainModule: mainModule ?? undefined,
  });
}

/** undefined where none is set. Throws UsageError "bad-regexp". */
export function compiledFilters(options: FilterOptions): Filters | undefined {
  const set = listFilters(options);
  if (set.length === 0) return undefined;
  return { options, compile: compilePattern, shown: set.map(({ name, value }) => `${name}=${value}`) };
}

/** By function. Throws UsageError "bad-sample-index", "bad-regexp". */
export function firstReport(input: PageInput): GrowthReport {
  const { sampleIndex, noInlines, filters } = input.question;
  const ends: Ends = [0, input.profiles.length - 1];
  const beside = besideOf(input, ends, listFilters(filters).length === 0);
  return growthReport(compareEnds(input, ends, filters), { sampleIndex, noInlines }, beside);
}
