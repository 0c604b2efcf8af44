/** Stacks laid out once, root first, one for each group of samples that share it. */

import type { Profile } from "../profile/tables.ts";
import type { NodeTable } from "./nodes.ts";
import type { StackGroups } from "./stack-groups.ts";

/** One entry a group of samples with the same stack. */
export interface StackPaths {
  readonly count: number;
  /** Frames of group g are entries start[g] to start[g + 1] of `nodes`, root first. */
  readonly start: Int32Array;
  /** Index into the infos of the NodeTable. */
  readonly nodes: Int32Array;
  /** 1 if the frame was inlined into its caller on all samples of the group. */
  readonly isInline: Uint8Array;
}

export function buildStackPaths(profile: Profile, nodes: NodeTable, { count, groupOf }: StackGroups): StackPaths {
  const { start: stackStart, locations } = profile.samples;
  const { start: slotStart, nodeOf } = nodes;
  const start = new Int32Array(count + 1);
  for (let sample = 0; sample < groupOf.length; sample++) {
    const group = groupOf[sample] as number;
    if (start[group + 1] === 0) start[group + 1] = depthOf(profile, nodes, sample);
  }
  for (let group = 0; group < count; group++)
    start[group + 1] = (start[group + 1] as number) + (start[group] as number);
  const frames = new Int32Array(start[count] as number);
  const isInline = new Uint8Array(frames.length).fill(1);
  for (let sample = 0; sample < groupOf.length; sample++) {
    let at = start[groupOf[sample] as number] as number;
    const leaf = stackStart[sample] as number;
    for (let location = (stackStart[sample + 1] as number) - 1; location >= leaf; location--) {
      const row = locations[location] as number;
      const innermost = slotStart[row] as number;
      const outermost = (slotStart[row + 1] as number) - 1;
      if (outermost >= innermost) isInline[at] = 0;
      for (let slot = outermost; slot >= innermost; slot--) frames[at++] = nodeOf[slot] as number;
    }
  }
  return { count, start, nodes: frames, isInline };
}

function depthOf({ samples }: Profile, nodes: NodeTable, sample: number): number {
  let depth = 0;
  for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
    const location = samples.locations[at] as number;
    depth += (nodes.start[location + 1] as number) - (nodes.start[location] as number);
  }
  return depth;
}
