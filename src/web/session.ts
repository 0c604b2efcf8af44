/** The profiles of the page and what was computed of them: each answer once for each question. */
import { type Comparison, compare } from "../blame/provenance/comparison.ts";
import { applyFilters, type Filters } from "../profile/filter/filter.ts";
import { type FilterOptions, listFilters } from "../profile/filter/options.ts";
import { compilePattern } from "../profile/filter/regexp.ts";
import type { ValueColumn } from "../profile/int64.ts";
import { baseValues, currentValues } from "../profile/merge/diff.ts";
import { resolveSampleIndex } from "../profile/sample-index.ts";
import type { Profile, ValueType } from "../profile/tables.ts";
import type { PageInput } from "../render/html/payload.ts";
import { type Companions, type GrowthReport, growthReport } from "../report/growth/growth.ts";
import { objectCount } from "../report/growth/kind-rows.ts";
import { type GrowthWords, growthWords } from "../wording/growth/words.ts";
import { heapRows } from "./heap-rows.ts";
import type { PageState } from "./page-state.ts";
import { StackSource } from "./stacks.ts";
import { growthRowsOf, type TableRow } from "./table/rows.ts";

/** What is compared, or looked at, under one set of filters. */
export type Subject =
  | { readonly kind: "growth"; readonly comparison: Comparison; readonly profile: Profile }
  | { readonly kind: "heap"; readonly profile: Profile; readonly notices: readonly string[] };

export interface Values {
  readonly current: ValueColumn;
  /** undefined for one heap. */
  readonly base: ValueColumn | undefined;
}

export class Session {
  readonly input: PageInput;
  readonly #kept = new Map<string, unknown>();

  constructor(input: PageInput) {
    this.input = input;
  }

  get isDiff(): boolean {
    return this.input.profiles.length > 1;
  }

  get sampleTypes(): readonly ValueType[] {
    return (this.input.profiles[0] as Profile).header.sampleTypes;
  }

  /** Index and type that the state asks for; the default where it asks for one there is not. */
  typeOf({ type }: PageState): { readonly index: number; readonly type: ValueType } {
    const { header } = this.input.profiles.at(-1) as Profile;
    const isKnown = header.sampleTypes.some((known) => known.type === type);
    const index = resolveSampleIndex(header, isKnown ? type : "");
    return { index, type: header.sampleTypes[index] as ValueType };
  }

  /** Base and current of the series, by number. */
  ends({ from, to }: PageState): readonly [from: number, to: number] {
    const last = this.input.profiles.length - 1;
    const within = (at: number, otherwise: number): number => (at >= 0 && at <= last ? at : otherwise);
    return [within(from, 0), within(to, last)];
  }

  /** Throws UsageError "bad-regexp". */
  subject(state: PageState): Subject {
    const [from, to] = this.ends(state);
    return this.#once(`subject ${from} ${to} ${filterKey(state)}`, () => {
      const { profiles, sources, mainModule } = this.input;
      const current = profiles[to] as Profile;
      const filters = compiled(state.filters);
      if (!this.isDiff) {
        const { profile, notices } =
          filters === undefined ? { profile: current, notices: [] } : applyFilters(current, filters);
        return { kind: "heap", profile, notices };
      }
      const comparison = compare(profiles[from] as Profile, current, {
        filters,
        sources: { base: sources[from] ?? "base", current: sources[to] ?? "current" },
        mainModule: mainModule ?? undefined,
      });
      return { kind: "growth", comparison, profile: comparison.diff.profile };
    });
  }

  values(state: PageState): Values {
    const subject = this.subject(state);
    const { index } = this.typeOf(state);
    if (subject.kind === "heap")
      return { current: subject.profile.samples.values[index] as ValueColumn, base: undefined };
    const { diff } = subject.comparison;
    return { current: currentValues(diff, index), base: baseValues(diff, index) };
  }

  /** undefined for one heap. */
  report(state: PageState): GrowthReport | undefined {
    const subject = this.subject(state);
    if (subject.kind === "heap") return undefined;
    const { index } = this.typeOf(state);
    // Packages, modules and Kinds are in every report.
    const granularity = state.level === "files" || state.level === "lines" ? state.level : "functions";
    const { noInlines } = state;
    return this.#once(`report ${this.#key(state)} ${granularity}`, () =>
      growthReport(subject.comparison, { sampleIndex: index, granularity, noInlines }, this.#beside(state)),
    );
  }

  words(state: PageState): GrowthWords | undefined {
    const report = this.report(state);
    return report && this.#once(`words ${this.#key(state)} ${report.granularity}`, () => growthWords(report));
  }

  rows(state: PageState): readonly TableRow[] {
    const report = this.report(state);
    return this.#once(`rows ${this.#key(state)} ${state.level}`, () => {
      if (report !== undefined) return growthRowsOf(report, state.level);
      return heapRows(this.subject(state).profile, this.typeOf(state).index, state.level, state.noInlines);
    });
  }

  /** Stacks by function, for flame graphs, callers and callees. */
  stacks(state: PageState): StackSource {
    return this.#once(
      `stacks ${this.#key(state)}`,
      () => new StackSource(this.subject(state).profile, this.values(state), state.noInlines),
    );
  }

  #key(state: PageState): string {
    return `${this.ends(state)} ${filterKey(state)} ${this.typeOf(state).index} ${state.noInlines}`;
  }

  /** Goroutines are of the ends that were captured, not of what lies between. */
  #beside(state: PageState): Companions {
    const objects = this.input.objects.map(({ name, count }) => objectCount(name, count));
    const [from, to] = this.ends(state);
    const isWhole = from === 0 && to === this.input.profiles.length - 1;
    return { ...(isWhole ? (this.input.beside as Companions) : {}), objects };
  }

  #once<Answer>(key: string, compute: () => Answer): Answer {
    if (!this.#kept.has(key)) {
      if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
      this.#kept.set(key, compute());
    }
    return this.#kept.get(key) as Answer;
  }
}

/** Answers of some ten questions: going back is at once, and memory stays bounded. */
const MOST_KEPT = 40;

function filterKey({ filters }: PageState): string {
  return JSON.stringify(listFilters(filters));
}

function compiled(options: FilterOptions): Filters | undefined {
  const set = listFilters(options);
  if (set.length === 0) return undefined;
  return { options, compile: compilePattern, shown: set.map(({ name, value }) => `${name}=${value}`) };
}
