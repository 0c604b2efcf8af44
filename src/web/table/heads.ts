/** Columns of the table: what each is called, and which are known of what the rows are. */
import type { Level } from "../page-state.ts";
import type { Column } from "./rows.ts";

export interface Head {
  readonly column: Column;
  readonly label: string;
  readonly title: string;
}

const DIFF_HEADS: readonly Head[] = [
  { column: "delta", label: "change", title: "current less base, of what it allocated itself" },
  { column: "share", label: "share", title: "part of the growth" },
  { column: "base", label: "base", title: "what it allocated itself, in base" },
  { column: "current", label: "current", title: "the same in current" },
  { column: "cum", label: "cum", title: "change with all that it called" },
  { column: "objects", label: "objects", title: "change in objects" },
  { column: "course", label: "course", title: "its own values over the captures, from 0" },
  { column: "name", label: "name", title: "" },
];

const HEAP_HEADS: readonly Head[] = [
  { column: "current", label: "flat", title: "what it allocated itself" },
  { column: "share", label: "share", title: "part of all" },
  { column: "cum", label: "cum", title: "with all that it called" },
  { column: "objects", label: "objects", title: "objects it allocated itself" },
  { column: "name", label: "name", title: "" },
];

/** Those that can be shown. */
export function headsOf(level: Level, isDiff: boolean, has: Extras): readonly Head[] {
  return (isDiff ? DIFF_HEADS : HEAP_HEADS).filter(({ column }) => isKnownOf(column, level, has));
}

/** What some profiles do not tell of any row. */
interface Extras {
  readonly course: boolean;
  readonly objects: boolean;
}

/** Who is charged for what has nothing that it called, and Kinds have no callers. */
function isKnownOf(column: Column, level: Level, has: Extras): boolean {
  if (column === "course") return has.course;
  if (column === "cum") return !isCharged(level) && level !== "kinds";
  return column !== "objects" || (has.objects && !isCharged(level));
}

/** What Go's own packages allocate counts for whoever called them. */
export function isCharged(level: Level): boolean {
  return level === "packages" || level === "modules";
}
