/** Which nodes are on stacks at all, and which locations have a node that somebody looks at: what most passes over stacks can leave out. */
import type { ValueColumn } from "../profile/int64.ts";
import { isNonZero } from "../profile/merge/merger.ts";
import type { Profile } from "../profile/tables.ts";
import type { NodeTable } from "./nodes.ts";

/** 1 for each location with one of the wanted nodes (marked by 1, one entry a node). */
export function locationsWith({ start, nodeOf }: NodeTable, isWanted: Uint8Array): Uint8Array {
  const result = new Uint8Array(start.length - 1);
  for (let location = 0; location < result.length; location++) {
    const end = start[location + 1] as number;
    for (let slot = start[location] as number; slot < end; slot++)
      if (isWanted[nodeOf[slot] as number] === 1) result[location] = 1;
  }
  return result;
}

/** 1 for each node on the stack of a sample that has a value in one of the columns. */
export function nodesWithValue(profile: Profile, nodes: NodeTable, columns: readonly ValueColumn[]): Uint8Array {
  const isMet = locationsWithValue(profile, nodes.start.length - 1, columns);
  const result = new Uint8Array(nodes.infos.length);
  const { start, nodeOf } = nodes;
  for (let location = 0; location < isMet.length; location++) {
    if (isMet[location] === 0) continue;
    const end = start[location + 1] as number;
    for (let slot = start[location] as number; slot < end; slot++) result[nodeOf[slot] as number] = 1;
  }
  return result;
}

function locationsWithValue({ samples }: Profile, count: number, columns: readonly ValueColumn[]): Uint8Array {
  const { start, locations, length } = samples;
  const isMet = new Uint8Array(count);
  const hasValue = isNonZero(columns);
  for (let sample = 0; sample < length; sample++) {
    if (hasValue[sample] !== 1) continue;
    const end = start[sample + 1] as number;
    for (let at = start[sample] as number; at < end; at++) isMet[locations[at] as number] = 1;
  }
  return isMet;
}
