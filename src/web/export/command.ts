/** What is seen, as a command line that gives the same numbers, and what of it no command line has. */
import { listFilters } from "../../profile/filter/options.ts";
import { onlyName } from "../../profile/filter/pattern.ts";
import { isNoMemory } from "../../profile/profile-kind.ts";
import type { GivenFiles } from "../../render/html/given-files.ts";
import type { Facts } from "../desk/facts.ts";
import { drawnLevel, type PageState, START } from "../page-state.ts";
import { fileWord, shellWord } from "../shell-word.ts";

/** `pattern`: which functions peek and list are of. */
export function commandOf(facts: Facts, state: PageState, pattern = onlyName(state.selected)): string {
  const { view, width } = state;
  const { sources, given } = facts.data;
  const line = (...words: readonly string[]): string => ["heapblame", ...words, ...valueWords(facts, state)].join(" ");
  if (isSeries(facts, state)) {
    const captures =
      given.directory === "" ? [...sources.map(fileWord), ...goroutineWords(given)] : [fileWord(given.directory)];
    return line("trend", ...captures, ...given.options.map(shellWord), ...iterationWords(facts));
  }
  const pair = profileWords(facts, state);
  if (view === "graph")
    return line("svg", ...pair, ...filterWords(graphed(state), true), ...drawingWords(state), "-o graph.svg");
  if (view === "peek" || view === "source" || isSandwich(state))
    return line(view === "source" ? "list" : "peek", shellWord(pattern), ...pair, ...filterWords(state, true));
  if (view === "flame") {
    const wide = facts.isDiff ? { current: [], change: ["--width change"], gone: ["--gone"] }[width] : [];
    return afterSum(
      facts,
      line("flame", ...summedPair(facts, state), ...wide, ...filterWords(state, false), "-o flame.svg"),
    );
  }
  return afterSum(facts, line(...comparedWords(facts, state), ...filterWords(state, false), ...tableWords(state)));
}

/** A line of the verdict, which calls the profiles as the page does: several that were added up are a file first. */
export function nextLine(facts: Facts, text: string): string {
  const { sources, given } = facts.data;
  const name = shellWord(sources.at(-1) ?? "");
  return given.summed.length === 0 || !text.includes(name) ? text : afterSum(facts, text.replace(name, SUM));
}

const SUM = "sum.pb.gz";

/** What takes one profile is given the sum of several as a file. */
function afterSum({ data: { given } }: Facts, line: string): string {
  if (given.summed.length === 0) return line;
  return `heapblame proto ${given.summed.map(fileWord).join(" ")} --merge -o ${SUM} && ${line}`;
}

/** The names of base and current. */
function namesOf(facts: Facts, state: PageState): readonly [base: string, current: string] {
  const [from, to] = facts.ends(state);
  const { sources } = facts.data;
  return [fileWord(sources[from] ?? "BASE"), fileWord(sources[to] ?? "CURRENT")];
}

/** As pprof's views take them. */
function profileWords(facts: Facts, state: PageState): readonly string[] {
  const { summed } = facts.data.given;
  const [base, current] = namesOf(facts, state);
  const profiles = summed.length === 0 ? [current] : [...summed.map(fileWord), "--merge"];
  return facts.isDiff ? [...profiles, `--base ${base}`] : profiles;
}

/** As flame takes them. */
function summedPair(facts: Facts, state: PageState): readonly string[] {
  const [base, named] = namesOf(facts, state);
  const current = facts.data.given.summed.length === 0 ? named : SUM;
  return facts.isDiff ? [current, `--base ${base}`] : [current];
}

/** As diff takes them, with what was taken beside them. */
function comparedWords(facts: Facts, state: PageState): readonly string[] {
  const [base, named] = namesOf(facts, state);
  const { given, headers } = facts.data;
  const current = given.summed.length === 0 ? named : SUM;
  if (!facts.isDiff) return [current];
  const ends = facts.ends(state);
  const isWhole = ends[0] === 0 && ends[1] === headers.length - 1;
  if (isWhole && given.directory !== "") return ["diff", fileWord(given.directory), ...given.options.map(shellWord)];
  const [before = "", after = ""] = ends.map((at) => given.goroutines[at] ?? "");
  const goroutines =
    before === "" || after === "" ? [] : ["--goroutine-base", fileWord(before), "--goroutine-current", fileWord(after)];
  return ["diff", base, current, ...goroutines, ...given.options.map(shellWord)];
}

/** All of them, or those of the first and the last. */
function goroutineWords({ goroutines }: GivenFiles): readonly string[] {
  const known = goroutines.filter((name) => name !== "");
  return known.length === 0 ? [] : ["--goroutines", ...known.map(fileWord)];
}

/** trend has no filters, and tells of what is live. */
export function isSeries(facts: Facts, state: PageState): boolean {
  const isLive = /^(?:inuse_)?(?:space|objects)$/.test(facts.typeOf(state).type.type);
  return state.view === "time" && facts.data.sources.length > 2 && isLive && listFilters(state.filters).length === 0;
}

function isSandwich({ view, sandwich, selected }: PageState): boolean {
  return view === "flame" && sandwich && selected !== "";
}

function valueWords(facts: Facts, state: PageState): string[] {
  const [shown, usual] = [facts.typeOf(state).type, facts.typeOf({ type: "" }).type];
  // A report on what is no heap wants to be asked for.
  const isAsked = shown.type !== usual.type || isNoMemory(shown);
  return [...(isAsked ? [`--sample-index ${shellWord(shown.type)}`] : []), ...(state.noInlines ? ["--noinlines"] : [])];
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
  const drawn = drawnLevel(level);
  return [
    ...(drawn === START.level ? [] : [`--granularity ${drawn}`]),
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
