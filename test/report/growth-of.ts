/** A growth report over two profiles written as text, with the defaults of the command line. */
import { diffProfiles } from "../../src/profile/diff.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { type GrowthQuery, type GrowthReport, growthReport } from "../../src/report/growth.ts";
import { pairNotices } from "../../src/report/notices.ts";

export function growthOf(base: Profile, current: Profile, query: Partial<GrowthQuery> = {}): GrowthReport {
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
    pairNotices(diff),
  );
}
