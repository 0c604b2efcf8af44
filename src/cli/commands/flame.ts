/** `heapblame flame [BEFORE] PROFILE -o FILE`. */
import { leastSeen, renderFlameSvg } from "../../render/svg/flame/flame.ts";
import { diffFlame, type FlameReport, profileFlame } from "../../report/pictures/flame.ts";
import type { FlameWidth } from "../../report/pictures/flame-widths.ts";
import { profilePictureHeader } from "../../report/pictures/header.ts";
import { OK } from "../exit-codes.ts";
import { activeFilters } from "../options/active-filters.ts";
import { type Document, writeDocument } from "../output.ts";
import { pictureFormat } from "../pictures/format.ts";
import { svgToPngFile } from "../pictures/png.ts";
import type { Io } from "../terminal/io.ts";
import { type Compared, type ComparedOptions, loadCompared, loadShown, resolveBase } from "./compared.ts";

export interface FlameOptions extends ComparedOptions {
  readonly output: string;
  readonly width: FlameWidth;
  readonly gone?: boolean;
  readonly direction: "icicle" | "flame";
  readonly levels?: number;
}

const WIDTH = 1200;

export async function runFlame(profiles: readonly string[], typed: FlameOptions, io: Io): Promise<number> {
  const [source, options] = resolveBase("flame", profiles, typed);
  const format = pictureFormat(options.output, ["svg", "png", "html"]);
  if (format === "html") return await writeFlamePage(source, options, io);
  const compared = await loadCompared(source, options, io);
  await writeDocument(await drawFlame(compared, options, format, io), options.output, io);
  return OK;
}

/** The page at its flame view. */
async function writeFlamePage(source: string, options: FlameOptions, io: Io): Promise<number> {
  const { profiles, names, module } = await loadShown(source, options, io);
  const { pageOf } = await import("../page/write-page.ts");
  await writeDocument(await pageOf(profiles, names, { ...options, module, view: "flame" }), options.output, io);
  return OK;
}

export async function drawFlame(
  compared: Compared,
  options: Omit<FlameOptions, "output">,
  format: "svg" | "png",
  io: Io,
): Promise<Document> {
  const report = flameReport(compared, options);
  const svg = await renderFlameSvg(report, {
    width: WIDTH,
    direction: options.direction,
    isInteractive: format === "svg",
  });
  return format === "png" ? await svgToPngFile(svg, io) : svg;
}

function flameReport(
  compared: Compared,
  { noinlines, width, gone, levels, ...options }: Omit<FlameOptions, "output">,
): FlameReport {
  const noInlines = noinlines === true;
  if (compared.kind === "diff") {
    const query = { noInlines, width, gone: gone === true, least: leastSeen(WIDTH), levels };
    return diffFlame(compared.comparison, compared.sampleIndex, query);
  }
  const { profile, sampleIndex } = compared;
  return profileFlame(profile, sampleIndex, profilePictureHeader(profile, sampleIndex, activeFilters(options)), {
    noInlines,
    least: leastSeen(WIDTH),
    levels,
  });
}
