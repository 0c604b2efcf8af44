/**
 * A flame graph: the call tree with a width for each box. In a diff a box knows its value in base and in current, and how much the stacks
 * through it grew and shrank, each by itself: what grew here and shrank there does not cancel out in the width.
 */
import type { Comparison } from "../../blame/provenance/comparison.ts";
import { packageOf, symbolOf } from "../../graph/go/symbol.ts";
import { buildNodes, type NodeInfo, type NodeQuery, printableName } from "../../graph/nodes.ts";
import { groupStacks } from "../../graph/stack-groups.ts";
import { buildStackPaths, type StackPaths } from "../../graph/stack-paths.ts";
import { findPrefixes } from "../../graph/stack-prefixes.ts";
import { buildStackTree, MOST_LEVELS, type StackTree } from "../../graph/stack-tree.ts";
import type { ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues } from "../../profile/merge/diff.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import { growthReport } from "../growth/growth.ts";
import type { FlameWidth } from "./flame-widths.ts";
import { growthHeader, type PictureHeader } from "./header.ts";

interface FlameQuery {
  readonly noInlines: boolean;
  readonly width: FlameWidth;
  /** Show frames that only the base had as well, as wide as they were there. */
  readonly gone: boolean;
  /** Part of the whole width below which a box is left out. */
  readonly least: number;
  /** Most boxes above one another; what is usual if not given. */
  readonly levels?: number | undefined;
}

/** More boxes make a file that browsers are slow to open, and nobody sees them. */
const MOST_BOXES = 4000;

export interface FlameReport {
  readonly kind: "flame";
  readonly header: PictureHeader;
  readonly width: FlameWidth;
  readonly boxes: FlameBoxes;
  /** Width of everything. */
  readonly total: number;
  /** Boxes too narrow to be among them; what those called is not counted. */
  readonly hidden: number;
  /** Part of the whole width that is too narrow. */
  readonly least: number;
  /** Most boxes above one another, where stacks go on beyond; null where all of them are there. */
  readonly cutAt: number | null;
}

/** One entry a box that is wide enough to be seen; a caller comes before what it calls. Drawing needs no more than float64. */
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
  const seen = seenBoxes(diff.profile, currentValues(diff, sampleIndex), baseValues(diff, sampleIndex), query);
  const growth = growthReport(comparison, { sampleIndex, noInlines: query.noInlines, limit: 1 });
  return { kind: "flame", header: growthHeader(growth), width: query.width, ...seen };
}

export function profileFlame(
  profile: Profile,
  sampleIndex: number,
  header: PictureHeader,
  query: Pick<FlameQuery, "noInlines" | "least" | "levels">,
): FlameReport {
  const values = profile.samples.values[sampleIndex] as ValueColumn;
  const seen = seenBoxes(profile, values, undefined, { ...query, width: "current", gone: false });
  return { kind: "flame", header, width: "current", ...seen };
}

/** Of each stack, however many samples it has. */
interface StackValues {
  readonly current: Float64Array;
  readonly base: Float64Array;
  readonly grown: Float64Array;
  readonly shrunk: Float64Array;
}

function seenBoxes(
  profile: Profile,
  current: ValueColumn,
  base: ValueColumn | undefined,
  query: FlameQuery,
): Pick<FlameReport, "boxes" | "total" | "hidden" | "least" | "cutAt"> {
  const nodes = buildNodes(profile, nodeQuery(query.noInlines));
  const groups = groupStacks(profile, nodes);
  const values = stackValues(groups.groupOf, groups.count, current, base);
  const paths = buildStackPaths(profile, nodes, groups);
  const widths = widthsOf(query, values, paths);
  const total = sumOfWidths(widths, paths);
  const { current: now, base: before, grown, shrunk } = values;
  const columns = base === undefined ? [now] : [now, before, grown, shrunk];
  const tree = buildStackTree(paths, widths, columns, nodes.infos.length, query.least * total, query.levels);
  const narrowest = Math.max(query.least * total, widthOfNth(tree.width, MOST_BOXES));
  const kept = rowsAtLeast(tree, narrowest);
  return {
    boxes: boxesOf(tree, kept, nodes.infos),
    total,
    hidden: tree.cut + tree.length - kept.length,
    least: total === 0 ? 0 : narrowest / total,
    cutAt: tree.isCutOff ? (query.levels ?? MOST_LEVELS) : null,
  };
}

