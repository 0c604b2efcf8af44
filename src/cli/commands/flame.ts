/** `heapblame flame PROFILE -o FILE`. */
import { leastSeen, renderFlameSvg } from "../../render/svg/flame/flame.ts";
import { htmlPage } from "../../render/svg/page.ts";
import { diffFlame, type FlameReport, profileFlame } from "../../report/pictures/flame.ts";
import type { FlameWidth } from "../../report/pictures/flame-widths.ts";
import { profilePictureHeader } from "../../report/pictures/header.ts";
import { OK } from "../exit-codes.ts";
import { activeFilters } from "../options/filters.ts";
import { type Document, writeDocument } from "../output.ts";
import { pictureFormat } from "../pictures/format.ts";
import { svgToPngFile } from "../pictures/png.ts";
import type { Io } from "../terminal/io.ts";
import { shortSource } from "../terminal/short-source.ts";
import { type Compared, type ComparedOptions, loadCompared } from "./compared.ts";

export interface FlameOptions extends ComparedOptions {
  readonly output: string;
  readonly width: FlameWidth;
  readonly gone?: boolean;
  readonly direction: "icicle" | "flame";
}

const WIDTH = 1200;

export async function runFlame(source: string, options: FlameOptions, io: Io): Promise<number> {
  const format = pictureFormat(options.output, ["svg", "png", "html"]);
  const compared = await loadCompared(source, options, io);
  await writeDocument(await drawFlame(compared, options, format), options.output, io);
  return OK;
}

export async function drawFlame(
  compared: Compared,
  options: Omit<FlameOptions, "output">,
  format: "svg" | "png" | "html",
): Promise<Document> {
  const report = flameReport(compared, options);
  const svg = await renderFlameSvg(report, {
    width: WIDTH,
    direction: options.direction,
    isInteractive: format !== "png",
  });
  if (format === "png") return await svgToPngFile(svg);
  return format === "html" ? htmlPage(svg, `heapblame: ${shortSource(compared.name)}`) : svg;
}

function flameReport(
  compared: Compared,
  { noinlines, width, gone, ...options }: Omit<FlameOptions, "output">,
): FlameReport {
  const noInlines = noinlines === true;
  if (compared.kind === "diff") {
    const query = { noInlines, width, gone: gone === true, least: leastSeen(WIDTH) };
    return diffFlame(compared.comparison, compared.sampleIndex, query);
  }
  const { profile, sampleIndex } = compared;
  return profileFlame(profile, sampleIndex, profilePictureHeader(profile, sampleIndex, activeFilters(options)), {
    noInlines,
    least: leastSeen(WIDTH),
  });
}
