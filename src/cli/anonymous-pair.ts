/** `--anonymize` for commands that compare two profiles: both with the same pseudonyms, and nothing of what the user typed in the report. */
import { UsageError } from "../errors.ts";
import { anonymizeProfiles } from "../graph/anonymize.ts";
import type { FilterOptions } from "../profile/filter.ts";
import type { Profile } from "../profile/tables.ts";
import { activeFilters } from "./filter-options.ts";

export interface ComparedPair<Options> {
  readonly profiles: readonly [Profile, Profile];
  readonly names: { readonly base: string; readonly current: string };
  readonly options: Options;
}

/** Throws UsageError "bad-option" if there are filters: they would meet pseudonyms, and their words stand in the report. */
export function anonymizePair<Options extends FilterOptions & { readonly module?: string }>(
  profiles: readonly Profile[],
  options: Options,
): ComparedPair<Options> {
  const [filter] = activeFilters(options);
  if (filter !== undefined) {
    throw new UsageError("bad-option", `--anonymize does not go with --${filter}: the names to match are replaced`);
  }
  const anonymous = anonymizeProfiles(profiles, options.module);
  return {
    profiles: anonymous.profiles as readonly [Profile, Profile],
    names: { base: "base", current: "current" },
    options: anonymous.mainModule === undefined ? options : { ...options, module: anonymous.mainModule },
  };
}
