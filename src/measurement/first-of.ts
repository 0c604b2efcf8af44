/** Lists in a sentence that are as long as somebody else wanted: the first of them, and how many more there are. */

const SHOWN = 8;
const LONGEST = 400;

/** `a, b and 3 more`; "" for none. What is longer than a name is cut. */
export function firstOf(words: readonly string[], between = ", ", most: number = SHOWN): string {
  const rest = words.length - most;
  const shown = words.slice(0, most).map((word) => (word.length > LONGEST ? `${word.slice(0, LONGEST)}...` : word));
  return rest <= 0 ? shown.join(between) : `${shown.join(between)} and ${rest} more`;
}
