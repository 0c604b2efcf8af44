/**
 * pprof's options, commands and their help: the one table behind both grammars, pprof's own (`-nodecount=5`) and that of our commands
 * (`--nodecount 5`). Keys are what commander makes of the names.
 */
import { PPROF_GRANULARITIES } from "../../graph/granularity.ts";
import { FILTERS, type FilterKey } from "../../profile/filter/options.ts";

interface Described<Kind extends string, Value> {
  /** As pprof writes it; ours has "-" for "_". */
  readonly name: string;
  readonly kind: Kind;
  readonly default: Value;
  readonly help: string;
}

/** One of a few words; pprof has a flag for each of them instead. */
interface Choice<Word extends string> extends Described<"choice", Word | ""> {
  readonly choices: readonly Word[];
}

export type PprofOption =
  | Described<"switch", boolean>
  | Described<"integer", number>
  | Described<"number", number>
  | Described<"text", string>
  | Choice<string>;

const off = (name: string, help: string): Described<"switch", boolean> => ({
  name,
  kind: "switch",
  default: false,
  help,
});
const text = (name: string, help: string): Described<"text", string> => ({ name, kind: "text", default: "", help });
const integer = (name: string, value: number, help: string): Described<"integer", number> => ({
  name,
  kind: "integer",
  default: value,
  help,
});
const number = (name: string, value: number, help: string): Described<"number", number> => ({
  name,
  kind: "number",
  default: value,
  help,
});
const choice = <Word extends string>(
  name: string,
  choices: readonly Word[],
  value: Word | "",
  help: string,
): Choice<Word> => ({ name, kind: "choice", choices, default: value, help });

type FilterTexts = { readonly [Key in FilterKey]: Described<"text", string> };
const FILTER_TEXTS = Object.fromEntries(
  Object.entries(FILTERS).map(([key, { name, help }]) => [key, text(name, help)]),
) as FilterTexts;

/** What a report looks like. In pprof's order, which decides which of two conflicts is reported. */
export const VIEW_OPTIONS = {
  output: text("output", "write the report to this file"),
  callTree: off("call_tree", "a node for every context a function is called in (dot and callgrind)"),
  relativePercentages: off("relative_percentages", "percentages of what the filters leave, not of the whole profile"),
  unit: {
    ...text("unit", "unit of the values: B, kB, MB, auto (each its own) or minimum (one for all)"),
    default: "minimum",
  },
  compactLabels: off("compact_labels", "no File, Type and Time lines"),
  sourcePath: text("source_path", "directories to look for source files in, for list"),
  trimPath: text("trim_path", "prefixes to cut from file names"),
  intelSyntax: off("intel_syntax", "no effect: heapblame does not disassemble"),
  mean: off("mean", "values divided by the first one (bytes by objects)"),
  sampleIndex: text("sample_index", "which value: inuse_space, inuse_objects, alloc_space, alloc_objects or a number"),
  divideBy: number("divide_by", 1, "divide all values by this"),
  normalize: off("normalize", "scale the profile so that its total is that of the base"),
  sort: choice("sort", ["cum", "flat"], "flat", "order of the rows"),
  tagroot: text("tagroot", "label keys to turn into frames at the root"),
  tagleaf: text("tagleaf", "label keys to turn into frames at the leaf"),
  dropNegative: off("drop_negative", "leave out nodes with negative values"),
  nodecount: integer("nodecount", -1, "most nodes to show; 0 for all"),
  nodefraction: number("nodefraction", 0.005, "leave out nodes below this part of the total"),
  edgefraction: number("edgefraction", 0.001, "leave out edges below this part of the total"),
  trim: { name: "trim", kind: "switch", default: true, help: "false: leave out nothing" },
  ...FILTER_TEXTS,
  noinlines: off("noinlines", "charge inlined functions to the one they were inlined into"),
  showcolumns: off("showcolumns", "columns beside lines"),
  svgInteractive: off("svg_interactive", "pan, zoom and search in the SVG, by a script in it (beyond pprof)"),
  granularity: choice("granularity", PPROF_GRANULARITIES, "", "what a node is"),
} as const satisfies Record<string, PprofOption>;

/** Where profiles come from and what is done to them before any report. */
export const SOURCE_OPTIONS = {
  base: text("base", "profile to subtract"),
  diffBase: text("diff_base", "profile to subtract, with percentages of it"),
  symbolize: text("symbolize", "none, local, fastlocal, remote, force, demangle=none|full|templates|default"),
  buildid: text("buildid", "build id of the program, if the profile has none"),
  addComment: text("add_comment", "comment to add to the profile"),
  seconds: integer("seconds", -1, "length of a profile taken over time"),
  timeout: integer("timeout", -1, "seconds to wait for a profile"),
  allFrames: off("all_frames", "ignore the profile's own list of frames to drop"),
} as const satisfies Record<string, PprofOption>;

