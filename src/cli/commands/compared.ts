/** One profile or a pair, loaded and filtered: what the picture and export commands start from. */
import { checkPair } from "../../blame/provenance-pair.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfile, loadProfiles } from "../../load.ts";
import { type Diff, diffProfiles } from "../../profile/diff.ts";
import type { FilterOptions } from "../../profile/filter.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import { growthReport } from "../../report/growth.ts";
import type { PictureGrowth } from "../../report/picture-header.ts";
import { activeFilters, applyFilters } from "../filter-options.ts";
import type { Io } from "../io.ts";
import { readOptions } from "../reading.ts";

export type Compared =
  | { readonly kind: "profile"; readonly profile: Profile; readonly sampleIndex: number }
  | { readonly kind: "diff"; readonly diff: Diff; readonly sampleIndex: number; readonly growth: () => PictureGrowth };

export interface ComparedOptions extends FilterOptions {
  readonly base?: string;
  readonly sampleIndex: string;
  readonly noinlines?: boolean;
}

export async function loadCompared(source: string, options: ComparedOptions, io: Io): Promise<Compared> {
  const settings = { ...readOptions(io), symbolizeGoText: true };
  if (options.base === undefined) {
    const profile = await filtered(await loadProfile(source, settings), options, io);
    return { kind: "profile", profile, sampleIndex: resolveSampleIndex(profile.header, options.sampleIndex) };
  }
  const [base, current] = (await loadProfiles([options.base, source], settings)) as [Profile, Profile];
  const whole = diffProfiles(base, current);
  const diff = { ...whole, profile: await filtered(whole.profile, options, io) };
  const sampleIndex = resolveSampleIndex(diff.profile.header, options.sampleIndex);
  const query = {
    sampleIndex,
    granularity: "functions",
    noInlines: options.noinlines === true,
    sort: "flat",
    limit: undefined,
    activeFilters: activeFilters(options),
    baseSource: withoutSecrets(options.base),
    currentSource: withoutSecrets(source),
  } as const;
  const growth = (): PictureGrowth =>
    growthReport(diff, query, checkPair({ name: "base", profile: base }, { name: "current", profile: current }, whole));
  return { kind: "diff", diff, sampleIndex, growth };
}

async function filtered(profile: Profile, options: FilterOptions, io: Io): Promise<Profile> {
  const { profile: kept, notices } = await applyFilters(profile, options);
  for (const { text } of notices) await io.stderr.write(`heapblame: ${text}\n`);
  return kept;
}
