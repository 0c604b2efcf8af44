/** A series of captures as a page: those of its longest run, in order of time, with what was taken beside each. */
import type { Capture } from "../../blame/provenance/provenance.ts";
import type { TrendBeside } from "../../report/trend/trend.ts";
import type { CommandFiles } from "./command-files.ts";
import type { PageBeside } from "./write-page.ts";

interface SeriesMatter {
  readonly profiles: readonly Capture["profile"][];
  readonly names: readonly string[];
  readonly beside: PageBeside;
}

/** `files`: with the goroutines of each of the captures. `run`: indices of the captures, as buildTrend gives them. */
export function seriesMatter(
  captures: readonly Capture[],
  beside: readonly TrendBeside[],
  run: readonly number[],
  iterations: number | undefined,
  { goroutines = [], ...files }: CommandFiles = {},
): SeriesMatter {
  const shown = run.map((index) => captures[index] as Capture);
  return {
    profiles: shown.map(({ profile }) => profile),
    names: shown.map(({ name }) => name),
    beside: {
      captures: run.map((index) => beside[index] ?? {}),
      iterations,
      files: { ...files, goroutines: goroutines.length === 0 ? [] : run.map((index) => goroutines[index] ?? "") },
    },
  };
}
