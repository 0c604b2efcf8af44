/** pprof's filters as options of heapblame's own commands, by pprof's names. */
import type { Command } from "commander";
import type { FilterOptions } from "../../profile/filter/filter.ts";
import { filterProfile, hasFilters } from "../../profile/filter/filter.ts";
import { findNumericUnits } from "../../profile/numeric-units.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Notice } from "../../report/growth/growth.ts";

/** Option on the command line, key of FilterOptions, and what it does. Order of the filters' application. */
const FILTERS = [
  ["focus", "focus", "keep only stacks with a frame that matches"],
  ["ignore", "ignore", "drop stacks with a frame that matches"],
  ["hide", "hide", "take matching frames out of the stacks"],
  ["show", "show", "keep only matching frames"],
  ["show-from", "showFrom", "drop the callers of the outermost frame that matches"],
  ["tagfocus", "tagfocus", "keep only samples with a label that matches: key=regexp or a range such as 4kb:"],
  ["tagignore", "tagignore", "drop samples with a label that matches"],
  ["prune-from", "pruneFrom", "drop what the innermost matching frame called"],
] as const;

export function addFilterOptions(command: Command): Command {
  for (const [name, , help] of FILTERS) {
    const value = name.startsWith("tag") ? "<expr>" : "<regexp>";
    command.option(`--${name} ${value}`, help);
  }
  return command;
}

/** `focus=x` for every filter that is set, as pprof lists them. */
export function activeFilters(options: FilterOptions): string[] {
  return FILTERS.filter(([, key]) => options[key]).map(([name, key]) => `${name}=${options[key]}`);
}

/** The profile with the filters applied, and what they had to say. Throws UsageError "bad-regexp". */
export async function applyFilters(
  profile: Profile,
  options: FilterOptions,
): Promise<{ readonly profile: Profile; readonly notices: readonly Notice[] }> {
  if (!hasFilters(options)) return { profile, notices: [] };
  const { compilePattern } = await import("../../profile/filter/regexp.ts");
  const notices: string[] = [];
  const context = { numericUnits: findNumericUnits(profile).units, compile: compilePattern, notices };
  const filtered = filterProfile(profile, options, context);
  return {
    profile: filtered,
    notices: notices.map((message) => ({
      code: "filter",
      severity: "note",
      facts: { message },
    })),
  };
}
