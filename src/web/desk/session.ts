/** The profiles of the page and what was computed of them: each answer once for each question. */

import { type Comparison, compareWithNothing } from "../../blame/provenance/comparison.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { findOwnModules } from "../../graph/go/profile-modules.ts";
import { applyFilters } from "../../profile/filter/filter.ts";
import { listFilters } from "../../profile/filter/options.ts";
import type { ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues } from "../../profile/merge/diff.ts";
import type { Profile } from "../../profile/tables.ts";
import { besideOf } from "../../render/html/beside.ts";
import { compareEnds, compiledFilters } from "../../render/html/first-report.ts";
import type { PageInput } from "../../render/html/payload.ts";
import { type Companions, type GrowthReport, growthReport } from "../../report/growth/growth.ts";
import { heapReport } from "../../report/heap/heap.ts";
import type { HeapReport } from "../../report/heap/report.ts";
import type { HolderRow } from "../../report/held/rows.ts";
import type { TrendReport } from "../../report/trend/report.ts";
import { trendReport } from "../../report/trend/trend.ts";
import { visibleText } from "../../visible.ts";
import { type GrowthWords, growthWords } from "../../wording/growth/words.ts";
import { type HeapWords, heapWords } from "../../wording/heap/words.ts";
import { type TrendWords, trendWords } from "../../wording/trend/words.ts";
import { nameMarks } from "../flame/marks.ts";
import { type PageState, START } from "../page-state.ts";
import { growthRowsOf, heapRowsOf, type TableRow } from "../table/rows.ts";
import { visibleInput } from "../visible-profile.ts";
import { type Facts, factsOf } from "./facts.ts";
import { below, callees, callers, type StackSet, StackSource } from "./stacks.ts";

