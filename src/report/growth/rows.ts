/**
 * The frames of a diff, base and current side by side, each with the samples behind it and how far the truth may be from its change. Flat deltas
 * of all frames add up to the net growth; cumulative ones do not, because a frame's contains that of the frames it called.
 */

import type { SampledGrowth } from "../../blame/counts/growth-counts.ts";
import type { FrameIdentity } from "../../blame/suspects/frame-identity.ts";
import { type NodeTable, printableName } from "../../graph/nodes.ts";
import { computeFlat, computePairWeights } from "../../graph/weights.ts";
import { absolute, add, subtract, type Value, type ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { compareText } from "../../profile/string-table.ts";
import { firstRows } from "../question.ts";
import type { GrowthQuestion, SortKey } from "./query.ts";
import { type RowCertainty, RowStatistics, WITHHELD } from "./row-certainty.ts";

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
  const plain = plainRows(diff, query, nodes, identities, denominator).sort(compareRows(query.sort));
  const shown = firstRows(plain, query.limit);
  const nodesShown = shown.map(({ node }) => node);
  const certainty = growth && new RowStatistics(diff.profile, nodes, growth, objects, nodesShown);
  return {
    shown: shown.map(({ node, row }) => rowOf(row, certainty?.of(node) ?? WITHHELD)),
    omitted: sumUp(plain.slice(shown.length).map(({ row }) => row)),
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
  diff: Diff,
  query: GrowthQuestion,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  denominator: number,
): NodeRow[] {
  const { profile } = diff;
  const { sampleIndex } = query;
  const { base, current } = computePairWeights(
    profile,
    nodes,
    baseValues(diff, sampleIndex),
    currentValues(diff, sampleIndex),
  );
  const objects = objectDeltas(diff, query.sampleIndex, nodes);
  const share = (delta: Value): number => (denominator === 0 ? 0 : Number(delta) / denominator);
  const rows: NodeRow[] = [];
  for (const [node, info] of nodes.infos.entries()) {
    const baseCum = base.cum[node] as Value;
    const currentCum = current.cum[node] as Value;
    const baseFlat = base.flat[node] as Value;
    const currentFlat = current.flat[node] as Value;
    if (!baseCum && !currentCum && !baseFlat && !currentFlat) continue;
    const { file, package: goPackage, module } = identities[node] as FrameIdentity;
    const deltaFlat = subtract(currentFlat, baseFlat);
    const deltaCum = subtract(currentCum, baseCum);
    const row = {
      name: printableName(info),
      file,
      package: goPackage,
      module,
      change: changeOf(baseCum, currentCum),
      baseFlat,
      currentFlat,
      deltaFlat,
      baseCum,
      currentCum,
      deltaCum,
      deltaObjects: objects === undefined ? null : (objects[node] as Value),
      share: share(deltaFlat),
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

/** Flat delta of the object count that goes with a space column: inuse_objects for inuse_space. */
function objectDeltas(diff: Diff, sampleIndex: number, nodes: NodeTable): ValueColumn | undefined {
  const types = diff.profile.header.sampleTypes;
  const wanted = types[sampleIndex]?.type.replace(/space$/, "objects");
  const index = types.findIndex(({ type }) => type === wanted);
  if (index < 0) return undefined;
  const deltas = computeFlat(diff.profile, nodes, currentValues(diff, index));
  const base = computeFlat(diff.profile, nodes, baseValues(diff, index));
  for (let node = 0; node < deltas.length; node++) deltas[node] = subtract(deltas[node] as Value, base[node] as Value);
  return deltas;
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

function sumUp(rows: readonly PlainRow[]): GrowthRows["omitted"] {
  let deltaFlat: Value = 0;
  let deltaObjects: Value | null = rows.some((row) => row.deltaObjects === null) ? null : 0;
  for (const row of rows) {
    deltaFlat = add(deltaFlat, row.deltaFlat);
    if (deltaObjects !== null) deltaObjects = add(deltaObjects, row.deltaObjects ?? 0);
  }
  return { count: rows.length, deltaFlat, deltaObjects };
}
