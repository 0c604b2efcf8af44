/** The call graph that a page asks the server for, by the words of the page's own address. */
import { PPROF_GRANULARITIES } from "../../graph/granularity.ts";
import { FILTERS, type FilterOptions } from "../../profile/filter/options.ts";
import { onlyName } from "../../profile/filter/pattern.ts";
import { type DrawingSettings, type GraphQuestion, plainDrawing } from "../page/page-graph.ts";

export interface AskedGraph extends GraphQuestion {
  /** Profiles of the series that are compared; undefined for the ends. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Words that make no sense are left out, as the page does. */
export function parseGraphQuestion(words: URLSearchParams): AskedGraph {
  const filters = filtersIn(words);
  const selected = words.get("sandwich") === "1" ? (words.get("sel") ?? "") : "";
  return {
    sampleIndex: words.get("si") ?? "",
    noInlines: words.get("noinlines") === "1",
    filters: selected === "" ? filters : { ...filters, focus: onlyName(selected) },
    drawing: drawingIn(words),
    from: numberIn(words, "from"),
    to: numberIn(words, "to"),
  };
}

function filtersIn(words: URLSearchParams): FilterOptions {
  return Object.fromEntries(
    Object.entries(FILTERS).flatMap(([key, { name }]) => {
      const value = words.get(name);
      return value ? [[key, value]] : [];
    }),
  );
}

function drawingIn(words: URLSearchParams): DrawingSettings {
  const plain = plainDrawing();
  return {
    ...plain,
    nodecount: numberIn(words, "n") ?? plain.nodecount,
    nodefraction: numberIn(words, "nf") ?? plain.nodefraction,
    edgefraction: numberIn(words, "ef") ?? plain.edgefraction,
    callTree: words.get("calltree") === "1",
    dropNegative: words.get("dropneg") === "1",
    trim: words.get("trim") !== "0",
    granularity: PPROF_GRANULARITIES.find((known) => known === words.get("g")) ?? plain.granularity,
  };
}

/** Not below 0. */
function numberIn(words: URLSearchParams, name: string): number | undefined {
  const text = words.get(name) ?? "";
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}
