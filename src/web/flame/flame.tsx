/** The flame graph view: widths, search, where it is zoomed to, and the sandwich of the selected function. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { askedOf } from "../desk/answers.ts";
import { useAnswer } from "../desk/use-answer.ts";
import { numbersIn } from "../numbers.ts";
import { type PageState, WIDTHS, type Width } from "../page-state.ts";
import { Button, Choice, Name, NotYet, TextField } from "../parts.tsx";
import type { ViewProps } from "../props.ts";
import type { FlameAnswer, FlameQuestion } from "./answer.ts";
import { FlameCanvas, type FlameCanvasProps } from "./canvas.tsx";
import { useWidth } from "./view-width.ts";

const WIDTH_TEXT: Readonly<Record<Width, string>> = {
  current: "a box is as wide as its value in current",
  change: "a box is as wide as all that changed in it, up or down",
  gone: "a box is as wide as what was in base and is gone",
};

/** `pixels`: how wide it is drawn. */
export function flameQuestion(state: PageState, pixels: number): FlameQuestion {
  const { width, zoom, search, sandwich, selected } = state;
  return { ...askedOf(state), width, zoom, search, sandwich, selected: sandwich ? selected : "", pixels };
}

export function Flame({ desk, state, change }: ViewProps) {
  const view = useRef<HTMLElement>(null);
  const pixels = useWidth(view);
  const [fineness, setFineness] = useState(1);
  const answer = useAnswer(desk, "flame", flameQuestion(state, pixels * fineness));
  const [turn, setTurn] = useState(0);
  useHitKeys((step) => setTurn((known) => step * (Math.abs(known) + 1)));
  const { isDiff } = desk.facts;
  const width = answer?.width ?? (isDiff ? state.width : "current");
  const zoomTo = (zoom: readonly string[]): void => {
    setFineness(1);
    change({ zoom, sandwich: false }, true);
  };
  return (
    <section class="view" aria-label="Flame graph" ref={view}>
      <div class="tools">
        {isDiff && (
          <Choice label="width" value={width} choices={WIDTHS} onChoose={(chosen) => change({ width: chosen }, true)} />
        )}
        <TextField
          label="search"
          id="search"
          value={state.search}
          onInput={(search) => change({ search })}
          isPatient={desk.facts.data.isLarge}
        />
        {state.search !== "" && (
          <>
            <Button label="Previous" title="N" onClick={() => setTurn((known) => -(Math.abs(known) + 1))} />
            <Button label="Next" title="n" onClick={() => setTurn((known) => Math.abs(known) + 1)} />
          </>
        )}
        <Button
          label="Sandwich"
          title="callers above, callees below the selected function"
          pressed={state.sandwich}
          onClick={() => change({ sandwich: !state.sandwich }, true)}
        />
        <span class="count" role="status">
          {answer?.hits ?? ""}
        </span>
      </div>
      {answer === undefined && <NotYet />}
      {answer !== undefined && <Crumbs zoom={answer.zoom} onZoom={zoomTo} />}
      {answer !== undefined && (
        <Pictures {...{ desk, state, change, answer, turn, pixels, zoomTo }} onFineness={setFineness} />
      )}
      {answer !== undefined && state.sandwich && answer.sandwich === null && (
        <p class="note">
          {state.selected === ""
            ? "Select a function: its callers and callees are shown here."
            : "No stack that is shown has the selected function."}
        </p>
      )}
      <Legend isDiff={isDiff} text={isDiff ? WIDTH_TEXT[width] : "a box is as wide as its value"} />
    </section>
  );
}

function Crumbs({
  zoom,
  onZoom,
}: {
  readonly zoom: readonly string[];
  readonly onZoom: (zoom: readonly string[]) => void;
}) {
  const line = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (line.current !== null) line.current.scrollLeft = line.current.scrollWidth;
  }, [zoom]);
  if (zoom.length === 0) return undefined;
  return (
    <nav class="crumbs" aria-label="Zoomed to" ref={line}>
      <button type="button" onClick={() => onZoom([])}>
        all
      </button>
      {zoom.map((name, level) => (
        <button type="button" key={`${level} ${name}`} onClick={() => onZoom(zoom.slice(0, level + 1))}>
          <Name name={name} />
        </button>
      ))}
    </nav>
  );
}

