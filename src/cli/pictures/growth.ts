/** What a picture of a diff needs to know beside pprof's view of it: both sides of every frame, under the same filters. */
import { compare, type PairNames } from "../../blame/provenance/comparison.ts";
import type { FilterOptions } from "../../profile/filter/options.ts";
import type { Profile } from "../../profile/tables.ts";
import { type PlainGrowth, plainGrowth } from "../../report/growth/growth.ts";
import type { View } from "../../report/pprof/view.ts";
import { loadFilters } from "../options/active-filters.ts";

/** The two profiles of a diff as they were read. */
export interface Sides {
  readonly base: Profile;
  readonly current: Profile;
  readonly sources: PairNames;
}

/** Notices of the filters are left out: the view has given them already. */
export async function growthForPicture(
  { base, current, sources }: Sides,
  view: View,
  options: FilterOptions,
): Promise<PlainGrowth> {
  const filters = await loadFilters(options, view.activeFilters);
  const comparison = compare(base, current, { filters, sources });
  const type = view.profile.header.sampleTypes[view.sampleIndex]?.type;
  const sampleIndex = comparison.diff.profile.header.sampleTypes.findIndex((other) => other.type === type);
  return plainGrowth(comparison, { sampleIndex, granularity: view.granularity, noInlines: view.noInlines });
}
