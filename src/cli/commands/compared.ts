/** One profile or a pair, loaded and filtered: what the picture and export commands start from. */
import { checkPair } from "../../blame/provenance/pair.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfiles } from "../../load.ts";
import type { FilterOptions } from "../../profile/filter/filter.ts";
import { type Diff, diffProfiles } from "../../profile/merge/diff.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import { growthReport } from "../../report/growth/growth.ts";
import type { PictureGrowth } from "../../report/pictures/header.ts";
import { noticeText } from "../../wording/growth/words.ts";
import { activeFilters, applyFilters } from "../options/filters.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export type Compared = (
  | { readonly kind: "profile"; readonly profile: Profile }
  | {
      readonly kind: "diff";
      readonly diff: Diff;
      readonly growth: () => PictureGrowth;
    }
) & {
  readonly sampleIndex: number;
  /** What to call the profile. */
  readonly name: string;
};

export interface ComparedOptions extends FilterOptions {
  readonly base?: string;
  readonly sampleIndex: string;
  readonly noinlines?: boolean;
  readonly anonymize?: boolean;
  readonly module?: string;
}

export async function loadCompared(source: string, options: ComparedOptions, io: Io): Promise<Compared> {
  const settings = { ...readOptions(io), symbolizeGoText: true };
  const sources = options.base === undefined ? [source] : [options.base, source];
  const { profiles, name } = await shown(await loadProfiles(sources, settings), withoutSecrets(source), options);
  if (options.base === undefined) {
    const profile = await filtered(profiles[0] as Profile, options, io);
    return { kind: "profile", profile, name, sampleIndex: resolveSampleIndex(profile.header, options.sampleIndex) };
  }
  const [base, current] = profiles as [Profile, Profile];
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
    baseSource: options.anonymize === true ? "base" : withoutSecrets(options.base),
    currentSource: name,
  } as const;
  const growth = (): PictureGrowth =>
    growthReport(diff, query, checkPair({ name: "base", profile: base }, { name: "current", profile: current }, whole));
  return { kind: "diff", diff, sampleIndex, growth, name };
}

/** Throws UsageError "bad-option" for filters beside --anonymize. */
async function shown(
  profiles: readonly Profile[],
  name: string,
  options: ComparedOptions,
): Promise<{ readonly profiles: readonly Profile[]; readonly name: string }> {
  if (options.anonymize !== true) return { profiles, name };
  const [{ anonymizeProfiles }, { refuseFilters }] = await Promise.all([
    import("../../graph/anonymize/anonymize.ts"),
    import("../anonymous.ts"),
  ]);
  refuseFilters(options);
  return { profiles: anonymizeProfiles(profiles, options.module).profiles, name: "profile" };
}

async function filtered(profile: Profile, options: FilterOptions, io: Io): Promise<Profile> {
  const { profile: kept, notices } = await applyFilters(profile, options);
  for (const notice of notices) await io.stderr.write(`heapblame: ${noticeText(notice)}\n`);
  return kept;
}
