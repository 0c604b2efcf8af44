/** `heapblame series SNAPSHOT... -o FILE`. */
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfiles } from "../../load.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import { renderSeriesSvg } from "../../render/svg/series.ts";
import { seriesReport } from "../../report/pictures/series.ts";
import { expandCaptures } from "../capture/expand.ts";
import { OK } from "../exit-codes.ts";
import { writeDocument } from "../output.ts";
import { pictureFormat } from "../pictures/format.ts";
import { svgToPngFile } from "../pictures/png.ts";
import { shownProfiles } from "../pictures/shown-profiles.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export interface SeriesOptions {
  readonly output: string;
  readonly sampleIndex: string;
  readonly rows: number;
  readonly anonymize?: boolean;
  readonly module?: string;
}

export async function runSeries(given: readonly string[], options: SeriesOptions, io: Io): Promise<number> {
  const sources = await expandCaptures(given, io);
  const format = pictureFormat(options.output, ["svg", "png"]);
  if (sources.length < 2) throw new UsageError("bad-option", "a series needs two profiles or more");
  const loaded = await loadProfiles(sources, { ...readOptions(io), symbolizeGoText: true });
  const { profiles, names } = await shownProfiles(loaded, sources.map(withoutSecrets), options);
  const snapshots = profiles.map((profile: Profile, index) => ({
    profile,
    source: names[index] as string,
    sampleIndex: resolveSampleIndex(profile.header, options.sampleIndex),
  }));
  const svg = await renderSeriesSvg(seriesReport(snapshots, options.rows));
  await writeDocument(format === "png" ? await svgToPngFile(svg) : svg, options.output, io);
  return OK;
}
