/** Values over the captures of a series as a small line, from 0, with the numbers for who does not see it. */
import { extentOf } from "./extent.ts";

const WIDTH = 72;
const HEIGHT = 18;

export function Course({ values, isSure }: { readonly values: readonly number[]; readonly isSure: boolean }) {
  if (values.length < 2 || values.every((value) => value === 0)) return undefined;
  return (
    <svg
      class={isSure ? "course" : "course unsure"}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`course: ${directionOf(values)}`}
    >
      <polyline points={linePoints(values, WIDTH, HEIGHT, 2)} />
    </svg>
  );
}

function directionOf(values: readonly number[]): string {
  const change = (values.at(-1) as number) - (values[0] as number);
  return change > 0 ? "higher at the end" : change < 0 ? "lower at the end" : "as at the start";
}

/** `x,y` of each, in a box with a margin; the scale has 0 in it, so that a flat line that is high does not look like growth. */
function linePoints(values: readonly number[], width: number, height: number, margin: number): string {
  const [least, most] = extentOf(values, 0);
  const step = (width - 2 * margin) / Math.max(1, values.length - 1);
  const y = (value: number): number =>
    height - margin - (most === least ? 0 : ((value - least) / (most - least)) * (height - 2 * margin));
  return values.map((value, at) => `${(margin + at * step).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
}
