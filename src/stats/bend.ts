/** Where a series bends: two lines that meet at one of its points, against one line through all of it. */

interface Bend {
  /** Position of the point. */
  readonly at: number;
  /** Slope after it less slope before it. */
  readonly change: number;
}

/** Points on either side of it. */
const LEAST = 3;
/** How much better two lines must be: F with 2 degrees for the place and the slope, beyond what the best of many places reaches by chance. */
const BETTER = 12;

/** undefined where one line does as well. `at` in order. */
export function findBend(at: readonly number[], values: readonly number[]): Bend | undefined {
  const count = values.length;
  if (count < 2 * LEAST + 1) return undefined;
  const line = residualOf([at], values);
  let best: (Bend & { readonly left: number }) | undefined;
  for (let place = LEAST; place < count - LEAST; place++) {
    const knot = at[place] as number;
    const { left, slopes } = residualOf([at, at.map((x) => Math.max(0, x - knot))], values);
    if (best === undefined || left < best.left) best = { at: place, change: slopes[1] ?? 0, left };
  }
  if (best === undefined || line.left <= 0) return undefined;
  const gained = (line.left - best.left) / 2 / (Math.max(best.left, 1e-12 * line.left) / (count - 4));
  return gained < BETTER ? undefined : { at: best.at, change: best.change };
}

/** Least squares of one or two columns and a constant. */
function residualOf(
  columns: readonly (readonly number[])[],
  values: readonly number[],
): { left: number; slopes: number[] } {
  const target = centred(values);
  const [first = [], second] = columns.map(centred);
  const square = dot(first, first);
  const alone = square === 0 ? 0 : dot(first, target) / square;
  if (second === undefined) return { left: squares(target, [[alone, first]]), slopes: [alone] };
  const overlap = square === 0 ? 0 : dot(first, second) / square;
  const rest = second.map((value, index) => value - overlap * (first[index] as number));
  const size = dot(rest, rest);
  const extra = size === 0 ? 0 : dot(rest, target) / size;
  const slopes = [alone - overlap * extra, extra];
  return {
    left: squares(target, [
      [slopes[0] as number, first],
      [extra, second],
    ]),
    slopes,
  };
}

function squares(target: readonly number[], terms: readonly (readonly [number, readonly number[]])[]): number {
  let sum = 0;
  for (const [index, value] of target.entries()) {
    let rest = value;
    for (const [slope, column] of terms) rest -= slope * (column[index] as number);
    sum += rest * rest;
  }
  return sum;
}

function centred(column: readonly number[]): number[] {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value - mean);
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
