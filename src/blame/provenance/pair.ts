/**
 * How two captures belong together, decided from the files alone.
 *
 * The alloc columns are counters of one process: they start at 0 and never go down, bucket by bucket. So where every counter of base is found in
 * current, as high or higher, both are of one process in this order; where they went down, the process is another one. Equal counters with
 * equal contents mean that no garbage collection ended between the two: the runtime publishes both at the end of one (runtime/mprof.go).
 */

import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { isJoined } from "../../profile/merge/stored-mark.ts";
import type { Profile } from "../../profile/tables.ts";
import { recoverBothCounts, type SampleCounts } from "../counts/sample-count.ts";
import { countsByStack, hasSameCounts, recoverDiffCounts } from "./diff-counts.ts";
import { type CounterOrder, compareCounters, isOtherBuild, type ProcessRelation, relate } from "./process-relation.ts";
import { programsOf } from "./programs.ts";
import { type Capture, checkCapture, type Finding, type ProvenanceFacts } from "./provenance.ts";

/** What is known of two profiles as they were read. */
export interface PairFacts {
  readonly relation: ProcessRelation;
  /** A row of the diff is one bucket of both. Go's text and its binary form write one bucket as two rows. */
  readonly hasSharedRows: boolean;
  /** Both show the same heap: nothing can have changed between them. */
  readonly isSameState: boolean;
  /** Told by the counters of one process: between two processes there is no order. */
  readonly isSwapped: boolean;
  /** Counters of base that are not zero, and those lower in current. */
  readonly counters: { readonly compared: number; readonly decreased: number };
  /** Of each capture by itself first. */
  readonly findings: readonly Finding[];
}

export interface PairProvenance extends PairFacts {
  /** Counts of both sides by row of the diff. */
  readonly base: SampleCounts;
  readonly current: SampleCounts;
}

/** `diff` is that of both profiles, unfiltered. */
export function checkPair(base: Capture, current: Capture, diff: Diff): PairProvenance {
  const { base: readBase, current: readCurrent } = recoverBothCounts(base.profile, current.profile);
  const counts = recoverDiffCounts(diff);
  const hasSharedRows = (diff.base.mainFile === "") === (diff.current.mainFile === "");
  const compared = hasSharedRows ? counts : countsByStack(diff, counts);
  const order = compareCounters(compared.base.alloc?.counts, compared.current.alloc?.counts);
  const isUntouched =
    hasOwnCounters(base.profile, readBase) &&
    hasOwnCounters(current.profile, readCurrent) &&
    [base, current].every(({ profile }) => profile.header.durationNanos === 0n && programsOf(profile).length < 2);
  const relation = isUntouched ? relate(order, diff) : "unknown";
  const isSameState =
    readBase.verdict !== "empty" && (hasSharedRows ? hasSameValues(diff) : isUntouched && hasSameCounts(compared));
  const time = base.profile.header.timeNanos - current.profile.header.timeNanos;
  const isSwapped = relation === "same" && order.forwardDecreased > 0;
  const pair = { relation, isSameState, isSwapped, order, time, isUntouched };
  return {
    relation,
    hasSharedRows,
    isSameState,
    isSwapped,
    counters: { compared: order.baseCounters, decreased: order.forwardDecreased },
    ...counts,
    findings: [
      ...checkCapture(base, readBase),
      ...checkCapture(current, readCurrent),
      ...describePair(base, current, diff, pair),
    ],
  };
}

/** Its counters are as one process wrote them: each is what the runtime writes, or it is said that they are. */
function hasOwnCounters({ header }: Profile, { verdict }: SampleCounts): boolean {
  return verdict === "exact" || (verdict === "bounded" && isJoined(header));
}

/** What may be taken for known of single rows: of one process, what survived is told row by row. */
export function relationOfRows({
  relation,
  hasSharedRows,
}: Pick<PairProvenance, "relation" | "hasSharedRows">): ProcessRelation {
  return hasSharedRows ? relation : "unknown";
}

function hasSameValues(diff: Diff): boolean {
  return diff.profile.header.sampleTypes.every((_, index) => {
    const before = baseValues(diff, index);
    const after = currentValues(diff, index);
    for (let row = 0; row < before.length; row++) if (before[row] !== after[row]) return false;
    return true;
  });
}

function hasTimes(base: Capture, current: Capture): boolean {
  return base.profile.header.timeNanos > 0n && current.profile.header.timeNanos > 0n;
}

interface Pair {
  readonly relation: ProcessRelation;
  readonly isSameState: boolean;
  readonly isSwapped: boolean;
  readonly order: CounterOrder;
  /** How much later base is, in nanoseconds. */
  readonly time: bigint;
  readonly isUntouched: boolean;
}

function describePair(base: Capture, current: Capture, diff: Diff, pair: Pair): Finding[] {
  const both = { base: base.name, current: current.name };
  const otherBuild = isOtherBuild(diff, pair.order);
  const [before, after] = [diff.base.header.period, diff.current.header.period];
  const rates = {
    ...both,
    basePeriod: Number(before),
    currentPeriod: Number(after),
  };
  return [
    ...(otherBuild ? [{ code: "other-build", severity: "limiting", facts: both } as const] : []),
    ...(before === after ? [] : [describeRates(rates, pair)]),
    ...(pair.isSameState
      ? [
          {
            code: pair.time === 0n ? "same-file" : "same-state",
            severity: "blocking",
            facts: both,
          } as const,
        ]
      : [...describeOrder(base, current, pair), ...describeRelation(both, pair, otherBuild)]),
  ];
}

/** The runtime scales all samples of a process by its last rate, also those that it took at another. */
function describeRates(facts: ProvenanceFacts["other-rate"], { relation, isSameState }: Pair): Finding {
  return relation === "same" && !isSameState
    ? { code: "rate-changed", severity: "blocking", facts }
    : { code: "other-rate", severity: "limiting", facts };
}

interface Both {
  readonly base: string;
  readonly current: string;
}

function describeOrder(base: Capture, current: Capture, pair: Pair): Finding[] {
  const both = { base: base.name, current: current.name };
  if (pair.isSwapped) {
    return [{ code: "swapped", severity: "blocking", facts: both }];
  }
  if (pair.time <= 0n || !hasTimes(base, current)) return [];
  if (pair.relation === "unknown") return [{ code: "later-base", severity: "limiting", facts: both }];
  return pair.relation === "same" ? [{ code: "clock", severity: "note", facts: both }] : [];
}

function describeRelation(
  both: Both,
  { relation, order, isSwapped, isUntouched }: Pair,
  otherBuild: boolean,
): Finding[] {
  const { baseCounters: counters, forwardDecreased: decreased } = order;
  if (relation === "same") {
    const compared = isSwapped ? order.currentCounters : counters;
    return [
      {
        code: "same-process",
        severity: "note",
        facts: { ...both, counters: compared },
      },
    ];
  }
  if (relation === "different") {
    if (otherBuild) return [];
    return [
      {
        code: "different-process",
        severity: "limiting",
        facts: { ...both, counters, decreased },
      },
    ];
  }
  const facts = { ...both, counters: isUntouched ? counters : null };
  return [{ code: "process-unknown", severity: "note", facts }];
}
