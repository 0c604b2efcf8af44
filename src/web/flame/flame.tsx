/** The flame graph view: widths, search, where it is zoomed to, and the sandwich of the selected function. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { HeapReport } from "../../report/heap/report.ts";
import { numbersIn, percent } from "../numbers.ts";
import { WIDTHS, type Width } from "../page-state.ts";
import { Button, Choice, Name, TextField } from "../parts.tsx";
import { namePattern } from "../pattern.ts";
import type { ViewProps } from "../props.ts";
import { below, callees, callers, type StackSource, sumOf, widthsOf } from "../stacks.ts";
import { ownModule } from "../table/rows.ts";
import { pathTo } from "./boxes.ts";
import { FlameCanvas, type FlameCanvasProps } from "./canvas.tsx";

const WIDTH_TEXT: Readonly<Record<Width, string>> = {
  current: "a box is as wide as what is live now",
  change: "a box is as wide as all that changed in it, up or down",
  gone: "a box is as wide as what was in base and is gone",
};

export function Flame({ session, state, change }: ViewProps) {
  const source = session.stacks(state);
  const { names } = source;
  const width = source.isDiff ? state.width : "current";
  const zoom = useMemo(() => infosOf(state.zoom, source), [state.zoom, source]);
  const stacks = useMemo(() => below(source, zoom), [source, zoom]);
  const pattern = useMemo(() => namePattern(state.search), [state.search]);
  const hits = useMemo(
    () => new Set(state.search === "" ? [] : names.filter(pattern.matches)),
    [names, pattern, state.search],
  );
  const marks = useMemo(
    () => nameMarks({ session, state, change }),
    [session, state.filters, state.type, state.noInlines],
  );
  const [turn, setTurn] = useState(0);
  useHitKeys((step) => setTurn((known) => step * (Math.abs(known) + 1)));
  const { type } = session.typeOf(state);
  const current = sumOf(source.values.current);
  const base = sumOf(source.values.base);
  const numbers = numbersIn([current, base], type.unit);
  const report = session.report(state);
  const canvas: Omit<FlameCanvasProps, "label" | "stacks" | "onZoom"> = {
    ...{ names, isDiff: source.isDiff, width, numbers, selected: state.selected, turn, ...marks },
    whole: report === undefined ? current : Number(report.denominator.value),
    isHit: (name) => hits.has(name),
    onSelect: (selected) => change({ selected }),
  };
  const zoomTo = (path: readonly number[]): void =>
    change({ zoom: path.map((info) => names[info] as string), sandwich: false }, true);
  const node = source.infoOf(state.selected);
  return (
    <section class="view" aria-label="Flame graph">
      <div class="tools">
        {source.isDiff && (
          <Choice label="width" value={width} choices={WIDTHS} onChoose={(chosen) => change({ width: chosen }, true)} />
        )}
        <TextField label="search" id="search" value={state.search} onInput={(search) => change({ search })} />
        <Button label="Previous" title="N" onClick={() => setTurn((known) => -(Math.abs(known) + 1))} />
        <Button label="Next" title="n" onClick={() => setTurn((known) => Math.abs(known) + 1)} />
        <Button
          label="Sandwich"
          title="callers above, callees below the selected function"
          pressed={state.sandwich}
          onClick={() => change({ sandwich: !state.sandwich }, true)}
        />
        <span class="count" role="status">
          {pattern.fault || hitText(source, hits, width)}
        </span>
      </div>
      {zoom.length > 0 && (
        <nav class="crumbs" aria-label="Zoomed to">
          <button type="button" onClick={() => zoomTo([])}>
            all
          </button>
          {zoom.map((info, level) => (
            <button type="button" key={`${level} ${info}`} onClick={() => zoomTo(zoom.slice(0, level + 1))}>
              <Name name={names[info] as string} />
            </button>
          ))}
        </nav>
      )}
      {state.sandwich && node >= 0 ? (
        <Sandwich source={source} node={node} canvas={canvas} onPick={(selected) => change({ selected }, true)} />
      ) : (
        <FlameCanvas
          {...canvas}
          label="Flame graph"
          stacks={stacks}
          onZoom={(boxes, row) => zoomTo([...zoom, ...pathTo(boxes, row)])}
        />
      )}
      {state.sandwich && node < 0 && <p class="note">Select a function: its callers and callees are shown here.</p>}
      <Legend isDiff={source.isDiff} text={WIDTH_TEXT[width]} />
    </section>
  );
}

function Sandwich(props: {
  source: StackSource;
  node: number;
  canvas: Omit<FlameCanvasProps, "label" | "stacks" | "onZoom">;
  onPick: (name: string) => void;
}) {
  const { source, node, canvas, onPick } = props;
  const above = useMemo(() => callers(source, node), [source, node]);
  const under = useMemo(() => callees(source, node), [source, node]);
  return (
    <div class="sandwich">
      <h3>What it called</h3>
      <FlameCanvas
        {...canvas}
        label="Callees"
        stacks={under}
        onZoom={(boxes, row) => onPick(nameIn(canvas, boxes.info[row]))}
      />
      <h3>Who called it, nearest first</h3>
      <FlameCanvas
        {...canvas}
        label="Callers"
        stacks={above}
        onZoom={(boxes, row) => onPick(nameIn(canvas, boxes.info[row]))}
      />
    </div>
  );
}

function nameIn({ names }: Pick<FlameCanvasProps, "names">, info: number | undefined): string {
  return names[info ?? -1] ?? "";
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
      <li class="screen">click selects, double click or Enter zooms, arrows move</li>
    </ul>
  );
}

/** As far as the names lead; a link may be of another profile. */
function infosOf(path: readonly string[], source: StackSource): number[] {
  const infos: number[] = [];
  for (const name of path) {
    const info = source.infoOf(name);
    if (info < 0) break;
    infos.push(info);
  }
  return infos;
}

