/** What a page knows of its profiles without computing anything: what they are called, what was measured, what was asked. */
import type { Waterfall } from "../../blame/memory/waterfall.ts";
import { UsageError } from "../../errors.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Header, ValueType } from "../../profile/tables.ts";
import { waterfallsOf } from "../../render/html/beside.ts";
import { isLarge } from "../../render/html/first-report.ts";
import type { PageInput } from "../../render/html/payload.ts";
import type { PageState } from "../page-state.ts";

/** Plain data, small however large the profiles are. */
export interface FactsData
  extends Pick<
    PageInput,
    "sources" | "given" | "question" | "held" | "fleet" | "graph" | "served" | "captures" | "iterations" | "version"
  > {
  /** Of each profile, in order of time. */
  readonly headers: readonly Header[];
  readonly hasSources: boolean;
  /** Whether any profile has stacks: the states of a log have none. */
  readonly hasStacks: boolean;
  /** Where the memory of the process was at each capture; undefined where its books are not known. */
  readonly waterfalls: readonly (Waterfall | undefined)[];
  /** What is computed of it takes longer than a moment. */
  readonly isLarge: boolean;
}

/** `input` with names that can be shown. */
export function factsOf(input: PageInput): Facts {
  const { sources, given, question, held, fleet, graph, served, captures, iterations, version, profiles } = input;
  return new Facts({
    ...{ sources, given, question, held, graph, served, captures, iterations, version },
    ...(fleet === undefined ? {} : { fleet }),
    headers: profiles.map(({ header }) => header),
    hasStacks: profiles.some(({ locations }) => locations.length > 0),
    hasSources: Object.keys(input.sourceFiles).length > 0,
    waterfalls: waterfallsOf(input),
    isLarge: isLarge(profiles),
  });
}

export class Facts {
  readonly data: FactsData;

  constructor(data: FactsData) {
    this.data = data;
  }

  get isDiff(): boolean {
    return this.data.headers.length > 1;
  }

  /** A series without stacks has nothing else to show. */
  get isCourseAlone(): boolean {
    return !this.data.hasStacks && this.data.headers.length > 2;
  }

  get sampleTypes(): readonly ValueType[] {
    return (this.data.headers[0] as Header).sampleTypes;
  }

  /** Index and type that the state asks for; the default where it asks for one there is not. */
  typeOf({ type }: Pick<PageState, "type">): { readonly index: number; readonly type: ValueType } {
    const header = this.data.headers.at(-1) as Header;
    const index = resolveSampleIndex(header, this.hasType({ type }) ? type : "");
    return { index, type: header.sampleTypes[index] as ValueType };
  }

  /** By name, or by number: as pprof takes it. */
  hasType({ type }: Pick<PageState, "type">): boolean {
    try {
      resolveSampleIndex(this.data.headers.at(-1) as Header, type);
      return true;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return false;
    }
  }

  /** Base and current of the series, by number. */
  ends({ from, to }: Pick<PageState, "from" | "to">): readonly [from: number, to: number] {
    const last = this.data.headers.length - 1;
    const within = (at: number, otherwise: number): number => (at >= 0 && at <= last ? at : otherwise);
    return [within(from, 0), within(to, last)];
  }
}
