/** Recorded objects of both sides of a diff, row by row, or by stack where the rows of the two have no common buckets. */

import { canonicalFunction } from "../../graph/go/symbol.ts";
import { buildNodes, type NodeTable } from "../../graph/nodes.ts";
import { groupStacks } from "../../graph/stack-groups.ts";
import type { ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import type { Profile } from "../../profile/tables.ts";
import { samplingByPeriod } from "../counts/row-sampling.ts";
import { type CountColumn, recoverMergedCounts, type SampleCounts } from "../counts/sample-count.ts";

/** Recorded objects of both sides, by row of the diff. */
export function recoverDiffCounts(diff: Diff): {
  base: SampleCounts;
  current: SampleCounts;
} {
  const indices = diff.profile.header.sampleTypes.map((_, index) => index);
  const columns = (of: (diff: Diff, index: number) => ValueColumn): ValueColumn[] =>
    indices.map((index) => of(diff, index));
  const { profile } = diff;
  const samplingAt = samplingByPeriod(profile);
  return {
    base: recoverMergedCounts(profile, columns(baseValues), samplingAt(diff.base.header.period)),
    current: recoverMergedCounts(profile, columns(currentValues), samplingAt(diff.current.header.period)),
  };
}

/**
 * The same by stack of function names. Go's text and its binary form of one heap differ in addresses, mappings and in what is inlined, and agree
 * in these; sums of counters that only rise only rise.
 */
export function countsByStack(diff: Diff, counts: { base: SampleCounts; current: SampleCounts }): typeof counts {
  const { groupOf, count } = groupStacks(diff.profile, namedNodes(diff.profile));
  const gather = (column: CountColumn | undefined): CountColumn | undefined => {
    const sums = new Float64Array(count);
    for (const [row, value] of (column?.counts ?? []).entries()) {
      sums[groupOf[row] as number] = (sums[groupOf[row] as number] as number) + value;
    }
    return column && { ...column, counts: sums };
  };
  const side = (of: SampleCounts): SampleCounts => ({ ...of, alloc: gather(of.alloc), inuse: gather(of.inuse) });
  return { base: side(counts.base), current: side(counts.current) };
}

function namedNodes(profile: Profile): NodeTable {
  return buildNodes(profile, {
    granularity: "functions",
    noInlines: false,
    showColumns: false,
    keepObjectFiles: false,
    trimFile: (file) => file,
    groupName: canonicalFunction,
  });
}

export function hasSameCounts({ base, current }: { base: SampleCounts; current: SampleCounts }): boolean {
  const isEqual = (a: CountColumn | undefined, b: CountColumn | undefined): boolean =>
    a !== undefined && b !== undefined && a.counts.every((value, at) => value === b.counts[at]);
  return isEqual(base.inuse, current.inuse) && isEqual(base.alloc, current.alloc);
}
