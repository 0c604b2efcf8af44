/** Draws boxes on a canvas. Colours are those of the page's style sheet, so that light and dark are said once. */
import type { Boxes } from "./boxes.ts";

export const LEVEL_HEIGHT = 19;

export interface Palette {
  readonly page: string;
  readonly ink: string;
  readonly neutral: string;
  readonly grew: readonly [faint: string, strong: string];
  readonly shrank: readonly [faint: string, strong: string];
  readonly own: string;
  /** Of modules that are neither the program's own nor Go's. */
  readonly module: string;
  readonly hit: string;
  readonly selected: string;
  readonly font: string;
}

/** As they are under the reader's scheme: a canvas does not know light from dark. */
export function readPalette(element: Element): Palette {
  const probe = document.createElement("span");
  // Where the reader's system chooses all colours, a box would have that of its text.
  probe.style.setProperty("forced-color-adjust", "none");
  element.parentElement?.append(probe);
  const color = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = colorsOf(color, getComputedStyle(element).getPropertyValue("--mono"));
  probe.remove();
  return palette;
}

function colorsOf(color: (name: string) => string, mono: string): Palette {
  return {
    page: color("--page"),
    ink: color("--ink"),
    neutral: color("--neutral"),
    grew: [color("--grew-faint"), color("--grew-strong")],
    shrank: [color("--shrank-faint"), color("--shrank-strong")],
    own: color("--own"),
    module: color("--edge"),
    hit: color("--hit"),
    selected: color("--focus"),
    font: `12px ${mono}`,
  };
}

/** How each box is to look. */
export interface Looks {
  readonly isDiff: boolean;
  readonly labelOf: (row: number) => string;
  readonly isOwn: (row: number) => boolean;
  /** Of the standard library or the runtime. */
  readonly isStandard: (row: number) => boolean;
  readonly isNoise: (row: number) => boolean;
  readonly isHit: (row: number) => boolean;
  readonly selected: number;
}

/** Steps of colour on each side. */
const STEPS = 8;

/** -1 to 1: by the change of the box against the largest in the picture, so that colour and size of change go together. */
export function strengthOf(boxes: Boxes, row: number, largest: number): number {
  const delta = (boxes.current[row] as number) - (boxes.base[row] as number);
  if (delta === 0 || largest === 0) return 0;
  const strength = Math.sqrt(Math.min(1, Math.abs(delta) / largest));
  return (Math.sign(delta) * Math.max(1, Math.round(strength * STEPS))) / STEPS;
}

export function largestChange(boxes: Boxes): number {
  let largest = 0;
  for (let row = 0; row < boxes.length; row++) {
    largest = Math.max(largest, Math.abs((boxes.current[row] as number) - (boxes.base[row] as number)));
  }
  return largest;
}

export function fillOf(strength: number, { neutral, grew, shrank }: Palette): string {
  if (strength === 0) return neutral;
  const [faint, strong] = strength > 0 ? grew : shrank;
  return mix(strong, Math.round(Math.abs(strength) * 100), faint);
}

export function paintBoxes(
  context: CanvasRenderingContext2D,
  boxes: Boxes,
  looks: Looks,
  palette: Palette,
  width: number,
): void {
  context.font = palette.font;
  context.textBaseline = "middle";
  const charWidth = context.measureText("MMMMMMMMMM").width / 10;
  const largest = largestChange(boxes);
  const hatch = hatching(context, palette);
  const isHatched = (row: number): boolean => looks.isDiff && looks.isNoise(row);
  const isRoomy = (row: number): boolean => (boxes.part[row] as number) * width >= LEAST_WITH_HATCH;
  const fills = new Map<number, string>();
  const fill = (strength: number, isPale: boolean): string => {
    const key = isPale ? strength + PALE : strength;
    const known = fills.get(key) ?? (isPale ? paleOf(fillOf(strength, palette), palette) : fillOf(strength, palette));
    fills.set(key, known);
    return known;
  };
  const area = (row: number, height = LEVEL_HEIGHT - 1, top = 0, most = Number.POSITIVE_INFINITY): void => {
    const w = Math.max((boxes.part[row] as number) * width - 0.5, 0.5);
    const x = (boxes.left[row] as number) * width;
    context.fillRect(x, (boxes.depth[row] as number) * LEVEL_HEIGHT + top, Math.min(most, w), height);
  };
  // One colour after the other: to change it for each box takes longer than to draw them.
  for (const [color, rows] of rowsBy(boxes, (row) =>
    looks.isDiff
      ? fill(strengthOf(boxes, row, largest), isHatched(row) && !isRoomy(row))
      : heapFill(row, looks, palette),
  )) {
    context.fillStyle = color;
    for (const row of rows) area(row);
  }
  for (const [color, rows] of rowsBy(boxes, (row) => (isHatched(row) && isRoomy(row) ? hatch : undefined))) {
    context.fillStyle = color;
    for (const row of rows) area(row);
  }
  for (const [color, rows] of rowsBy(boxes, (row) => (looks.isHit(row) ? palette.hit : undefined))) {
    context.fillStyle = color;
    for (const row of rows) area(row, 3, LEVEL_HEIGHT - 4);
  }
  for (const [color, rows] of rowsBy(boxes, (row) =>
    edgeOf(row, (boxes.part[row] as number) * width, looks, palette),
  )) {
    context.fillStyle = color;
    for (const row of rows) area(row, LEVEL_HEIGHT - 1, 0, edgeWidth((boxes.part[row] as number) * width));
  }
  context.fillStyle = palette.ink;
  for (let row = 0; row < boxes.length; row++) {
    const w = (boxes.part[row] as number) * width;
    if (w <= 3 * charWidth) continue;
    const [x, y] = [(boxes.left[row] as number) * width, (boxes.depth[row] as number) * LEVEL_HEIGHT];
    context.fillText(labelIn(looks.labelOf(row), w, charWidth), x + 6, y + LEVEL_HEIGHT / 2);
  }
}

