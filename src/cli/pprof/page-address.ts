/** Where the page is opened for who types pprof's options: what they ask for beyond profiles, values and filters goes into the address, as pprof writes it. */
import { defaultSettings, type PprofSettings } from "./options.ts";

/** pprof's names of what a page has, or says that it has not. */
const PARAMETERS = {
  ...{ granularity: "g", sort: "sort", nodecount: "n", nodefraction: "nf", edgefraction: "ef", trim: "trim" },
  ...{ callTree: "calltree", dropNegative: "dropneg", tagroot: "tagroot", tagleaf: "tagleaf" },
  ...{ relativePercentages: "rel", unit: "unit", mean: "mean", normalize: "norm", divideBy: "divide_by" },
} as const satisfies Partial<Record<keyof PprofSettings, string>>;

/** Of a page of pprof's, "" for that which comes first; `find` is what it is of, "" for nothing. Relative to where the pages are. */
export function pageAddress(page: string, find: string, settings: PprofSettings): string {
  const usual = defaultSettings();
  const words = new URLSearchParams(find === "" ? {} : { f: find });
  for (const [key, name] of Object.entries(PARAMETERS) as [keyof typeof PARAMETERS, string][]) {
    if (settings[key] !== usual[key]) words.set(name, parameterOf(settings[key]));
  }
  return words.size === 0 ? page : `${page}?${words}`;
}

function parameterOf(value: boolean | number | string): string {
  return typeof value === "boolean" ? (value ? "t" : "f") : String(value);
}
