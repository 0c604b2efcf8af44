/** `heapblame series SNAPSHOT... -o FILE`. */
import { join } from "node:path";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { checkSeries } from "../../blame/provenance/series.ts";
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfiles } from "../../load.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import { renderSeriesSvg } from "../../render/svg/series.ts";
import { seriesReport } from "../../report/pictures/series.ts";
import { checkStates, provenanceText } from "../../wording/provenance.ts";
import { capturesOf, shownFolder } from "../capture/directories.ts";
import { longestRun } from "../capture/load.ts";
import { expandSnapshots } from "../capture/snapshots.ts";
import { OK } from "../exit-codes.ts";
import { rowsOr } from "../options/vocabulary.ts";
import { type Document, writeDocument } from "../output.ts";
import { pictureFormat } from "../pictures/format.ts";
import { svgToPngFile } from "../pictures/png.ts";
import { shownProfiles } from "../pictures/shown-profiles.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export interface SeriesOptions {
  readonly output: string;
  readonly sampleIndex: string;
  readonly nodecount?: number;
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
}

export async function runSeries(given: readonly string[], options: SeriesOptions, io: Io): Promise<number> {
  const sources = await expandCaptures(given, io);
  const format = pictureFormat(options.output, ["svg", "png"]);
  if (sources.length < 2) throw new UsageError("bad-option", "a series needs two profiles or more");
  const loaded = await loadProfiles(sources, { ...readOptions(io), symbolizeGoText: true });
  const { profiles, names } = await shownProfiles(loaded, sources.map(withoutSecrets), options);
  const captures = profiles.map((profile, index) => ({ profile, name: names[index] as string }));
  checkStates(captures);
  const { order, findings } = checkSeries(captures);
  for (const finding of findings) {
    if (finding.code === "order") await io.stderr.write(`heapblame: ${provenanceText(finding)}\n`);
  }
  const inOrder = order.indices.map((index) => captures[index] as Capture);
  await writeDocument(await drawSeries(inOrder, options, format, io), options.output, io);
  return OK;
}

/** Functions that are shown apart. */
const ROWS = 8;

export async function drawSeries(
  captures: readonly Capture[],
  { sampleIndex, nodecount }: Pick<SeriesOptions, "sampleIndex" | "nodecount">,
  format: "svg" | "png",
  io: Io,
): Promise<Document> {
  const snapshots = captures.map((capture) => {
    return { profile: capture.profile, source: capture.name, sampleIndex: sampleIndexOf(capture, sampleIndex) };
  });
  const svg = await renderSeriesSvg(seriesReport(snapshots, rowsOr(ROWS, nodecount)));
  return format === "png" ? await svgToPngFile(svg, io) : svg;
}

/** Of several the fault says whose it is. */
function sampleIndexOf({ profile, name }: Capture, wanted: string): number {
  try {
    return resolveSampleIndex(profile.header, wanted);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.code, `${name}: ${error.message}`, { cause: error });
  }
}

/** Of a capture, directories stand for all heap profiles of its longest run, else for those in them. */
async function expandCaptures(sources: readonly string[], io: Io): Promise<string[]> {
  const found = await expandSnapshots(sources, io);
  const expanded = await Promise.all(found.map((source) => heapsOf(source, io)));
  return expanded.flat();
}

/** The source itself, if it is no capture. Paths start with the source, as the user wrote it. */
async function heapsOf(source: string, io: Io): Promise<string[]> {
  const captures = await capturesOf(source, io);
  const [only] = captures;
  if (only === undefined || captures.length > 1) return [source];
  const folder = shownFolder(only, source, io.cwd);
  return longestRun(only.manifest.snapshots).map(({ files }) => join(folder, files.heap.path));
}
