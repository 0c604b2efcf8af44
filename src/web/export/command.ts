/** What is seen, as a command line that gives the same numbers, and what of it no command line has. */
import { listFilters } from "../../profile/filter/options.ts";
import { onlyName } from "../../profile/filter/pattern.ts";
import type { Facts } from "../desk/facts.ts";
import type { PageState } from "../page-state.ts";
import { shellWord } from "../shell-word.ts";

/** `pattern`: which functions peek and list are of. */
export function commandOf(facts: Facts, state: PageState, pattern = onlyName(state.selected)): string {
  const { view, width } = state;
  const [from, to] = facts.ends(state);
  const { sources } = facts.data;
  const [base, current] = [sourceWord(sources[from] ?? "BASE"), sourceWord(sources[to] ?? "CURRENT")];
  const pair = facts.isDiff ? [current, `--base ${base}`] : [current];
  const line = (...words: readonly string[]): string => ["heapblame", ...words, ...valueWords(facts, state)].join(" ");
  if (isSeries(facts, state)) return line("trend", ...sources.map(sourceWord), ...iterationWords(facts));
  if (view === "graph")
    return line("svg", ...pair, ...filterWords(graphed(state), true), ...drawingWords(state), "-o graph.svg");
  if (view === "peek" || view === "source" || isSandwich(state))
    return line(view === "source" ? "list" : "peek", shellWord(pattern), ...pair, ...filterWords(state, true));
  if (view === "flame") {
    const wide = facts.isDiff ? { current: [], change: ["--width change"], gone: ["--gone"] }[width] : [];
    return line("flame", ...pair, ...wide, ...filterWords(state, false), "-o flame.svg");
  }
  return line(
    ...(facts.isDiff ? ["diff", base, current] : [current]),
    ...filterWords(state, false),
    ...tableWords(state),
  );
}

/** trend has no filters, and tells of what is live. */
function isSeries(facts: Facts, state: PageState): boolean {
  const isLive = /^(?:inuse_)?(?:space|objects)$/.test(facts.typeOf(state).type.type);
  return state.view === "time" && facts.data.sources.length > 2 && isLive && listFilters(state.filters).length === 0;
}

function isSandwich({ view, sandwich, selected }: PageState): boolean {
  return view === "flame" && sandwich && selected !== "";
}

/** Nor is a file an option. */
function sourceWord(name: string): string {
  return shellWord(/^-./.test(name) ? `./${name}` : name);
}

function valueWords(facts: Facts, state: PageState): string[] {
  const [{ type }, usual] = [facts.typeOf(state).type, facts.typeOf({ type: "" }).type];
  return [
    ...(type === usual.type ? [] : [`--sample-index ${shellWord(type)}`]),
    ...(state.noInlines ? ["--noinlines"] : []),
  ];
}

function iterationWords({ data }: Facts): string[] {
  return data.iterations === null ? [] : [`--iterations ${data.iterations}`];
}

/** Which labels are shown is asked of pprof's views alone: no other shows any. */
function filterWords({ filters }: PageState, isOfPprof: boolean): string[] {
  return listFilters(filters)
    .filter(({ name }) => isOfPprof || (name !== "tagshow" && name !== "taghide"))
    .map(({ name, value }) => `--${name.replaceAll("_", "-")} ${shellWord(value)}`);
}

const DRAWING = { n: "--nodecount", nf: "--nodefraction", ef: "--edgefraction" } as const;

/** A graph about the selected function has it as its focus. */
function graphed(state: PageState): PageState {
  const { sandwich, selected, filters } = state;
  return sandwich && selected !== "" ? { ...state, filters: { ...filters, focus: onlyName(selected) } } : state;
}

function drawingWords({ drawing, dropNegative, level }: PageState): string[] {
  return [
    ...(level === "functions" || level === "kinds" ? [] : [`--granularity ${level}`]),
    ...Object.entries(DRAWING).flatMap(([name, option]) =>
      drawing[name] ? [`${option} ${shellWord(drawing[name])}`] : [],
    ),
    ...(drawing["calltree"] === "1" ? ["--call-tree"] : []),
    ...(drawing["trim"] === "0" ? ["--no-trim"] : []),
    ...(dropNegative ? ["--drop-negative"] : []),
  ];
}

function tableWords({ level, sort }: PageState): string[] {
  // The text is of functions.
  if (level === "kinds" || level === "packages" || level === "modules") return ["-f json"];
  const by = sort.replace(/^-/, "");
  return [
    ...(level === "functions" ? [] : [`--granularity ${level}`]),
    ...(by === "cum" || by === "objects" ? [`--sort ${by}`] : []),
    "--nodecount 0",
  ];
}

/** What the page does with the rows or boxes of the command, in words. */
export function leftOut(facts: Facts, state: PageState): string[] {
  const { view, find, own, sure, dropNegative, zoom, sandwich, filters } = state;
  const said: readonly (readonly [isSo: boolean, what: string])[] = [
    [view === "table" && find !== "", "the filter of the table"],
    [view === "table" && own, "own code only"],
    [view === "table" && sure, "sure only"],
    [view === "table" && dropNegative, "without what shrank"],
    [view === "flame" && !sandwich && zoom.length > 0, "the zoom"],
    [view === "time" && listFilters(filters).length > 0 && facts.data.sources.length > 2, "the captures between"],
  ];
  return said.filter(([isSo]) => isSo).map(([, what]) => what);
}
