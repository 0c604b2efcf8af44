/**
 * What a series supports, as findings: its course, one of them a series, then what restarts, exact counters and the books of the process say. Of
 * two processes nothing is told across: then each has its own course, in the facts of the restart, and the series as a whole has none.
 */
import type { FindingOf } from "../finding.ts";
import type { ShapeBasis } from "./counters.ts";
import type { TrendShape } from "./shape.ts";

/** First to last, in the unit of the sample type. */
export interface CourseFacts {
  /** Of the amounts: `bytes`, `count`. */
  readonly unit: string;
  readonly first: number;
  readonly last: number;
  readonly growth: number;
  /** 95 % interval of growth; null where the samples cannot be counted. */
  readonly low: number | null;
  readonly high: number | null;
  /** States of the heap. */
  readonly points: number;
  /** null where times are not known. */
  readonly seconds: number | null;
}

/** Of a line, with its 95 % interval. */
export interface RateFacts {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** Names of two points. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** The end of a series that rises by itself. */
export interface GoingOn extends Stretch {
  readonly growth: number;
}

/** A step by itself. */
export interface StepFacts extends Stretch {
  readonly height: number;
  readonly beside: { readonly low: number; readonly high: number } | null;
  readonly isLast: boolean;
}

/** A frame that surely rises to the end in a series that as a whole is not said to. */
export interface RisingPart {
  readonly name: string;
  readonly growth: number;
  /** 95 % interval of growth. */
  readonly low: number;
  readonly high: number;
  /** With what it called; else of its own allocations. */
  readonly isCum: boolean;
}

/** Of a whole that is not said to rise to the end. */
export interface HidingFacts extends CourseFacts {
  /** null where no part of it rises to the end. */
  readonly part: RisingPart | null;
}

/** How a restart is known: from the capture, from counters that began anew, from another build. */
export type RestartKind = "known" | "counters" | "other-build";

/** The states of one process among several. */
export interface RunFacts extends CourseFacts {
  readonly from: string;
  readonly to: string;
  readonly shape: TrendShape | "unknown";
}

/** What findings of a series rest on, by their codes. */
export interface SeriesFacts {
  /** `by`: what it rests on where the samples alone would leave it open. */
  readonly rises: CourseFacts & {
    readonly perHour: RateFacts | null;
    readonly perIteration: RateFacts | null;
    readonly by: ShapeBasis;
    /** The last two points, where next to nothing grew between them; else null. */
    readonly lull: Stretch | null;
  };
  /** `goesOn`: the end of it that rises by itself, and by how much; null where none surely does. */
  readonly slows: HidingFacts & {
    readonly by: ShapeBasis;
    readonly goesOn: GoingOn | null;
  };
  readonly "levels-off": HidingFacts;
  /** `height`: of the step alone; `beside`: 99 % interval of what grew besides, null where that is not known; `isLast`: it is at the end. */
  readonly step: HidingFacts & StepFacts;
  readonly "comes-back": HidingFacts & { readonly top: number };
  readonly falls: HidingFacts & { readonly goesOn: GoingOn | null };
  readonly irregular: HidingFacts & {
    readonly lowest: number;
    readonly highest: number;
    readonly goesOn: GoingOn | null;
  };
  readonly flat: HidingFacts;
  /** It grew, and no more can be told. */
  readonly unclear: HidingFacts;
  readonly uncounted: CourseFacts;
  readonly "too-few": CourseFacts & { readonly captures: number };
  /** Processes in order of time. `kind`: known to have been started anew; told by counters that began anew; or of another build. */
  readonly restart: { readonly runs: readonly RunFacts[]; readonly kind: RestartKind };
  /** Counted exactly, at each state. */
  readonly "goroutines-rise": {
    readonly first: number;
    readonly last: number;
    /** Bytes of the heap's growth for each, where the heap goes with them; else null. */
    readonly each: number | null;
  };
  /** No state says who allocated anything: a log of gctrace has none of it. */
  readonly "no-stacks": Readonly<Record<string, never>>;
}

/** Something that the points of a series support. */
export type SeriesFinding = FindingOf<SeriesFacts>;

export interface SeriesSigns {
  readonly course: CourseFacts;
  readonly shape: TrendShape | "unknown";
  readonly by: ShapeBasis;
  readonly values: readonly number[];
  readonly perHour: RateFacts | null;
  readonly perIteration: RateFacts | null;
  readonly step: StepFacts | undefined;
  readonly lull: Stretch | null;
  readonly goesOn: GoingOn | null;
  readonly part: RisingPart | null;
  readonly captures: number;
  /** Of all processes; one where there was no restart. */
  readonly runs: readonly RunFacts[];
  readonly restart: RestartKind;
  /** One a point, rising to the end; else undefined. */
  readonly goroutines: readonly number[] | undefined;
  /** Whether any state has a stack. */
  readonly hasStacks: boolean;
}

/** The first is the one to begin with. */
export function findSeries(signs: SeriesSigns): SeriesFinding[] {
  const { runs, restart } = signs;
  const first: SeriesFinding =
    runs.length > 1 ? { code: "restart", severity: "limiting", facts: { runs, kind: restart } } : courseFinding(signs);
  return [first, ...findGoroutines(signs), ...(signs.hasStacks ? [] : [NO_STACKS])];
}

const NO_STACKS: SeriesFinding = { code: "no-stacks", severity: "limiting", facts: {} };

function courseFinding(signs: SeriesSigns): SeriesFinding {
  const { course, by, values, part } = signs;
  const extremes = {
    lowest: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    highest: values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  };
  switch (signs.shape) {
    case "rising": {
      const { perHour, perIteration, lull } = signs;
      return { code: "rises", severity: "limiting", facts: { ...course, perHour, perIteration, by, lull } };
    }
    case "slowing":
      return { code: "slows", severity: "limiting", facts: { ...course, part, by, goesOn: signs.goesOn } };
    case "saturating":
      return { code: "levels-off", severity: "note", facts: { ...course, part } };
    case "step": {
      const { step = { height: course.growth, from: "", to: "", beside: null, isLast: false } } = signs;
      return { code: "step", severity: "limiting", facts: { ...course, part, ...step } };
    }
    case "returns":
      return { code: "comes-back", severity: "note", facts: { ...course, part, top: extremes.highest } };
    case "falling":
      return { code: "falls", severity: "note", facts: { ...course, part, goesOn: signs.goesOn } };
    case "irregular":
      return { code: "irregular", severity: "note", facts: { ...course, part, ...extremes, goesOn: signs.goesOn } };
    case "flat":
      return { code: "flat", severity: "note", facts: { ...course, part } };
    case "unclear":
      return { code: "unclear", severity: "limiting", facts: { ...course, part } };
    case "unknown":
      return { code: "uncounted", severity: "limiting", facts: course };
    case "too-few":
      return { code: "too-few", severity: "limiting", facts: { ...course, captures: signs.captures } };
  }
}

function findGoroutines({ goroutines, by, course }: SeriesSigns): SeriesFinding[] {
  if (goroutines === undefined) return [];
  const [first, last] = [goroutines[0] as number, goroutines.at(-1) as number];
  const each = by === "goroutines" ? course.growth / (last - first) : null;
  return [{ code: "goroutines-rise", severity: "limiting", facts: { first, last, each } }];
}
