/** pprof's filters: the one list of them. Apart from filter.ts so that `--help` need not load what they do. */
import { checkString } from "../argument.ts";

/** In the order in which they are applied. `name` as pprof writes it. */
export const FILTERS = {
  focus: { name: "focus", help: "keep only stacks with a frame that matches" },
  ignore: { name: "ignore", help: "drop stacks with a frame that matches" },
  hide: { name: "hide", help: "take matching frames out of the stacks" },
  show: { name: "show", help: "keep only matching frames" },
  showFrom: { name: "show_from", help: "drop the callers of the outermost frame that matches" },
  tagfocus: {
    name: "tagfocus",
    help: "keep only samples with a label that matches: key=regexp or a range such as 4kb:",
  },
  tagignore: { name: "tagignore", help: "drop samples with a label that matches" },
  tagshow: { name: "tagshow", help: "keep only labels whose key matches" },
  taghide: { name: "taghide", help: "drop labels whose key matches" },
  pruneFrom: { name: "prune_from", help: "drop what the innermost matching frame called" },
} as const satisfies Record<string, { readonly name: string; readonly help: string }>;

/** A filter of pprof. */
export type FilterKey = keyof typeof FILTERS;

/** Regular expressions, and for tagfocus and tagignore labels, as the user wrote them; "" or absent where there is none. */
export type FilterOptions = { readonly [Key in FilterKey]?: string };

interface FilterSet {
  readonly key: FilterKey;
  /** As pprof writes it. */
  readonly name: string;
  readonly value: string;
}

/** Those that are set, in the order of their application. */
export function listFilters(options: FilterOptions): FilterSet[] {
  return Object.entries(FILTERS).flatMap(([key, { name }]) => {
    const value = options?.[key as FilterKey];
    return value ? [{ key: key as FilterKey, name, value: checkString(value, name) }] : [];
  });
}

/** Whether a filter needs a pattern compiled. */
export function hasFilters(options: FilterOptions): boolean {
  return listFilters(options).length > 0;
}
