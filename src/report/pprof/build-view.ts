/**
 * From a profile and the options to the view that reports are made of, in pprof's order, which decides what a percentage is of:
 *
 *     units of labels ─▶ pseudo frames ─▶ [filters if relative] ─▶ sample type ─▶ pattern ─▶ total ─▶ [filters if not] ─▶ view
 *
 * So the total is that of all samples, unless percentages are to be relative to what the filters leave.
 */
import { UsageError } from "../../errors.ts";
import type { Granularity } from "../../graph/granularity.ts";
import { filterProfile } from "../../profile/filter/filter.ts";
import { type FilterOptions, listFilters } from "../../profile/filter/options.ts";
import type { Pattern, PatternCompiler } from "../../profile/filter/pattern.ts";
import { addTagFrames } from "../../profile/filter/tag-frames.ts";
import { findNumericUnits, unitNotices } from "../../profile/numeric-units.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import { computeTotal } from "./total.ts";
import type { View } from "./view.ts";

interface ViewOptions extends FilterOptions {
  /** A number or a name; "" is the profile's own choice. */
  readonly sampleIndex: string;
  readonly mean: boolean;
  readonly divideBy: number;
  readonly unit: string;
  readonly relativePercentages: boolean;
  /** Label keys, separated by commas. */
  readonly tagroot: string;
  readonly tagleaf: string;
  readonly compactLabels: boolean;
  /** "" for functions. */
  readonly granularity: Granularity | "";
  readonly noinlines: boolean;
  readonly showcolumns: boolean;
  readonly sourcePath: string;
  readonly trimPath: string;
}

interface ViewContext {
  readonly compile: PatternCompiler;
  /** Takes what the user should know, as in filter.ts. */
  readonly notices: string[];
}

interface BuiltView {
  readonly view: View;
  /** What the command is to be about, for those that take a pattern. */
  readonly pattern: Pattern | undefined;
}

/** `argument` is the command's own pattern. Throws UsageError. */
export function buildView(
  profile: Profile,
  options: ViewOptions,
  argument: string | undefined,
  { compile, notices }: ViewContext,
): BuiltView {
  const units = findNumericUnits(profile);
  for (const notice of unitNotices(units)) notices.push(notice);
  const context = { numericUnits: units.units, compile, notices };
  const framed = addPseudoFrames(profile, options, notices);
  const relative = options.relativePercentages ? filterProfile(framed, options, context) : framed;
  const sampleIndex = resolveSampleIndex(relative.header, options.sampleIndex);
  if (options.divideBy === 0) throw new UsageError("bad-option", "zero divisor specified");
  const pattern = argument === undefined ? undefined : compileArgument(argument, compile);
  const total = computeTotal(relative, sampleIndex, options.mean);
  const filtered = options.relativePercentages ? relative : filterProfile(framed, options, context);
  const view: View = {
    profile: filtered,
    sampleIndex,
    isMean: options.mean,
    total,
    ratio: 1 / options.divideBy,
    unit: options.unit,
    activeFilters: activeFilters(options),
    compactLabels: options.compactLabels,
    numericUnits: units.units,
    granularity: options.granularity === "" ? "functions" : options.granularity,
    noInlines: options.noinlines,
    showColumns: options.showcolumns,
    sourcePath: options.sourcePath,
    trimPath: options.trimPath,
  };
  return { view, pattern };
}

function addPseudoFrames(profile: Profile, options: ViewOptions, notices: string[]): Profile {
  const keys = (list: string): string[] => list.split(",").filter((key) => key !== "");
  const framed = addTagFrames(profile, keys(options.tagroot), keys(options.tagleaf), options.unit);
  if (options.tagroot !== "" && !framed.matched.root) notices.push("TagRoot expression matched no samples");
  if (options.tagleaf !== "" && !framed.matched.leaf) notices.push("TagLeaf expression matched no samples");
  return framed.profile;
}

function compileArgument(argument: string, compile: PatternCompiler): Pattern {
  try {
    return compile(argument);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      error.code === "large-regexp" ? error.code : "bad-regexp",
      `parsing argument regexp ${argument}: ${error.message}`,
      { cause: error },
    );
  }
}

/** The header's list, by pprof's names; prune_from is not in it. */
function activeFilters(options: FilterOptions): string[] {
  const named = listFilters(options).filter(({ key }) => key !== "pruneFrom");
  return named.map(({ name, value }) => `${name}=${value}`);
}
