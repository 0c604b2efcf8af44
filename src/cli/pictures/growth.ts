/** What a picture of a diff needs to know beside pprof's view of it: both sides of every frame, under the same filters. */
import { checkPair } from "../../blame/provenance/pair.ts";
import type { FilterOptions } from "../../profile/filter/filter.ts";
import { diffProfiles } from "../../profile/merge/diff.ts";
import type { Profile } from "../../profile/tables.ts";
import { growthReport } from "../../report/growth/growth.ts";
import type { PictureGrowth } from "../../report/pictures/header.ts";
import type { View } from "../../report/pprof/view.ts";
import { applyFilters } from "../options/filters.ts";

/** The two profiles of a diff as they were read. */
export interface Sides {
  readonly base: Profile;
  readonly current: Profile;
  readonly baseSource: string;
  readonly currentSource: string;
}

/** Notices of the filters are left out: the view has given them already. */
export async function growthForPicture(sides: Sides, view: View, filters: FilterOptions): Promise<PictureGrowth> {
  const { base, current, baseSource, currentSource } = sides;
  const diff = diffProfiles(base, current);
  const { profile } = await applyFilters(diff.profile, filters);
  const type = view.profile.header.sampleTypes[view.sampleIndex]?.type;
  const query = {
    sampleIndex: diff.profile.header.sampleTypes.findIndex((other) => other.type === type),
    granularity: view.granularity,
    noInlines: view.noInlines,
    sort: "flat",
    limit: undefined,
    activeFilters: view.activeFilters,
    baseSource,
    currentSource,
  } as const;
  const pair = checkPair({ name: "base", profile: base }, { name: "current", profile: current }, diff);
  return growthReport({ ...diff, profile }, query, pair);
}
