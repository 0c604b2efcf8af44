/** A growth report over two profiles, with the defaults of the command line. */
import { checkPair } from "../../src/blame/provenance/pair.ts";
import { diffProfiles } from "../../src/profile/merge/diff.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { type Companions, type GrowthQuery, type GrowthReport, growthReport } from "../../src/report/growth/growth.ts";
import { readUnpacked } from "../profile/corpus.ts";

export function growthOf(
  base: Profile,
  current: Profile,
  query: Partial<GrowthQuery> = {},
  beside: Companions = {},
): GrowthReport {
  const diff = diffProfiles(base, current);
  return growthReport(
    diff,
    {
      sampleIndex: diff.profile.header.sampleTypes.length - 1,
      granularity: "functions",
      noInlines: false,
      sort: "flat",
      limit: undefined,
      activeFilters: [],
      baseSource: "base",
      currentSource: "current",
      ...query,
    },
    checkPair({ name: "base", profile: base }, { name: "current", profile: current }, diff),
    [],
    beside,
  );
}

/** The same over two files. */
export function growthOfFiles(
  base: string,
  current: string,
  query: Partial<GrowthQuery> = {},
  beside: Companions = {},
): GrowthReport {
  return growthOf(parseProfile(readUnpacked(base)), parseProfile(readUnpacked(current)), query, beside);
}
