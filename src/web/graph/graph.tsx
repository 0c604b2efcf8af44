/** The call graph, drawn ahead or by the server that gives the page, in a root of its own; a click on a node selects its function. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Desk } from "../desk/desk.ts";
import { Button, Check, NotYet } from "../parts.tsx";
import type { ViewProps } from "../props.ts";
import { askedGraphOf, drawnAddress, graphAddress } from "./asked-graph.ts";
import { isArrow, nodeTowards } from "./nodes.ts";

export function Graph(props: ViewProps) {
  const { desk, state, change } = props;
  const { facts } = desk;
  const host = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<Zoom>("start");
  const asked = useAskedGraph(props);
  const graph = facts.data.graph ?? asked.svg;
  // Before the next thing is drawn, which may be on paper.
  useLayoutEffect(() => {
    if (host.current !== null && graph !== null) show(host.current, graph);
  }, [graph]);
  useLayoutEffect(() => {
    if (host.current !== null) mark(host.current, state.selected, zoom);
  }, [state.selected, zoom, graph]);
  useLayoutEffect(() => {
    if (host.current !== null) bringIntoView(host.current, state.selected);
  }, [state.selected, graph]);
  const scaleBy = (factor: number): void => {
    if (host.current !== null) setZoom(Math.min(4, Math.max(LEAST_SCALE, scaleOf(host.current) * factor)));
  };
  const isServed = facts.data.served !== null;
  if (graph === null && !isServed) {
    return (
      <section class="view" aria-label="Call graph">
        <p class="note">No call graph is in this file. heapblame svg draws one.</p>
      </section>
    );
  }
  const isChanged = !isServed && graphAddress(facts, state) !== drawnAddress(facts);
  return (
    <section class="view" aria-label="Call graph">
      <div class="tools">
        <Button label="Fit" title="all of it" pressed={zoom === "fit"} onClick={() => setZoom("fit")} />
        <Button label="Larger" onClick={() => scaleBy(1.25)} />
        <Button label="Smaller" onClick={() => scaleBy(0.8)} />
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
          <span class="count">
            Drawn when the file was made: without what was chosen since; the command below draws that.
          </span>
        )}
      </div>
      {graph === null && <NotYet />}
      <div
        class="graph"
        ref={host}
        tabIndex={0}
        role="img"
        aria-label={`Call graph${state.selected === "" ? "" : `, selected ${state.selected}`}; the table view has its numbers`}
        onClick={(event) => {
          const selected = clickedName(event);
          if (selected !== "") change({ selected }, true);
        }}
        onKeyDown={(event) => {
          const selected = event.shiftKey ? undefined : nextName(event.currentTarget, state.selected, event.key);
          if (selected === undefined) return;
          event.preventDefault();
          change({ selected });
        }}
      />
    </section>
  );
}

/** What the server draws of what is seen; the last picture stays until the next is there. */
function useAskedGraph({ desk, state }: ViewProps): AskedGraph {
  const isServed = desk.facts.data.served !== null;
  const address = isServed ? graphAddress(desk.facts, state) : "";
  const [asked, setAsked] = useState<AskedGraph>(() => knownGraph(desk, address));
  useEffect(() => {
    if (!isServed) return undefined;
    if (desk.askedGraph?.address === address) {
      setAsked(knownGraph(desk, address));
      return undefined;
    }
    const stop = new AbortController();
    setAsked(({ svg }) => ({ svg, text: "Drawing…" }));
    askedGraphOf(desk, address, stop.signal).then(
      (svg) => setAsked({ svg, text: "" }),
      (error: unknown) => {
        if (!stop.signal.aborted) setAsked({ svg: null, text: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
  }, [address]);
  return asked;
}

interface AskedGraph {
  readonly svg: string | null;
  /** What is to be said of it. */
  readonly text: string;
}

function knownGraph({ askedGraph }: Desk, address: string): AskedGraph {
  return { svg: askedGraph?.address === address ? askedGraph.svg : null, text: "" };
}

function show(host: HTMLElement, text: string): void {
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
    `${rules.join("\n").replace(/@font-face\{[^}]*\}/g, "")}\n.node{cursor:pointer}.node.selected>*{stroke-width:3px}svg{display:block}@media print{svg{width:100%!important;min-width:0!important;max-height:var(--sheet)}}`,
  );
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(drawing);
  cutRepeated(drawing);
}

/** Of the node that was clicked on; "" beside all of them. */
function clickedName(event: Event): string {
  const [target] = event.composedPath();
  const node = target instanceof Element ? target.closest(".node") : null;
  return node === null ? "" : nameOf(node);
}

/** Of the node that an arrow leads to from the selected one; undefined for other keys, and where there is none. */
function nextName(host: HTMLElement, selected: string, key: string): string | undefined {
  if (!isArrow(key)) return undefined;
  const nodes = [...(drawingIn(host)?.querySelectorAll(".node") ?? [])];
  const from = nodes.findIndex((node) => nameOf(node) === selected);
  const next =
    nodes[
      nodeTowards(
        key,
        from,
        nodes.map((node) => node.getBoundingClientRect()),
      )
    ];
  return next === undefined ? undefined : nameOf(next);
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

/** The page has the title, the totals and the moments above: of the heading stays what percentages are of, and what is left out. */
function cutRepeated(drawing: Element): void {
  const heading = [...drawing.querySelectorAll<SVGGraphicsElement>(".heading > *")];
  const first = heading.find(({ textContent }) => textContent?.startsWith("100% ="));
  const box = drawing.getAttribute("viewBox")?.split(" ").map(Number);
  if (first === undefined || box === undefined) return;
  const line = Number(first.getAttribute("y")) - Number(first.getAttribute("font-size"));
  for (const piece of heading.slice(0, heading.indexOf(first))) piece.remove();
  const indent = Number(first.getAttribute("x")) - HEAD_INDENT;
  for (const piece of heading) {
    const x = Number(piece.getAttribute("x"));
    if (piece.getAttribute("y") === first.getAttribute("y")) piece.setAttribute("x", String(x - indent));
  }
  const [, , width = 0, height = 0] = box;
  const top = Math.max(0, line - HEAD_MARGIN);
  drawing.setAttribute("viewBox", `0 ${top} ${width} ${height - top}`);
  drawing.setAttribute("height", String(height - top));
}

const [HEAD_MARGIN, HEAD_INDENT] = [12, 16];

/** How large it is drawn: all of it, so that it can be read, or by so much. */
type Zoom = "start" | "fit" | number;

const [LEAST_READABLE, LEAST_SCALE] = [0.6, 0.05];

function drawingIn(host: HTMLElement): SVGSVGElement | null {
  return host.shadowRoot?.querySelector("svg") ?? null;
}

function scaleOf(host: HTMLElement): number {
  const drawing = drawingIn(host);
  return drawing === null ? 1 : drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
}

function mark(host: HTMLElement, selected: string, zoom: Zoom): void {
  const drawing = drawingIn(host);
  if (drawing === null) return;
  const { width, height } = drawing.viewBox.baseVal;
  const whole = Math.min(host.clientWidth / width, host.clientHeight / height);
  const scale = zoom === "fit" ? whole : zoom;
  // What would be too small to be read is scrolled instead.
  drawing.style.width = scale === "start" ? "100%" : `${width * scale}px`;
  drawing.style.minWidth = scale === "start" ? `${width * LEAST_READABLE}px` : "";
  drawing.style.height = "auto";
  for (const node of drawing.querySelectorAll(".node")) node.classList.toggle("selected", nameOf(node) === selected);
}

/** The selected function; before there is one, the largest box of those that the first screen has beside each other. */
function bringIntoView(host: HTMLElement, selected: string): void {
  const nodes = [...(drawingIn(host)?.querySelectorAll(".node") ?? [])];
  const room = host.getBoundingClientRect();
  const wanted = selected === "" ? largestAbove(nodes, room.bottom) : nodes.find((node) => nameOf(node) === selected);
  if (wanted === undefined) return;
  const box = wanted.getBoundingClientRect();
  if (box.left < room.left || box.right > room.right)
    host.scrollLeft += box.left + box.width / 2 - room.left - room.width / 2;
  if (box.top < room.top || box.bottom > room.bottom)
    host.scrollTop += box.top + box.height / 2 - room.top - room.height / 2;
}

function largestAbove(nodes: readonly Element[], bottom: number): Element | undefined {
  let [largest, most]: [Element | undefined, number] = [undefined, 0];
  for (const node of nodes) {
    const box = node.getBoundingClientRect();
    if (box.bottom > bottom || box.width <= most) continue;
    [largest, most] = [node, box.width];
  }
  return largest;
}
