/** Addresses of pprof's web interface as states of the page: old links and habits go on working. */

import { namesOf } from "../../profile/filter/pattern.ts";

/** Words of a stranger are looked up in maps: `constructor` is none of them. */
function mapOf(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words));
}

/** pprof's pages, with and without /ui. */
const VIEWS = mapOf({
  "": "",
  top: "table",
  flamegraph: "flame",
  flamegraph2: "flame",
  flamegraphold: "flame",
  graph: "graph",
  peek: "peek",
  source: "source",
  weblist: "source",
});

/** Short names of pprof's parameters that the page has, and what it calls them. */
const SHORT = mapOf({
  ...{ f: "focus", i: "ignore", h: "hide", s: "show", sf: "show_from", tf: "tagfocus", ti: "tagignore" },
  ...{ ts: "tagshow", th: "taghide", prunefrom: "prune_from" },
});

/** Names that the page has from pprof as they are. */
const SAME: readonly string[] = [
  ...["focus", "ignore", "hide", "show", "show_from", "tagfocus", "tagignore", "tagshow", "taghide", "prune_from"],
  ...["si", "g", "sort", "n", "nf", "ef"],
];
const SWITCHES: readonly string[] = ["noinlines", "dropneg", "calltree", "trim"];

/** pprof's words for what a row is, and what they are called here; ours are known too. */
const LEVELS = mapOf({
  ...{ functions: "functions", filefunctions: "functions", files: "files", lines: "lines", addresses: "lines" },
  ...{ packages: "packages", modules: "modules", kinds: "kinds" },
});

/** undefined for a path that pprof has not. What the page has not is named in `left`. */
export function fragmentOf({ pathname, searchParams }: URL): string | undefined {
  const view = VIEWS.get(pathname.replace(/^\/(?:ui(?:\/|$))?/, ""));
  if (view === undefined) return undefined;
  const words = new URLSearchParams();
  if (view !== "") words.set("v", view);
  const left: string[] = [];
  for (const name of new Set(searchParams.keys())) {
    // Of several pprof takes the first, and an empty one is as none.
    const value = searchParams.get(name) ?? "";
    if (value === "" || name === "p") continue;
    const known = SHORT.get(name) ?? (SAME.includes(name) || SWITCHES.includes(name) ? name : undefined);
    const shown = known && shownValue(known, value);
    if (known !== undefined && shown !== undefined) words.set(known, shown);
    // Addresses are shown by line.
    if (shown === undefined || (known === "g" && value === "addresses")) left.push(`${name}=${value}`);
  }
  moveFocus(words, view);
  pivot(words, searchParams.get("p") ?? "");
  if (left.length > 0) words.set("left", left.join(" "));
  return words.toString();
}

/** undefined for what is no granularity. */
function shownValue(name: string, value: string): string | undefined {
  if (SWITCHES.includes(name)) return /^(?:1|t|true|y|yes)$/i.test(value) ? "1" : "0";
  return name === "g" ? LEVELS.get(value) : value;
}

/** On these pages pprof's focus says which functions to show. */
function moveFocus(words: URLSearchParams, view: string): void {
  const wanted = words.get("focus");
  if ((view !== "peek" && view !== "source") || wanted === null) return;
  words.delete("focus");
  words.set("q", wanted);
}

/** pprof writes a chosen box of a flame graph as a pattern that finds just it: then it is the selected function between its callers and callees. */
function pivot(words: URLSearchParams, pattern: string): void {
  if (pattern === "") return;
  const [name, ...others] = namesOf(pattern) ?? [];
  const isOneName = name !== undefined && others.length === 0;
  words.set(isOneName ? "sel" : "search", isOneName ? name : pattern);
  if (isOneName) words.set("sandwich", "1");
}
