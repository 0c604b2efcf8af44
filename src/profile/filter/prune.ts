/**
 * Frames nobody wants to see, cut off below a match: drop_frames of the profile itself (malloc and the like, with the exceptions of
 * keep_frames), and the user's prune_from. Both look at function names alone, without their arguments.
 */
import { UsageError } from "../../errors.ts";
import type { Profile } from "../tables.ts";
import { cutStacks, keepLines } from "./cut-frames.ts";
import { type Pattern, type PatternCompiler, StringMatches } from "./pattern.ts";
import { limitTogether } from "./pattern-size.ts";

/**
 * Cuts what the header's drop_frames names. As in pprof, an expression that does not compile is no failure: nothing is cut. Throws UsageError
 * "large-regexp" for one that pprof compiles.
 */
export function pruneUninteresting(profile: Profile, compile: PatternCompiler): Profile {
  const { dropFrames, keepFrames } = profile.header;
  if (dropFrames === "") return profile;
  const together = limitTogether(compile);
  try {
    const drop = together(`^(${dropFrames})$`);
    const keep = keepFrames === "" ? undefined : together(`^(${keepFrames})$`);
    return prune(profile, drop, keep);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (error.code !== "large-regexp") return profile;
    throw new UsageError(error.code, `drop_frames of the profile: ${error.message}`, { cause: error });
  }
}

/** Cuts, below the first frame from the root that is neither, every frame from the first that matches `drop` and not `keep`. */
export function prune(profile: Profile, drop: Pattern, keep: Pattern | undefined): Profile {
  const { start, lineFunction, length } = profile.locations;
  const matches = nameMatches(profile, (name) => drop.matches(name) && !keep?.matches(name));
  /** The outermost line of the location matches: it goes as a whole. */
  const isPruned = new Uint8Array(length);
  /** Some line matches: all below the location goes. */
  const isEnd = new Uint8Array(length);
  const keptLines = new Uint8Array(lineFunction.length).fill(1);
  for (let location = 0; location < length; location++) {
    const last = (start[location + 1] as number) - 1;
    let line = last;
    while (line >= (start[location] as number) && !matches(line)) line--;
    if (line < (start[location] as number)) continue;
    isEnd[location] = 1;
    if (line === last) isPruned[location] = 1;
    else keptLines.fill(0, start[location], line + 1);
  }
  const locations = keepLines(profile.locations, keptLines);
  return cutCallees({ ...profile, locations }, (stack, from, to) => {
    let foundUser = false;
    for (let at = to - 1; at >= from; at--) {
      const location = stack[at] as number;
      if (isEnd[location] === 0) foundUser = true;
      else if (foundUser) return isPruned[location] === 1 ? at + 1 : at;
    }
    return from;
  });
}

/** Cuts all callees of the matching frame nearest to the leaf; the frame itself stays. */
export function pruneFrom(profile: Profile, pattern: Pattern): Profile {
  const { start, lineFunction, length } = profile.locations;
  const matches = nameMatches(profile, pattern.matches);
  const isMatch = new Uint8Array(length);
  const keptLines = new Uint8Array(lineFunction.length).fill(1);
  for (let location = 0; location < length; location++) {
    const end = start[location + 1] as number;
    let line = start[location] as number;
    while (line < end && !matches(line)) line++;
    if (line === end) continue;
    isMatch[location] = 1;
    keptLines.fill(0, start[location], line);
  }
  const locations = keepLines(profile.locations, keptLines);
  return cutCallees({ ...profile, locations }, (stack, from, to) => {
    for (let at = from; at < to; at++) if (isMatch[stack[at] as number] === 1) return at;
    return from;
  });
}

/** Whether the function of a line has a name, and it matches once it is simplified. */
function nameMatches(profile: Profile, matches: (name: string) => boolean): (line: number) => boolean {
  const { functions, locations, strings } = profile;
  const known = new StringMatches(strings, (name) => name !== "" && matches(simplifyName(name)));
  return (line) => known.has(functions.name[locations.lineFunction[line] as number] as number);
}

/** `firstKept` says where the stack [from, to) is to start. */
function cutCallees(profile: Profile, firstKept: (stack: Int32Array, from: number, to: number) => number): Profile {
  const { samples } = profile;
  const from = new Int32Array(samples.length);
  for (let sample = 0; sample < samples.length; sample++) {
    from[sample] = firstKept(samples.locations, samples.start[sample] as number, samples.start[sample + 1] as number);
  }
  return cutStacks(profile, from, samples.start.subarray(1));
}

/** Parentheses that are no argument list, then those that may be. */
const PARENTHESES = /\(anonymous namespace\)|operator\(\)|\(/g;

/** The name up to its arguments, without the dot that some symbols of PowerPC start with. */
export function simplifyName(name: string): string {
  const bare = name.startsWith(".") ? name.slice(1) : name;
  for (const { 0: found, index } of bare.matchAll(PARENTHESES)) if (found === "(") return bare.slice(0, index);
  return bare;
}
