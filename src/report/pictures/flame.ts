/**
 * A flame graph: the call tree with a width for each box. In a diff a box knows its value in base and in current, and how much the stacks
 * through it grew and shrank, each by itself: what grew here and shrank there does not cancel out in the width.
 */
import type { Comparison } from "../../blame/provenance/comparison.ts";
import { buildCallTree } from "../../graph/call-tree.ts";
import { packageOf, symbolOf } from "../../graph/go/symbol.ts";
import { buildNodes, type NodeInfo, type NodeQuery, printableName } from "../../graph/nodes.ts";
import type { ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues } from "../../profile/merge/diff.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import { growthReport } from "../growth/growth.ts";
import type { FlameWidth } from "./flame-widths.ts";
import { growthHeader, type PictureHeader } from "./header.ts";

export interface FlameQuery {
  readonly noInlines: boolean;
  readonly width: FlameWidth;
  /** Show frames that only the base had as well, as wide as they were there. */
  readonly gone: boolean;
}

export interface FlameReport {
  readonly kind: "flame";
  readonly header: PictureHeader;
  readonly width: FlameWidth;
  readonly boxes: FlameBoxes;
}

/** One entry a box; a caller comes before what it calls. Drawing needs no more than float64. */
export interface FlameBoxes {
  readonly length: number;
  /** Row of the caller, NONE for the outermost frames. */
  readonly parent: Int32Array;
  readonly labels: readonly FlameLabel[];
  /** Index into labels. */
  readonly label: Int32Array;
  /** 1 if inlined into its caller on every stack. */
  readonly isInlined: Uint8Array;
  readonly width: Float64Array;
  readonly current: Float64Array;
  /** Base, and the change split by its sign, `shrunk` as a positive number; all 0 for a picture of one profile. */
  readonly base: Float64Array;
  readonly grown: Float64Array;
  readonly shrunk: Float64Array;
}

export interface FlameLabel {
  readonly name: string;
  readonly package: string;
  readonly symbol: string;
}

export function diffFlame(comparison: Comparison, sampleIndex: number, query: FlameQuery): FlameReport {
  const { diff } = comparison;
  const boxes = buildBoxes(diff.profile, currentValues(diff, sampleIndex), baseValues(diff, sampleIndex), query);
  const growth = growthReport(comparison, { sampleIndex, noInlines: query.noInlines, limit: 1 });
  return { kind: "flame", header: growthHeader(growth), width: query.width, boxes };
}

export function profileFlame(
  profile: Profile,
  sampleIndex: number,
  header: PictureHeader,
  noInlines: boolean,
): FlameReport {
  const values = profile.samples.values[sampleIndex] as ValueColumn;
  const boxes = buildBoxes(profile, values, undefined, { noInlines, width: "current", gone: false });
  return { kind: "flame", header, width: "current", boxes };
}

function buildBoxes(
  profile: Profile,
  current: ValueColumn,
  base: ValueColumn | undefined,
  query: FlameQuery,
): FlameBoxes {
  const nodes = buildNodes(profile, nodeQuery(query.noInlines));
  // The tree sums up two columns; for a mean the second is a divisor, here it is the base.
  const tree = buildCallTree({ profile, nodes, values: current, divisors: base });
  const { flat, flatDivisor } = tree.weights;
  const zeros = new Float64Array(tree.length);
  const flatCurrent = Float64Array.from(flat, Number);
  const flatBase = flatDivisor === undefined ? zeros : Float64Array.from(flatDivisor, Number);
  const delta = flatCurrent.map((value, row) => value - (flatBase[row] as number));
  const isDiff = base !== undefined;
  const grown = sumUp(isDiff ? delta.map((value) => Math.max(value, 0)) : zeros, tree.parent);
  const shrunk = sumUp(isDiff ? delta.map((value) => Math.max(-value, 0)) : zeros, tree.parent);
  const allCurrent = sumUp(flatCurrent, tree.parent);
  const widths = { grown, shrunk, flatCurrent, flatBase, allCurrent, parent: tree.parent };
  return {
    length: tree.length,
    parent: tree.parent,
    labels: nodes.infos.map(labelOf),
    label: tree.info,
    isInlined: tree.isInline,
    width: widthsOf(query, widths),
    current: allCurrent,
    base: sumUp(flatBase, tree.parent),
    grown,
    shrunk,
  };
}

function nodeQuery(noInlines: boolean): NodeQuery {
  const keep = (text: string): string => text;
  return {
    granularity: "functions",
    noInlines,
    showColumns: false,
    keepObjectFiles: false,
    trimFile: keep,
    groupName: keep,
  };
}

interface WidthParts extends Pick<FlameBoxes, "grown" | "shrunk" | "parent"> {
  readonly flatCurrent: Float64Array;
  readonly flatBase: Float64Array;
  readonly allCurrent: Float64Array;
}

/** A negative value, as profiles that are diffs themselves have them, is as wide as its magnitude. */
function widthsOf(
  query: FlameQuery,
  { grown, shrunk, flatCurrent, flatBase, allCurrent, parent }: WidthParts,
): Float64Array {
  if (query.width === "change") return grown.map((value, row) => value + (shrunk[row] as number));
  const own = flatCurrent.map((value, row) =>
    query.gone && allCurrent[row] === 0 ? Math.abs(flatBase[row] as number) : Math.abs(value),
  );
  return sumUp(own, parent);
}

function sumUp(flat: Float64Array, parent: Int32Array): Float64Array {
  const sums = flat.slice();
  for (let row = parent.length - 1; row >= 0; row--) {
    const caller = parent[row] as number;
    if (caller !== NONE) sums[caller] = (sums[caller] as number) + (sums[row] as number);
  }
  return sums;
}

function labelOf(info: NodeInfo): FlameLabel {
  const name = printableName(info);
  return { name, package: packageOf(info.name), symbol: symbolOf(info.name) || name };
}
