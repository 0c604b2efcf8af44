/** What captures are and how they belong together, in words. */
import { type Capture, type Finding, findDifference, type ProvenanceFacts } from "../blame/provenance/provenance.ts";
import { ProfileError } from "../errors.ts";
import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import { describeProfileKind, isReferenceProfile } from "../profile/profile-kind.ts";
import { sayIn, type WordsFor } from "./words.ts";

const both = ({ base, current }: { readonly base: string; readonly current: string }): string =>
  `${base} and ${current}`;

const FETCH_A_STATE = "Fetch the heap without seconds=: curl -o heap.pb.gz 'http://HOST/debug/pprof/heap?gc=1'.";

const ORDER: Readonly<Record<Exclude<ProvenanceFacts["order"]["by"], "given">, string>> = {
  time: "by their times",
  collections: "by their last garbage collections (they bear no times)",
  counters: "by their allocation counters, which only rise (not all bear times)",
  names: "by the numbers in their names (nothing in them says when they were taken)",
};

function differenceText(facts: ProvenanceFacts["delta"]): string {
  const { name, isSum, negative, durationNanos } = facts;
  const span = durationNanos > 0 ? formatDuration(durationNanos) : undefined;
  if (isSum) {
    return `${name} covers ${span}: it is a sum, a mean or a difference over that time, and not a state of the heap.`;
  }
  const reason = negative > 0 ? `${negative} of its values are below zero` : "a state has no duration";
  return `${name} is a difference of two heaps, not a heap (${reason}): ${changeText(facts, span)}.`;
}

/** `in 2s the live heap grew by 10.05 MiB (95% within +6.10 to +14.90 by sampling)`. */
function changeText({ change, low, high, isEmpty }: ProvenanceFacts["delta"], span: string | undefined): string {
  const over = span === undefined ? "between the two" : `in ${span}`;
  if (change === null) return `it shows what changed ${over}`;
  if (isEmpty)
    return `${over} no garbage collection ended (Go renews the profile only then), or too little was allocated to be sampled: it does not tell whether the heap grew`;
  if (change === 0) return `${over} the live heap did not change in what is sampled`;
  const unit = chooseColumnUnit([change], "bytes");
  const bare = { ...unit, suffix: "" };
  const amount = formatValue(Math.abs(change), unit);
  // What was born and died between makes it wider than it has to be.
  const range =
    low === null || high === null
      ? ""
      : ` (95% within ${formatDelta(low, bare)} to ${formatDelta(high, bare)} by sampling)`;
  return `${over} the live heap ${change > 0 ? "grew" : "shrank"} by ${amount}${range}`;
}

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
    `${facts.base} is the newer one (its counters are higher): ${both(facts)} are swapped, and growth is shown as shrinking.`,
  "later-base": ({ base, current }) =>
    `${base} was captured after ${current}: if both are of one process, they are swapped.`,
  order: ({ by, isAsGiven }) =>
    by === "given"
      ? "The captures are taken in the order given: neither times, counters nor numbers in their names tell one."
      : `The captures are ordered ${ORDER[by]}${isAsGiven ? "" : "; they were given in another order"}.`,
  clock: ({ base, current }) =>
    `${base} bears a later time than ${current}, but its counters are lower: a clock was set back.`,
  "other-rate": (facts) =>
    `${both(facts)} were sampled at different rates: one sample in ${facts.basePeriod} bytes, one in ${facts.currentPeriod}.`,
  "rate-changed": (facts) =>
    `${both(facts)} were sampled at different rates, one sample in ${facts.basePeriod} bytes and one in ${facts.currentPeriod}, and the counters of ${facts.base} go on in ${facts.current}: where MemProfileRate changes in a process, its amounts are scaled wrongly. Capture both at one rate.`,
  aggregated: ({ name, changed, values }) =>
    `${name} was changed after capture: ${changed} of ${values} values are not what the Go runtime writes. It was merged, averaged or subtracted; intervals are approximate.`,
  delta: (facts) => `${differenceText(facts)} ${FETCH_A_STATE}`,
  "alloc-delta": ({ name, durationNanos }) =>
    `${name} covers ${formatDuration(durationNanos)}: it counts what was allocated in that time, while what is live is a state. Whether it is of the same process cannot be told from such counters.`,
  "merged-programs": ({ name, programs }) =>
    `${name} has frames of ${programs.length} programs (${programs.join(", ")}): no one process has those, it was merged.`,
  "no-size-label": ({ name }) =>
    `${name} does not say how large its objects are (no "bytes" label): it was not written by the Go runtime, or a server added several up. Sample counts, intervals and tests are withheld.`,
  "bounded-noise": ({ name, period, isAssumed }) =>
    `${name} does not say how large its objects are (no "bytes" label), as profiles that a server kept: intervals are bounds, wider than they would be with it. They rest on one sample in ${period} bytes${isAssumed ? ", which is assumed: the profile does not say it" : ""}.`,
  "not-sampled": ({ name }) =>
    `${name} is of a process that records no allocations (runtime.MemProfileRate is 0), so it shows nothing of its heap: leave the rate at Go's 524288.`,
  "no-alloc": ({ name }) =>
    `${name} has no alloc counters: whether it is of the same process cannot be told, and growth is tested less sharply.`,
  "nothing-freed": ({ name, isKnown }) =>
    isKnown
      ? `Before the first garbage collection, as ${name} was captured, garbage counts as live: capture with gc=1.`
      : `Nothing that ${name} counts was freed, as until the first garbage collection is counted: garbage may count as live, unless it was captured with gc=1.`,
  empty: ({ name }) => `${name} has no samples.`,
  "truncated-stacks": ({ name, cut, stacks, frames }) =>
    `${name} has ${cut} of ${stacks} stacks cut at ${frames} frames: who called them is not known.`,
  unsymbolised: ({ name, nameless, places }) =>
    `${name} has no names for ${nameless} of ${places} places: give the binary, or capture where names are known.`,
};

export function provenanceText(finding: Finding): string {
  return sayIn(PROVENANCE_WORDS, finding);
}

/** What a profile is that shows no state of a heap; undefined for one that does, and for what is of no heap. */
export function describeDifference(capture: Capture): string | undefined {
  if (describeProfileKind(capture.profile.header) !== "heap" || isReferenceProfile(capture.profile)) return undefined;
  const finding = findDifference([capture]);
  return finding === undefined ? undefined : provenanceText(finding);
}

/** That a profile says who holds, which no frame of it allocated; undefined for all others. */
export function describeReferences({ name, profile }: Capture): string | undefined {
  if (!isReferenceProfile(profile)) return undefined;
  return `${name}: these are references by goref: who holds, not who allocated; heapblame held reads them`;
}

/** Throws ProfileError "difference" for the first that says who holds in place of who allocated. */
export function refuseReferences(captures: readonly Capture[]): void {
  const [fact] = captures.flatMap((capture) => describeReferences(capture) ?? []);
  if (fact !== undefined) throw new ProfileError("difference", fact, fact);
}

/** Throws ProfileError "difference" for the first that shows no state of a heap, or who holds in place of who allocated. */
export function checkStates(captures: readonly Capture[]): void {
  refuseReferences(captures);
  const finding = findDifference(captures);
  if (finding === undefined) return;
  const text = provenanceText(finding);
  throw new ProfileError("difference", text, text);
}
