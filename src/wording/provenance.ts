/** What captures are and how they belong together, in words. */
import type { Finding, ProvenanceFacts } from "../blame/provenance/provenance.ts";
import { sayIn, type WordsFor } from "./words.ts";

const both = ({ base, current }: { readonly base: string; readonly current: string }): string =>
  `${base} and ${current}`;

const span = (seconds: number): string => (seconds === 0 ? "" : ` and covers ${seconds} s`);

export const PROVENANCE_WORDS: WordsFor<ProvenanceFacts> = {
  "same-file": (facts) => `${both(facts)} are the same profile: there is nothing to compare.`,
  "same-state": (facts) =>
    `${both(facts)} show the same heap: no garbage collection ended between them (Go renews the profile only then: capture with gc=1), or too little was allocated meanwhile to be sampled.`,
  "same-states": ({ captures, states }) =>
    `${captures} captures show ${states} states of the heap: no garbage collection ended between the others (capture with gc=1), or too little was allocated to be sampled.`,
  "same-process": (facts) =>
    `${both(facts)} are of one process: none of ${facts.counters} allocation counters went down.`,
  "different-process": (facts) =>
    `${both(facts)} are of different processes: ${facts.decreased} of ${facts.counters} allocation counters went down. It was restarted, or it is another replica.`,
  "process-unknown": (facts) =>
    `Whether ${both(facts)} are of one process cannot be told: ${
      facts.counters === null
        ? "no untouched counters to compare"
        : `only ${facts.counters} allocation counters to compare`
    }. They are compared as if they were not.`,
  "other-build": (facts) =>
    `${both(facts)} are of different builds: places are matched by what the profiles say of them, counters and processes cannot be.`,
  swapped: (facts) =>
    `${facts.base} is the newer one (${
      facts.by === "counters" ? "its counters are higher" : "it was captured later"
    }): ${both(facts)} are swapped, and growth is shown as shrinking.`,
  reordered: () => "The captures were not given in order of time; they are put in order here.",
  clock: ({ base, current }) =>
    `${base} bears a later time than ${current}, but its counters are lower: a clock was set back.`,
  "other-rate": (facts) =>
    `${both(facts)} were sampled at different rates: one sample in ${facts.basePeriod} bytes, one in ${facts.currentPeriod}.`,
  aggregated: ({ name, changed, values, seconds }) =>
    changed > 0
      ? `${name} was changed after capture: ${changed} of ${values} values are not what the Go runtime writes${span(seconds)}. It was merged, averaged or subtracted; intervals are approximate.`
      : `${name} covers ${seconds} s: a heap profile is of one moment. It may be a difference (seconds=) or a sum.`,
  delta: ({ name, negative, seconds }) =>
    `${name} has ${negative} values below zero${span(seconds)}: it is a difference of two captures, not a heap. Capture without seconds=.`,
  "no-size-label": ({ name }) =>
    `${name} does not say how large its objects are (no "bytes" label): it was not written by the Go runtime, or a server added several up. Sample counts, intervals and tests are withheld.`,
  "no-alloc": ({ name }) =>
    `${name} has no alloc counters: whether it is of the same process cannot be told, and growth is tested less sharply.`,
  empty: ({ name }) => `${name} has no samples.`,
  "truncated-stacks": ({ name, cut, stacks, frames }) =>
    `${name} has ${cut} of ${stacks} stacks cut at ${frames} frames: who called them is not known.`,
  unsymbolised: ({ name, nameless, places }) =>
    `${name} has no names for ${nameless} of ${places} places: give the binary, or capture over HTTP.`,
};

export function provenanceText(finding: Finding): string {
  return sayIn(PROVENANCE_WORDS, finding);
}
