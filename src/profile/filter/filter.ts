/**
 * All of pprof's filters, in its order: frames (focus, ignore, hide, show together), show_from, samples by label (tagfocus, tagignore), labels
 * by key (tagshow, taghide), prune_from.
 */

import { UsageError } from "../../errors.ts";
import { checkProfile } from "../argument.ts";
import { findNumericUnits } from "../numeric-units.ts";
import type { Profile } from "../tables.ts";
import { filterByKeys } from "./keys.ts";
import { filterByLabels } from "./labels.ts";
import { filterByName } from "./names.ts";
import { type FilterOptions, hasFilters } from "./options.ts";
import type { Pattern, PatternCompiler } from "./pattern.ts";
import { limitTogether } from "./pattern-size.ts";
import { pruneFrom } from "./prune.ts";
import { showFrom } from "./show-from.ts";
import { type LabelSetFilter, parseTagFilter } from "./tag-filter.ts";

interface FilterContext {
  /** Unit of each numeric label key, see numeric-units.ts. */
  readonly numericUnits: ReadonlyMap<string, string>;
  readonly compile: PatternCompiler;
  /**
   * Takes what the user should know, in pprof's words. Handed in rather than returned: a bad pattern is found after some filters have had
   * their say, and what they said must not be lost with it.
   */
  readonly notices: string[];
}

/** Filters that can be applied. */
export interface Filters {
  readonly options: FilterOptions;
  readonly compile: PatternCompiler;
  /** `focus=x` and the like, for reports. */
  readonly shown: readonly string[];
}

/** The profile with the filters applied, and what they had to say. Throws UsageError "bad-regexp". */
export function applyFilters(
  profile: Profile,
  { options, compile }: Filters,
): { readonly profile: Profile; readonly notices: readonly string[] } {
  const notices: string[] = [];
  const context = { numericUnits: findNumericUnits(checkProfile(profile)).units, compile, notices };
  return { profile: filterProfile(profile, options, context), notices };
}

/** Throws UsageError "bad-regexp", "large-regexp". */
export function filterProfile(profile: Profile, options: FilterOptions, given: FilterContext): Profile {
  if (!hasFilters(options)) return profile;
  const { notices } = given;
  const context = { ...given, compile: limitTogether(given.compile) };
  const pattern = (name: string, source: string | undefined): Pattern | undefined =>
    compileOption(name, source, context);
  const names = {
    focus: pattern("focus", options.focus),
    ignore: pattern("ignore", options.ignore),
    hide: pattern("hide", options.hide),
    show: pattern("show", options.show),
  };
  const from = pattern("show_from", options.showFrom);
  const tagfocus = compileTagOption("tagfocus", options.tagfocus, context);
  const tagignore = compileTagOption("tagignore", options.tagignore, context);
  const pruned = pattern("prune_from", options.pruneFrom);

  const byName = filterByName(profile, names);
  noteIf(names.focus !== undefined && !byName.matched.focus, "Focus", notices);
  noteIf(names.ignore !== undefined && !byName.matched.ignore, "Ignore", notices);
  noteIf(names.hide !== undefined && !byName.matched.hide, "Hide", notices);
  noteIf(names.show !== undefined && !byName.matched.show, "Show", notices);

  const shown = from === undefined ? { profile: byName.profile, matched: true } : showFrom(byName.profile, from);
  noteIf(!shown.matched, "ShowFrom", notices);

  const byLabels = tagfocus || tagignore ? filterByLabels(shown.profile, tagfocus, tagignore) : undefined;
  noteIf(tagfocus !== undefined && byLabels?.matched.focus === false, "TagFocus", notices);
  noteIf(tagignore !== undefined && byLabels?.matched.ignore === false, "TagIgnore", notices);

  const filtered = filterKeys(byLabels?.profile ?? shown.profile, options, context);
  return pruned === undefined ? filtered : pruneFrom(filtered, pruned);
}

/** These two patterns are read only now, after the other filters have worked: so pprof reports them, too. */
function filterKeys(profile: Profile, options: FilterOptions, context: FilterContext): Profile {
  const show = compileOption("tagshow", options.tagshow, context);
  const hide = compileOption("taghide", options.taghide, context);
  if (show === undefined && hide === undefined) return profile;
  const byKeys = filterByKeys(profile, show, hide);
  noteIf(show !== undefined && !byKeys.matched.show, "TagShow", context.notices);
  noteIf(hide !== undefined && !byKeys.matched.hide, "TagHide", context.notices);
  return byKeys.profile;
}

function compileOption(name: string, source: string | undefined, { compile }: FilterContext): Pattern | undefined {
  return source ? withName(name, () => compile(source)) : undefined;
}

function compileTagOption(name: string, text: string | undefined, context: FilterContext): LabelSetFilter | undefined {
  if (!text) return undefined;
  const { accepts, range } = withName(name, () => parseTagFilter(text, context.numericUnits, context.compile));
  if (range !== undefined) context.notices.push(`${name}:Interpreted '${range}' as range, not regexp`);
  return accepts;
}

function withName<T>(name: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof UsageError) || !/-regexp$/.test(error.code)) throw error;
    throw new UsageError(error.code, `parsing ${name} regexp: ${error.message}`, { cause: error });
  }
}

function noteIf(isUnmatched: boolean, option: string, notices: string[]): void {
  if (isUnmatched) notices.push(`${option} expression matched no samples`);
}
