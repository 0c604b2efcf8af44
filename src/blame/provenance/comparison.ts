/**
 * Two profiles side by side, and what is known of them as a pair. Everything that is said of growth is said of one of these, so that the numbers,
 * the statistics and the findings are of the same two profiles under the same filters.
 */
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { MetFunction } from "../../graph/go/profile-modules.ts";
import { checkProfile } from "../../profile/argument.ts";
import { applyFilters, type Filters } from "../../profile/filter/filter.ts";
import { withFilesOf } from "../../profile/merge/align-files.ts";
import { checkComparable } from "../../profile/merge/check-comparable.ts";
import { type Diff, diffProfiles } from "../../profile/merge/diff.ts";
import type { Profile } from "../../profile/tables.ts";
import type { CountPair } from "../counts/growth-counts.ts";
import { recoverDiffCounts } from "./diff-counts.ts";
import { checkPair, type PairFacts, type PairProvenance } from "./pair.ts";
import { checkCapture } from "./provenance.ts";

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
  /** Path of the program's own module, or of all of them with main's first, where it is not to be guessed. */
  readonly mainModule?: ModuleNames | undefined;
  /** Functions of the program that were met elsewhere, such as on the stacks of its goroutines: where they lie may tell its module. */
  readonly functions?: readonly MetFunction[] | undefined;
  /** The base is none: there are no samples in it, and there were none to miss. */
  readonly isFromNothing?: boolean;
}

/** One profile as growth from nothing: what is said of growth is said of all that is live, and what is not there is known exactly. */
export function compareWithNothing(profile: Profile, options: Omit<CompareOptions, "names">): Comparison {
  return new Comparison(withoutSamples(profile), profile, { ...options, isFromNothing: true });
}

const NAMES: PairNames = { base: "base", current: "current" };

/** Throws UsageError "no-common-sample-type", "incompatible-types", "bad-regexp". */
export function compare(base: Profile, current: Profile, options: CompareOptions = {}): Comparison {
  return new Comparison(base, current, options ?? {});
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
  readonly mainModule: ModuleNames | undefined;
  readonly functions: readonly MetFunction[];
  readonly #known: () => PairProvenance;
  readonly #isFromNothing: boolean;
  #pair: PairProvenance | undefined;
  #counts: CountPair | undefined;

  constructor(base: Profile, current: Profile, options: CompareOptions) {
    const { filters, sources, names = NAMES, mainModule, functions = [], isFromNothing = false } = options;
    const said = sources ?? names;
    checkComparable([
      { name: said.base, profile: checkProfile(base) },
      { name: said.current, profile: checkProfile(current) },
    ]);
    const whole = diffProfiles(base, withFilesOf(base, current));
    const { profile, notices } =
      filters === undefined ? { ...whole, notices: [] } : applyFilters(whole.profile, filters);
    this.diff = { ...whole, profile };
    this.notices = notices;
    this.filters = filters?.shown ?? [];
    this.sources = sources ?? NAMES;
    this.mainModule = mainModule;
    this.functions = functions;
    this.#known = () => {
      this.#pair ??= isFromNothing
        ? pairWithNothing(current, whole)
        : checkPair({ name: names.base, profile: base }, { name: names.current, profile: current }, whole);
      return this.#pair;
    };
    this.#isFromNothing = isFromNothing;
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
    this.#counts ??= isWhole ? known : this.#recover();
    return this.#counts;
  }

  /** Something about the pair makes any comparison of the two meaningless. */
  get isBlocked(): boolean {
    return this.pair.findings.some(({ severity }) => severity === "blocking");
  }

  get isOtherBuild(): boolean {
    return this.pair.findings.some(({ code }) => code === "other-build");
  }

  #recover(): CountPair {
    const counts = recoverDiffCounts(this.diff);
    return this.#isFromNothing ? withKnownBase(counts) : counts;
  }
}

function withoutSamples(profile: Profile): Profile {
  const none = new Int32Array(0);
  const values = profile.samples.values.map(() => new Float64Array(0));
  const samples = { length: 0, start: new Int32Array(1), locations: none, values, labelSet: none };
  return { ...profile, samples };
}

/** Of a profile that stands alone only what it says itself is known. */
function pairWithNothing(current: Profile, diff: Diff): PairProvenance {
  const findings = checkCapture({ name: "the profile", profile: current });
  const counters = { compared: 0, decreased: 0 };
  const hasSharedRows = false;
  const counts = withKnownBase(recoverDiffCounts(diff));
  return { relation: "unknown", isSameState: false, isSwapped: false, hasSharedRows, counters, ...counts, findings };
}

/** Nothing that was not sampled can have been there: the weights of what may have been missed are 0. */
function withKnownBase({ base, current }: CountPair): CountPair {
  const sampling = { ...current.sampling, weight: new Float64Array(current.sampling.weight.length) };
  return { base: { ...base, sampling }, current };
}
