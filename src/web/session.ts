/** The profiles of the page and what was computed of them: each answer once for each question. */

import type { Waterfall } from "../blame/memory/waterfall.ts";
import { type Comparison, compareWithNothing } from "../blame/provenance/comparison.ts";
import type { Capture } from "../blame/provenance/provenance.ts";
import { applyFilters } from "../profile/filter/filter.ts";
import { listFilters } from "../profile/filter/options.ts";
import type { ValueColumn } from "../profile/int64.ts";
import { baseValues, currentValues } from "../profile/merge/diff.ts";
import { resolveSampleIndex } from "../profile/sample-index.ts";
import type { Profile, ValueType } from "../profile/tables.ts";
import { besideOf, waterfallsOf } from "../render/html/beside.ts";
import { compareEnds, compiledFilters, isLarge } from "../render/html/first-report.ts";
import type { PageInput } from "../render/html/payload.ts";
import { type Companions, type GrowthReport, growthReport } from "../report/growth/growth.ts";
import { heapReport } from "../report/heap/heap.ts";
import type { HeapReport } from "../report/heap/report.ts";
import type { HolderRow } from "../report/held/rows.ts";
import type { TrendReport } from "../report/trend/report.ts";
import { trendReport } from "../report/trend/trend.ts";
import { visibleText } from "../visible.ts";
import { type GrowthWords, growthWords } from "../wording/growth/words.ts";
import { type HeapWords, heapWords } from "../wording/heap/words.ts";
import { type TrendWords, trendWords } from "../wording/trend/words.ts";
import { type PageState, START } from "./page-state.ts";
import { StackSource } from "./stacks.ts";
import { growthRowsOf, heapRowsOf, type TableRow } from "./table/rows.ts";
import { visibleInput } from "./visible-profile.ts";

interface Values {
  readonly current: ValueColumn;
  /** undefined for one heap. */
  readonly base: ValueColumn | undefined;
}

export class Session {
  /** As the page carries it: for what is saved. */
  readonly carried: PageInput;
  /** The same with names that can be shown. */
  readonly input: PageInput;
  /** The call graph that the server drew last; null without one. */
  askedGraph: string | null = null;
  readonly #kept = new Map<string, unknown>();

  constructor(input: PageInput) {
    this.carried = input;
    this.input = visibleInput(input);
  }

  get isDiff(): boolean {
    return this.input.profiles.length > 1;
  }

