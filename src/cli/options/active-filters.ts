/** The filters that were asked for, whichever grammar had them. */
import type { Filters } from "../../profile/filter/filter.ts";
import { type FilterOptions, listFilters } from "../../profile/filter/options.ts";

/** pprof's name of a filter as our own commands have it. */
export function ownName(name: string): string {
  return name.replaceAll("_", "-");
}

/** `focus=x` for every filter that is set, as our own commands call them. */
export function activeFilters(options: FilterOptions): string[] {
  return listFilters(options).map(({ name, value }) => `${ownName(name)}=${value}`);
}

/** Ready to be applied, `shown` as reports list them; undefined where none is set. The engine is loaded only for them. */
export async function loadFilters(
  options: FilterOptions,
  shown: readonly string[] = activeFilters(options),
): Promise<Filters | undefined> {
  if (listFilters(options).length === 0) return undefined;
  const { compilePattern } = await import("../../profile/filter/regexp.ts");
  return { options, compile: compilePattern, shown };
}
