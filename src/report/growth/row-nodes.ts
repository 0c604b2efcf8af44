/** Which nodes the rows of a report are. */
import { type FrameIdentity, identifyFrames } from "../../blame/suspects/frame-identity.ts";
import { groupNameFor } from "../../graph/group-name.ts";
import { buildNodes, type NodeTable } from "../../graph/nodes.ts";
import { nodeQuery, type StackEvidence } from "./evidence.ts";
import type { GrowthQuestion } from "./query.ts";

/** Nodes of the rows: those of the evidence where two builds are matched by canonical names, else as pprof names them. */
export function rowNodes(
  { granularity, noInlines }: GrowthQuestion,
  { comparison, diff, nodes: byName, identities, modules, identityOfFunction }: StackEvidence,
): [NodeTable, readonly FrameIdentity[]] {
  if (granularity === "functions" && comparison.isOtherBuild) return [byName, identities];
  const { profile } = diff;
  const nodes = buildNodes(
    profile,
    nodeQuery(
      granularity,
      noInlines,
      groupNameFor(granularity, () => modules),
    ),
  );
  return [nodes, identifyFrames(profile, nodes, modules, noInlines, identityOfFunction)];
}
