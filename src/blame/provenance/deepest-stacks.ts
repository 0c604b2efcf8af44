/** How deep the stacks of a profile go: Go cuts them, and where many are as deep as the deepest it has. */
import type { Profile, SampleTable } from "../../profile/tables.ts";

/** Frames of the deepest stacks, and the samples that have one so deep. */
interface Deepest extends Pick<Profile, "locations">, Pick<SampleTable, "start"> {
  readonly frames: number;
  readonly rows: readonly number[];
}

/** By the locations of the stacks: captures of one process often have the very same. */
const known: WeakMap<Int32Array, Deepest> = new WeakMap();

export function deepestStacks({ samples, locations }: Profile): Deepest {
  const before = known.get(samples.locations);
  if (before?.start === samples.start && before.locations === locations) return before;
  const framesAt = Int32Array.from({ length: locations.length }, (_, row) =>
    Math.max(1, (locations.start[row + 1] as number) - (locations.start[row] as number)),
  );
  const most = framesAt.reduce((frames, own) => Math.max(frames, own), 1);
  let frames = 0;
  let rows: number[] = [];
  for (let row = 0; row < samples.length; row++) {
    const [from, to] = [samples.start[row] as number, samples.start[row + 1] as number];
    if ((to - from) * most < frames) continue;
    let depth = 0;
    for (let at = from; at < to; at++) depth += framesAt[samples.locations[at] as number] as number;
    if (depth > frames) rows = [];
    frames = Math.max(frames, depth);
    if (depth === frames) rows.push(row);
  }
  const deepest = { start: samples.start, locations, frames, rows };
  known.set(samples.locations, deepest);
  return deepest;
}
