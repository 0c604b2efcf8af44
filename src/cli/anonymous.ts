/** `--anonymize`: everything that is shown under the same pseudonyms, and nothing of what the user typed in what comes out. */
import { UsageError } from "../errors.ts";
import { anonymizeProfiles } from "../graph/anonymize/anonymize.ts";
import type { Pseudonyms } from "../graph/anonymize/pseudonyms.ts";
import { anonymizeGoroutines } from "../graph/go/goroutine-functions.ts";
import type { FilterOptions } from "../profile/filter/options.ts";
import type { Profile } from "../profile/tables.ts";
import type { GoroutineCaptures } from "../report/growth/growth.ts";
import type { GoroutineSource } from "./goroutine-source.ts";
import { activeFilters } from "./options/active-filters.ts";
import type { LoadProfiles } from "./pprof/fetch.ts";

/** Goroutines beside a pair of profiles, as they were loaded. */
export interface LoadedGoroutines extends Omit<GoroutineCaptures, "base" | "current"> {
  readonly base: GoroutineSource;
  readonly current: GoroutineSource;
}

export interface ComparedPair<Options> {
  readonly profiles: readonly [Profile, Profile];
  readonly names: { readonly base: string; readonly current: string };
  readonly options: Options;
  readonly goroutines: GoroutineCaptures | undefined;
  /** For what else is shown with them; undefined where names are shown. */
  readonly pseudonyms?: Pseudonyms;
}

/** Throws UsageError "bad-option" if there are filters: they would meet pseudonyms, and their words stand in the report. */
export async function anonymizePair<Options extends FilterOptions & { readonly module?: readonly string[] }>(
  profiles: readonly Profile[],
  options: Options,
  goroutines: LoadedGoroutines | undefined,
): Promise<ComparedPair<Options>> {
  refuseFilters(options);
  const [before, after] = goroutines === undefined ? [[], []] : await functionsOf(goroutines);
  const anonymous = anonymizeProfiles(profiles, options.module, [...before, ...after]);
  return {
    profiles: anonymous.profiles as readonly [Profile, Profile],
    names: { base: "base", current: "current" },
    pseudonyms: anonymous.names,
    options: anonymous.modules.length === 0 ? options : { ...options, module: anonymous.modules },
    goroutines: goroutines && {
      base: anonymizeGoroutines(goroutines.base.groups, before, anonymous.names),
      current: anonymizeGoroutines(goroutines.current.groups, after, anonymous.names),
      baseSource: "base",
      currentSource: "current",
      iterations: goroutines.iterations,
      isProven: goroutines.isProven,
    },
  };
}

/** Goroutines alone. `mainModule` as the user gives it, else it is guessed. */
export async function anonymizeCaptures(
  goroutines: LoadedGoroutines,
  mainModule: readonly string[] | undefined,
): Promise<GoroutineCaptures> {
  const anonymous = await anonymizePair(
    [],
    { ...(mainModule === undefined ? {} : { module: mainModule }) },
    goroutines,
  );
  return anonymous.goroutines as GoroutineCaptures;
}

async function functionsOf({ base, current }: LoadedGoroutines) {
  return await Promise.all([base.functions(), current.functions()]);
}

/** A loader that gives all profiles of a request under the same pseudonyms. */
export function anonymousLoader(load: LoadProfiles, mainModule: readonly string[] | undefined): LoadProfiles {
  const anonymous: LoadProfiles = async (sources) => {
    const results = await load(sources);
    const loaded = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const renamed = anonymizeProfiles(loaded, mainModule).profiles.values();
    return results.map((result) =>
      result.status === "fulfilled" ? { ...result, value: renamed.next().value as Profile } : result,
    );
  };
  return Object.assign(anonymous, { isJoint: true });
}

/** Throws UsageError "bad-option" that names the first option whose words are names. */
export function refuseNames(given: Readonly<Record<string, unknown>>): void {
  const [name] = Object.entries(given).find(([, value]) => value !== undefined && value !== "") ?? [];
  if (name === undefined) return;
  throw new UsageError("bad-option", `--anonymize does not go with ${name}: the names to match are replaced`);
}

/** Throws UsageError "bad-option" if there is a filter. */
export function refuseFilters(options: FilterOptions): void {
  const [filter] = activeFilters(options);
  refuseNames(filter === undefined ? {} : { [`--${filter}`]: true });
}
