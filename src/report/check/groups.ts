/** Which samples count against a budget: those in scope that nothing suppresses, those that a baseline knows apart from the others. */

import { chargedNodes } from "../../blame/suspects/ownership.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { Evidence } from "../growth/evidence.ts";
import type { CheckRules, CheckScope } from "./report.ts";
import type { SampleTest, StackFrames } from "./stack-frames.ts";

const COUNTED = 0;
export const SUPPRESSED = 1;
/** One group for each entry of the baseline. */
export const FIRST_KNOWN = 2;

export interface Groups {
  /** One entry a sample, NONE out of scope. */
  readonly groupOf: Int32Array;
  readonly count: number;
  readonly inScope: number;
  readonly suppressed: number;
  /** Suppressions that took something out. */
  readonly by: readonly string[];
  /** Fingerprints of suspects that have counted samples. */
  readonly named: ReadonlySet<string>;
}

export function assignToGroups(profile: Profile, stacks: StackFrames, evidence: Evidence, query: CheckRules): Groups {
  const { length } = profile.samples;
  const groupOf = new Int32Array(length).fill(NONE);
  const isInScope = scopeTest(profile, stacks, evidence, query.scope);
  const suspects = evidence.suspects.map(({ fingerprint }) => ({
    fingerprint,
    has: stacks.ofFingerprint(fingerprint),
  }));
  const ruleOf = suppressionTest(query.suppressions, stacks, suspects);
  const known = firstOfEach(query.baseline, suspects);
  const by = new Set<string>();
  const named = new Set<string>();
  let inScope = 0;
  let suppressed = 0;
  for (let sample = 0; sample < length; sample++) {
    if (!isInScope(sample)) continue;
    inScope++;
    const rule = query.suppressions[ruleOf(sample)];
    if (rule !== undefined) {
      by.add(rule.source);
      suppressed++;
      groupOf[sample] = SUPPRESSED;
      continue;
    }
    const entry = known.find(({ has }) => has(sample));
    groupOf[sample] = entry === undefined ? COUNTED : FIRST_KNOWN + entry.at;
    for (const { fingerprint, has } of suspects) if (has(sample)) named.add(fingerprint);
  }
  return { groupOf, count: FIRST_KNOWN + query.baseline.length, inScope, suppressed, by: [...by], named };
}

interface SuspectTest {
  readonly fingerprint: string;
  readonly has: SampleTest;
}

/** Of rules by fingerprint, or entries of a baseline, those that are of a suspect, each once: there may be many more of others. */
function firstOfEach(
  entries: readonly { readonly fingerprint: string }[],
  suspects: readonly SuspectTest[],
): { readonly at: number; readonly has: SampleTest }[] {
  const left = new Map(suspects.map(({ fingerprint, has }) => [fingerprint, has]));
  const found: { readonly at: number; readonly has: SampleTest }[] = [];
  for (const [at, { fingerprint }] of entries.entries()) {
    const has = left.get(fingerprint);
    if (has !== undefined && left.delete(fingerprint)) found.push({ at, has });
  }
  return found;
}

/** Position of the first rule that takes a sample, NONE where none does. */
function suppressionTest(
  rules: CheckRules["suppressions"],
  stacks: StackFrames,
  suspects: readonly SuspectTest[],
): (sample: number) => number {
  const named = rules.map(({ source, matches }) => ({ fingerprint: matches === undefined ? source : "" }));
  const byFingerprint = firstOfEach(named, suspects);
  const byFrame = stacks.firstPassed(rules.map(({ matches }) => matches));
  return (sample) => {
    const frame = byFrame(sample);
    const { at = NONE } = byFingerprint.find(({ has }) => has(sample)) ?? {};
    return frame === NONE || (at !== NONE && at < frame) ? at : frame;
  };
}

function scopeTest(profile: Profile, stacks: StackFrames, evidence: Evidence, scope: CheckScope): SampleTest {
  if (scope.kind === "all") return () => true;
  if (scope.kind === "frame") return stacks.withFrame(scope.matches);
  const charged = chargedNodes(profile, evidence.nodes, evidence.identities);
  return (sample) => {
    const identity = evidence.identities[charged[sample] as number];
    return scope.kind === "own" ? identity?.owner === "own" : identity?.module === scope.path;
  };
}

export function isCounted(group: number): boolean {
  return group !== NONE && group !== SUPPRESSED;
}
