/** What is seen, as a command line that gives the same numbers. */
import { listFilters } from "../../profile/filter/options.ts";
import { onlyName } from "../../profile/filter/pattern.ts";
import type { Facts } from "../desk/facts.ts";
import type { PageState } from "../page-state.ts";
import { shellWord } from "../shell-word.ts";

export function commandOf(facts: Facts, state: PageState): string {
  const [from, to] = facts.ends(state);
  const { sources } = facts.data;
  // trend has no filters.
  const isSeries = state.view === "time" && sources.length > 2 && listFilters(state.filters).length === 0;
  const ends = [sources[from] ?? "BASE", sources[to] ?? "CURRENT"].map(shellWord);
  const options = [
    ...(facts.typeOf(state).type.type === facts.typeOf({ ...state, type: "" }).type.type
      ? []
      : [`--sample-index ${shellWord(facts.typeOf(state).type.type)}`]),
    ...(state.noInlines ? ["--noinlines"] : []),
    ...listFilters(state.filters).map(({ name, value }) => `--${name.replaceAll("_", "-")} ${shellWord(value)}`),
  ];
  const current = ends[1] as string;
  const base = facts.isDiff ? [`--base ${ends[0]}`] : [];
  const line = (...words: readonly string[]): string => ["heapblame", ...words, ...options].join(" ");
  if (isSeries) return line("trend", ...sources.map(shellWord));
  if (state.view === "flame") {
    return line(
      "flame",
      current,
      ...base,
      ...(facts.isDiff && state.width === "change" ? ["--width change"] : []),
      "-o flame.svg",
    );
  }
  if (state.view === "graph") return line("svg", ...base, current, "-o graph.svg");
  if (state.view === "peek" || state.view === "source") {
    return line(state.view === "peek" ? "peek" : "list", shellWord(onlyName(state.selected)), current, ...base);
  }
  if (!facts.isDiff) return line("top", current, ...(state.sort === "cum" ? ["--cum"] : []));
  const level = state.level === "files" || state.level === "lines" ? [`--granularity ${state.level}`] : [];
  const sort = state.sort === "cum" || state.sort === "objects" ? [`--sort ${state.sort}`] : [];
  return line("diff", ...ends, ...level, ...sort, "--nodecount 0");
}
