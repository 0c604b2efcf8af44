/** What tells captures of a series apart: without the folders, and the file, that all of them have. */

import { leastOf } from "../../measurement/extremes.ts";

export function shortCaptures(sources: readonly string[]): readonly string[] {
  const parts = sources.map((source) => source.split("/"));
  const [first = []] = parts;
  const least = leastOf(
    parts.map(({ length }) => length),
    first.length,
  );
  let [before, after] = [0, 0];
  while (before < least - 1 && parts.every((each) => each[before] === first[before])) before++;
  while (after < least - 1 - before && parts.every((each) => each.at(-1 - after) === first.at(-1 - after))) after++;
  return parts.map((each) => each.slice(before, each.length - after).join("/"));
}
