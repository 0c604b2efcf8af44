/** Every distinct call stack with its value, inlined frames included; in a diff with its value in base and in current. */
import { buildCallTree } from "../../graph/call-tree.ts";
import { buildNodes, printableName } from "../../graph/nodes.ts";
import type { Value, ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { compareText } from "../../profile/string-table.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

export interface FoldedReport {
  readonly kind: "folded";
  readonly isDiff: boolean;
  /** In the order of their text. */
  readonly stacks: readonly FoldedStack[];
}

export interface FoldedStack {
  /** Root first. */
  readonly frames: readonly string[];
  /** 0 if there is no base. */
  readonly base: Value;
  readonly current: Value;
}

export function foldedReport(profile: Profile, sampleIndex: number, noInlines: boolean): FoldedReport {
  const values = profile.samples.values[sampleIndex] as ValueColumn;
  return { kind: "folded", isDiff: false, stacks: foldStacks(profile, values, undefined, noInlines) };
}

export function foldedDiffReport(diff: Diff, sampleIndex: number, noInlines: boolean): FoldedReport {
  const [current, base] = [currentValues(diff, sampleIndex), baseValues(diff, sampleIndex)];
  return { kind: "folded", isDiff: true, stacks: foldStacks(diff.profile, current, base, noInlines) };
}

function foldStacks(
  profile: Profile,
  current: ValueColumn,
  base: ValueColumn | undefined,
  noInlines: boolean,
): FoldedStack[] {
  const keep = (text: string): string => text;
  const kept = { noInlines, showColumns: false, keepObjectFiles: false, trimFile: keep, groupName: keep };
  const nodes = buildNodes(profile, { granularity: "functions", ...kept });
  // The tree sums up two columns; for a mean the second is a divisor, here it is the base.
  const tree = buildCallTree({ profile, nodes, values: current, divisors: base });
  const names = nodes.infos.map(printableName);
  const stacks: FoldedStack[] = [];
  for (let row = 0; row < tree.length; row++) {
    const value = tree.weights.flat[row] as Value;
    const before = tree.weights.flatDivisor?.[row] ?? 0;
    if (!value && !before) continue;
    const frames: string[] = [];
    for (let at = row; at !== NONE; at = tree.parent[at] as number)
      frames.push(names[tree.info[at] as number] as string);
    stacks.push({ frames: frames.reverse(), base: before, current: value });
  }
  return stacks.sort((a, b) => compareStacks(a.frames, b.frames));
}

function compareStacks(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareText(a[i] as string, b[i] as string);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
