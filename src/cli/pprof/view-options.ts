/** Which options change what a report of pprof's shows: the others are accepted, as pprof does, and left out of its help. */
import type { PprofSettings } from "./options.ts";

type Key = keyof PprofSettings;

const STACKS: readonly Key[] = [
  ...(["focus", "ignore", "hide", "show", "showFrom", "pruneFrom", "tagfocus", "tagignore"] as const),
];
const FILTERS: readonly Key[] = [
  ...STACKS,
  ...(["tagshow", "taghide", "tagroot", "tagleaf", "normalize", "output"] as const),
];
const VALUES: readonly Key[] = ["unit", "mean", "sampleIndex", "divideBy", "relativePercentages"];
const NODES: readonly Key[] = ["granularity", "noinlines", "showcolumns", "trimPath", "dropNegative"];
const TRIMMED: readonly Key[] = ["nodecount", "nodefraction", "trim"];

const GRAPH: readonly Key[] = [...FILTERS, ...VALUES, ...NODES, ...TRIMMED, "edgefraction", "sort", "callTree"];
/** Edges that are left out take the mark of what was inlined along them. */
const TABLE: readonly Key[] = [...FILTERS, ...VALUES, ...NODES, ...TRIMMED, "edgefraction", "sort", "compactLabels"];

const SHOWN: Readonly<Record<string, readonly Key[]>> = {
  top: TABLE,
  text: TABLE,
  tree: TABLE,
  peek: [...FILTERS, ...VALUES, ...NODES, "sort", "compactLabels"],
  list: [...FILTERS, ...VALUES, "noinlines", "trimPath", "sourcePath", "dropNegative"],
  traces: [...FILTERS, ...VALUES, "granularity", "noinlines", "showcolumns", "trimPath"],
  tags: [...FILTERS, ...VALUES],
  comments: ["output"],
  raw: [...FILTERS, "noinlines", "showcolumns"],
  proto: [...FILTERS, "noinlines", "divideBy"],
  topproto: [...FILTERS, ...VALUES, ...NODES, ...TRIMMED, "sort"],
  callgrind: [...FILTERS, ...VALUES, "noinlines", "trimPath", "dropNegative", "sort", "callTree"],
  dot: GRAPH,
  svg: [...GRAPH, "svgInteractive"],
  png: GRAPH,
  pdf: GRAPH,
  web: GRAPH,
  weblist: [...STACKS, "sampleIndex", "noinlines", "sourcePath", "trimPath", "output"],
};

export function isShown(report: string, key: string): boolean {
  return (SHOWN[report] as readonly string[]).includes(key);
}

/** Three command lines for the help of a report. */
export function examplesOf(report: string, hasArgument: boolean): string {
  const pattern = hasArgument ? " 'Unmarshal'" : "";
  const output =
    { svg: " -o graph.svg", png: " -o graph.png", pdf: " -o graph.pdf", proto: " -o kept.pb.gz" }[report] ?? "";
  const third =
    report === "comments" || report === "tags"
      ? `heapblame ${report} http://localhost:6060/debug/pprof/heap`
      : `heapblame ${report}${pattern} --focus 'watch' heap.out${output}`;
  return `
Examples:
  heapblame ${report}${pattern} heap.out${output}
  heapblame ${report}${pattern} --base before.out after.out${output}
  ${third}
`;
}