interface PicturesProps extends ViewProps {
  readonly answer: FlameAnswer;
  readonly turn: number;
  readonly pixels: number;
  readonly zoomTo: (zoom: readonly string[]) => void;
  readonly onFineness: (fineness: number) => void;
}

function Pictures({ desk, state, change, answer, turn, pixels, zoomTo, onFineness }: PicturesProps) {
  const { whole, sandwich, zoom, width, current, base, denominator } = answer;
  const canvas: Omit<FlameCanvasProps, "label" | "picture" | "onZoom"> = {
    ...{ isDiff: desk.facts.isDiff, width, turn, pixels, whole: denominator, selected: state.selected },
    canZoom: sandwich === null,
    onFineness,
    subject: JSON.stringify([zoom, width, sandwich === null ? "" : state.selected, askedOf(state)]),
    numbers: numbersIn([current, base], desk.facts.typeOf(state).type.unit),
    onSelect: (selected) => change({ selected }),
  };
  const pick = (path: readonly string[]): void => change({ selected: path.at(-1) ?? "" }, true);
  if (sandwich !== null) {
    return <Sandwich {...{ canvas, selected: state.selected, onZoom: pick }} {...sandwich} />;
  }
  if (whole === null) return undefined;
  return <FlameCanvas {...canvas} label="Flame graph" picture={whole} onZoom={(path) => zoomTo([...zoom, ...path])} />;
}

/** Callers stand on the selected function, nearest first; what it called hangs from it. */
function Sandwich({
  canvas,
  callers,
  callees,
  selected,
  onZoom,
}: NonNullable<FlameAnswer["sandwich"]> & {
  readonly canvas: Omit<FlameCanvasProps, "label" | "picture" | "onZoom">;
  readonly selected: string;
  readonly onZoom: FlameCanvasProps["onZoom"];
}) {
  const lower = useRef<HTMLHeadingElement>(null);
  // Where both meet is in sight, however high the callers stand.
  useEffect(() => lower.current?.scrollIntoView({ block: "nearest" }), [selected]);
  return (
    <div class="sandwich">
      <h3>Who called it, the nearest lowest</h3>
      <FlameCanvas {...canvas} label="Callers" picture={callers} onZoom={onZoom} />
      <h3 ref={lower}>What it called</h3>
      <FlameCanvas {...canvas} label="Callees" picture={callees} onZoom={onZoom} />
    </div>
  );
}

function Legend({ isDiff, text }: { readonly isDiff: boolean; readonly text: string }) {
  return (
    <ul class="legend" aria-label="Legend">
      <li>{text}</li>
      {!isDiff && (
        <>
          <li>
            <span class="key dependency" /> other modules
          </li>
          <li>
            <span class="key neutral" /> standard library and runtime
          </li>
        </>
      )}
      {isDiff && (
        <>
          <li>
            <span class="key grew" /> grew
          </li>
          <li>
            <span class="key shrank" /> shrank
          </li>
          <li>
            <span class="key neutral" /> did not change
          </li>
          <li>
            <span class="key hatched" /> the change of this function is within sampling noise
          </li>
        </>
      )}
      <li>
        <span class="key own" /> the program's own code
      </li>
      {isDiff && (
        <>
          <li>
            <span class="key module" /> other modules
          </li>
          <li>no edge: standard library and runtime</li>
        </>
      )}
      <li class="screen">
        click selects, double click or Enter zooms, arrows move; two fingers, ctrl with the wheel, + and - stretch it
      </li>
    </ul>
  );
}

function useHitKeys(onStep: (step: 1 | -1) => void): void {
  useEffect(() => {
    const listen = (event: Event): void => onStep((event as CustomEvent<1 | -1>).detail);
    addEventListener("hit", listen);
    return () => removeEventListener("hit", listen);
  }, []);
}
