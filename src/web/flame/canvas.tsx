/** One flame graph on a canvas, with the mouse and the keys that move in it, and a table of its widest boxes for who does not see it. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { shortenFunctionName } from "../../graph/short-name.ts";
import { NONE } from "../../profile/tables.ts";
import { type Numbers, percent } from "../numbers.ts";
import type { Width } from "../page-state.ts";
import { usePrinting } from "../paper/printing.ts";
import { Button, Name } from "../parts.tsx";
import type { FlamePicture } from "./answer.ts";
import { type Boxes, boxAt, pathTo } from "./boxes.ts";
import { flameSvg } from "./flame-svg.ts";
import { MARK } from "./marks.ts";
import { neighbour, nextHit, widestOf } from "./moves.ts";
import { LEVEL_HEIGHT, type Looks, readPalette } from "./paint.ts";
import { type Painted, paintPicture, showSelected } from "./painted.ts";

export interface FlameCanvasProps {
  readonly label: string;
  readonly picture: FlamePicture;
  /** How wide it is drawn. */
  readonly pixels: number;
  readonly isDiff: boolean;
  readonly width: Width;
  readonly numbers: Numbers;
  /** What 100 % is. */
  readonly whole: number;
  readonly selected: string;
  /** Turns: the next hit, or the one before, is wanted. */
  readonly turn: number;
  readonly onSelect: (name: string) => void;
  /** Whether the picture becomes that of the chosen box; else the function is chosen. */
  readonly canZoom: boolean;
  /** Names from the outermost box down to the one that was chosen. */
  readonly onZoom: (path: readonly string[]) => void;
}

export function FlameCanvas(props: FlameCanvasProps) {
  const { picture, isDiff, numbers, whole, selected, turn } = props;
  const isPrinting = usePrinting();
  const pixels = isPrinting ? PAPER_WIDTH : props.pixels;
  const { boxes, marks } = picture;
  const names = useMemo(() => picture.names.split("\n"), [picture]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [at, setAt] = useState(NONE);
  const [hover, setHover] = useState<{ row: number; x: number; y: number }>();
  const nameOf = (row: number): string => names[boxes.info[row] as number] as string;
  const namesTo = (row: number): string[] => pathTo(boxes, row).map((info) => names[info] as string);
  const is = (row: number, mark: number): boolean => ((marks[boxes.info[row] as number] as number) & mark) !== 0;
  const found = at !== NONE && at < boxes.length && nameOf(at) === selected ? at : widestOf(boxes, names, selected);
  const looks: Looks = {
    isDiff,
    labelOf: (row) => shortenFunctionName(nameOf(row)),
    isOwn: (row) => is(row, MARK.own),
    isStandard: (row) => is(row, MARK.standard),
    isNoise: (row) => is(row, MARK.noise),
    isHit: (row) => is(row, MARK.hit),
    selected: found,
  };
  const textOf = (row: number): string => `${nameOf(row)}\n${boxText(boxes, row, numbers, whole, isDiff)}`;
  useSvgRequests(canvas, () =>
    flameSvg({ boxes, looks, textOf, width: pixels }, readPalette(canvas.current as Element)),
  );
  const isDark = useDarkness();
  const painted = useRef<Painted | undefined>(undefined);
  useLayoutEffect(() => {
    painted.current = paintPicture(canvas.current, boxes, looks, pixels);
  }, [picture, pixels, isDark, isPrinting]);
  useLayoutEffect(() => {
    showSelected(canvas.current, painted.current, { boxes, row: found, pixels });
  }, [picture, pixels, isDark, isPrinting, found]);
  const select = (row: number): void => {
    if (row === NONE) return;
    setAt(row);
    props.onSelect(nameOf(row));
  };
  useEffect(() => {
    if (turn !== 0) select(nextHit(boxes, found, looks.isHit, turn > 0 ? 1 : -1));
  }, [turn]);
  const boxUnder = (event: MouseEvent): number => {
    const area = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const level = Math.floor((event.clientY - area.top) / LEVEL_HEIGHT);
    return boxAt(boxes, (event.clientX - area.left) / area.width, level);
  };
  const hovered = hover !== undefined && hover.row < boxes.length ? hover.row : NONE;
  return (
    <div class="flame">
      <div class="chosen">
        <p class="picked" role="status">
          {found === NONE ? (
            `all: ${allText(picture, numbers, isDiff)}`
          ) : (
            <>
              <Name name={nameOf(found)} /> <span class="values">{boxText(boxes, found, numbers, whole, isDiff)}</span>
            </>
          )}
        </p>
        {props.canZoom && found !== NONE && (
          <Button label="Zoom" title="Enter, or a double click" onClick={() => props.onZoom(namesTo(found))} />
        )}
      </div>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={`${props.label}: ${boxes.length} boxes${found === NONE ? "" : `; selected ${nameOf(found)}, ${boxText(boxes, found, numbers, whole, isDiff)}`}`}
        style={{ height: `${Math.max(1, boxes.levels) * LEVEL_HEIGHT}px` }}
        onPointerMove={(event) => {
          // A finger hides what it points at, and leaves the tip behind.
          const row = event.pointerType === "touch" ? NONE : boxUnder(event);
          setHover(row === NONE ? undefined : { row, x: event.offsetX, y: event.offsetY });
        }}
        onPointerLeave={() => setHover(undefined)}
        onClick={(event) => select(boxUnder(event))}
        onDblClick={(event) => {
          const row = boxUnder(event);
          if (row !== NONE) props.onZoom(namesTo(row));
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && found !== NONE) props.onZoom(namesTo(found));
          const next = neighbour(boxes, found, event.key);
          if (next === undefined) return;
          event.preventDefault();
          select(next);
        }}
      />
      {hovered !== NONE && hover !== undefined && (
        <div
          class="tip"
          style={{
            left: `${Math.min(hover.x + 12, Math.max(0, pixels - 380))}px`,
            top: `${(canvas.current?.offsetTop ?? 0) + hover.y + 18}px`,
          }}
        >
          <Name name={nameOf(hovered)} />
          <br />
          {boxText(boxes, hovered, numbers, whole, isDiff)}
        </div>
      )}
      {boxes.length === 0 && <p class="note">There is nothing to draw: no stack has a width here.</p>}
      <BoxTable boxes={boxes} names={names} numbers={numbers} whole={whole} isDiff={isDiff} label={props.label} />
    </div>
  );
}

