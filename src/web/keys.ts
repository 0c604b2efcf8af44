/** What keys do, wherever on the page the reader is. */
import { useEffect, useRef } from "preact/hooks";
import { type PageState, VIEWS, type View, WIDTHS } from "./page-state.ts";
import type { ViewProps } from "./props.ts";

/** What is shown says which views there are. */
function isThere(view: View): boolean {
  return document.querySelector(`nav.tabs button[data-view=${view}]`) !== null;
}

interface HelpKeys {
  readonly onHelp: () => void;
  /** Whether there was something to close. */
  readonly closeHelp: () => boolean;
}

export function useKeys(props: ViewProps & HelpKeys): void {
  const { change } = props;
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && !latest.current.closeHelp()) stepBack(latest.current.state, change);
      if (event.key === "Escape" || isTyping(event.target)) return;
      const view = VIEWS[Number(event.key) - 1];
      if (view !== undefined && isThere(view)) change({ view }, true);
      else if (event.key === "?") latest.current.onHelp();
      else if (Object.hasOwn(LETTERS, event.key)) letter(event.key, latest.current);
      else if (event.key === "n" || event.key === "N")
        dispatchEvent(new CustomEvent("hit", { detail: event.key === "n" ? 1 : -1 }));
      else if (event.key === "/") {
        event.preventDefault();
        document.querySelector<HTMLElement>(latest.current.state.view === "flame" ? "#search" : "#find")?.focus();
      }
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** What a letter changes. */
const LETTERS: Readonly<Record<string, (props: ViewProps) => Partial<PageState> | undefined>> = {
  w: ({ desk, state: { view, width } }) =>
    view === "flame" && desk.facts.isDiff
      ? { width: WIDTHS[(WIDTHS.indexOf(width) + 1) % WIDTHS.length] ?? width }
      : undefined,
  s: ({ state: { view, sandwich } }) => (view === "flame" ? { sandwich: !sandwich } : undefined),
};

function letter(key: string, props: ViewProps): void {
  const part = LETTERS[key]?.(props);
  if (part !== undefined) props.change(part, true);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

/** First out of the field, then what was found, then the zoom, then the selection. */
function stepBack(state: PageState, change: ViewProps["change"]): void {
  if (isTyping(document.activeElement)) (document.activeElement as HTMLElement).blur();
  else if (state.view === "flame" && state.search !== "") change({ search: "" });
  else if (state.view === "flame" && state.zoom.length > 0) change({ zoom: [] }, true);
  else if (state.view === "table" && state.find !== "") change({ find: "" });
  else change({ selected: "", sandwich: false }, true);
}
