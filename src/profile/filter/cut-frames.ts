/** Frames taken out of a profile: lines out of locations, locations out of stacks. Tables keep their rows, so that nothing is renumbered. */
import type { ValueColumn } from "../int64.ts";
import type { LocationTable, Profile } from "../tables.ts";

/** The locations with only the lines marked 1. */
export function keepLines(locations: LocationTable, kept: Uint8Array): LocationTable {
  if (!kept.includes(0)) return locations;
  const start = new Int32Array(locations.length + 1);
  let next = 0;
  for (let row = 0; row < locations.length; row++) {
    for (let line = locations.start[row] as number; line < (locations.start[row + 1] as number); line++) {
      next += kept[line] as number;
    }
    start[row + 1] = next;
  }
  const isKept = (_: unknown, line: number): boolean => kept[line] === 1;
  return {
    ...locations,
    start,
    lineFunction: locations.lineFunction.filter(isKept),
    lineNumber: (locations.lineNumber as Float64Array).filter(isKept) as ValueColumn,
    lineColumn: (locations.lineColumn as Float64Array).filter(isKept) as ValueColumn,
  };
}

/** The profile without the locations marked 1 in any stack. */
export function hideLocations(profile: Profile, hidden: Uint8Array): Profile {
  if (!hidden.includes(1)) return profile;
  const { samples } = profile;
  const start = new Int32Array(samples.length + 1);
  const locations = new Int32Array(samples.locations.length);
  let next = 0;
  for (let row = 0; row < samples.length; row++) {
    for (let at = samples.start[row] as number; at < (samples.start[row + 1] as number); at++) {
      const location = samples.locations[at] as number;
      if (hidden[location] === 0) locations[next++] = location;
    }
    start[row + 1] = next;
  }
  return { ...profile, samples: { ...samples, start, locations: locations.slice(0, next) } };
}

/** The profile with each stack cut to [from, to); both count like `samples.start`, in all stacks. */
export function cutStacks(profile: Profile, from: Int32Array, to: Int32Array): Profile {
  const { samples } = profile;
  const start = new Int32Array(samples.length + 1);
  const locations = new Int32Array(samples.locations.length);
  let next = 0;
  for (let row = 0; row < samples.length; row++) {
    for (let at = from[row] as number; at < (to[row] as number); at++) {
      locations[next++] = samples.locations[at] as number;
    }
    start[row + 1] = next;
  }
  return { ...profile, samples: { ...samples, start, locations: locations.slice(0, next) } };
}
