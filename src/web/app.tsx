/** The page: the verdict on top, the views below it, one state that all of them show. */

import { useCallback, useEffect, useErrorBoundary, useRef, useState } from "preact/hooks";
import { askedOf } from "./desk/answers.ts";
import type { Desk } from "./desk/desk.ts";
import { useAnswer } from "./desk/use-answer.ts";
import { Exports } from "./export/exports.tsx";
import { Filters } from "./filters.tsx";
import { Flame } from "./flame/flame.tsx";
import { FleetPage } from "./fleet/fleet-page.tsx";
import { Graph } from "./graph/graph.tsx";
import { HeldPage } from "./held-page.tsx";
import { Help } from "./help.tsx";
import { useKeys } from "./keys.ts";
import { formatFragment, type PageState, parseFragment, VIEWS, type View } from "./page-state.ts";
import { usePrintKey } from "./paper/paper.ts";
import { usePrinting } from "./paper/printing.ts";
import { useWarmth } from "./paper/warm.ts";
import { Button } from "./parts.tsx";
import { Peek } from "./peek.tsx";
import type { ViewProps } from "./props.ts";
import { Selection } from "./selection.tsx";
import { Source } from "./source.tsx";
import { Table } from "./table/table.tsx";
import { Time, timeTitle } from "./time/time.tsx";
import { Verdict } from "./verdict/verdict.tsx";

const TITLES = {
  table: "Table",
  flame: "Flame graph",
  graph: "Call graph",
  peek: "Peek",
} as const;

export function App({ desk, start }: { readonly desk: Desk; readonly start: PageState }) {
  const [state, change] = usePageState(start);
  const [isHelp, setHelp] = useState(false);
  const props = { desk, state, change };
  const closeHelp = (): boolean => {
    setHelp(false);
    return isHelp;
  };
  useKeys({ ...props, closeHelp, onHelp: () => setHelp(!isHelp) });
  useWarmth(props);
  usePrintKey(props);
  const { fleet, headers } = desk.facts.data;
  if (fleet !== undefined) return <FleetPage report={fleet} />;
  if (headers.length === 0) return <HeldPage {...props} />;
  return (
    <>
      <button type="button" class="skip" onClick={skipToViews}>
        To the views
      </button>
      <Filters {...props} />
      <main>
        <Safe key={JSON.stringify(state.filters)} state={state} change={change}>
          <Profiles {...props} isHelp={isHelp} onHelp={() => setHelp(!isHelp)} />
        </Safe>
      </main>
    </>
  );
}

function skipToViews(): void {
  document.querySelector<HTMLElement>("nav.tabs button")?.focus();
}

type HelpProps = { readonly isHelp: boolean; readonly onHelp: () => void };

function Profiles({ isHelp, onHelp, ...given }: ViewProps & HelpProps) {
  const views = useShownViews(given);
  // An address may ask for one that these profiles do not have.
  const view = views.find((known) => known.view === given.state.view)?.view ?? views[0]?.view ?? "table";
  const props = { ...given, state: { ...given.state, view } };
  return (
    <>
      <Verdict {...props} />
      <Tabs {...props} isHelp={isHelp} onHelp={onHelp} />
      {isHelp && <Help onClose={onHelp} />}
      <Views {...props} />
      <Exports {...props} />
    </>
  );
}

function Tabs(props: ViewProps & HelpProps) {
  const { state, change, isHelp, onHelp } = props;
  return (
    <div class="bar">
      <nav class="tabs" id="views" aria-label="Views">
        {useShownViews(props).map(({ view, title }) => (
          <button
            type="button"
            key={view}
            data-view={view}
            aria-current={state.view === view ? "page" : undefined}
            title={`key ${VIEWS.indexOf(view) + 1}`}
            onClick={() => change({ view }, true)}
          >
            {title}
          </button>
        ))}
        <Button label="?" title="keys" pressed={isHelp} onClick={onHelp} />
      </nav>
      <Selection {...props} />
    </div>
  );
}

/** Those that have something to show, as they are called. */
function useShownViews({
  desk,
  state,
}: Pick<ViewProps, "desk" | "state">): readonly { readonly view: View; readonly title: string }[] {
  const verdict = useAnswer(desk, "verdict", askedOf(state));
  const { hasSources } = desk.facts.data;
  const titles = { ...TITLES, source: hasSources ? "Source" : "", time: timeTitle(desk, verdict) };
  const isCourseAlone = desk.facts.isCourseAlone;
  return VIEWS.map((view) => ({ view, title: titles[view] })).filter(
    ({ view, title }) => title !== "" && (view === "time" || !isCourseAlone),
  );
}

/** The one that was chosen; on paper the others follow it, each under its name. */
function Views(props: ViewProps) {
  const { state } = props;
  const isPrinting = usePrinting();
  const others = useShownViews(props).filter(({ view }) => view !== state.view);
  return (
    <>
      <Shown {...props} />
      {isPrinting &&
        others.map(({ view, title }) => (
          <div key={view} class="printed">
            <h2>{title}</h2>
            <Shown {...props} state={{ ...state, view }} />
          </div>
        ))}
    </>
  );
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

/** The state, kept in the fragment: what the reader chose is a step to go back by, what is typed is not. */
function usePageState(start: PageState): [PageState, ViewProps["change"]] {
  const [state, setState] = useState(() => parseFragment(location.hash, start));
  const latest = useRef(state);
  latest.current = state;
  const change = useCallback<ViewProps["change"]>(
    (part, isStep = false) => {
      const next = { ...latest.current, ...part };
      latest.current = next;
      setState(next);
      const address = `#${formatFragment(next, start)}`;
      if (isStep) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    },
    [start],
  );
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
