/** Graphs for tests, and the text they are compared as. */
import { type Graph, type GraphSource, infoOf } from "../../src/graph/graph.ts";
import { buildNodes } from "../../src/graph/nodes.ts";
import { type GraphShape, graphShape, treeShape } from "../../src/graph/shape.ts";
import type { ValueColumn } from "../../src/profile/int64.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

/** Stacks as in profile-from-text.ts, with one value each. */
export function sourceOf(stacks: string): GraphSource {
  return sourceOfProfile(profileFromText(stacks, { sampleTypes: [{ type: "space", unit: "bytes" }] }), 0);
}

export function sourceOfProfile(profile: Profile, column: number): GraphSource {
  const nodes = buildNodes(profile, {
    granularity: "functions",
    noInlines: false,
    showColumns: false,
    keepObjectFiles: false,
    trimFile: (file) => file,
    groupName: (name) => name,
  });
  return { profile, nodes, values: profile.samples.values[column] as ValueColumn, divisors: undefined };
}

export function graphOf(stacks: string): GraphShape {
  return graphShape(sourceOf(stacks), { dropNegative: false, edges: "all" });
}

export function treeOf(stacks: string): GraphShape {
  return treeShape(sourceOf(stacks), false);
}

/** Numbers of the nodes of these names, in the order of the names. */
export function nodesNamed(shape: GraphShape, ...names: readonly string[]): Int32Array {
  return Int32Array.from(names, (name) => shape.listed.find((node) => shape.names.at(node) === name) ?? -1);
}

/** `caller -> callee 5`, with `...` for a residual edge and `inline` behind an inlined one; sorted. */
export function edgeLines(shape: GraphShape | Graph): string[] {
  const edges = typeof shape.edges === "function" ? shape.edges() : shape.edges;
  return Array.from({ length: edges.length }, (_, edge) => {
    const arrow = edges.isResidual[edge] === 1 ? "..." : "->";
    const [from, to] = [infoOf(shape, edges.from[edge] as number).name, infoOf(shape, edges.to[edge] as number).name];
    return `${from} ${arrow} ${to} ${edges.weight[edge]}${edges.isInline[edge] === 1 ? " inline" : ""}`;
  }).sort();
}
