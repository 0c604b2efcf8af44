/** Holders from before that are none now: what is left of them, beside what the holders of now have. */
import type { PlaceAmount } from "./path-amounts.ts";
import type { HolderRow } from "./rows.ts";

const NOTHING: PlaceAmount = { bytes: 0, objects: 0 };

/** What is held now. */
export interface HeldNow {
  readonly rows: readonly HolderRow[];
  /** Paths below those of rows whose bytes no row above them has. */
  readonly apart: ReadonlySet<string>;
  /** By path: all that lies there and below. */
  readonly amounts: ReadonlyMap<string, PlaceAmount>;
  readonly liveBytes: number;
}

/** Of the rows from before, those whose bytes no row of now counts. */
export function lostRows(before: readonly HolderRow[], { rows, apart, amounts, liveBytes }: HeldNow): HolderRow[] {
  const known = new Set(rows.map(({ path }) => path));
  return before
    .filter(({ path }) => !isCounted(path, known, apart))
    .map((row) => {
      const whole = amounts.get(row.path) ?? NOTHING;
      const inside = rows.filter(({ path }) => isBelow(path, row.path));
      const bytes = inside.reduce((left, below) => left - below.bytes, whole.bytes);
      const objects = inside.reduce((left, below) => left - below.objects, whole.objects);
      const change = { baseBytes: row.bytes, deltaBytes: bytes - row.bytes };
      return { ...row, bytes, objects, onlyBytes: null, share: bytes / Math.max(1, liveBytes), ...change };
    });
}

/** By a row of the path itself, or by the nearest one above it that does not leave it out. */
function isCounted(path: string, known: ReadonlySet<string>, apart: ReadonlySet<string>): boolean {
  let nearest = "";
  for (const above of [...known, ...apart]) {
    if ((above === path || isBelow(path, above)) && above.length > nearest.length) nearest = above;
  }
  return known.has(nearest);
}

/** `main.cache .items` and `main.cache[podPort]` lie below `main.cache`, `main.cached` does not. */
function isBelow(path: string, above: string): boolean {
  return path.startsWith(above) && /^[ []/.test(path.slice(above.length));
}
