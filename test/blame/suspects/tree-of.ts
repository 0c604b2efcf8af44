/** A tree of changes from stacks as profileFromText has them, base and current, with what is known of its frames. */
import { type FrameIdentity, identifyFrames } from "../../../src/blame/suspects/frame-identity.ts";
import { GrowthTree } from "../../../src/blame/suspects/growth-tree.ts";
import { modulesOf } from "../../../src/graph/go/profile-modules.ts";
import { buildNodes, type NodeTable } from "../../../src/graph/nodes.ts";
import { baseValues, currentValues, diffProfiles } from "../../../src/profile/merge/diff.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

export interface TreeOfStacks {
  readonly profile: Profile;
  readonly nodes: NodeTable;
  readonly tree: GrowthTree;
  readonly identities: readonly FrameIdentity[];
  /** Name of a node. */
  readonly nameOf: (node: number) => string;
}

export function treeOfStacks(current: string, base = "- 0 0"): TreeOfStacks {
  const diff = diffProfiles(profileFromText(base), profileFromText(current));
  const { profile } = diff;
  const nodes = nodesOf(profile, false);
  const tree = new GrowthTree(profile, nodes, baseValues(diff, 1), currentValues(diff, 1));
  const identities = identifyFrames(profile, nodes, modulesOf(profile), false);
  return { profile, nodes, tree, identities, nameOf: (node) => identities[node]?.name ?? "" };
}

export function nodesOf(profile: Profile, noInlines: boolean): NodeTable {
  const keep = (text: string): string => text;
  const kept = { showColumns: false, keepObjectFiles: false, trimFile: keep, groupName: keep };
  return buildNodes(profile, { granularity: "functions", noInlines, ...kept });
}
