/** Rectangles put side by side and below each other on a page that fits an issue: as narrow as it can be without becoming a tower. */
import { largestOf } from "../../measurement/extremes.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Packing extends Size {
  /** Upper left corners. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/** Taller than this part of the width is worse than wider. */
const TALLEST = 1.1;

/** More are set in rows: to look for the best place of each costs the square of their number. */
const MOST_FITTED = 200;

/** The first rectangle stays in the upper left corner. */
export function pack(sizes: readonly Size[], gap: number): Packing {
  const widest = largestOf(
    sizes.map(({ width }) => width),
    0,
  );
  const sum = sizes.reduce((total, { width }) => total + width + gap, 0);
  let best: Packing | undefined;
  for (let room = widest; room < sum * 1.1; room *= 1.1) {
    const packing = (sizes.length > MOST_FITTED ? packRows : packInto)(sizes, room, gap);
    if (best === undefined || cost(packing) < cost(best)) best = packing;
  }
  return best ?? { width: 0, height: 0, places: [] };
}

function cost({ width, height }: Size): number {
  return Math.max(width, height / TALLEST);
}

/** Each rectangle goes where its top is highest, then leftmost; `skyline` has the lower edge of what lies there so far. */
function packInto(sizes: readonly Size[], room: number, gap: number): Packing {
  let skyline: { x: number; y: number }[] = [{ x: 0, y: 0 }];
  const places: { x: number; y: number }[] = [];
  let [width, height] = [0, 0];
  const lowestOver = (from: number, to: number): number =>
    largestOf(
      skyline.filter(({ x }, i) => x < to && (skyline[i + 1]?.x ?? Number.POSITIVE_INFINITY) > from).map(({ y }) => y),
    );
  for (const size of sizes) {
    let place: { x: number; y: number } | undefined;
    for (const { x } of skyline) {
      if (x > 0 && x + size.width > room) continue;
      const y = lowestOver(x, x + size.width + gap);
      if (place === undefined || y < place.y) place = { x, y };
    }
    const { x, y } = place ?? { x: 0, y: lowestOver(0, size.width + gap) };
    places.push({ x, y });
    const end = x + size.width + gap;
    const behind = skyline.findLast((step) => step.x <= end)?.y ?? 0;
    const kept = skyline.filter((step) => step.x < x || step.x > end);
    kept.push({ x, y: y + size.height + gap }, { x: end, y: behind });
    skyline = kept.sort((a, b) => a.x - b.x);
    width = Math.max(width, x + size.width);
    height = Math.max(height, y + size.height);
  }
  return { width, height, places };
}

/** One after the other, in rows as high as their highest. */
function packRows(sizes: readonly Size[], room: number, gap: number): Packing {
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  const places = sizes.map((size) => {
    if (x > 0 && x + size.width > room) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    const place = { x, y };
    x += size.width + gap;
    width = Math.max(width, place.x + size.width);
    rowHeight = Math.max(rowHeight, size.height);
    return place;
  });
  return { width, height: y + rowHeight, places };
}