function stackValues(
  groupOf: Int32Array,
  count: number,
  current: ValueColumn,
  base: ValueColumn | undefined,
): StackValues {
  const now = new Float64Array(count);
  const before = new Float64Array(count);
  for (let sample = 0; sample < groupOf.length; sample++) {
    const group = groupOf[sample] as number;
    now[group] = (now[group] as number) + Number(current[sample]);
    if (base !== undefined) before[group] = (before[group] as number) + Number(base[sample]);
  }
  const delta = now.map((value, group) => value - (before[group] as number));
  return {
    current: now,
    base: before,
    grown: delta.map((value) => Math.max(value, 0)),
    shrunk: delta.map((value) => Math.max(-value, 0)),
  };
}

/** A negative value, as profiles that are diffs themselves have them, is as wide as its magnitude. */
function widthsOf(
  { width, gone }: FlameQuery,
  { current, base, grown, shrunk }: StackValues,
  paths: StackPaths,
): Float64Array {
  if (width === "change") return grown.map((value, group) => value + (shrunk[group] as number));
  const widths = current.map(Math.abs);
  if (!gone) return widths;
  const isGone = Uint8Array.from(base, (value, group) => (value !== 0 && current[group] === 0 ? 1 : 0));
  const isThere = Uint8Array.from(current, (value) => (value === 0 ? 0 : 1));
  const isOnTheWay = findPrefixes(paths, isGone, isThere);
  return widths.map((own, group) =>
    isGone[group] === 1 && isOnTheWay[group] === 0 ? Math.abs(base[group] as number) : own,
  );
}

/** Samples without a frame are in no box. */
function sumOfWidths(widths: Float64Array, { start }: StackPaths): number {
  let sum = 0;
  for (let group = 0; group < widths.length; group++) {
    if (start[group] !== start[group + 1]) sum += widths[group] as number;
  }
  return sum;
}

/** Width of the row that is the `n`th widest; 0 if there are fewer. */
function widthOfNth(widths: Float64Array, n: number): number {
  return n < widths.length ? (widths.slice().sort()[widths.length - n] as number) : 0;
}

/** A caller is as wide as what it calls, so that none is left without its caller. */
function rowsAtLeast({ width }: StackTree, narrowest: number): number[] {
  const kept: number[] = [];
  for (let row = 0; row < width.length; row++) if ((width[row] as number) >= narrowest) kept.push(row);
  return kept;
}

function boxesOf(tree: StackTree, kept: readonly number[], infos: readonly NodeInfo[]): FlameBoxes {
  const rowOf = new Int32Array(tree.length).fill(NONE);
  for (const [row, from] of kept.entries()) rowOf[from] = row;
  const pick = (column: Float64Array | undefined): Float64Array =>
    Float64Array.from(kept, (from) => column?.[from] ?? 0);
  const used = [...new Set(kept.map((from) => tree.info[from] as number))];
  const labelAt = new Map(used.map((info, label) => [info, label]));
  const [current, base, grown, shrunk] = tree.sums;
  return {
    length: kept.length,
    parent: Int32Array.from(kept, (from) => {
      const parent = tree.parent[from] as number;
      return parent === NONE ? NONE : (rowOf[parent] as number);
    }),
    labels: used.map((info) => labelOf(infos[info] as NodeInfo)),
    label: Int32Array.from(kept, (from) => labelAt.get(tree.info[from] as number) ?? NONE),
    isInlined: Uint8Array.from(kept, (from) => tree.isInline[from] as number),
    width: pick(tree.width),
    current: pick(current),
    base: pick(base),
    grown: pick(grown),
    shrunk: pick(shrunk),
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

function labelOf(info: NodeInfo): FlameLabel {
  const name = printableName(info);
  return { name, package: packageOf(info.name), symbol: symbolOf(info.name) || name };
}