/** Number of functions found, and how much of the width goes through them. */
function hitText(source: StackSource, hits: ReadonlySet<string>, width: Width): string {
  if (hits.size === 0) return "";
  const { start, nodes, count } = source.paths;
  const isHit = Uint8Array.from(source.names, (name) => (hits.has(name) ? 1 : 0));
  const widths = widthsOf(source.values, width);
  let through = 0;
  for (let stack = 0; stack < count; stack++) {
    for (let at = start[stack] as number; at < (start[stack + 1] as number); at++) {
      if (isHit[nodes[at] as number] === 0) continue;
      through += widths[stack] as number;
      break;
    }
  }
  return `${hits.size} ${hits.size === 1 ? "function" : "functions"}, ${percent(through, sumOf(widths))} of the width`;
}

function nameMarks({ session, state }: ViewProps): Pick<FlameCanvasProps, "isOwn" | "isStandard" | "isNoise"> {
  const report = session.report({ ...state, level: "functions" });
  if (report === undefined) {
    const rows = session.rows({ ...state, level: "functions" });
    const own = new Set(rows.flatMap(({ name, isOwn }) => (isOwn === true ? [name] : [])));
    const standard = standardNames(session.heap({ ...state, level: "functions" })?.report);
    return { isOwn: (name) => own.has(name), isStandard: (name) => standard.has(name), isNoise: () => false };
  }
  const module = ownModule(report);
  const own = new Set(
    report.functions.flatMap((row) => (module !== undefined && row.module === module ? [row.name] : [])),
  );
  const noise = new Set(report.functions.flatMap((row) => (row.significantCum === false ? [row.name] : [])));
  // Of a change the colour is the change.
  return { isOwn: (name) => own.has(name), isStandard: () => false, isNoise: (name) => noise.has(name) };
}

function standardNames(report: Pick<HeapReport, "functions" | "modules"> | undefined): ReadonlySet<string> {
  const ofGo = new Set(
    report?.modules.flatMap(({ module, owner }) => (owner === "stdlib" || owner === "runtime" ? [module] : [])),
  );
  return new Set(report?.functions.flatMap(({ name, module }) => (ofGo.has(module) ? [name] : [])));
}

function useHitKeys(onStep: (step: 1 | -1) => void): void {
  useEffect(() => {
    const listen = (event: Event): void => onStep((event as CustomEvent<1 | -1>).detail);
    addEventListener("hit", listen);
    return () => removeEventListener("hit", listen);
  }, []);
}
