/**
 * Whose growth it is: every sample goes to one package, that of the innermost frame which is not the standard library's, so that packages and
 * modules partition the total. A stack of standard library frames alone is the standard library's.
 */
import type { NodeTable } from "../../graph/nodes.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { FrameIdentity } from "./frame-identity.ts";

export interface Partition<Key> {
  readonly keys: readonly Key[];
  /** Index into `keys` for each sample. */
  readonly groupOf: Int32Array;
}

/** The node each sample is charged to; NONE for a sample without frames. */
export function chargedNodes(profile: Profile, nodes: NodeTable, identities: readonly FrameIdentity[]): Int32Array {
  const { start, locations, length } = profile.samples;
  const isPassedOn = Uint8Array.from(identities, ({ owner }) => (owner === "stdlib" || owner === "runtime" ? 1 : 0));
  const charged = new Int32Array(length).fill(NONE);
  for (let sample = 0; sample < length; sample++) {
    const end = start[sample + 1] as number;
    let at = start[sample] as number;
    if (at === end) continue;
    charged[sample] = nodes.nodeOf[nodes.start[locations[at] as number] as number] as number;
    search: for (; at < end; at++) {
      const location = locations[at] as number;
      for (let slot = nodes.start[location] as number; slot < (nodes.start[location + 1] as number); slot++) {
        const node = nodes.nodeOf[slot] as number;
        if (isPassedOn[node] === 1) continue;
        charged[sample] = node;
        break search;
      }
    }
  }
  return charged;
}

/** Samples gathered by a text of the frame they are charged to: its package, its module. `""` gathers those without a frame. */
export function partitionBy(
  charged: Int32Array,
  identities: readonly FrameIdentity[],
  keyOf: (identity: FrameIdentity) => string,
): Partition<FrameIdentity | undefined> {
  const groups = new Map<string, number>();
  const keys: (FrameIdentity | undefined)[] = [];
  const intern = (identity: FrameIdentity | undefined): number => {
    const key = identity === undefined ? "" : keyOf(identity);
    const known = groups.get(key);
    if (known !== undefined) return known;
    groups.set(key, keys.length);
    return keys.push(identity) - 1;
  };
  const groupOfNode = new Int32Array(identities.length).fill(NONE);
  const groupOf = charged.map((node) => {
    if (node === NONE) return intern(undefined);
    const known = groupOfNode[node] as number;
    if (known !== NONE) return known;
    const group = intern(identities[node]);
    groupOfNode[node] = group;
    return group;
  });
  return { keys, groupOf };
}
