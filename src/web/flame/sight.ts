/** Which part of the picture's width is in sight: two fingers, the wheel and keys stretch it about a place and move it. */
import type { Boxes } from "./boxes.ts";

/** In parts of the whole width. */
export interface Sight {
  readonly from: number;
  readonly span: number;
}

export const WHOLE: Sight = { from: 0, span: 1 };

const LEAST_SPAN = 1 / 4096;

function within(from: number, span: number): Sight {
  const kept = Math.min(1, Math.max(LEAST_SPAN, span));
  return { from: Math.min(1 - kept, Math.max(0, from)), span: kept };
}

/** `at`: the place that stays where it is, in parts of what is in sight. */
export function stretched({ from, span }: Sight, factor: number, at: number): Sight {
  const next = Math.min(1, Math.max(LEAST_SPAN, span / factor));
  return within(from + at * (span - next), next);
}

/** `by`: to the right, in parts of what is in sight. */
export function moved({ from, span }: Sight, by: number): Sight {
  return within(from + by * span, span);
}

/** So that what was below two fingers, in parts of the whole, is below them where they are now, in parts of what is in sight. */
export function held(below: readonly [number, number], fingers: readonly [number, number]): Sight {
  const apart = fingers[1] - fingers[0];
  const span = Math.abs(apart) < 1e-6 ? 1 : Math.abs((below[1] - below[0]) / apart);
  const kept = Math.min(1, Math.max(LEAST_SPAN, span));
  return within((below[0] + below[1]) / 2 - ((fingers[0] + fingers[1]) / 2) * kept, kept);
}

/** Moved as far as the box wants to be seen. */
export function showing(sight: Sight, left: number, part: number): Sight {
  const { from, span } = sight;
  const [end, edge] = [left + part, from + span];
  const isSeen = part >= span ? left < edge && end > from : left >= from && end <= edge;
  return isSeen ? sight : within(left + part / 2 - span / 2, span);
}

/** How much finer than the whole the boxes are to be: a power of two, since each is computed. */
export function finenessOf({ span }: Sight): number {
  return Math.min(MOST_FINE, 2 ** Math.ceil(Math.log2(1 / span)));
}

const MOST_FINE = 16;

/** The boxes as they lie in sight, rows as they are; what is out of it has a part of 0. */
export function boxesInSight(boxes: Boxes, { from, span }: Sight): Boxes {
  if (span === 1) return boxes;
  const left = boxes.left.map((value) => Math.min(1, Math.max(0, (value - from) / span)));
  const part = boxes.part.map((value, row) => {
    const end = ((boxes.left[row] as number) + value - from) / span;
    return Math.max(0, Math.min(1, end) - (left[row] as number));
  });
  return { ...boxes, left, part };
}

/** Of a box, in parts of what is in sight; the middle of that where the box is out of it. */
export function middleOf({ left, part }: Boxes, row: number): number {
  const width = part[row] as number;
  return width === 0 ? 0.5 : (left[row] as number) + width / 2;
}

/** What a key shows about `at`; undefined for other keys. */
export function stretchedBy(key: string, sight: Sight, at: number): Sight | undefined {
  if (key === "+" || key === "=") return stretched(sight, 2, at);
  if (key === "-") return stretched(sight, 0.5, at);
  return key === "0" ? WHOLE : undefined;
}
