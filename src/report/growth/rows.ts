/**
 * The frames of a diff, base and current side by side, each with the samples behind it and how far the truth may be from its change. Flat deltas
 * of all frames add up to the net growth; cumulative ones do not, because a frame's contains that of the frames it called.
 */

import type { SampledGrowth } from "../../blame/counts/growth-counts.ts";
import type { FrameIdentity } from "../../blame/suspects/frame-identity.ts";
import { type NodeTable, printableName } from "../../graph/nodes.ts";
import { absolute, add, subtract, type Value } from "../../profile/int64.ts";
import type { Diff } from "../../profile/merge/diff.ts";
import { compareText } from "../../profile/string-table.ts";
import { firstRows } from "../question.ts";
import type { GrowthQuestion, SortKey } from "./query.ts";
import { type RowCertainty, RowStatistics, WITHHELD } from "./row-certainty.ts";
import { computeRowWeights, type RowWeights } from "./row-weights.ts";

/** How a frame's cumulative value changed: it is only in one of the two, or more, or less, or the same in both. */
export type ChangeKind = "new" | "gone" | "grown" | "shrunk" | "same";

/** A frame of both sides; values in the unit of the sample type. */
export interface FrameGrowth extends RowCertainty {
  /** As pprof prints it. */
  readonly name: string;
  readonly file: string;
  /** Import path, "" if the name is not a Go one. */
  readonly package: string;
  readonly module: string;
  readonly change: ChangeKind;
  readonly baseFlat: Value;
  readonly currentFlat: Value;
  readonly deltaFlat: Value;
  readonly baseCum: Value;
  readonly currentCum: Value;
  readonly deltaCum: Value;
  /** Objects the frame itself allocated, where the profile counts them. */
  readonly deltaObjects: Value | null;
  /** deltaFlat over the report's denominator. */
  readonly share: number;
  /** deltaCum over the report's denominator. */
  readonly shareCum: number;
}

/** Frames in the order that was asked for. */
export interface GrowthRows {
  readonly shown: readonly FrameGrowth[];
  /** The frames that the limit left out. */
  readonly omitted: { readonly count: number; readonly deltaFlat: Value; readonly deltaObjects: Value | null };
}

/** `growth` undefined: statistics are withheld. */
export function growthRows(
  diff: Diff,
  query: GrowthQuestion,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  growth: SampledGrowth | undefined,
  objects: SampledGrowth | undefined,
  denominator: number,
): GrowthRows {
  const weights = computeRowWeights(diff, query, nodes);
  const plain = plainRows(nodes, identities, weights, denominator).sort(compareRows(query.sort));
  const shown = firstRows(plain, query.limit);
  const nodesShown = shown.map(({ node }) => node);
  const certainty = growth && new RowStatistics(diff.profile, nodes, growth, objects, nodesShown);
  return {
    shown: shown.map(({ node, row }) => rowOf(row, certainty?.of(node) ?? WITHHELD)),
    omitted: sumUp(weights, nodesShown),
  };
}

type PlainRow = Omit<FrameGrowth, keyof RowCertainty>;

/** Field by field: what is spread from two is a table of hashes to V8, ten times as large, and there may be a million rows. */
function rowOf(row: PlainRow, sure: RowCertainty): FrameGrowth {
  return {
    name: row.name,
    file: row.file,
    package: row.package,
    module: row.module,
    change: row.change,
    baseFlat: row.baseFlat,
    currentFlat: row.currentFlat,
    deltaFlat: row.deltaFlat,
    baseCum: row.baseCum,
    currentCum: row.currentCum,
    deltaCum: row.deltaCum,
    deltaObjects: row.deltaObjects,
    share: row.share,
    shareCum: row.shareCum,
    samplesBase: sure.samplesBase,
    samplesCurrent: sure.samplesCurrent,
    low: sure.low,
    high: sure.high,
    significant: sure.significant,
    lowCum: sure.lowCum,
    highCum: sure.highCum,
    significantCum: sure.significantCum,
    lowObjects: sure.lowObjects,
    highObjects: sure.highObjects,
    significantObjects: sure.significantObjects,
  };
}

interface NodeRow {
  readonly node: number;
  readonly row: PlainRow;
}

function plainRows(
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  { isLeading, baseFlat, currentFlat, deltaFlat, cum, deltaObjects }: RowWeights,
  denominator: number,
): NodeRow[] {
  const share = (delta: Value): number => (denominator === 0 ? 0 : Number(delta) / denominator);
  const rows: NodeRow[] = [];
  for (const [node, info] of nodes.infos.entries()) {
    if (isLeading[node] === 0) continue;
    const baseCum = cum.base[node] as Value;
    const currentCum = cum.current[node] as Value;
    const { file, package: goPackage, module } = identities[node] as FrameIdentity;
    const deltaCum = subtract(currentCum, baseCum);
    const row = {
      name: printableName(info),
      file,
      package: goPackage,
      module,
      change: changeOf(baseCum, currentCum),
      baseFlat: baseFlat[node] as Value,
      currentFlat: currentFlat[node] as Value,
      deltaFlat: deltaFlat[node] as Value,
      baseCum,
      currentCum,
      deltaCum,
      deltaObjects: deltaObjects === undefined ? null : (deltaObjects[node] as Value),
      share: share(deltaFlat[node] as Value),
      shareCum: share(deltaCum),
    };
    rows.push({ node, row });
  }
  return rows;
}

function changeOf(base: Value, current: Value): ChangeKind {
  if (!base) return "new";
  if (!current) return "gone";
  return current > base ? "grown" : current < base ? "shrunk" : "same";
}

/** Largest change first, whichever way it goes; ties by name. */
function compareRows(sort: SortKey): (a: NodeRow, b: NodeRow) => number {
  const keys: Record<SortKey, (row: PlainRow) => Value> = {
    flat: (row) => row.deltaFlat,
    cum: (row) => row.deltaCum,
    objects: (row) => row.deltaObjects ?? 0,
  };
  const order = [keys[sort], keys.flat, keys.cum];
  return ({ row: a }, { row: b }) => {
    for (const key of order) {
      const left = absolute(key(a));
      const right = absolute(key(b));
      if (left !== right) return left > right ? -1 : 1;
    }
    return compareText(a.name, b.name);
  };
}

/** Of the rows that are not shown. */
function sumUp({ isRow, deltaFlat, deltaObjects }: RowWeights, shown: readonly number[]): GrowthRows["omitted"] {
  const isOmitted = isRow.slice();
  for (const node of shown) isOmitted[node] = 0;
  let [count, flat, objects] = [0, 0 as Value, 0 as Value];
  for (let node = 0; node < isOmitted.length; node++) {
    if (isOmitted[node] === 0) continue;
    count++;
    flat = add(flat, deltaFlat[node] as Value);
    if (deltaObjects !== undefined) objects = add(objects, deltaObjects[node] as Value);
  }
  return { count, deltaFlat: flat, deltaObjects: deltaObjects === undefined && count > 0 ? null : objects };
}
