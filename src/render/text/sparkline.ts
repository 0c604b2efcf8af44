/** A series of values in one line of text: `▁▂▄▇█`. */
import { largestOf, leastOf } from "../../measurement/extremes.ts";

const BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
const PLAIN = "_.-=+*%#";

/** The scale starts at 0, so that a flat line that is high does not look like growth; `isPlain` keeps to ASCII. */
export function sparkline(values: readonly number[], isPlain = false): string {
  const bars = isPlain ? PLAIN : BARS;
  const largest = largestOf(values);
  const least = leastOf(values, 0);
  if (values.length === 0) return "";
  if (largest <= least) return (bars[0] as string).repeat(values.length);
  return values
    .map((value) => bars[Math.min(bars.length - 1, Math.floor(((value - least) / (largest - least)) * bars.length))])
    .join("");
}