/** Which profiles, values and stacks are looked at. */
type Subject = Pick<PageState, "type" | "noInlines" | "filters" | "from" | "to">;
type Levelled = Subject & Pick<PageState, "level">;

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
  readonly facts: Facts;
  readonly #kept = new Map<string, unknown>();
  #cuts: readonly { readonly source: StackSource; readonly key: string; readonly stacks: StackSet }[] = [];

  constructor(input: PageInput) {
    this.carried = input;
    this.input = visibleInput(input);
    this.facts = factsOf(this.input);
  }

  /** Of one heap: with nothing. Throws UsageError "bad-regexp". */
  comparison(state: Subject): Comparison {
    const [from, to] = this.facts.ends(state);
    return this.#once(`subject ${from} ${to} ${filterKey(state)}`, () => {
      if (this.facts.isDiff) return compareEnds(this.input, [from, to], state.filters);
      const { profiles, sources, mainModule } = this.input;
      return compareWithNothing(profiles[to] as Profile, {
        filters: compiledFilters(state.filters),
        sources: { base: "", current: sources[to] ?? "current" },
        mainModule: mainModule ?? undefined,
      });
    });
  }

  values(state: Subject): Values {
    const { diff } = this.comparison(state);
    const { index } = this.facts.typeOf(state);
    return { current: currentValues(diff, index), base: this.facts.isDiff ? baseValues(diff, index) : undefined };
  }

  /** undefined for one heap. */
  report(state: Levelled): GrowthReport | undefined {
    if (!this.facts.isDiff) return undefined;
    const { level, noInlines } = state;
    const query = { sampleIndex: this.facts.typeOf(state).index, granularity: granularityOf(level), noInlines };
    const carried = this.input.report;
    if (carried !== null && this.#isFirst(state)) return carried;
    return this.#once(`report ${this.#key(state)} ${query.granularity}`, () =>
      growthReport(this.comparison(state), query, this.#beside(state)),
    );
  }

  /** undefined for two. */
  heap(state: Levelled): { readonly report: HeapReport; readonly words: HeapWords } | undefined {
    if (this.facts.isDiff) return undefined;
    const { level, noInlines } = state;
    const query = { sampleIndex: this.facts.typeOf(state).index, granularity: granularityOf(level), noInlines };
    return this.#once(`heap ${this.#key(state)} ${query.granularity}`, () => {
      const { memStats } = this.input.profiles[0] as Profile;
      const report = heapReport(this.comparison(state), query, { memStats, limit: undefined }, []);
      return { report, words: heapWords(report) };
    });
  }

  words(state: Levelled): GrowthWords | undefined {
    const report = this.report(state);
    return report && this.#once(`words ${this.#key(state)} ${report.granularity}`, () => growthWords(report));
  }

  /** What the whole series does; undefined for fewer than three, and for what counts more than what is live. */
  trend(state: Levelled): { readonly report: TrendReport; readonly words: TrendWords } | undefined {
    const { type } = this.facts.typeOf(state).type;
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

  #series({ filters }: Subject): readonly Capture[] {
    const wanted = compiledFilters(filters);
    return this.input.profiles.map((profile, at) => ({
      name: this.input.sources[at] ?? "",
      profile: wanted === undefined ? profile : applyFilters(profile, wanted).profile,
    }));
  }

  /** Of a file by its name in the profile. */
  sourceOf(file: string): string | undefined {
    return this.#once("sources", () => {
      const { sourceFiles } = this.input;
      return new Map(Object.entries(sourceFiles).map(([name, text]) => [visibleText(name), text]));
    }).get(file);
  }

  /** Who holds, of the ends; empty where nothing tells. */
  holderRows(state: Subject): readonly HolderRow[] {
    const { held } = this.input;
    if (held !== null) return held.holders;
    return this.report({ ...state, level: "functions" })?.held.flatMap(({ holders }) => holders) ?? [];
  }

  rows(state: Levelled): readonly TableRow[] {
    const report = this.report(state);
    return this.#once(`rows ${this.#key(state)} ${state.level}`, () => {
      const own = this.#ownModules(state);
      if (report !== undefined) return growthRowsOf(report, state.level, own, this.trend(state)?.report);
      return heapRowsOf((this.heap(state) as { readonly report: HeapReport }).report, state.level, own);
    });
  }

  /** Stacks by function, for flame graphs, callers and callees. */
  stacks(state: Subject): StackSource {
    return this.#once(
      `stacks ${this.#key(state)}`,
      () => new StackSource(this.comparison(state).diff.profile, this.values(state), state.noInlines),
    );
  }

  /** What is known of each function by its name (MARK). */
  marks(state: Subject): ReadonlyMap<string, number> {
    const asked = { ...state, level: "functions" } as const;
    return this.#once(`marks ${this.#key(asked)}`, () =>
      nameMarks(
        this.report(asked) ?? (this.heap(asked) as { readonly report: HeapReport }).report,
        this.#ownModules(state),
      ),
    );
  }

  /** Also one that nothing is charged to. */
  #ownModules(state: Subject): ReadonlySet<string> {
    const asked = { ...state, level: "functions" } as const;
    return this.#once(`own ${this.#key(asked)}`, () => {
      const report = this.report(asked);
      if (report !== undefined) return new Set(report.own.modules);
      const charged = this.heap(asked)?.report.modules.filter(({ owner }) => owner === "own") ?? [];
      const { mainModule, profiles } = this.input;
      const found = findOwnModules(profiles[0] as Profile, mainModule ?? undefined).modules;
      return new Set([...found, ...charged.map(({ module }) => module)]);
    });
  }

  /** Part of the stacks; the last few are kept. */
  cut(source: StackSource, by: keyof typeof CUTS, path: readonly number[]): StackSet {
    if (by === "below" && path.length === 0) return source;
    const key = `${by} ${path}`;
    const known = this.#cuts.find((each) => each.source === source && each.key === key);
    if (known !== undefined) return known.stacks;
    const stacks = CUTS[by](source, path);
    this.#cuts = [{ source, key, stacks }, ...this.#cuts].slice(0, MOST_CUTS);
    return stacks;
  }

  /** Whether the state asks what the page was written to answer. */
  #isFirst(state: Levelled): boolean {
    const { sampleIndex: type, noInlines, filters } = this.input.question;
    const first = { ...START, type, noInlines, filters };
    return granularityOf(state.level) === "functions" && this.#key(state) === this.#key(first);
  }

  #key(state: Subject): string {
    return `${this.facts.ends(state)} ${filterKey(state)} ${this.facts.typeOf(state).index} ${state.noInlines}`;
  }

  #beside(state: Subject): Companions {
    return besideOf(this.input, this.facts.ends(state), listFilters(state.filters).length === 0);
  }

  #once<Answer>(key: string, compute: () => Answer): Answer {
    if (!this.#kept.has(key)) {
      if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
      this.#kept.set(key, compute());
    }
    return this.#kept.get(key) as Answer;
  }
}

const CUTS = {
  below: (source: StackSource, path: readonly number[]): StackSet => below(source, path),
  callees: (source: StackSource, [node]: readonly number[]): StackSet => callees(source, node as number),
  callers: (source: StackSource, [node]: readonly number[]): StackSet => callers(source, node as number),
};

/** Callers and callees of one function. */
const MOST_CUTS = 2;

/** Answers of some ten questions: going back is at once, and memory stays bounded. */
const MOST_KEPT = 40;

/** Packages, modules and Kinds are in every report. */
function granularityOf(level: PageState["level"]): "functions" | "files" | "lines" {
  return level === "files" || level === "lines" ? level : "functions";
}

function filterKey({ filters }: Pick<PageState, "filters">): string {
  return JSON.stringify(listFilters(filters));
}
