/**
 * The numbers behind the rows of a diff, as columns of nodes. Where only the first rows are shown, what takes one pass over the samples tells which
 * these can be; what is cumulative is computed for those alone.
 */
import type { NodeTable } from "../../graph/nodes.ts";
import { nodesWithValue } from "../../graph/on-stacks.ts";
import { computeFlat, computePairCum, leafNodes, type PairCum } from "../../graph/weights.ts";
import { subtract, type Value, type ValueColumn } from "../../profile/int64.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { isNoMemory } from "../../profile/profile-kind.ts";
import type { GrowthQuestion } from "./query.ts";

/** One entry a node. */
export interface RowWeights {
  /** 1 for nodes with a value. */
  readonly isRow: Uint8Array;
  /** 1 for those among which the rows shown are: what is cumulative is known of them alone. */
  readonly isLeading: Uint8Array;
  readonly baseFlat: ValueColumn;
  readonly currentFlat: ValueColumn;
  readonly deltaFlat: ValueColumn;
  readonly cum: PairCum;
  readonly deltaObjects: ValueColumn | undefined;
}

export function computeRowWeights(
  diff: Diff,
  { sampleIndex, sort, limit }: GrowthQuestion,
  nodes: NodeTable,
): RowWeights {
  const { profile } = diff;
  const base = baseValues(diff, sampleIndex);
  const current = currentValues(diff, sampleIndex);
  const leafOf = leafNodes(profile, nodes);
  const baseFlat = computeFlat(profile, nodes, base, leafOf);
  const currentFlat = computeFlat(profile, nodes, current, leafOf);
  const deltaFlat = subtractAll(currentFlat, baseFlat);
  const deltaObjects = objectDeltas(diff, sampleIndex, nodes, leafOf);
  const flats = { baseFlat, currentFlat, deltaFlat, deltaObjects };
  const key = sort === "flat" ? deltaFlat : sort === "objects" ? deltaObjects : undefined;
  // Where values are below zero, what is cumulative may come to nothing.
  if (key !== undefined && limit > 0 && isNowhereNegative(base) && isNowhereNegative(current)) {
    const isRow = nodesWithValue(profile, nodes, [base, current]);
    const isLeading = leadingNodes(key, isRow, limit);
    if (isLeading !== undefined) {
      return { ...flats, isRow, isLeading, cum: computePairCum(profile, nodes, base, current, isLeading) };
    }
  }
  const cum = computePairCum(profile, nodes, base, current);
  const isRow = Uint8Array.from(nodes.infos, (_, node) =>
    cum.base[node] || cum.current[node] || baseFlat[node] || currentFlat[node] ? 1 : 0,
  );
  return { ...flats, isRow, isLeading: isRow, cum };
}

/**
 * Marks of the nodes whose key, whichever way it goes, is among the `limit` largest, ties included; undefined where that leaves nothing out. `keys`
 * has an entry a node, of those that are no row too.
 */
function leadingNodes(keys: ValueColumn, isRow: Uint8Array, limit: number): Uint8Array | undefined {
  if (keys instanceof BigInt64Array) return undefined;
  const sizes = keys.map((key, node) => (isRow[node] === 1 ? Math.abs(key) : 0));
  const least = sizes.slice().sort().at(-limit) ?? 0;
  return least === 0 ? undefined : Uint8Array.from(sizes, (size) => (size >= least ? 1 : 0));
}

function isNowhereNegative(column: ValueColumn): boolean {
  for (let row = 0; row < column.length; row++) if ((column[row] as Value) < 0) return false;
  return true;
}

/** Flat delta of the object count that goes with a space column: inuse_objects for inuse_space. */
function objectDeltas(diff: Diff, sampleIndex: number, nodes: NodeTable, leafOf: Int32Array): ValueColumn | undefined {
  const types = diff.profile.header.sampleTypes;
  const type = types[sampleIndex];
  if (type === undefined || isNoMemory(type)) return undefined;
  const wanted = type.type.replace(/space$/, "objects");
  const index = types.findIndex(({ type }) => type === wanted);
  if (index < 0) return undefined;
  const flat = (column: ValueColumn): ValueColumn => computeFlat(diff.profile, nodes, column, leafOf);
  return subtractAll(flat(currentValues(diff, index)), flat(baseValues(diff, index)));
}

function subtractAll(current: ValueColumn, base: ValueColumn): ValueColumn {
  const deltas = current.slice();
  for (let node = 0; node < deltas.length; node++) deltas[node] = subtract(current[node] as Value, base[node] as Value);
  return deltas;
}
