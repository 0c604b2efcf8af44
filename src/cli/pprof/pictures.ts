/** svg, png and pdf of a call graph: pprof's selection of nodes, our drawing. A base makes it a picture of the growth. */
import type { PlainGrowth } from "../../report/growth/growth.ts";
import { sampleTypeOf } from "../../report/pprof/view.ts";
import { growthForPicture } from "../pictures/growth.ts";
import { graphQuery, type RenderRequest } from "./render-request.ts";

/** Time for one layout; then the picture is drawn with fewer nodes and says so. */
const LAYOUT_LIMIT_MS = 20_000;

export async function renderSvgPicture(request: RenderRequest): Promise<string> {
  return await renderPicture(request, request.settings.svgInteractive);
}

/** For a browser. */
export async function renderWebPicture(request: RenderRequest): Promise<string> {
  return await renderPicture(request, true);
}

export async function renderPngPicture(request: RenderRequest): Promise<Uint8Array> {
  const svg = await renderPicture(request, false);
  const { svgToPngFile } = await import("../pictures/png.ts");
  return await svgToPngFile(svg, request.io);
}

export async function renderPdfPicture(request: RenderRequest): Promise<Uint8Array> {
  const svg = await renderPicture(request, false);
  const { svgToPdf } = await import("../../render/pdf.ts");
  return await svgToPdf(svg, "heapblame");
}

async function renderPicture(request: RenderRequest, isInteractive: boolean): Promise<string> {
  const [{ callGraphReport }, { pictureGraph }, { renderCallGraphSvg }, { limitedLayout }] = await Promise.all([
    import("../../report/pprof/call-graph.ts"),
    import("../../report/pictures/graph.ts"),
    import("../../render/svg/graph/call-graph.ts"),
    import("../pictures/layout-worker.ts"),
  ]);
  const { view, sides, settings } = request;
  const growth: PlainGrowth | undefined =
    sides === undefined ? undefined : await growthForPicture(sides, view, settings);
  const graph = pictureGraph(callGraphReport(view, graphQuery(request)), growth, sampleTypeOf(view).unit);
  return await renderCallGraphSvg(graph, { isInteractive, layout: limitedLayout(LAYOUT_LIMIT_MS) });
}
