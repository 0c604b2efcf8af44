/**
 * A profile in the terms of speedscope's file format: one list of frames, and for every sample type a profile of stacks and weights. Weights
 * cannot be negative there, so a diff has two profiles for a type: what grew and what shrank.
 */

import { baseName } from "../../profile/file-path.ts";
import { subtract, type Value, type ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

export interface SpeedscopeReport {
  readonly kind: "speedscope";
  readonly name: string;
  readonly frames: readonly SpeedscopeFrame[];
  readonly profiles: readonly SpeedscopeProfile[];
  /** Index into profiles. */
  readonly active: number;
}

export interface SpeedscopeFrame {
  readonly name: string;
  /** "" and 0 if unknown. */
  readonly file: string;
  readonly line: number;
}

export interface SpeedscopeProfile {
  readonly name: string;
  readonly unit: string;
  /** Indices into frames, root first; inlined frames are frames as any other. */
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

export function speedscopeReport(profile: Profile, sampleIndex: number, name: string): SpeedscopeReport {
  const stacks = readStacks(profile);
  const profiles = profile.header.sampleTypes.flatMap(({ type, unit }, index) => {
    const column = profile.samples.values[index] as ValueColumn;
    return signedProfiles(type, unit, stacks.samples, Array.from(column as Float64Array, Number), ["", " (negative)"]);
  });
  return {
    kind: "speedscope",
    name,
    frames: stacks.frames,
    profiles,
    active: activeOf(profiles, profile, sampleIndex),
  };
}

export function speedscopeDiffReport(diff: Diff, sampleIndex: number, name: string): SpeedscopeReport {
  const { profile } = diff;
  const stacks = readStacks(profile);
  const profiles = profile.header.sampleTypes.flatMap(({ type, unit }, index) => {
    const [base, current] = [baseValues(diff, index), currentValues(diff, index)];
    const deltas = Array.from(current as Float64Array, (value, row) => Number(subtract(value, base[row] as Value)));
    return signedProfiles(type, unit, stacks.samples, deltas, [" growth", " shrink"]);
  });
  return {
    kind: "speedscope",
    name,
    frames: stacks.frames,
    profiles,
    active: activeOf(profiles, profile, sampleIndex),
  };
}

function activeOf(profiles: readonly SpeedscopeProfile[], { header }: Profile, sampleIndex: number): number {
  const wanted = header.sampleTypes[sampleIndex]?.type ?? "";
  return Math.max(
    0,
    profiles.findIndex(({ name }) => name === wanted || name === `${wanted} growth`),
  );
}

/** Positive and negative weights apart; a profile without samples is left out unless it is the plain one. */
function signedProfiles(
  type: string,
  unit: string,
  samples: readonly (readonly number[])[],
  values: readonly number[],
  suffixes: readonly [plus: string, minus: string],
): SpeedscopeProfile[] {
  const side = (sign: number): SpeedscopeProfile => {
    const rows = [...values.keys()].filter((row) => Math.sign(values[row] as number) === sign);
    const weights = rows.map((row) => Math.abs(values[row] as number));
    return {
      name: type + suffixes[sign > 0 ? 0 : 1],
      unit,
      samples: rows.map((row) => samples[row] as number[]),
      weights,
    };
  };
  const [plus, minus] = [side(1), side(-1)];
  return minus.samples.length === 0 ? [plus] : [plus, minus];
}

/** A frame for each function and line met, and the stack of each sample. */
function readStacks(profile: Profile): { frames: SpeedscopeFrame[]; samples: number[][] } {
  const { samples } = profile;
  const frames: SpeedscopeFrame[] = [];
  const framesOf = frameReader(profile, frames);
  const stacks: number[][] = [];
  for (let sample = 0; sample < samples.length; sample++) {
    const stack: number[] = [];
    for (let at = (samples.start[sample + 1] as number) - 1; at >= (samples.start[sample] as number); at--) {
      for (const frame of framesOf(samples.locations[at] as number)) stack.push(frame);
    }
    stacks.push(stack);
  }
  return { frames, samples: stacks };
}

/** Frames of a location, outermost first, added to `frames` when first met. */
function frameReader(profile: Profile, frames: SpeedscopeFrame[]): (location: number) => readonly number[] {
  const { locations, functions, strings } = profile;
  const known: (readonly number[] | undefined)[] = new Array(locations.length);
  const rows = new Map<string, number>();
  const intern = (frame: SpeedscopeFrame): number => {
    const key = `${frame.name}\n${frame.file}\n${frame.line}`;
    const row = rows.get(key) ?? frames.push(frame) - 1;
    rows.set(key, row);
    return row;
  };
  const read = (location: number): number[] => {
    const [start, end] = [locations.start[location] as number, locations.start[location + 1] as number];
    if (start === end) return [intern({ name: placeOf(profile, location), file: "", line: 0 })];
    const found: number[] = [];
    for (let line = end - 1; line >= start; line--) {
      const fn = locations.lineFunction[line] as number;
      const name = strings.at(functions.name[fn] as number) || placeOf(profile, location);
      found.push(
        intern({ name, file: strings.at(functions.file[fn] as number), line: Number(locations.lineNumber[line]) }),
      );
    }
    return found;
  };
  return (location) => {
    const found = known[location] ?? read(location);
    known[location] = found;
    return found;
  };
}

function placeOf({ locations, mappings, strings }: Profile, location: number): string {
  const mapping = locations.mapping[location] as number;
  const file = mapping === NONE ? "" : strings.at(mappings.file[mapping] as number);
  return `0x${(locations.address[location] as bigint).toString(16)}${file === "" ? "" : ` [${baseName(file)}]`}`;
}
