/**
 * Two profiles side by side, and what is known of them as a pair. Everything that is said of growth is said of one of these, so that the numbers,
 * the statistics and the findings are of the same two profiles under the same filters.
 */
import { applyFilters, type Filters } from "../../profile/filter/filter.ts";
import { type Diff, diffProfiles } from "../../profile/merge/diff.ts";
import type { Profile } from "../../profile/tables.ts";
import type { CountPair } from "../counts/growth-counts.ts";
import { checkPair, type PairFacts, type PairProvenance, recoverDiffCounts } from "./pair.ts";

/** What the two are called. */
export interface PairNames {
  readonly base: string;
  readonly current: string;
}

/** All of it may be left out. */
export interface CompareOptions {
  /** Applied to both together; undefined for none. */
  readonly filters?: Filters | undefined;
  /** In reports: where the two come from; "base" and "current" if not given. */
  readonly sources?: PairNames | undefined;
  /** In sentences; "base" and "current" if not given. */
  readonly names?: PairNames | undefined;
  /** Path of the program's own module, where it is not to be guessed. */
  readonly mainModule?: string | undefined;
}

const NAMES: PairNames = { base: "base", current: "current" };

/** Throws UsageError "no-common-sample-type", "bad-regexp". */
export function compare(base: Profile, current: Profile, options: CompareOptions = {}): Comparison {
  return new Comparison(base, current, options);
}

/** Does not change. What takes time is computed when it is first asked for. */
export class Comparison {
  /** After the filters. */
  readonly diff: Diff;
  /** What the filters had to say, in pprof's words. */
  readonly notices: readonly string[];
  /** `focus=x` and the like. */
  readonly filters: readonly string[];
  readonly sources: PairNames;
  readonly mainModule: string | undefined;
  readonly #known: () => PairProvenance;
  #pair: PairProvenance | undefined;
  #counts: CountPair | undefined;

  constructor(base: Profile, current: Profile, { filters, sources, names = NAMES, mainModule }: CompareOptions) {
    const whole = diffProfiles(base, current);
    const { profile, notices } =
      filters === undefined ? { ...whole, notices: [] } : applyFilters(whole.profile, filters);
    this.diff = { ...whole, profile };
    this.notices = notices;
    this.filters = filters?.shown ?? [];
    this.sources = sources ?? NAMES;
    this.mainModule = mainModule;
    this.#known = () => {
      this.#pair ??= checkPair({ name: names.base, profile: base }, { name: names.current, profile: current }, whole);
      return this.#pair;
    };
    Object.freeze(this);
  }

  get pair(): PairFacts {
    return this.#known();
  }

  /** Recorded objects of both, by row of `diff`. */
  get counts(): CountPair {
    const known = this.#known();
    const isWhole = this.diff.profile.samples.length === known.base.sampling.size.length;
    // A filter that drops samples leaves fewer rows than the pair was checked with.
    this.#counts ??= isWhole ? known : recoverDiffCounts(this.diff);
    return this.#counts;
  }

  /** Something about the pair makes any comparison of the two meaningless. */
  get isBlocked(): boolean {
    return this.pair.findings.some(({ severity }) => severity === "blocking");
  }

  get isOtherBuild(): boolean {
    return this.pair.findings.some(({ code }) => code === "other-build");
  }
}
