/** show_from: everything above the outermost matching frame is cut off; samples without such a frame are dropped. */

import type { Profile } from "../tables.ts";
import { cutStacks, keepLines } from "./cut-frames.ts";
import { FrameMatches } from "./frame-matches.ts";
import { keepRows } from "./keep-rows.ts";
import type { Pattern } from "./pattern.ts";

interface ShownFrom {
  readonly profile: Profile;
  /** Whether the pattern met any location. */
  readonly matched: boolean;
}

export function showFrom(profile: Profile, pattern: Pattern): ShownFrom {
  const { start, lineFunction, length } = profile.locations;
  const matches = new FrameMatches(profile, pattern);
  const isMatch = new Uint8Array(length);
  const keptLines = new Uint8Array(lineFunction.length).fill(1);
  for (let location = 0; location < length; location++) {
    if (matches.mappingOf(location)) {
      isMatch[location] = 1;
      continue;
    }
    // The outermost matching line and those inlined into it stay.
    let line = (start[location + 1] as number) - 1;
    while (line >= (start[location] as number) && !matches.line(line)) line--;
    if (line < (start[location] as number)) continue;
    isMatch[location] = 1;
    keptLines.fill(0, line + 1, start[location + 1]);
  }
  const locations = keepLines(profile.locations, keptLines);
  return { profile: cutCallers({ ...profile, locations }, isMatch), matched: isMatch.includes(1) };
}

function cutCallers(profile: Profile, isMatch: Uint8Array): Profile {
  const { samples } = profile;
  const to = new Int32Array(samples.length);
  const kept = new Uint8Array(samples.length);
  for (let sample = 0; sample < samples.length; sample++) {
    let at = (samples.start[sample + 1] as number) - 1;
    while (at >= (samples.start[sample] as number) && isMatch[samples.locations[at] as number] === 0) at--;
    if (at < (samples.start[sample] as number)) continue;
    to[sample] = at + 1;
    kept[sample] = 1;
  }
  return keepRows(cutStacks(profile, samples.start, to), kept);
}
