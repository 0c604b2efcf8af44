/**
 * Growth summed over groups that overlap: nodes, each with the rows whose stacks it is on. One pass over the stacks, whatever the number of groups:
 * what a row adds is worked out once, and the sums of a group lie side by side, so that adding it touches one place of memory.
 */
import type { NodeTable } from "../../graph/nodes.ts";
import { locationsWith } from "../../graph/on-stacks.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { ChangeSums, SampledGrowth } from "./growth-counts.ts";
import type { RowSampling } from "./row-sampling.ts";
import { addRow, emptySums, type WeightedSums } from "./sums.ts";

/**
 * Of each group: value, exact, variance and largest weight of what was gained, and of what was lost. That is a line of a processor's cache, and most
 * of the time goes into fetching those.
 */
const STRIDE = 8;
const LOST = 4;

/** `groupOf` has one entry a node, NONE for nodes that nobody looks at. */
export function sumGrowthAlong(
  growth: SampledGrowth,
  { samples }: Profile,
  nodes: NodeTable,
  groupOf: Int32Array,
  groups: number,
): ChangeSums {
  const sums = new Float64Array(groups * STRIDE);
  const own = new Float64Array(STRIDE);
  const groupOfSlot = nodes.nodeOf.map((node) => groupOf[node] as number);
  const isLookedAt = locationsWith(
    nodes,
    Uint8Array.from(groupOf, (group) => (group === NONE ? 0 : 1)),
  );
  const seenIn = new Int32Array(groups).fill(NONE);
  const slotStart = nodes.start;
  const { start, locations, length } = samples;
  const read = rowReader(growth, own);
  for (let sample = 0; sample < length; sample++) {
    const end = start[sample + 1] as number;
    const isZero = read(sample);
    for (let at = start[sample] as number; at < end; at++) {
      const location = locations[at] as number;
      if (isLookedAt[location] === 0) continue;
      const slotEnd = slotStart[location + 1] as number;
      for (let slot = slotStart[location] as number; slot < slotEnd; slot++) {
        const group = groupOfSlot[slot] as number;
        if (group === NONE || seenIn[group] === sample) continue;
        seenIn[group] = sample;
        addRowTo(sums, group * STRIDE, own, isZero);
      }
    }
  }
  return unpack(sums, groups, growth.periodRatio);
}

/** Reads what one row adds into `sums`; tells whether that is nothing but weights. */
function rowReader(growth: SampledGrowth, sums: Float64Array): (row: number) => boolean {
  const { gained, lost, baseSampling, currentSampling } = growth;
  const more = emptySums(1);
  const less = emptySums(1);
  return (row) => {
    readSide(sums, 0, more, currentSampling, row, gained[row] as number);
    readSide(sums, LOST, less, baseSampling, row, lost[row] as number);
    return gained[row] === 0 && lost[row] === 0;
  };
}

function readSide(
  sums: Float64Array,
  at: number,
  { value, exact, variance, largestWeight }: WeightedSums,
  sampling: RowSampling,
  row: number,
  count: number,
): void {
  value[0] = 0;
  exact[0] = 0;
  variance[0] = 0;
  largestWeight[0] = 0;
  addRow({ value, exact, variance, largestWeight }, 0, sampling, row, count);
  sums[at] = value[0];
  sums[at + 1] = exact[0];
  sums[at + 2] = variance[0];
  sums[at + 3] = largestWeight[0];
}

/** Column by column: a loop over so few of them would cost more than the sums. */
function addRowTo(sums: Float64Array, at: number, own: Float64Array, isZero: boolean): void {
  if ((own[3] as number) > (sums[at + 3] as number)) sums[at + 3] = own[3] as number;
  if ((own[7] as number) > (sums[at + 7] as number)) sums[at + 7] = own[7] as number;
  if (isZero) return;
  sums[at] = (sums[at] as number) + (own[0] as number);
  sums[at + 1] = (sums[at + 1] as number) + (own[1] as number);
  sums[at + 2] = (sums[at + 2] as number) + (own[2] as number);
  sums[at + 4] = (sums[at + 4] as number) + (own[4] as number);
  sums[at + 5] = (sums[at + 5] as number) + (own[5] as number);
  sums[at + 6] = (sums[at + 6] as number) + (own[6] as number);
}

function unpack(sums: Float64Array, groups: number, periodRatio: number): ChangeSums {
  const column = (first: number): Float64Array =>
    Float64Array.from({ length: groups }, (_, group) => sums[group * STRIDE + first] as number);
  const side = (first: number): WeightedSums => ({
    ...{ value: column(first), exact: column(first + 1) },
    ...{ variance: column(first + 2), largestWeight: column(first + 3) },
  });
  return { gained: side(0), lost: side(LOST), periodRatio };
}
