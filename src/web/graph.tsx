/** The call graph, drawn ahead or by the server that gives the page, in a root of its own; a click on a node selects its function. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { askForGraph, graphAddress } from "./asked-graph.ts";
import { Button, Check } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

export function Graph(props: ViewProps) {
  const { desk, state, change } = props;
  const { facts } = desk;
  const host = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(0);
  const asked = useAskedGraph(props);
  const graph = facts.data.graph ?? asked.svg;
  // Before the next thing is drawn, which may be on paper.
  useLayoutEffect(() => {
    if (host.current !== null && graph !== null) show(host.current, graph, (selected) => change({ selected }, true));
  }, [graph]);
  useLayoutEffect(() => {
    if (host.current !== null) mark(host.current, state.selected, zoom);
  }, [state.selected, zoom, graph]);
  const isServed = facts.data.served !== null;
  if (graph === null && !isServed) {
    return (
      <section class="view" aria-label="Call graph">
        <p class="note">No call graph is in this file. heapblame svg draws one.</p>
      </section>
    );
  }
  const isChanged =
    (!isServed && Object.values(state.filters).some((value) => value)) ||
    facts.typeOf(state).index !== facts.typeOf({ type: facts.data.question.sampleIndex }).index;
  return (
    <section class="view" aria-label="Call graph">
      <div class="tools">
        <Button label="Fit" pressed={zoom === 0} onClick={() => setZoom(0)} />
        <Button label="Larger" onClick={() => setZoom((known) => Math.min(4, (known || 1) * 1.25))} />
        <Button label="Smaller" onClick={() => setZoom((known) => Math.max(0.2, (known || 1) / 1.25))} />
        {isServed && state.selected !== "" && (
          <Check
            label="only stacks with the selected function"
            checked={state.sandwich}
            onChange={(sandwich) => change({ sandwich }, true)}
          />
        )}
        {asked.text !== "" && (
          <span class="count" role="status">
            {asked.text}
          </span>
        )}
        {isChanged && (
          <span class="count">Drawn when the file was made: without the filters and values chosen since.</span>
        )}
      </div>
      <div class="graph" ref={host} tabIndex={0} role="img" aria-label="Call graph; the table view has its numbers" />
    </section>
  );
}

/** What the server draws of what is seen; the last picture stays until the next is there. */
function useAskedGraph({ desk, state }: ViewProps): { readonly svg: string | null; readonly text: string } {
  const [asked, setAsked] = useState<{ readonly svg: string | null; readonly text: string }>({ svg: null, text: "" });
  const isServed = desk.facts.data.served !== null;
  const address = isServed ? graphAddress(desk.facts, state) : "";
  useEffect(() => {
    if (!isServed) return undefined;
    const stop = new AbortController();
    setAsked(({ svg }) => ({ svg, text: "Drawing…" }));
    askForGraph(address, stop.signal).then(
      (svg) => {
        desk.askedGraph = svg;
        setAsked({ svg, text: "" });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setAsked({ svg: null, text: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
  }, [address]);
  return asked;
}

function show(host: HTMLElement, text: string, onSelect: (name: string) => void): void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  // The page's policy lets no style sheet in that came with a picture: its rules are handed over instead. Paper is never dark.
  const rules = [...text.matchAll(/<style>([^<]*)<\/style>/g)].map(([, rule]) =>
    (rule ?? "").replaceAll("@media (prefers-color-scheme:dark)", "@media screen and (prefers-color-scheme:dark)"),
  );
  const drawing = new DOMParser().parseFromString(
    text.replace(/<style>[^<]*<\/style>/g, ""),
    "image/svg+xml",
  ).documentElement;
  for (const rule of rules) void loadFonts(rule);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `${rules.join("\n").replace(/@font-face\{[^}]*\}/g, "")}\n.node{cursor:pointer}.node.selected>*{stroke-width:3px}svg{display:block}@media print{svg{width:100%!important;min-width:0!important;max-height:240mm}}`,
  );
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(drawing);
  root.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target.closest(".node") : null;
    const name = node === null ? "" : nameOf(node);
    if (name !== "") onSelect(name);
  });
}

/** Fonts that the picture brought along: as bytes, since the policy lets no address in. */
async function loadFonts(rule: string): Promise<void> {
  for (const [, family = "", weight = "400", text = ""] of rule.matchAll(FONT)) {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    document.fonts.add(await new FontFace(family, bytes.buffer, { weight }).load());
  }
}

const FONT = /@font-face\{font-family:"([^"]+)";font-weight:(\d+);src:url\("data:font\/ttf;base64,([^"]+)"\)/g;

/** The first line of a node's title is its function. */
function nameOf(node: Element): string {
  return node.querySelector("title")?.textContent?.split("\n")[0] ?? "";
}

const LEAST_ZOOM = 0.6;

function mark(host: HTMLElement, selected: string, zoom: number): void {
  const drawing = host.shadowRoot?.querySelector("svg");
  if (drawing === null || drawing === undefined) return;
  const width = drawing.viewBox.baseVal.width;
  // What would be too small to be read is scrolled instead.
  drawing.style.width = zoom === 0 ? "100%" : `${width * zoom}px`;
  drawing.style.minWidth = zoom === 0 ? `${width * LEAST_ZOOM}px` : "";
  drawing.style.height = "auto";
  for (const node of drawing.querySelectorAll(".node")) node.classList.toggle("selected", nameOf(node) === selected);
}
