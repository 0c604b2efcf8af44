/**
 * The frames of a diff, base and current side by side, each with the samples behind it and how far the truth may be from its change. Flat deltas
 * of all frames add up to the net growth; cumulative ones do not, because a frame's contains that of the frames it called.
 */
import type { FrameIdentity } from "../blame/frame-identity.ts";
import {
  changeInterval,
  type GrowthSums,
  type SampledGrowth,
  significantChanges,
  sumGrowth,
} from "../blame/growth-counts.ts";
import { FALSE_DISCOVERIES } from "../blame/suspects.ts";
import { type NodeTable, printableName } from "../graph/nodes.ts";
import { computeFlat, computePairWeights } from "../graph/weights.ts";
import { baseValues, currentValues, type Diff } from "../profile/diff.ts";
import { absolute, add, subtract, type Value, type ValueColumn } from "../profile/int64.ts";
import { compareText } from "../profile/string-table.ts";
import { NONE, type Profile } from "../profile/tables.ts";
import type { GrowthQuery } from "./growth-query.ts";
import type { SortKey } from "./sort-keys.ts";

/** How a frame's cumulative value changed: it is only in one of the two, or more, or less, or the same in both. */
export type ChangeKind = "new" | "gone" | "grown" | "shrunk" | "same";

export interface FrameGrowth {
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
  /** Recorded objects behind baseFlat and currentFlat; null where they cannot be counted, or a finding withholds them. */
  readonly samplesBase: number | null;
  readonly samplesCurrent: number | null;
  /** 95 % interval of deltaFlat; null as the samples are, and for frames that allocated nothing themselves. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether deltaFlat is more than noise explains, at a false discovery rate of 5 % over all frames. */
  readonly significant: boolean | null;
}

export interface GrowthRows {
  readonly shown: readonly FrameGrowth[];
  /** The frames that the limit left out. */
  readonly omitted: { readonly count: number; readonly deltaFlat: Value; readonly deltaObjects: Value | null };
}

/** `growth` undefined: statistics are withheld. */
export function growthRows(
  diff: Diff,
  query: GrowthQuery,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  growth: SampledGrowth | undefined,
  denominator: number,
): GrowthRows {
  const plain = plainRows(diff, query, nodes, identities, denominator).sort(compareRows(query.sort));
  const certainty = growth && new RowCertainty(diff.profile, nodes, growth);
  const shown = query.limit === undefined ? plain : plain.slice(0, query.limit);
  return {
    shown: shown.map(({ node, row }) => ({ ...row, ...(certainty?.of(node) ?? WITHHELD) })),
    omitted: sumUp(plain.slice(shown.length).map(({ row }) => row)),
  };
}

type Certainty = Pick<FrameGrowth, "samplesBase" | "samplesCurrent" | "low" | "high" | "significant">;
type PlainRow = Omit<FrameGrowth, keyof Certainty>;

interface NodeRow {
  readonly node: number;
  readonly row: PlainRow;
}

const WITHHELD: Certainty = { samplesBase: null, samplesCurrent: null, low: null, high: null, significant: null };

/** Tests all frames, since what is significant depends on how many there are; intervals only where somebody looks. */
class RowCertainty {
  readonly #sums: GrowthSums;
  readonly #isSignificant: readonly boolean[];

  constructor(profile: Profile, nodes: NodeTable, growth: SampledGrowth) {
    this.#sums = sumGrowth(growth, leafNodes(profile, nodes), nodes.infos.length);
    this.#isSignificant = significantChanges(this.#sums, FALSE_DISCOVERIES);
  }

  of(node: number): Certainty {
    const before = this.#sums.base[node] as number;
    const after = this.#sums.current[node] as number;
    const counts = { samplesBase: whole(before), samplesCurrent: whole(after) };
    if (before === 0 && after === 0) return { ...counts, low: null, high: null, significant: null };
    const { low, high } = changeInterval(this.#sums, node);
    return {
      ...counts,
      low: Math.round(low),
      high: Math.round(high),
      significant: this.#isSignificant[node] as boolean,
    };
  }
}

/** Counts of values that were added up or averaged after capture are not whole: they are no counts then. */
function whole(count: number): number | null {
  return Number.isInteger(count) ? count : null;
}

/** The node that allocated each sample. */
function leafNodes({ samples }: Profile, nodes: NodeTable): Int32Array {
  const leafOf = new Int32Array(samples.length).fill(NONE);
  for (let sample = 0; sample < leafOf.length; sample++) {
    const at = samples.start[sample] as number;
    if (at === samples.start[sample + 1]) continue;
    leafOf[sample] = nodes.nodeOf[nodes.start[samples.locations[at] as number] as number] as number;
  }
  return leafOf;
}

function plainRows(
  diff: Diff,
  query: GrowthQuery,
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