  /** What is computed of it takes longer than a moment. */
  get isLarge(): boolean {
    return isLarge(this.input.profiles);
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

  /** Of one heap: with nothing. Throws UsageError "bad-regexp". */
  comparison(state: PageState): Comparison {
    const [from, to] = this.ends(state);
    return this.#once(`subject ${from} ${to} ${filterKey(state)}`, () => {
      if (this.isDiff) return compareEnds(this.input, [from, to], state.filters);
      const { profiles, sources, mainModule } = this.input;
      return compareWithNothing(profiles[to] as Profile, {
        filters: compiledFilters(state.filters),
        sources: { base: "", current: sources[to] ?? "current" },
        mainModule: mainModule ?? undefined,
      });
    });
  }

  values(state: PageState): Values {
    const { diff } = this.comparison(state);
    const { index } = this.typeOf(state);
    return { current: currentValues(diff, index), base: this.isDiff ? baseValues(diff, index) : undefined };
  }

  /** undefined for one heap. */
  report(state: PageState): GrowthReport | undefined {
    if (!this.isDiff) return undefined;
    const { level, noInlines } = state;
    const query = { sampleIndex: this.typeOf(state).index, granularity: granularityOf(level), noInlines };
    const carried = this.input.report;
    if (carried !== null && this.#isFirst(state)) return carried;
    return this.#once(`report ${this.#key(state)} ${query.granularity}`, () =>
      growthReport(this.comparison(state), query, this.#beside(state)),
    );
  }

  /** undefined for two. */
  heap(state: PageState): { readonly report: HeapReport; readonly words: HeapWords } | undefined {
    if (this.isDiff) return undefined;
    const { level, noInlines } = state;
    const query = { sampleIndex: this.typeOf(state).index, granularity: granularityOf(level), noInlines };
    return this.#once(`heap ${this.#key(state)} ${query.granularity}`, () => {
      const { memStats } = this.input.profiles[0] as Profile;
      const report = heapReport(this.comparison(state), query, { memStats, limit: undefined }, []);
      return { report, words: heapWords(report) };
    });
  }

  words(state: PageState): GrowthWords | undefined {
    const report = this.report(state);
    return report && this.#once(`words ${this.#key(state)} ${report.granularity}`, () => growthWords(report));
  }

  /** What the whole series does; undefined for fewer than three, and for what counts more than what is live. */
  trend(state: PageState): { readonly report: TrendReport; readonly words: TrendWords } | undefined {
    const { type } = this.typeOf(state).type;
    if (this.input.profiles.length < 3 || !/^(inuse_)?(space|objects)$/.test(type)) return undefined;
    const { noInlines } = state;
    const granularity = granularityOf(state.level);
    return this.#once(`trend ${filterKey(state)} ${type} ${noInlines} ${granularity}`, () => {
      const { mainModule, iterations, captures } = this.input;
      const query = { sampleIndex: type, granularity, noInlines, mainModule: mainModule ?? undefined };
      const report = trendReport(this.#series(state), { ...query, iterations: iterations ?? undefined }, captures);
      return { report, words: trendWords(report) };
    });
  }

  #series({ filters }: PageState): readonly Capture[] {
    const wanted = compiledFilters(filters);
    return this.input.profiles.map((profile, at) => ({
      name: this.input.sources[at] ?? "",
      profile: wanted === undefined ? profile : applyFilters(profile, wanted).profile,
    }));
  }

  get hasSources(): boolean {
    return Object.keys(this.input.sourceFiles).length > 0;
  }

  /** Of a file by its name in the profile. */
  sourceOf(file: string): string | undefined {
    return this.#once("sources", () => {
      const { sourceFiles } = this.input;
      return new Map(Object.entries(sourceFiles).map(([name, text]) => [visibleText(name), text]));
    }).get(file);
  }

  /** Who holds, of the ends; empty where nothing tells. */
  holderRows(state: PageState): readonly HolderRow[] {
    const { held } = this.input;
    if (held !== null) return held.holders;
    return this.report({ ...state, level: "functions" })?.held.flatMap(({ holders }) => holders) ?? [];
  }

  /** Where the memory of the process was at each capture; undefined where its books are not known. */
  get waterfalls(): readonly (Waterfall | undefined)[] {
    return this.#once("waterfalls", () => waterfallsOf(this.input));
  }

  rows(state: PageState): readonly TableRow[] {
    const report = this.report(state);
    return this.#once(`rows ${this.#key(state)} ${state.level}`, () => {
      if (report !== undefined) return growthRowsOf(report, state.level, this.trend(state)?.report);
      return heapRowsOf((this.heap(state) as { readonly report: HeapReport }).report, state.level);
    });
  }

  /** Stacks by function, for flame graphs, callers and callees. */
  stacks(state: PageState): StackSource {
    return this.#once(
      `stacks ${this.#key(state)}`,
      () => new StackSource(this.comparison(state).diff.profile, this.values(state), state.noInlines),
    );
  }

  /** Whether the state asks what the page was written to answer. */
  #isFirst(state: PageState): boolean {
    const { sampleIndex: type, noInlines, filters } = this.input.question;
    const first = { ...START, type, noInlines, filters };
    return granularityOf(state.level) === "functions" && this.#key(state) === this.#key(first);
  }

  #key(state: PageState): string {
    return `${this.ends(state)} ${filterKey(state)} ${this.typeOf(state).index} ${state.noInlines}`;
  }

  #beside(state: PageState): Companions {
    return besideOf(this.input, this.ends(state), listFilters(state.filters).length === 0);
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

/** Packages, modules and Kinds are in every report. */
function granularityOf(level: PageState["level"]): "functions" | "files" | "lines" {
  return level === "files" || level === "lines" ? level : "functions";
}

function filterKey({ filters }: PageState): string {
  return JSON.stringify(listFilters(filters));
}
