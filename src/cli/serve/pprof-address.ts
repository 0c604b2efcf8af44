/** Addresses of pprof's web interface as states of the page: old links and habits go on working. */

/** pprof's pages, with and without /ui. */
const VIEWS: Readonly<Record<string, string>> = {
  "": "",
  top: "table",
  flamegraph: "flame",
  flamegraph2: "flame",
  flamegraphold: "flame",
  graph: "graph",
  peek: "peek",
  source: "source",
  weblist: "source",
};

/** Short and long names of pprof's parameters that the page has; what it has not, such as `n`, is left out. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ...{ f: "focus", i: "ignore", h: "hide", s: "show", sf: "show_from", tf: "tagfocus", ti: "tagignore" },
  ...{ ts: "tagshow", th: "taghide", prunefrom: "prune_from", si: "si", g: "g", sort: "sort", noinlines: "noinlines" },
};

const LONG = [
  "focus",
  "ignore",
  "hide",
  "show",
  "show_from",
  "tagfocus",
  "tagignore",
  "tagshow",
  "taghide",
  "prune_from",
];

/** undefined for a path that pprof has not. */
export function fragmentOf({ pathname, searchParams }: URL): string | undefined {
  const view = VIEWS[pathname.replace(/^\/(?:ui(?:\/|$))?/, "")];
  if (view === undefined) return undefined;
  const words = new URLSearchParams();
  if (view !== "") words.set("v", view);
  for (const [name, value] of searchParams) {
    const known = PARAMETERS[name] ?? (LONG.includes(name) ? name : undefined);
    if (known !== undefined && value !== "") words.set(known, shownValue(known, value));
  }
  // On these pages pprof's focus says which functions to show.
  const wanted = words.get("focus");
  if ((view === "peek" || view === "source") && wanted !== null) {
    words.delete("focus");
    words.set("q", wanted);
  }
  const pivot = searchParams.get("p");
  if (pivot) words.set("search", pivot);
  return words.toString();
}

function shownValue(name: string, value: string): string {
  if (name === "noinlines") return /^(?:1|t|true|y|yes)$/i.test(value) ? "1" : "0";
  return name === "g" && value === "filefunctions" ? "functions" : value;
}
