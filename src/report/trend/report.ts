/** What is asked about a series, and what the answer has. */

import type { Finding, FindingCode } from "../../blame/provenance/provenance.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { Granularity } from "../../graph/granularity.ts";
import type { ValueType } from "../../profile/tables.ts";
import type { GrowthReport } from "../growth/growth.ts";
import type { TrendCounters } from "./beside.ts";
import type { TrendFinding } from "./findings.ts";
import type { TrendMeasure, TrendRow } from "./measure.ts";

/** All of it may be left out. */
export interface TrendQuery {
  /** A type of live values, by name or number; "" for the profiles' default. */
  readonly sampleIndex?: string | number | undefined;
  /** What a row is: "functions" if not given. */
  readonly granularity?: Granularity | undefined;
  /** Inlined functions are charged to the one they were inlined into. */
  readonly noInlines?: boolean | undefined;
  /** "flat" if not given. */
  readonly sort?: "flat" | "cum" | undefined;
  /** Most rows of `functions`, 0 for all. */
  readonly limit?: number | undefined;
  /** How often what is suspected ran between the first capture that is looked at and the last. */
  readonly iterations?: number | undefined;
  /** Bytes: says when the total is there, where it grows along a line. */
  readonly limitBytes?: number | undefined;
  /** Path of the program's own module; guessed if not given. */
  readonly mainModule?: ModuleNames | undefined;
}

/** What a series comes to, as a code and facts. */
export interface TrendVerdict {
  /** Shape of the total; `not-comparable` where a finding takes away the meaning of all of it. */
  readonly code: TrendMeasure["shape"] | "not-comparable";
  /** Code of that finding. */
  readonly cause: FindingCode | null;
  readonly facts: {
    /** Runs of one process among the captures. */
    readonly runs: number;
    /** From the first point to the last; null where times are not known. */
    readonly seconds: number | null;
    readonly limitBytes: number | null;
    /** Functions that surely rise along a line, and the one that rose most; null if there is none. */
    readonly steady: {
      readonly name: string;
      readonly growth: number;
      readonly of: number;
    } | null;
  };
}

/** Values are in the unit of `sampleType`, slopes in that by hour or iteration. */
export interface TrendReport {
  readonly kind: "trend";
  readonly schemaVersion: 1;
  readonly verdict: TrendVerdict;
  /** What the series supports: its course first, or what comes before that. */
  readonly findings: readonly TrendFinding[];
  readonly sampleType: ValueType;
  readonly granularity: Granularity;
  readonly sort: "flat" | "cum";
  readonly iterations: number | null;
  /** Those that are looked at, in order of time: one a state of the heap. */
  readonly points: readonly {
    readonly source: string;
    readonly timeNanos: bigint | null;
  }[];
  /** Captures left out, and why. */
  readonly dropped: readonly {
    readonly source: string;
    readonly reason: "repeated" | "other-process";
  }[];
  /** Of the total. */
  readonly trend: TrendMeasure;
  /** What was counted beside the profiles, one a point. */
  readonly counters: TrendCounters;
  /** The first point against the last; null with fewer than two. */
  readonly ends: GrowthReport | null;
  /** The two points around a step; null for other shapes. */
  readonly step: GrowthReport | null;
  /** What the suspects of the step, or else of the ends, do over the whole series; null where their frame is no row. */
  readonly courses: readonly (TrendMeasure["shape"] | null)[];
  /** Hours from the last point until the total is at the limit given; null unless it rises to the end. */
  readonly hoursToLimit: {
    readonly expected: number;
    readonly low: number;
    readonly high: number | null;
  } | null;
  readonly functions: readonly TrendRow[];
  readonly omitted: number;
  readonly provenance: readonly Finding[];
}

/** The report, and what it is about. */
export interface TrendResult {
  readonly report: TrendReport;
  /** Of the profiles that were given: those the report is about, in order. */
  readonly run: readonly number[];
}