/** Accepted so that command lines keep working. */
const OTHER_OPTIONS = {
  tools: text("tools", "no effect: no tools are run"),
  http: text("http", "shows the page at HOST:PORT; a part left out is chosen"),
  noBrowser: off("no_browser", "with -http, opens no browser"),
} as const satisfies Record<string, PprofOption>;

/** How servers are spoken to. */
export const TLS_OPTIONS = {
  tlsCert: text("tls_cert", "PEM file: client certificate for fetching"),
  tlsKey: text("tls_key", "PEM file: key of the client certificate"),
  tlsCa: text("tls_ca", "PEM file: certificates to trust"),
} as const satisfies Record<string, PprofOption>;

/** Short for -sample_index, in the order in which they are heeded; only the first counts. */
export const VALUE_SHORTHANDS: readonly (readonly [flag: string, sampleIndex: string])[] = [
  ["total_delay", "delay"],
  ["mean_delay", "delay"],
  ["contentions", "contentions"],
  ["inuse_space", "inuse_space"],
  ["inuse_objects", "inuse_objects"],
  ["alloc_space", "alloc_space"],
  ["alloc_objects", "alloc_objects"],
];

export const ALL_OPTIONS = { ...VIEW_OPTIONS, ...SOURCE_OPTIONS, ...TLS_OPTIONS, ...OTHER_OPTIONS } as const;

type ValueOf<Option> = Option extends { readonly choices: readonly (infer Word)[]; readonly default: infer Default }
  ? Word | Extract<Default, "">
  : Option extends { readonly kind: "switch" }
    ? boolean
    : Option extends { readonly kind: "integer" | "number" }
      ? number
      : string;

/** Every option with its value. */
export type PprofSettings = { readonly [Key in keyof typeof ALL_OPTIONS]: ValueOf<(typeof ALL_OPTIONS)[Key]> };

export function defaultSettings(): PprofSettings {
  return Object.fromEntries(Object.entries(ALL_OPTIONS).map(([key, option]) => [key, option.default])) as PprofSettings;
}

export interface PprofReport {
  readonly name: string;
  /** Takes a pattern: `-peek=regexp`. */
  readonly hasArgument: boolean;
  readonly help: string;
  /** What to do instead, where heapblame does not do it. */
  readonly instead?: string;
}

const report = (name: string, help: string): PprofReport => ({ name, hasArgument: false, help });
const viewer = (name: string, instead: string): PprofReport => ({ name, hasArgument: false, help: "", instead });

/** In pprof's order: which of two formats wins does not matter, both are refused. */
export const PPROF_REPORTS: readonly PprofReport[] = [
  report("top", "functions, heaviest first"),
  report("text", "the same as top"),
  report("tree", "functions with their callers and callees"),
  { name: "peek", hasArgument: true, help: "callers and callees of functions that match" },
  { name: "list", hasArgument: true, help: "source of functions that match, with values" },
  report("traces", "every sample with its stack"),
  report("tags", "labels and what they account for"),
  report("comments", "comments in the profile"),
  report("raw", "the profile itself as text"),
  report("dot", "call graph for Graphviz"),
  report("svg", "call graph as a picture, of the growth if there is a base"),
  report("png", "the same as PNG"),
  report("pdf", "the same as PDF"),
  report("proto", "profile after base and filters, gzipped protobuf"),
  report("topproto", "top as a profile"),
  report("callgrind", "call graph for KCachegrind"),
  viewer("ps", "use -pdf FILE"),
  viewer("gif", "use -png FILE"),
  report("web", "call graph as an SVG in the folder for temporary files; says where"),
  viewer("eog", "use -png -output=FILE.png and open that file"),
  viewer("evince", "use -pdf -output=FILE.pdf and open that file"),
  viewer("gv", "use -pdf -output=FILE.pdf and open that file"),
  viewer("kcachegrind", "use -callgrind -output=callgrind.out FILE and open that file"),
  {
    name: "weblist",
    hasArgument: true,
    help: "the same as list, in a page in the folder for temporary files; says where",
  },
  { name: "disasm", hasArgument: true, help: "", instead: "use -list=REGEXP FILE for annotated source" },
];
