/** pprof's colours: red for growth or weight, green for shrinking, grey for next to nothing. */

/** Saturation and value, as in the HSV colour space. */
const TONES = { line: { saturation: 1, value: 0.7 }, fill: { saturation: 0.1, value: 0.93 } } as const;

/** Below this part of the total, colours fade to grey. */
const FAINT = 0.2;

/** Below 1: small scores are moved away from grey, so that their sign can be seen. */
const SHIFT = 0.3;

/** Colour for a share of the total between -1 and 1; what lies beyond counts as the end. `#rrggbb`. */
export function dotColor(share: number, tone: keyof typeof TONES): string {
  const { value } = TONES[tone];
  const size = Math.min(1, Math.abs(share));
  const saturation = TONES[tone].saturation * (size < FAINT ? size / FAINT : 1);
  // Go's math.Pow takes this way too for exponents below one half.
  const shifted = size === 0 ? 0 : Math.exp(SHIFT * Math.log(size));
  const faded = value * (1 - saturation * shifted);
  const [red, green] = share < 0 ? [faded, value] : [value, faded];
  return `#${[red, green, value * (1 - saturation)].map(toHex).join("")}`;
}

/** NaN, the share of a total of 0, becomes 0 as on pprof's processor. */
function toHex(part: number): string {
  return (Math.trunc(part * 255) & 0xff).toString(16).padStart(2, "0");
}
