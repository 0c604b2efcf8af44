/** The page: the verdict on top, the views below it, one state that all of them show. */

import { useCallback, useEffect, useErrorBoundary, useRef, useState } from "preact/hooks";
import { commandOf } from "./export/command.ts";
import { markdownOf, saveJson, savePicture, saveProfile } from "./export/files.ts";
import { Filters } from "./filters.tsx";
import { Flame } from "./flame/flame.tsx";
import { FleetPage } from "./fleet/fleet-page.tsx";
import { Graph } from "./graph.tsx";
import { HeldPage } from "./held-page.tsx";
import { Help } from "./help.tsx";
import { drawn, showBusy } from "./opening.ts";
import { formatFragment, type PageState, parseFragment, VIEWS, type View } from "./page-state.ts";
import { Button, CopyLine, copyText } from "./parts.tsx";
import { Peek } from "./peek.tsx";
import type { ViewProps } from "./props.ts";
import type { Session } from "./session.ts";
import { Source } from "./source.tsx";
import { Table } from "./table/table.tsx";
import { hasTime, Time } from "./time/time.tsx";
import { Verdict } from "./verdict.tsx";
import { useWarmth } from "./warm.ts";

const TITLES: Readonly<Partial<Record<View, string>>> = {
  table: "Table",
  flame: "Flame graph",
  graph: "Call graph",
  peek: "Peek",
  source: "Source",
  time: "Time",
};

export function App({ session, start }: { readonly session: Session; readonly start: PageState }) {
  const [state, change] = usePageState(start, session.isLarge);
  const [isHelp, setHelp] = useState(false);
  const props = { session, state, change };
  useKeys(props, () => setHelp((known) => !known));
  useWarmth(props);
  if (session.input.fleet !== undefined) return <FleetPage report={session.input.fleet} />;
  if (session.input.profiles.length === 0) return <HeldPage {...props} />;
  return (
    <>
      <a class="skip" href="#views">
        To the views
      </a>
      <Filters {...props} />
      <main>
        <Safe key={JSON.stringify(state.filters)} state={state} change={change}>
          <Verdict {...props} />
          <Tabs {...props} isHelp={isHelp} onHelp={() => setHelp(!isHelp)} />
          {isHelp && <Help onClose={() => setHelp(false)} />}
          <Shown {...props} />
          <Exports {...props} />
        </Safe>
      </main>
    </>
  );
}

function Tabs(props: ViewProps & { readonly isHelp: boolean; readonly onHelp: () => void }) {
  const { state, change, isHelp, onHelp } = props;
  return (
    <nav class="tabs" id="views" aria-label="Views">
      {shownViews(props).map((view) => (
        <button
          type="button"
          key={view}
          aria-current={state.view === view ? "page" : undefined}
          title={`key ${VIEWS.indexOf(view) + 1}`}
          onClick={() => change({ view }, true)}
        >
          {TITLES[view]}
        </button>
      ))}
      <Selection {...props} />
      <Button label="?" title="keys" pressed={isHelp} onClick={onHelp} />
    </nav>
  );
}

/** Those that have something to show. */
function shownViews(props: Pick<ViewProps, "session" | "state">): readonly View[] {
  if (props.session.input.profiles.length === 0) return [];
  const views = Object.keys(TITLES) as View[];
  return views.filter((view) => (view !== "time" || hasTime(props)) && (view !== "source" || props.session.hasSources));
}

function Shown(props: ViewProps) {
  switch (props.state.view) {
    case "flame":
      return <Flame {...props} />;
    case "graph":
      return <Graph {...props} />;
    case "peek":
      return <Peek {...props} />;
    case "source":
      return <Source {...props} />;
    case "time":
      return <Time {...props} />;
    default:
      return <Table {...props} />;
  }
}

/** A filter that is no regular expression is said, and can be taken back. */
function Safe({
  children,
  change,
}: Pick<ViewProps, "state" | "change"> & { readonly children: preact.ComponentChildren }) {
  const [error, reset] = useErrorBoundary();
  if (error === undefined || error === null) return <>{children}</>;
  return (
    <section class="verdict" role="alert">
      <h1>{error instanceof Error ? error.message : String(error)}</h1>
      <Button
        label="Without filters"
        onClick={() => {
          change({ filters: {} }, true);
          reset();
        }}
      />
    </section>
  );
}

function Selection({ state, change }: ViewProps) {
  if (state.selected === "") return undefined;
  return (
    <span class="selection">
      <bdi title={state.selected}>{state.selected}</bdi>
      <Button label="×" title="Esc: select nothing" onClick={() => change({ selected: "" }, true)} />
    </span>
  );
}

function Exports({ session, state }: ViewProps) {
  const isPicture = state.view === "flame" || state.view === "graph";
  return (
    <footer class="exports">
      <CopyLine text={commandOf(session, state)} label="Copy as command" />
      <div class="tools">
        <Button label="Copy as Markdown" onClick={() => void copyText(markdownOf(session, state))} />
        <Button label="JSON" title="download the report" onClick={() => saveJson(session, state)} />
        {state.view === "flame" && <Button label="PNG" onClick={() => savePicture("png", session)} />}
        {isPicture && <Button label="SVG" onClick={() => savePicture("svg", session)} />}
        <Button label={session.isDiff ? "pprof (current)" : "pprof"} onClick={() => saveProfile(session, -1)} />
        {session.isDiff && <Button label="pprof (base)" onClick={() => saveProfile(session, 0)} />}
      </div>
    </footer>
  );
}

/** Parts of the state that take a while to show, of a large profile. */
const COMPUTED: readonly string[] = ["view", "type", "level", "noInlines", "filters", "from", "to", "zoom", "sandwich"];

/** The state, kept in the fragment: what the reader chose is a step to go back by, what is typed is not. */
function usePageState(start: PageState, isLarge: boolean): [PageState, ViewProps["change"]] {
  const [state, setState] = useState(() => parseFragment(location.hash, start));
  const latest = useRef(state);
  /** Takes away what says that the page is at work. */
  const done = useRef<(() => void) | undefined>(undefined);
  latest.current = done.current === undefined ? state : latest.current;
  const change = useCallback<ViewProps["change"]>(
    (part, isStep = false) => {
      const next = { ...latest.current, ...part };
      latest.current = next;
      if (isLarge && Object.keys(part).some((key) => COMPUTED.includes(key))) {
        done.current ??= showBusy();
        void drawn().then(() => setState(latest.current));
      } else setState(next);
      const address = `#${formatFragment(next, start)}`;
      if (isStep) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    },
    [start, isLarge],
  );
  useEffect(() => {
    done.current?.();
    done.current = undefined;
  }, [state]);
  useEffect(() => {
    const listen = (): void => setState(parseFragment(location.hash, start));
    addEventListener("popstate", listen);
    addEventListener("hashchange", listen);
    return () => {
      removeEventListener("popstate", listen);
      removeEventListener("hashchange", listen);
    };
  }, [start]);
  return [state, change];
}

function useKeys(props: ViewProps, onHelp: () => void): void {
  const { change } = props;
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") stepBack(latest.current.state, change);
      if (event.key === "Escape" || isTyping(event.target)) return;
      const view = VIEWS[Number(event.key) - 1];
      if (view !== undefined && shownViews(latest.current).includes(view)) change({ view }, true);
      else if (event.key === "?") onHelp();
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
