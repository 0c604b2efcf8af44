/** The call graph of a page: as `heapblame svg` draws it, without what a page lets nothing run. */
import { compare, type PairNames } from "../../blame/provenance/comparison.ts";
import type { FilterOptions } from "../../profile/filter/options.ts";
import { compilePattern } from "../../profile/filter/regexp.ts";
import { subtractBase } from "../../profile/merge/diff.ts";
import type { Profile } from "../../profile/tables.ts";
import { renderCallGraphSvg } from "../../render/svg/graph/call-graph.ts";
import { type PlainGrowth, plainGrowth } from "../../report/growth/growth.ts";
import { pictureGraph } from "../../report/pictures/graph.ts";
import { buildView } from "../../report/pprof/build-view.ts";
import { callGraphReport } from "../../report/pprof/call-graph.ts";
import { applyCommandOverrides } from "../../report/pprof/command-overrides.ts";
import { sampleTypeOf } from "../../report/pprof/view.ts";
import { loadFilters } from "../options/active-filters.ts";
import { limitedLayout } from "../pictures/layout-worker.ts";
import { defaultSettings, type PprofSettings } from "../pprof/options.ts";
import { graphQuery } from "../pprof/render-request.ts";

/** Time for one layout: a page may wait longer for it than a reader does. */
const LAYOUT_LIMIT_MS = 20_000;

export interface GraphQuestion {
  readonly sampleIndex: string;
  readonly noInlines: boolean;
  readonly filters: FilterOptions;
  readonly drawing: DrawingSettings;
}

/** pprof's settings of a call graph. */
export type DrawingSettings = Pick<
  PprofSettings,
  "nodecount" | "nodefraction" | "edgefraction" | "callTree" | "dropNegative" | "trim" | "granularity"
>;

/** As they are where nobody asked for others. */
export function plainDrawing(): DrawingSettings {
  const { nodecount, nodefraction, edgefraction, callTree, dropNegative, trim, granularity } = defaultSettings();
  return { nodecount, nodefraction, edgefraction, callTree, dropNegative, trim, granularity };
}

/** Of the growth if there is a base; `known` is its report, where there is one of the same question. Throws UsageError. */
export async function drawPageGraph(
  base: Profile | undefined,
  current: Profile,
  sources: PairNames,
  { sampleIndex, noInlines, filters, drawing }: GraphQuestion,
  known?: PlainGrowth,
): Promise<string> {
  const shown = base === undefined ? current : subtractBase(current, base);
  const asked = { ...defaultSettings(), ...filters, ...drawing, sampleIndex, noinlines: noInlines };
  const settings = applyCommandOverrides("svg", asked);
  const { view } = buildView(shown, settings, undefined, { compile: compilePattern, notices: [] });
  const query = graphQuery({ settings: { ...settings, sort: "flat" } });
  const { granularity } = view;
  const compared = async (before: Profile): Promise<PlainGrowth> =>
    plainGrowth(compare(before, current, { filters: await loadFilters(filters), sources }), {
      ...{ sampleIndex, noInlines, granularity },
    });
  const growth = base && (known ?? (await compared(base)));
  const graph = pictureGraph(callGraphReport(view, query), growth, sampleTypeOf(view).unit);
  return await renderCallGraphSvg(graph, { isInteractive: false, layout: limitedLayout(LAYOUT_LIMIT_MS) });
}
