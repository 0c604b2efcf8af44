/** The lines of a function, each with what it allocated and what it called into, of both ends. A stack counts once for each line. */
import type { ValueColumn } from "../profile/int64.ts";
import type { Profile } from "../profile/tables.ts";

interface LineValues {
  flatBase: number;
  flatCurrent: number;
  cumBase: number;
  cumCurrent: number;
}

interface ListedLines {
  readonly file: string;
  /** By number. */
  readonly lines: ReadonlyMap<number, Readonly<LineValues>>;
}

/** By file; empty if no stack has the function. */
export function linesOf(
  profile: Profile,
  values: { readonly current: ValueColumn; readonly base: ValueColumn | undefined },
  name: string,
): ListedLines[] {
  const { samples, locations, functions, strings } = profile;
  const wanted = Uint8Array.from(functions.name, (text) => (strings.at(text) === name ? 1 : 0));
  const files = new Map<string, Map<number, LineValues>>();
  const seen = new Set<LineValues>();
  for (let sample = 0; sample < samples.length; sample++) {
    const [base, current] = [Number(values.base?.[sample] ?? 0), Number(values.current[sample])];
    const leaf = samples.start[sample] as number;
    seen.clear();
    for (let at = leaf; at < (samples.start[sample + 1] as number); at++) {
      const row = samples.locations[at] as number;
      const innermost = locations.start[row] as number;
      for (let slot = innermost; slot < (locations.start[row + 1] as number); slot++) {
        const called = locations.lineFunction[slot] as number;
        if (wanted[called] !== 1) continue;
        const line = lineOf(files, strings.at(functions.file[called] as number), Number(locations.lineNumber[slot]));
        if (!seen.has(line)) {
          line.cumBase += base;
          line.cumCurrent += current;
          seen.add(line);
        }
        if (at === leaf && slot === innermost) {
          line.flatBase += base;
          line.flatCurrent += current;
        }
      }
    }
  }
  return [...files].map(([file, lines]) => ({ file, lines }));
}

function lineOf(files: Map<string, Map<number, LineValues>>, file: string, number: number): LineValues {
  const lines = files.get(file) ?? new Map<number, LineValues>();
  files.set(file, lines);
  const known = lines.get(number) ?? { flatBase: 0, flatCurrent: 0, cumBase: 0, cumCurrent: 0 };
  lines.set(number, known);
  return known;
}
