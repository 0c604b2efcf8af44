/**
 * Samples gathered by call stack: two samples are of one stack if their frames are the same nodes in the same order, whatever the size of
 * their objects, their addresses or the build they came from.
 */
import { RowIndex } from "../profile/row-index.ts";
import type { Profile } from "../profile/tables.ts";
import { NONE } from "../profile/tables.ts";
import type { NodeTable } from "./nodes.ts";

export interface StackGroups {
  readonly count: number;
  /** Group of each sample. */
  readonly groupOf: Int32Array;
}

export function groupStacks(profile: Profile, nodes: NodeTable): StackGroups {
  const { length } = profile.samples;
  const groupOf = new Int32Array(length);
  const groups = new RowIndex(length);
  const hashes = hashLocations(nodes);
  /** First sample of each group. */
  const first = new Int32Array(length);
  for (let sample = 0; sample < length; sample++) {
    let group = groups.first(hashSample(profile, hashes, sample));
    while (group !== NONE && !isSameStack(profile, nodes, first[group] as number, sample)) group = groups.next();
    if (group === NONE) {
      group = groups.add();
      first[group] = sample;
    }
    groupOf[sample] = group;
  }
  return { count: groups.length, groupOf };
}

const MULTIPLIER = 0x9e3779b1;

interface LocationHashes {
  /** Polynomial hash of the nodes of each location. */
  readonly hash: Int32Array;
  /** MULTIPLIER to the power of the number of nodes: chaining locations gives the hash of the flattened list of nodes. */
  readonly power: Int32Array;
}

function hashLocations(nodes: NodeTable): LocationHashes {
  const length = nodes.start.length - 1;
  const hash = new Int32Array(length);
  const power = new Int32Array(length).fill(1);
  for (let location = 0; location < length; location++) {
    for (let slot = nodes.start[location] as number; slot < (nodes.start[location + 1] as number); slot++) {
      hash[location] =
        Math.imul(hash[location] as number, MULTIPLIER) + Math.imul((nodes.nodeOf[slot] as number) + 1, 0x85ebca6b);
      power[location] = Math.imul(power[location] as number, MULTIPLIER);
    }
  }
  return { hash, power };
}

function hashSample(profile: Profile, hashes: LocationHashes, sample: number): number {
  const { start, locations } = profile.samples;
  const end = start[sample + 1] as number;
  let hash = 0;
  for (let at = start[sample] as number; at < end; at++) {
    const location = locations[at] as number;
    hash = (Math.imul(hash, hashes.power[location] as number) + (hashes.hash[location] as number)) | 0;
  }
  return hash ^ (hash >>> 15);
}

function isSameStack(profile: Profile, nodes: NodeTable, a: number, b: number): boolean {
  const { start, locations } = profile.samples;
  let atA = start[a] as number;
  let atB = start[b] as number;
  const endA = start[a + 1] as number;
  const endB = start[b + 1] as number;
  let slotA = 0;
  let slotB = 0;
  for (;;) {
    while (atA < endA && slotA === slotCount(nodes, locations[atA] as number)) {
      atA++;
      slotA = 0;
    }
    while (atB < endB && slotB === slotCount(nodes, locations[atB] as number)) {
      atB++;
      slotB = 0;
    }
    if (atA === endA || atB === endB) return atA === endA && atB === endB;
    if (nodeAt(nodes, locations[atA] as number, slotA++) !== nodeAt(nodes, locations[atB] as number, slotB++))
      return false;
  }
}

function slotCount(nodes: NodeTable, location: number): number {
  return (nodes.start[location + 1] as number) - (nodes.start[location] as number);
}

function nodeAt(nodes: NodeTable, location: number, slot: number): number {
  return nodes.nodeOf[(nodes.start[location] as number) + slot] as number;
}
