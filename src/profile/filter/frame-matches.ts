/**
 * Which frames a pattern means: those whose function name or file matches, and all frames of a mapping whose file does. Function and mapping
 * tables are small beside the stacks, so the answers are worked out once for each row of them.
 */

import { NONE, type Profile } from "../tables.ts";
import { type Pattern, StringMatches } from "./pattern.ts";

export class FrameMatches {
  readonly #profile: Profile;
  /** 1 for functions that match, by row; the same for mappings. */
  readonly #functions: Uint8Array;
  readonly #mappings: Uint8Array;

  constructor(profile: Profile, pattern: Pattern) {
    const { functions, mappings, strings } = profile;
    const matches = new StringMatches(strings, pattern.matches);
    this.#profile = profile;
    this.#functions = new Uint8Array(functions.length);
    for (let row = 0; row < functions.length; row++) {
      if (matches.has(functions.name[row] as number) || matches.has(functions.file[row] as number))
        this.#functions[row] = 1;
    }
    this.#mappings = Uint8Array.from(mappings.file, (file) => (matches.has(file) ? 1 : 0));
  }

  line(line: number): boolean {
    return this.#functions[this.#profile.locations.lineFunction[line] as number] === 1;
  }

  mappingOf(location: number): boolean {
    const mapping = this.#profile.locations.mapping[location] as number;
    return mapping !== NONE && this.#mappings[mapping] === 1;
  }

  /** Whether the mapping matches, or any of the lines. */
  location(location: number): boolean {
    const { start } = this.#profile.locations;
    for (let line = start[location] as number; line < (start[location + 1] as number); line++) {
      if (this.line(line)) return true;
    }
    return this.mappingOf(location);
  }
}
