/**
 * tagfocus and tagignore: which label sets a user means.
 *
 *     32kb      numeric, equal          request      any text label, as key:value
 *     :64kb     at most                 a,b          both, each in some label
 *     4mb:      at least                key=a,b      either, in a value of that key
 *     1kb:4mb   between, inclusive      key=1kb:     numeric, of that key alone
 */
import { UsageError } from "../../errors.ts";
import { scale } from "../../measurement/scale.ts";
import type { LabelSet } from "../labels.ts";
import type { Pattern, PatternCompiler } from "./pattern.ts";

export type LabelSetFilter = (labels: LabelSet) => boolean;

interface TagFilter {
  readonly accepts: LabelSetFilter;
  /** What was taken for a range of numbers, undefined if nothing was. */
  readonly range: string | undefined;
}

type NumberFilter = (value: bigint, unit: string) => boolean;

/** Throws UsageError "bad-regexp". */
export function parseTagFilter(text: string, units: ReadonlyMap<string, string>, compile: PatternCompiler): TagFilter {
  const equals = text.indexOf("=");
  const key = equals < 0 ? "" : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const range = parseRange(value);
  if (range !== undefined) return { accepts: numericFilter(key, range, units), range: value };
  const patterns = value.split(",").map(compile);
  return { accepts: key === "" ? matchAll(patterns) : matchAny(key, patterns), range: undefined };
}

function numericFilter(key: string, range: NumberFilter, units: ReadonlyMap<string, string>): LabelSetFilter {
  return ({ numeric }) => {
    for (const [name, { values }] of numeric) {
      if (key !== "" && name !== key) continue;
      const unit = units.get(name) ?? "";
      if (values.some((value) => range(value, unit))) return true;
    }
    return false;
  };
}

function matchAll(patterns: readonly Pattern[]): LabelSetFilter {
  return ({ text }) => {
    const tags = Array.from(text).flatMap(([key, values]) => values.map((value) => `${key}:${value}`));
    return patterns.every((pattern) => tags.some((tag) => pattern.matches(tag)));
  };
}

function matchAny(key: string, patterns: readonly Pattern[]): LabelSetFilter {
  return ({ text }) => {
    const values = text.get(key) ?? [];
    return patterns.some((pattern) => values.some((value) => pattern.matches(value)));
  };
}

/** A bound as pprof finds it: anywhere in the text; whether there is anything else in it is seen afterwards. */
const BOUND = /([+-]?[0-9]+)([A-Za-z]+)?/g;

function parseRange(text: string): NumberFilter | undefined {
  const [first, second] = [...text.matchAll(BOUND)].slice(0, 2);
  if (first === undefined) return undefined;
  const low = scaleBound(first, first[2] ?? "");
  const { unit } = low;
  const within = (accepts: (value: number) => boolean): NumberFilter => {
    return (value, from) => {
      const scaled = scale(value, from, unit);
      return scaled.unit === unit && accepts(scaled.value);
    };
  };
  if (second === undefined) {
    if (text === first[0]) return within((value) => value === low.value);
    if (text === `${first[0]}:`) return within((value) => value >= low.value);
    if (text === `:${first[0]}`) return within((value) => value <= low.value);
    return undefined;
  }
  if (text !== `${first[0]}:${second[0]}`) return undefined;
  const high = scaleBound(second, unit);
  return high.unit === unit ? within((value) => value >= low.value && value <= high.value) : undefined;
}

function scaleBound([, digits = "", unit = ""]: RegExpMatchArray, toUnit: string): ReturnType<typeof scale> {
  const value = BigInt(digits.replace("+", ""));
  if (value !== BigInt.asIntN(64, value)) {
    throw new UsageError(
      "bad-option",
      `failed to parse int ${digits}: strconv.ParseInt: parsing ${JSON.stringify(digits)}: value out of range`,
    );
  }
  return scale(value, unit, toUnit);
}
