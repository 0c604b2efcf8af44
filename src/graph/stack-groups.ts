/**
 * Samples gathered by call stack: two samples are of one stack if their frames are the same nodes in the same order, whatever the size of
 * their objects, their addresses or the build they came from.
 */
import { RowIndex } from "../profile/row-index.ts";
import type { Profile, SampleTable } from "../profile/tables.ts";
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
    let group = groups.first(hashSample(profile.samples, hashes, sample));
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

/**
 * Two entries a location, side by side since they are read together: the polynomial hash of its nodes, and MULTIPLIER to the power of their number,
 * so that chaining locations gives the hash of the flattened list of nodes.
 */
function hashLocations({ start, nodeOf }: NodeTable): Int32Array {
  const hashes = new Int32Array(2 * (start.length - 1));
  for (let location = 0; location < start.length - 1; location++) {
    let [hash, power] = [0, 1];
    for (let slot = start[location] as number; slot < (start[location + 1] as number); slot++) {
      hash = (Math.imul(hash, MULTIPLIER) + Math.imul((nodeOf[slot] as number) + 1, 0x85ebca6b)) | 0;
      power = Math.imul(power, MULTIPLIER);
    }
    hashes[2 * location] = hash;
    hashes[2 * location + 1] = power;
  }
  return hashes;
}

function hashSample({ start, locations }: SampleTable, hashes: Int32Array, sample: number): number {
  const end = start[sample + 1] as number;
  let hash = 0;
  for (let at = start[sample] as number; at < end; at++) {
    const location = 2 * (locations[at] as number);
    hash = (Math.imul(hash, hashes[location + 1] as number) + (hashes[location] as number)) | 0;
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
