/** The call graph that was drawn ahead, in a root of its own; a click on a node selects its function. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

export function Graph({ session, state, change }: ViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(0);
  const { graph } = session.input;
  useEffect(() => {
    if (host.current !== null && graph !== null) show(host.current, graph, (selected) => change({ selected }, true));
  }, [graph]);
  useEffect(() => {
    if (host.current !== null) mark(host.current, state.selected, zoom);
  }, [state.selected, zoom, graph]);
  if (graph === null) {
    return (
      <section class="view" aria-label="Call graph">
        <p class="note">No call graph is in this file. heapblame svg draws one.</p>
      </section>
    );
  }
  const isChanged =
    Object.values(state.filters).some((value) => value) ||
    session.typeOf(state).index !== session.typeOf({ ...state, type: session.input.question.sampleIndex }).index;
  return (
    <section class="view" aria-label="Call graph">
      <div class="tools">
        <Button label="Fit" pressed={zoom === 0} onClick={() => setZoom(0)} />
        <Button label="Larger" onClick={() => setZoom((known) => Math.min(4, (known || 1) * 1.25))} />
        <Button label="Smaller" onClick={() => setZoom((known) => Math.max(0.2, (known || 1) / 1.25))} />
        {isChanged && (
          <span class="count">Drawn when the file was made: without the filters and values chosen since.</span>
        )}
      </div>
      <div class="graph" ref={host} tabIndex={0} role="img" aria-label="Call graph; the table view has its numbers" />
    </section>
  );
}

function show(host: HTMLElement, text: string, onSelect: (name: string) => void): void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  // The page's policy lets no style sheet in that came with a picture: its rules are handed over instead.
  const rules = [...text.matchAll(/<style>([^<]*)<\/style>/g)].map(([, rule]) => rule ?? "");
  const drawing = new DOMParser().parseFromString(
    text.replace(/<style>[^<]*<\/style>/g, ""),
    "image/svg+xml",
  ).documentElement;
  for (const rule of rules) void loadFonts(rule);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `${rules.join("\n").replace(/@font-face\{[^}]*\}/g, "")}\n.node{cursor:pointer}.node.selected>*{stroke-width:3px}svg{display:block}`,
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

function mark(host: HTMLElement, selected: string, zoom: number): void {
  const drawing = host.shadowRoot?.querySelector("svg");
  if (drawing === null || drawing === undefined) return;
  const width = drawing.viewBox.baseVal.width;
  drawing.style.width = zoom === 0 ? "100%" : `${width * zoom}px`;
  drawing.style.height = "auto";
  for (const node of drawing.querySelectorAll(".node")) node.classList.toggle("selected", nameOf(node) === selected);
}
