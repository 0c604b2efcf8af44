/** One flame graph on a canvas, with the mouse and the keys that move in it, and a table of its widest boxes for who does not see it. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { shortenFunctionName } from "../../graph/short-name.ts";
import { NONE } from "../../profile/tables.ts";
import { type Numbers, percent } from "../numbers.ts";
import type { Width } from "../page-state.ts";
import { usePrinting } from "../paper/printing.ts";
import { Button, Name } from "../parts.tsx";
import type { FlamePicture } from "./answer.ts";
import { BoxTable, boxText } from "./box-table.tsx";
import { boxAt, pathTo } from "./boxes.ts";
import { flameSvg } from "./flame-svg.ts";
import { useGestures, useSight } from "./gestures.ts";
import { MARK } from "./marks.ts";
import { neighbour, nextHit, rowOf, widestOf } from "./moves.ts";
import { LEVEL_HEIGHT, type Looks, readPalette } from "./paint.ts";
import { type Painted, paintPicture, showSelected } from "./painted.ts";
import { boxesInSight, middleOf, showing, stretchedBy, WHOLE } from "./sight.ts";

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
  /** What the picture is of: of another one all is in sight again. */
  readonly subject: string;
  /** Told how much finer the boxes of what is in sight are wanted. */
  readonly onFineness: (fineness: number) => void;
}

export function FlameCanvas(props: FlameCanvasProps) {
  const { picture, isDiff, numbers, whole, selected, turn } = props;
  const isPrinting = usePrinting();
  const pixels = isPrinting ? PAPER_WIDTH : props.pixels;
  const { boxes, marks } = picture;
  const names = useMemo(() => picture.names.split("\n"), [picture]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [sight, setSight] = useSight(props);
  const [hover, setHover] = useState<{ row: number; x: number; y: number }>();
  const nameOf = (row: number): string => names[boxes.info[row] as number] as string;
  const namesTo = (row: number): string[] => pathTo(boxes, row).map((info) => names[info] as string);
  const is = (row: number, mark: number): boolean => ((marks[boxes.info[row] as number] as number) & mark) !== 0;
  const at = useMemo(() => rowOf(boxes, names, chosen), [boxes, names, chosen]);
  const found = at !== NONE && nameOf(at) === selected ? at : widestOf(boxes, names, selected);
  const seen = useMemo(() => boxesInSight(boxes, sight), [boxes, sight]);
  useGestures(canvas, { sight, onSight: setSight });
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
    flameSvg({ boxes: seen, looks, textOf, width: pixels }, readPalette(canvas.current as Element)),
  );
  const isDark = useDarkness();
  const painted = useRef<Painted | undefined>(undefined);
  useLayoutEffect(() => {
    painted.current = paintPicture(canvas.current, seen, looks, pixels);
  }, [seen, pixels, isDark, isPrinting]);
  useLayoutEffect(() => {
    showSelected(canvas.current, painted.current, { boxes: seen, row: found, pixels });
  }, [seen, pixels, isDark, isPrinting, found]);
  const select = (row: number): void => {
    if (row === NONE) return;
    setChosen(namesTo(row));
    setSight(showing(sight, boxes.left[row] as number, boxes.part[row] as number));
    props.onSelect(nameOf(row));
  };
  useEffect(() => {
    if (turn !== 0) select(nextHit(boxes, found, looks.isHit, turn > 0 ? 1 : -1));
  }, [turn]);
  const boxUnder = (event: MouseEvent): number => {
    const area = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const level = Math.floor((event.clientY - area.top) / LEVEL_HEIGHT);
    return boxAt(seen, (event.clientX - area.left) / area.width, level);
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
        {sight.span < 1 && (
          <Button
            label={`${percent(sight.span, 1)} seen ×`}
            title="so much of the width is in sight: show all of it (0)"
            onClick={() => setSight(WHOLE)}
          />
        )}
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
          const stretch = stretchedBy(event.key, sight, found === NONE ? 0.5 : middleOf(seen, found));
          if (stretch !== undefined) setSight(stretch);
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
