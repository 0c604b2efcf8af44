/**
 * The stacks of what is shown, by function, laid out once; and cut to what a view asks for: those below a zoomed frame, those that end in a
 * function, those that begin there.
 */
import { buildNodes, type NodeTable, printableName } from "../../graph/nodes.ts";
import { groupStacks } from "../../graph/stack-groups.ts";
import { buildStackPaths, type StackPaths } from "../../graph/stack-paths.ts";
import type { ValueColumn } from "../../profile/int64.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Width } from "../page-state.ts";

/** One entry a stack. */
interface StackValues {
  readonly current: Float64Array;
  readonly base: Float64Array;
  /** What stacks of one name grew and shrank, `shrank` as a positive number. */
  readonly grew: Float64Array;
  readonly shrank: Float64Array;
}

export interface StackSet {
  readonly paths: StackPaths;
  readonly values: StackValues;
}

export class StackSource implements StackSet {
  readonly nodes: NodeTable;
  readonly names: readonly string[];
  readonly paths: StackPaths;
  readonly values: StackValues;
  readonly isDiff: boolean;

  constructor(
    profile: Profile,
    values: { readonly current: ValueColumn; readonly base: ValueColumn | undefined },
    noInlines: boolean,
  ) {
    const keep = (text: string): string => text;
    this.nodes = buildNodes(profile, {
      ...{ granularity: "functions", noInlines, showColumns: false, keepObjectFiles: false },
      ...{ trimFile: keep, groupName: keep },
    });
    this.names = this.nodes.infos.map(printableName);
    const groups = groupStacks(profile, this.nodes);
    this.paths = buildStackPaths(profile, this.nodes, groups);
    this.isDiff = values.base !== undefined;
    const current = gather(values.current, groups.groupOf, groups.count);
    const base =
      values.base === undefined ? new Float64Array(groups.count) : gather(values.base, groups.groupOf, groups.count);
    const change = current.map((value, stack) => value - (base[stack] as number));
    const none = new Float64Array(groups.count);
    this.values = {
      current,
      base,
      grew: this.isDiff ? change.map((value) => Math.max(value, 0)) : none,
      shrank: this.isDiff ? change.map((value) => Math.max(-value, 0)) : none,
    };
  }

  infoOf(name: string): number {
    return this.names.indexOf(name);
  }
}

function gather(column: ValueColumn, groupOf: Int32Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let sample = 0; sample < groupOf.length; sample++) {
    const group = groupOf[sample] as number;
    sums[group] = (sums[group] as number) + Number(column[sample]);
  }
  return sums;
}

/** How wide each stack is drawn. Negative values, as profiles that are differences have them, are as wide as their magnitude. */
export function widthsOf({ current, base, grew, shrank }: StackValues, width: Width): Float64Array {
  if (width === "change") return grew.map((value, stack) => value + (shrank[stack] as number));
  if (width === "gone") return current.map((value, stack) => (value === 0 ? Math.abs(base[stack] as number) : 0));
  return current.map(Math.abs);
}

/** Stacks that begin with these nodes, root first, without them. */
export function below({ paths, values }: StackSet, prefix: readonly number[]): StackSet {
  if (prefix.length === 0) return { paths, values };
  const { start, nodes } = paths;
  return cut(paths, values, (stack) => {
    const from = start[stack] as number;
    const end = start[stack + 1] as number;
    if (end - from < prefix.length) return undefined;
    for (let level = 0; level < prefix.length; level++) if (nodes[from + level] !== prefix[level]) return undefined;
    return [from + prefix.length, end];
  });
}

/** Of the stacks with this node: it and what it called. Where it called itself, from the outermost. */
export function callees({ paths, values }: StackSet, node: number): StackSet {
  return cut(paths, values, (stack) => {
    const end = paths.start[stack + 1] as number;
    for (let at = paths.start[stack] as number; at < end; at++) if (paths.nodes[at] === node) return [at, end];
    return undefined;
  });
}

/** Of the stacks with this node: it and who called it, nearest first. */
export function callers({ paths, values }: StackSet, node: number): StackSet {
  const forward = cut(paths, values, (stack) => {
    const from = paths.start[stack] as number;
    for (let at = from; at < (paths.start[stack + 1] as number); at++)
      if (paths.nodes[at] === node) return [from, at + 1];
    return undefined;
  });
  const { start, nodes, isInline } = forward.paths;
  for (let stack = 0; stack < forward.paths.count; stack++) {
    const [from, end] = [start[stack] as number, start[stack + 1] as number];
    nodes.subarray(from, end).reverse();
    isInline.subarray(from, end).reverse();
  }
  return forward;
}

function cut(
  { count, nodes, isInline }: StackPaths,
  values: StackValues,
  rangeOf: (stack: number) => readonly [from: number, end: number] | undefined,
): StackSet {
  const kept: number[] = [];
  const from: number[] = [];
  const starts = [0];
  for (let stack = 0; stack < count; stack++) {
    const range = rangeOf(stack);
    if (range === undefined) continue;
    kept.push(stack);
    from.push(range[0]);
    starts.push((starts.at(-1) as number) + range[1] - range[0]);
  }
  const length = starts.at(-1) as number;
  const cutNodes = new Int32Array(length);
  const cutInline = new Uint8Array(length);
  for (let row = 0; row < kept.length; row++) {
    const first = from[row] as number;
    const end = first + (starts[row + 1] as number) - (starts[row] as number);
    cutNodes.set(nodes.subarray(first, end), starts[row]);
    cutInline.set(isInline.subarray(first, end), starts[row]);
  }
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (stack) => column[stack] as number);
  const { current, base, grew, shrank } = values;
  return {
    paths: { count: kept.length, start: Int32Array.from(starts), nodes: cutNodes, isInline: cutInline },
    values: { current: pick(current), base: pick(base), grew: pick(grew), shrank: pick(shrank) },
  };
}

export function sumOf(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum;
}
