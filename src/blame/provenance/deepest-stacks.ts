/** How deep the stacks of a profile go: Go cuts them, and where many are as deep as the deepest it has. */
import type { Profile, SampleTable } from "../../profile/tables.ts";

/** Frames of the deepest stacks, and how many are so deep. */
interface Deepest extends Pick<Profile, "locations">, Pick<SampleTable, "start"> {
  readonly frames: number;
  readonly count: number;
}

/** By the locations of the stacks: captures of one process often have the very same. */
const knownDeepest: WeakMap<Int32Array, Deepest> = new WeakMap();

export function deepestStacks({ samples, locations }: Profile): Deepest {
  const known = knownDeepest.get(samples.locations);
  if (known?.start === samples.start && known.locations === locations) return known;
  const framesAt = Int32Array.from({ length: locations.length }, (_, row) =>
    Math.max(1, (locations.start[row + 1] as number) - (locations.start[row] as number)),
  );
  let frames = 0;
  let count = 0;
  for (let row = 0; row < samples.length; row++) {
    let depth = 0;
    for (let at = samples.start[row] as number; at < (samples.start[row + 1] as number); at++) {
      depth += framesAt[samples.locations[at] as number] as number;
    }
    if (depth > frames) count = 0;
    frames = Math.max(frames, depth);
    if (depth === frames) count++;
  }
  const deepest = { start: samples.start, locations, frames, count };
  knownDeepest.set(samples.locations, deepest);
  return deepest;
}
