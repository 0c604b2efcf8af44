/** What the page shows, as text in the address: every state can be sent, kept and gone back to. */
import { FILTERS, type FilterKey, type FilterOptions } from "../profile/filter/options.ts";

export const VIEWS = ["table", "flame", "graph", "peek", "source", "time"] as const;
export type View = (typeof VIEWS)[number];

export const LEVELS = ["functions", "packages", "modules", "files", "lines", "kinds"] as const;
export type Level = (typeof LEVELS)[number];

export const WIDTHS = ["current", "change", "gone"] as const;
export type Width = (typeof WIDTHS)[number];

export interface PageState {
  readonly view: View;
  /** A sample type by name, "" for the default. */
  readonly type: string;
  readonly level: Level;
  /** A column of the table; "-" in front for smallest first. */
  readonly sort: string;
  /** Regular expression over the names of the table. */
  readonly find: string;
  readonly own: boolean;
  readonly sure: boolean;
  readonly noInlines: boolean;
  /** The function that every view follows; "" for none. */
  readonly selected: string;
  readonly width: Width;
  /** Names from the root down to the frame that the flame graph is zoomed to. */
  readonly zoom: readonly string[];
  readonly search: string;
  readonly sandwich: boolean;
  readonly filters: FilterOptions;
  readonly dropNegative: boolean;
  /** How the call graph is drawn, by pprof's names of it: `n`, `nf`, `ef`, `calltree`, `trim`. */
  readonly drawing: Readonly<Record<string, string>>;
  /** What an address of pprof asked for that this page has not, as it was written; "" for nothing. */
  readonly left: string;
  /** Captures of a series that are compared; -1 for the ends. */
  readonly from: number;
  readonly to: number;
}

export const START: PageState = {
  ...{ view: "table", type: "", level: "functions", sort: "delta", find: "", own: false, sure: false },
  ...{ noInlines: false, selected: "", width: "current", zoom: [], search: "", sandwich: false, filters: {} },
  ...{ dropNegative: false, drawing: {}, left: "" },
  ...{ from: -1, to: -1 },
};

/** What a node of a picture is: packages and modules are of the table alone. */
export function drawnLevel(level: Level): Level {
  return level === "files" || level === "lines" ? level : START.level;
}

/** Names in the fragment; filters go by pprof's. */
const TEXTS = { type: "si", sort: "sort", find: "q", selected: "sel", search: "search", left: "left" } as const;
const MARKS = {
  own: "own",
  sure: "sure",
  noInlines: "noinlines",
  sandwich: "sandwich",
  dropNegative: "dropneg",
} as const;
const CHOICES = { view: ["v", VIEWS], level: ["g", LEVELS], width: ["w", WIDTHS] } as const;
const DRAWING: readonly string[] = ["n", "nf", "ef", "calltree", "trim"];
const NUMBERS = { from: "from", to: "to" } as const;

/** Only what differs from `start`. */
export function formatFragment(state: PageState, start: PageState): string {
  const words = new URLSearchParams();
  for (const [key, [name]] of Object.entries(CHOICES)) put(words, name, state, start, key as keyof PageState);
  for (const [key, name] of Object.entries(TEXTS)) put(words, name, state, start, key as keyof PageState);
  for (const [key, name] of Object.entries(NUMBERS)) put(words, name, state, start, key as keyof PageState);
  for (const [key, name] of Object.entries(MARKS)) {
    const isSet = state[key as keyof typeof MARKS];
    if (isSet !== start[key as keyof typeof MARKS]) words.set(name, isSet ? "1" : "0");
  }
  for (const name of DRAWING) {
    const value = state.drawing[name] ?? "";
    if (value !== (start.drawing[name] ?? "")) words.set(name, value);
  }
  for (const name of state.zoom) words.append("z", name);
  for (const [key, { name }] of Object.entries(FILTERS)) {
    const value = state.filters[key as FilterKey] ?? "";
    if (value !== (start.filters[key as FilterKey] ?? "")) words.set(name, value);
  }
  return words.toString();
}

function put(words: URLSearchParams, name: string, state: PageState, start: PageState, key: keyof PageState): void {
  if (state[key] !== start[key]) words.set(name, String(state[key]));
}

/** Words that are not known, and values that make no sense, are left out. */
export function parseFragment(text: string, start: PageState): PageState {
  const words = new URLSearchParams(text.replace(/^#/, ""));
  const state: Record<string, unknown> = { ...start };
  for (const [key, [name, choices]] of Object.entries(CHOICES)) {
    const value = words.get(name);
    if (value !== null && (choices as readonly string[]).includes(value)) state[key] = value;
  }
  for (const [key, name] of Object.entries(TEXTS)) if (words.has(name)) state[key] = words.get(name);
  for (const [key, name] of Object.entries(MARKS)) if (words.has(name)) state[key] = words.get(name) === "1";
  for (const [key, name] of Object.entries(NUMBERS)) {
    if (/^\d+$/.test(words.get(name) ?? "")) state[key] = Number(words.get(name));
  }
  const filters: Record<string, string> = { ...start.filters };
  for (const [key, { name }] of Object.entries(FILTERS)) if (words.has(name)) filters[key] = words.get(name) ?? "";
  const drawing: Record<string, string> = { ...start.drawing };
  for (const name of DRAWING) if (words.has(name)) drawing[name] = words.get(name) ?? "";
  return { ...(state as unknown as PageState), zoom: words.getAll("z"), filters, drawing };
}
