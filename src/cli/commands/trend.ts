/** `heapblame trend SNAPSHOT...`. */

import type { Capture } from "../../blame/provenance/provenance.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { Granularity } from "../../graph/granularity.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { FormatOf } from "../../render/index.ts";
import type { TrendResult } from "../../report/trend/report.ts";
import { buildTrend, type TrendBeside } from "../../report/trend/trend.ts";
import { checkStates, provenanceText } from "../../wording/provenance.ts";
import { trendWords } from "../../wording/trend/words.ts";
import { loadSeries } from "../capture/series.ts";
import { OK } from "../exit-codes.ts";
import { type MemoryLimit, rowsOr } from "../options/vocabulary.ts";
import { type Document, writeDocument } from "../output.ts";
import { ownModuleOf } from "../own-module.ts";
import type { CommandFiles } from "../page/command-files.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { StoreOptions } from "../stores/window.ts";
import type { Io } from "../terminal/io.ts";

export interface TrendOptions extends StoreOptions {
  readonly format?: FormatOf<"trend">;
  readonly output?: string;
  readonly sort: "flat" | "cum";
  readonly nodecount?: number;
  readonly granularity: Granularity;
  readonly noinlines?: boolean;
  readonly sampleIndex: string;
  readonly iterations?: number;
  readonly limit?: MemoryLimit;
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
  readonly binary?: string;
  readonly goroutines?: readonly string[];
  readonly explain?: boolean;
}

/** With the modules as they are known, or as they are shown. */
type OwnTrendOptions = Omit<TrendOptions, "module"> & { readonly module: ModuleNames | undefined };

const ROWS_OF_TEXT = 20;
const FUNCTIONS_OF_CHART = 8;

export async function runTrend(given: readonly string[], options: TrendOptions, io: Io): Promise<number> {
  const picture =
    options.format === undefined ? /\.(svg|png)$/i.exec(options.output ?? "")?.[1]?.toLowerCase() : undefined;
  const format = picture === undefined ? chooseFormat("trend", options, io, ["svg", "png"]) : "json";
  const own = { ...options, module: await ownModuleOf(options, io) };
  const { captures, beside, module, goroutineFiles } = await loadFrom(given, own, io);
  checkStates(captures);
  const limit = rowsOr(format === "text" && options.explain !== true ? ROWS_OF_TEXT : 0, options.nodecount);
  const query = {
    sampleIndex: options.sampleIndex,
    granularity: options.granularity,
    noInlines: options.noinlines === true,
    sort: options.sort,
    limit,
    iterations: options.iterations,
    limitBytes: options.limit?.bytes,
    mainModule: module,
  };
  const result = buildTrend(captures, query, beside);
  for (const finding of result.report.provenance) {
    const isOther = finding.code === "order" && !finding.facts.isAsGiven;
    if (isOther) await io.stderr.write(`heapblame: ${provenanceText(finding)}\n`);
  }
  const { output } = options;
  if (picture !== undefined) await writeDocument(await draw(captures, result, picture, io), output, io);
  else
    await writeReport(
      result.report,
      trendWords(result.report),
      {
        format,
        output,
        isExplained: options.explain === true,
        page: () =>
          seriesPage(captures, beside, result, { ...options, module }, filesOf(given, options, goroutineFiles)),
      },
      io,
    );
  return OK;
}

/** A directory, a pattern or an archive stands for all that is in it. */
function filesOf(
  given: readonly string[],
  { anonymize, binary, module }: TrendOptions,
  goroutines: readonly string[],
): CommandFiles {
  if (anonymize === true) return {};
  return { goroutines, binary, module, directory: given.length === 1 ? given[0] : undefined };
}

async function seriesPage(
  captures: readonly Capture[],
  beside: readonly TrendBeside[],
  { run }: TrendResult,
  options: OwnTrendOptions,
  files: CommandFiles,
): Promise<string> {
  const [{ pageOf }, { seriesMatter }] = await Promise.all([
    import("../page/write-page.ts"),
    import("../page/series-page.ts"),
  ]);
  const { profiles, names, beside: taken } = seriesMatter(captures, beside, run, options.iterations, files);
  return await pageOf(profiles, names, options, taken);
}

/** What asks servers of profiles is loaded when one is named. */
async function loadFrom(given: readonly string[], options: OwnTrendOptions, io: Io): ReturnType<typeof loadSeries> {
  const { isStore } = await import("../../fetch/stores/address.ts");
  if (!given.some(isStore)) {
    (await import("../stores/window.ts")).checkStoreOptions(given, options);
    return await loadSeries(given, options, io);
  }
  const [{ seriesSources }, { keepingAnswers }] = await Promise.all([
    import("../stores/series.ts"),
    import("../stores/kept-answers.ts"),
  ]);
  return await keepingAnswers(["trend", ...given, options.query ?? ""], io, async (keptIn) => {
    const keeping = { ...io, remote: () => ({ ...io.remote?.(), keptIn }) };
    return await loadSeries(await seriesSources(given, options, keeping), options, keeping);
  });
}

async function draw(
  captures: readonly Capture[],
  { report, run }: TrendResult,
  picture: string,
  io: Io,
): Promise<Document> {
  const { seriesReport } = await import("../../report/pictures/series.ts");
  const { renderSeriesSvg } = await import("../../render/svg/series.ts");
  const snapshots = run.map((index) => {
    const { name, profile } = captures[index] as Capture;
    return { profile, source: name, sampleIndex: resolveSampleIndex(profile.header, report.sampleType.type) };
  });
  const svg = await renderSeriesSvg(seriesReport(snapshots, FUNCTIONS_OF_CHART));
  if (picture === "svg") return svg;
  const { svgToPngFile } = await import("../pictures/png.ts");
  return await svgToPngFile(svg, io);
}
