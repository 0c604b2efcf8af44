/** Which stacks of a profile have which frames, asked by name or by the fingerprint of a suspect. */

import type { NodeTable } from "../../graph/nodes.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { Evidence } from "../growth/evidence.ts";

export type SampleTest = (sample: number) => boolean;

export class StackFrames {
  readonly #profile: Profile;
  readonly #nodes: NodeTable;
  readonly #evidence: Evidence;

  constructor(profile: Profile, nodes: NodeTable, evidence: Evidence) {
    this.#profile = profile;
    this.#nodes = nodes;
    this.#evidence = evidence;
  }

  withFrame(matches: (name: string) => boolean): SampleTest {
    const isMatch = this.#evidence.identities.map(({ name }) => matches(name));
    const { samples } = this.#profile;
    const { start, nodeOf } = this.#nodes;
    return (sample) => {
      for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
        const location = samples.locations[at] as number;
        for (let slot = start[location] as number; slot < (start[location + 1] as number); slot++) {
          if (isMatch[nodeOf[slot] as number]) return true;
        }
      }
      return false;
    };
  }

  /** Position of the first of the tests that a frame on the stack of a sample passes, NONE for none: each name is tested once, each stack walked once. */
  firstPassed(tests: readonly (((name: string) => boolean) | undefined)[]): (sample: number) => number {
    const passed = this.#evidence.identities.map(({ name }) => tests.findIndex((test) => test?.(name) === true));
    const { samples } = this.#profile;
    const { start, nodeOf } = this.#nodes;
    return (sample) => {
      let first = NONE;
      for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
        const location = samples.locations[at] as number;
        for (let slot = start[location] as number; slot < (start[location + 1] as number); slot++) {
          const test = passed[nodeOf[slot] as number] as number;
          if (test !== NONE && (first === NONE || test < first)) first = test;
        }
      }
      return first;
    };
  }

  /** Samples of the suspect that bears it: those that have both its entry and its accumulation point on the stack. */
  ofFingerprint(fingerprint: string): SampleTest {
    const suspect = this.#evidence.suspects.find((each) => each.fingerprint === fingerprint);
    if (suspect === undefined) return () => false;
    const hasFrame = this.withFrame((name) => name === suspect.frame.name);
    const hasEntry = this.withFrame((name) => name === suspect.entry.name);
    return (sample) => hasFrame(sample) && hasEntry(sample);
  }
}
