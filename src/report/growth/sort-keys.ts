/** What a growth table can be ordered by. Apart from growth.ts so that `--help` need not load the report. */
export const SORT_KEYS = ["flat", "cum", "objects"] as const;

export type SortKey = (typeof SORT_KEYS)[number];