/** Around the selected box. */
export function strokeBox(
  context: CanvasRenderingContext2D,
  { part, left, depth }: Boxes,
  row: number,
  { selected }: Palette,
  width: number,
): void {
  context.strokeStyle = selected;
  context.lineWidth = 2;
  const w = (part[row] as number) * width;
  const x = (left[row] as number) * width;
  const y = (depth[row] as number) * LEVEL_HEIGHT;
  context.strokeRect(x + 1, y + 1, Math.max(w - 2.5, 1), LEVEL_HEIGHT - 3);
}

/** Rows by what they are filled with; those with nothing are left out. */
function rowsBy<Fill>({ length, part }: Boxes, fillOf: (row: number) => Fill | undefined): Map<Fill, number[]> {
  const rows = new Map<Fill, number[]>();
  for (let row = 0; row < length; row++) {
    // Out of sight.
    if (part[row] === 0) continue;
    const fill = fillOf(row);
    if (fill === undefined) continue;
    const known = rows.get(fill);
    if (known === undefined) rows.set(fill, [row]);
    else known.push(row);
  }
  return rows;
}

/** The fill of a narrow box is seen beside it. */
export function edgeWidth(width: number): number {
  return Math.min(3, width / 2);
}

/** On a narrower box no line would be seen, and a pattern takes far longer to fill than a colour: it is paler instead. */
const LEAST_WITH_HATCH = 4;

/** More than strengths differ by. */
const PALE = 4;

function paleOf(fill: string, { page }: Palette): string {
  return mix(fill, 65, page);
}

/** A box that is narrower would be all edge, and nothing of how it changed. */
const [LEAST_WITH_OWN_EDGE, LEAST_WITH_EDGE] = [8, 20];

/** Where the code is from, on the left edge of a box: in a difference the fill says how it changed. undefined for what comes with Go. */
export function edgeOf(row: number, width: number, looks: Looks, { own, module }: Palette): string | undefined {
  if (looks.isOwn(row)) return width >= LEAST_WITH_OWN_EDGE ? own : undefined;
  return looks.isDiff && !looks.isStandard(row) && width >= LEAST_WITH_EDGE ? module : undefined;
}

/** Own code is strong, other modules are less so, what comes with Go steps back. */
export function heapFill(row: number, { isOwn, isStandard }: Looks, { neutral, grew }: Palette): string {
  if (isOwn(row)) return grew[1];
  return isStandard(row) ? neutral : mix(grew[1], 35, grew[0]);
}

function mix(one: string, part: number, other: string): string {
  return `color-mix(in srgb, ${one} ${part}%, ${other})`;
}

/** As much of it as there is room for. */
export function labelIn(label: string, width: number, charWidth: number): string {
  const room = Math.floor((width - 9) / charWidth);
  return label.length <= room ? label : room < 3 ? "" : `${label.slice(0, room - 1)}…`;
}

function hatching(context: CanvasRenderingContext2D, { page }: Palette): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 8;
  tile.height = 8;
  const lines = tile.getContext("2d");
  if (lines === null) return page;
  lines.strokeStyle = page;
  lines.globalAlpha = 0.75;
  lines.lineWidth = 2;
  lines.beginPath();
  for (const from of [-8, 0, 8]) {
    lines.moveTo(from, 8);
    lines.lineTo(from + 8, 0);
  }
  lines.stroke();
  return context.createPattern(tile, "repeat") ?? page;
}
