/**
 * Flat and cum of every node in one pass over the samples: flat counts a sample where it allocated (its leaf), cum once for every node on
 * its stack, however often the node recurs there.
 */
import { addInto, type ValueColumn, zerosLike } from "../profile/int64.ts";
import type { Profile } from "../profile/tables.ts";
import { NONE } from "../profile/tables.ts";
import type { NodeTable } from "./nodes.ts";
import { locationsWith } from "./on-stacks.ts";

interface Weights {
  /** One entry a node. */
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
}

/** Weights of one value column. `column` has one entry a sample. */
export function computeWeights(profile: Profile, nodes: NodeTable, column: ValueColumn): Weights {
  const { start, locations, length } = profile.samples;
  const slotStart = nodes.start;
  const nodeOf = nodes.nodeOf;
  const flat = zerosLike(column, nodes.infos.length) as Float64Array;
  const cum = zerosLike(column, nodes.infos.length) as Float64Array;
  const values = column as Float64Array;
  const seenIn = new Int32Array(nodes.infos.length).fill(NONE);
  for (let sample = 0; sample < length; sample++) {
    const value = values[sample] as number;
    if (!value) continue;
    const from = start[sample] as number;
    const to = start[sample + 1] as number;
    if (from === to) continue;
    for (let at = from; at < to; at++) {
      const location = locations[at] as number;
      const end = slotStart[location + 1] as number;
      for (let slot = slotStart[location] as number; slot < end; slot++) {
        const node = nodeOf[slot] as number;
        if (seenIn[node] === sample) continue;
        seenIn[node] = sample;
        cum[node] = (cum[node] as number) + value;
      }
    }
    const leaf = nodeOf[slotStart[locations[from] as number] as number] as number;
    flat[leaf] = (flat[leaf] as number) + value;
  }
  return { flat, cum };
}

/** Cum of two columns of one kind: of both in one pass, since most of the time goes into walking the stacks. */
export interface PairCum {
  readonly base: ValueColumn;
  readonly current: ValueColumn;
}

/** `isWanted` (undefined for all): marks the nodes that somebody looks at; the cum of others stays 0. */
export function computePairCum(
  profile: Profile,
  nodes: NodeTable,
  base: ValueColumn,
  current: ValueColumn,
  isWanted?: Uint8Array,
): PairCum {
  const { start, locations, length } = profile.samples;
  const slotStart = nodes.start;
  const nodeOf = nodes.nodeOf;
  const count = nodes.infos.length;
  const wanted = isWanted ?? new Uint8Array(count).fill(1);
  const isLookedAt = locationsWith(nodes, wanted);
  const cumBase = zerosLike(base, count) as Float64Array;
  const cumCurrent = zerosLike(current, count) as Float64Array;
  const seenIn = new Int32Array(count).fill(NONE);
  for (let sample = 0; sample < length; sample++) {
    const valueBase = (base as Float64Array)[sample] as number;
    const valueCurrent = (current as Float64Array)[sample] as number;
    if (!valueBase && !valueCurrent) continue;
    const to = start[sample + 1] as number;
    for (let at = start[sample] as number; at < to; at++) {
      const location = locations[at] as number;
      if (isLookedAt[location] === 0) continue;
      const end = slotStart[location + 1] as number;
      for (let slot = slotStart[location] as number; slot < end; slot++) {
        const node = nodeOf[slot] as number;
        if (seenIn[node] === sample || wanted[node] === 0) continue;
        seenIn[node] = sample;
        cumBase[node] = (cumBase[node] as number) + valueBase;
        cumCurrent[node] = (cumCurrent[node] as number) + valueCurrent;
      }
    }
  }
  return { base: cumBase, current: cumCurrent };
}

/** The node that allocated each sample, NONE for a sample without frames. */
export function leafNodes({ samples }: Profile, nodes: NodeTable): Int32Array {
  const { start, locations, length } = samples;
  const { start: slotStart, nodeOf } = nodes;
  const leafOf = new Int32Array(length).fill(NONE);
  for (let sample = 0; sample < length; sample++) {
    const at = start[sample] as number;
    if (at !== start[sample + 1]) leafOf[sample] = nodeOf[slotStart[locations[at] as number] as number] as number;
  }
  return leafOf;
}

/** Flat alone: what each node itself allocated. `leafOf`: leafNodes, where somebody has them. */
export function computeFlat(
  profile: Profile,
  nodes: NodeTable,
  column: ValueColumn,
  leafOf: Int32Array = leafNodes(profile, nodes),
): ValueColumn {
  const flat = zerosLike(column, nodes.infos.length);
  for (let sample = 0; sample < leafOf.length; sample++) {
    const leaf = leafOf[sample] as number;
    if (leaf !== NONE) addInto(flat, leaf, column, sample);
  }
  return flat;
}