/** As many letters fit into a box then as can be read on a sheet. */
const PAPER_WIDTH = 900;

const TABLE_ROWS = 60;

/** The picture in words. */
function BoxTable(props: {
  boxes: Boxes;
  names: readonly string[];
  numbers: Numbers;
  whole: number;
  isDiff: boolean;
  label: string;
}) {
  const { boxes, names, numbers, whole, isDiff } = props;
  const [isOpen, setOpen] = useState(false);
  const rows = isOpen ? widestRows(boxes, TABLE_ROWS) : [];
  return (
    <details class="twin" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.label} as a table</summary>
      {isOpen && (
        <table>
          <thead>
            <tr>
              <th scope="col">level</th>
              <th scope="col">function</th>
              <th scope="col">values</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <td>{(boxes.depth[row] as number) + 1}</td>
                <td>
                  <Name name={names[boxes.info[row] as number] as string} />
                </td>
                <td>{boxText(boxes, row, numbers, whole, isDiff)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

function widestRows({ length, part }: Boxes, most: number): number[] {
  const rows = Array.from({ length }, (_, row) => row);
  return rows.sort((a, b) => (part[b] as number) - (part[a] as number) || a - b).slice(0, most);
}

function boxText(boxes: Boxes, row: number, numbers: Numbers, whole: number, isDiff: boolean): string {
  const current = boxes.current[row] as number;
  const base = boxes.base[row] as number;
  if (!isDiff) return `${numbers.value(current)}, ${percent(current, whole)}`;
  const delta = current - base;
  const share = percent(delta, whole);
  const parts = `${numbers.delta(boxes.grew[row] as number)} and ${numbers.delta(-(boxes.shrank[row] as number))}`;
  const mixed = (boxes.grew[row] as number) > 0 && (boxes.shrank[row] as number) > 0 ? ` (${parts})` : "";
  return `${numbers.value(base)} → ${numbers.value(current)}, ${numbers.delta(delta)}${mixed}, ${share} of the growth`;
}

function allText({ current, base }: FlamePicture, { value, delta }: Numbers, isDiff: boolean): string {
  return isDiff ? `${value(base)} → ${value(current)}, ${delta(current - base)}` : value(current);
}

/** Whoever saves the picture asks the canvas for it: what it shows is known here alone. */
function useSvgRequests(canvas: { readonly current: HTMLCanvasElement | null }, draw: () => string): void {
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    const listen = (event: Event): void => (event as SvgRequest).detail(latest.current());
    canvas.current?.addEventListener(SVG_WANTED, listen);
    return () => canvas.current?.removeEventListener(SVG_WANTED, listen);
  }, []);
}

export const SVG_WANTED = "svgwanted";
export type SvgRequest = CustomEvent<(svg: string) => void>;

function useDarkness(): boolean {
  const query = "(prefers-color-scheme: dark)";
  const [isDark, setDark] = useState(matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const listen = (): void => setDark(list.matches);
    list.addEventListener("change", listen);
    return () => list.removeEventListener("change", listen);
  }, []);
  return isDark;
}
