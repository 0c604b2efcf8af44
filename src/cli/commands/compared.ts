/** One profile or a pair, loaded and filtered: what the picture and export commands start from. */
import { type Comparison, compare } from "../../blame/provenance/comparison.ts";
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfiles } from "../../load.ts";
import { applyFilters } from "../../profile/filter/filter.ts";
import type { FilterOptions } from "../../profile/filter/options.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import { checkStates, describeDifference, describeReferences } from "../../wording/provenance.ts";
import { loadFilters } from "../options/active-filters.ts";
import { type ShownProfiles, shownProfiles } from "../pictures/shown-profiles.ts";
import { deferOptimizing } from "../pprof/small-input.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export type Compared = (
  | { readonly kind: "profile"; readonly profile: Profile }
  | { readonly kind: "diff"; readonly comparison: Comparison }
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
  readonly module?: readonly string[];
}

/**
 * `flame BEFORE AFTER` is `flame --base BEFORE AFTER`: which profile, and the options with what is subtracted from it. Throws UsageError
 * "bad-option" for more profiles than that.
 */
export function resolveBase<Options extends ComparedOptions>(
  command: string,
  profiles: readonly string[],
  options: Options,
): readonly [source: string, options: Options] {
  const [first = "", second, ...others] = profiles;
  if (second === undefined) return [first, options];
  if (others.length > 0 || options.base !== undefined) {
    const { length } = options.base === undefined ? profiles : [options.base, ...profiles];
    const fact = `${length} profiles are too many: ${command} takes one, or that before and that after`;
    throw new UsageError("bad-option", `${fact}; heapblame trend compares more`);
  }
  return [second, { ...options, base: first }];
}

export async function loadCompared(source: string, options: ComparedOptions, io: Io): Promise<Compared> {
  const { profiles, names: shownNames } = await loadShown(source, options, io);
  const name = shownNames.at(-1) ?? "";
  const filters = await loadFilters(options);
  if (options.base === undefined) {
    const whole = profiles[0] as Profile;
    const { profile, notices } = filters === undefined ? { profile: whole, notices: [] } : applyFilters(whole, filters);
    await say(notices, io);
    return { kind: "profile", profile, name, sampleIndex: resolveSampleIndex(profile.header, options.sampleIndex) };
  }
  const [base, current] = profiles as [Profile, Profile];
  const names = { base: shownNames[0] ?? "", current: name };
  const comparison = compare(base, current, { filters, sources: names });
  await say(comparison.notices, io);
  const sampleIndex = resolveSampleIndex(comparison.diff.profile.header, options.sampleIndex);
  return { kind: "diff", comparison, sampleIndex, name };
}

/** The same unfiltered, base first: profiles and what each is called. */
export async function loadShown(source: string, options: ComparedOptions, io: Io): Promise<ShownProfiles> {
  const settings = { ...readOptions(io), symbolizeGoText: true };
  const sources = options.base === undefined ? [source] : [options.base, source];
  deferOptimizing(sources, io.cwd);
  const shown = await shownPair(await loadProfiles(sources, settings), sources.map(withoutSecrets), options);
  const { profiles, names } = shown;
  if (options.base === undefined) {
    const capture = { name: names[0] as string, profile: profiles[0] as Profile };
    const text = describeReferences(capture) ?? describeDifference(capture);
    await say(text === undefined ? [] : [text], io);
    return shown;
  }
  checkStates(profiles.map((profile, side) => ({ name: names[side] as string, profile })));
  return shown;
}

/** Throws UsageError "bad-option" for filters beside --anonymize. */
async function shownPair(
  profiles: readonly Profile[],
  names: readonly string[],
  options: ComparedOptions,
): Promise<ShownProfiles> {
  if (options.anonymize === true) (await import("../anonymous.ts")).refuseFilters(options);
  return await shownProfiles(profiles, names, options, (index) => (index < names.length - 1 ? "base" : "profile"));
}

async function say(notices: readonly string[], io: Io): Promise<void> {
  for (const text of notices) await io.stderr.write(`heapblame: ${text}\n`);
}
