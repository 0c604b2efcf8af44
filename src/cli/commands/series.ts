/** `heapblame series SNAPSHOT... -o FILE`. */
import { UsageError } from "../../errors.ts";
import { loadProfiles } from "../../load.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import { renderSeriesSvg } from "../../render/svg/series.ts";
import { seriesReport } from "../../report/series.ts";
import { OK } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { writeDocument } from "../output.ts";
import { pictureFormat } from "../picture-format.ts";
import { svgToPngFile } from "../picture-png.ts";
import { shownProfiles } from "../shown-profiles.ts";

export interface SeriesOptions {
  readonly output: string;
  readonly sampleIndex: string;
  readonly rows: number;
  readonly anonymize?: boolean;
  readonly module?: string;
}

export async function runSeries(sources: readonly string[], options: SeriesOptions, io: Io): Promise<number> {
  const format = pictureFormat(options.output, ["svg", "png"]);
  if (sources.length < 2) throw new UsageError("bad-option", "a series needs two profiles or more");
  const loaded = await loadProfiles(sources, { cwd: io.cwd, stdin: io.stdin, symbolizeGoText: true });
  const { profiles, names } = await shownProfiles(loaded, sources, options);
  const snapshots = profiles.map((profile: Profile, index) => ({
    profile,
    source: names[index] as string,
    sampleIndex: resolveSampleIndex(profile.header, options.sampleIndex),
  }));
  const svg = await renderSeriesSvg(seriesReport(snapshots, options.rows));
  await writeDocument(format === "png" ? await svgToPngFile(svg) : svg, options.output, io);
  return OK;
}
