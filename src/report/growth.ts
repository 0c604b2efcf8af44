/**
 * Who grew: base and current side by side, frame by frame, with the shares' denominator said out loud.
 *
 * Net growth is current minus base. Gross growth is the sum over call stacks that grew, gross shrink over those that shrank: a stack here is its
 * function names, so that another build, another address layout or another object size does not make one stack two. Flat deltas of all frames
 * add up to the net growth; cumulative ones do not, because a frame's contains that of the frames it called.
 */

import { baseName } from "../graph/file-path.ts";
import type { ModuleTable } from "../graph/go-module.ts";
import { canonicalFunction, packageOf } from "../graph/go-symbol.ts";
import type { Granularity } from "../graph/granularity.ts";
import { groupNameFor } from "../graph/group-name.ts";
import { findHeaviestPath } from "../graph/heaviest-path.ts";
import { buildNodes, type NodeInfo, type NodeTable, printableName } from "../graph/nodes.ts";
import { modulesOf } from "../graph/profile-modules.ts";
import { groupStacks } from "../graph/stack-groups.ts";
import { computeFlat, computeWeights, type Weights } from "../graph/weights.ts";
import { baseValues, currentValues, type Diff, type DiffSide } from "../profile/diff.ts";
import { absolute, add, addInto, subtract, type Value, type ValueColumn, zerosLike } from "../profile/int64.ts";
import { compareText } from "../profile/string-table.ts";
import { NONE, type Profile, type ValueType } from "../profile/tables.ts";
import type { SortKey } from "./sort-keys.ts";

export const SCHEMA_VERSION = 1;

export interface GrowthQuery {
  readonly sampleIndex: number;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly sort: SortKey;
  /** Most rows of `functions`; the others are summed up in `omitted`. */
  readonly limit: number | undefined;
  readonly activeFilters: readonly string[];
  /** What the user called the two sides. */
  readonly baseSource: string;
  readonly currentSource: string;
}

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
}

export interface PathFrame {
  readonly name: string;
  readonly base: Value;
  readonly current: Value;
  readonly delta: Value;
  /** delta over the report's denominator. */
  readonly share: number;
}

export interface Side {
  readonly source: string;
  /** Base name of the main binary, "" if the profile does not say. */
  readonly program: string;
  readonly buildId: string;
  /** Nanoseconds since the Unix epoch, null if the profile does not say. */
  readonly timeNanos: bigint | null;
}

export interface Totals {
  readonly base: Value;
  readonly current: Value;
  /** current - base */
  readonly net: Value;
  /** Sum over the stacks that grew; net = grew - shrank. */
  readonly grew: Value;
  /** Sum over the stacks that shrank, as a positive number. */
  readonly shrank: Value;
}

export interface GrowthReport {
  readonly kind: "growth";
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly base: Side;
  readonly current: Side;
  readonly sampleType: ValueType;
  readonly granularity: Granularity;
  readonly sort: SortKey;
  readonly filters: readonly string[];
  readonly totals: Totals;
  /** What 100 % of the shares is: net growth, or gross growth where much shrank besides. */
  readonly denominator: { readonly of: "net" | "grew"; readonly value: Value };
  readonly functions: readonly FrameGrowth[];
  /** The call path most of the growth went through, root first, until it fans out; values are those of the path, not of the frame. */
  readonly path: readonly PathFrame[];
  /** The frames that `limit` left out. */
  readonly omitted: { readonly count: number; readonly deltaFlat: Value; readonly deltaObjects: Value | null };
  readonly notices: readonly Notice[];
}

/** A finding that is not an error: something the reader must know to read the numbers. */
export interface Notice {
  readonly code: string;
  readonly severity: "note" | "limiting" | "blocking";
  readonly text: string;
}

/** `diff` is the filtered one; sides and notices come from the profiles as they were read. */
export function growthReport(diff: Diff, query: GrowthQuery, notices: readonly Notice[]): GrowthReport {
  const { profile } = diff;
  const modules = modulesOf(profile);
  const nodes = buildNodes(profile, nodeQuery(query, modules));
  const base = computeWeights(profile, nodes, baseValues(diff, query.sampleIndex));
  const current = computeWeights(profile, nodes, currentValues(diff, query.sampleIndex));
  const totals = computeTotals(diff, query);
  const denominator = chooseDenominator(totals);
  const rows = buildRows(diff, query, nodes, modules, base, current, Number(denominator.value)).sort(
    compareRows(query.sort),
  );
  const shown = query.limit === undefined ? rows : rows.slice(0, query.limit);
  const sampleType = profile.header.sampleTypes[query.sampleIndex] as ValueType;
  return {
    kind: "growth",
    schemaVersion: SCHEMA_VERSION,
    base: describeSide(query.baseSource, diff.base),
    current: describeSide(query.currentSource, diff.current),
    sampleType,
    granularity: query.granularity,
    sort: query.sort,
    filters: query.activeFilters,
    totals,
    denominator,
    functions: shown,
    path: buildPath(diff, query, nodes, Number(denominator.value)),
    omitted: sumUp(rows.slice(shown.length)),
    notices,
  };
}

function nodeQuery(query: GrowthQuery, modules: ModuleTable): Parameters<typeof buildNodes>[1] {
  return {
    granularity: query.granularity,
    noInlines: query.noInlines,
    showColumns: false,
    keepObjectFiles: false,
    trimFile: (file) => file,
    groupName: groupNameFor(query.granularity, () => modules),
  };
}

function describeSide(source: string, { header, mainFile, buildId }: DiffSide): Side {
  const program = mainFile === "" ? "" : baseName(mainFile);
  return { source, program, buildId, timeNanos: header.timeNanos === 0n ? null : header.timeNanos };
}

/** Net, gross growth and gross shrink of the filtered profile. */
function computeTotals(diff: Diff, query: GrowthQuery): Totals {
  const { profile } = diff;
  const nodes = buildNodes(profile, {
    granularity: "functions",
    noInlines: query.noInlines,
    showColumns: false,
    keepObjectFiles: false,
    trimFile: (file) => file,
    groupName: canonicalFunction,
  });
  const groups = groupStacks(profile, nodes);
  const baseColumn = baseValues(diff, query.sampleIndex);
  const currentColumn = currentValues(diff, query.sampleIndex);
  const base = sumByGroup(baseColumn, groups.groupOf, groups.count);
  const current = sumByGroup(currentColumn, groups.groupOf, groups.count);
  const zero = zeroOf(base);
  const totals = { base: zero, current: zero, grew: zero, shrank: zero };
  for (let group = 0; group < groups.count; group++) {
    const before = base[group] as Value;
    const after = current[group] as Value;
    const delta = subtract(after, before);
    totals.base = add(totals.base, before);
    totals.current = add(totals.current, after);
    if (delta > 0) totals.grew = add(totals.grew, delta);
    else totals.shrank = subtract(totals.shrank, delta);
  }
  return { ...totals, net: subtract(totals.current, totals.base) };
}

function zeroOf(column: ValueColumn): Value {
  return column instanceof BigInt64Array ? 0n : 0;
}

function sumByGroup(column: ValueColumn, groupOf: Int32Array, count: number): ValueColumn {
  const sums = zerosLike(column, count);
  for (let sample = 0; sample < column.length; sample++) addInto(sums, groupOf[sample] as number, column, sample);
  return sums;
}

/** Up to this ratio of gross to net growth, shares of the net still read as parts of a whole. */
const MOSTLY_ONE_WAY = 1.5;

function chooseDenominator(totals: Totals): GrowthReport["denominator"] {
  const net = Math.abs(Number(totals.net));
  const gross = Math.max(Number(totals.grew), Number(totals.shrank));
  if (net > 0 && gross <= MOSTLY_ONE_WAY * net) return { of: "net", value: absolute(totals.net) };
  return { of: "grew", value: totals.grew };
}

function buildRows(
  diff: Diff,
  query: GrowthQuery,
  nodes: NodeTable,
  modules: ModuleTable,
  base: Weights,
  current: Weights,
  denominator: number,
): FrameGrowth[] {
  const { profile } = diff;
  const objects = objectDeltas(diff, query.sampleIndex, nodes);
  const functionOf = representativeFunctions(profile, nodes, query.noInlines);
  const share = (delta: Value): number => (denominator === 0 ? 0 : Number(delta) / denominator);
  const rows: FrameGrowth[] = [];
  for (const [node, info] of nodes.infos.entries()) {
    const baseCum = base.cum[node] as Value;
    const currentCum = current.cum[node] as Value;
    const baseFlat = base.flat[node] as Value;
    const currentFlat = current.flat[node] as Value;
    if (!baseCum && !currentCum && !baseFlat && !currentFlat) continue;
    const fn = functionOf[node] as number;
    const symbol = fn === NONE ? "" : profile.strings.at(profile.functions.name[fn] as number);
    const file = fn === NONE ? "" : profile.strings.at(profile.functions.file[fn] as number);
    const goPackage = packageOf(symbol);
    const deltaFlat = subtract(currentFlat, baseFlat);
    const deltaCum = subtract(currentCum, baseCum);
    rows.push({
      name: printableName(info),
      file,
      package: goPackage,
      module: modules.resolve(goPackage, file).module,
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
    });
  }
  return rows;
}

function buildPath(diff: Diff, query: GrowthQuery, nodes: NodeTable, denominator: number): PathFrame[] {
  const steps = findHeaviestPath(
    diff.profile,
    nodes,
    baseValues(diff, query.sampleIndex),
    currentValues(diff, query.sampleIndex),
  );
  return steps.map(({ node, base, current }) => {
    const delta = subtract(current, base);
    return {
      name: printableName(nodes.infos[node] as NodeInfo),
      base,
      current,
      delta,
      share: Number(delta) / denominator,
    };
  });
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

/** A function of each node, for its file and package: the first one met. NONE for frames without one. */
function representativeFunctions(profile: Profile, nodes: NodeTable, noInlines: boolean): Int32Array {
  const { locations } = profile;
  const functionOf = new Int32Array(nodes.infos.length).fill(NONE);
  for (let location = 0; location < locations.length; location++) {
    const end = locations.start[location + 1] as number;
    const lines = end - (locations.start[location] as number);
    if (lines === 0) continue;
    let line = noInlines ? end - 1 : end - lines;
    for (let slot = nodes.start[location] as number; line < end; slot++, line++) {
      const node = nodes.nodeOf[slot] as number;
      if (functionOf[node] === NONE) functionOf[node] = locations.lineFunction[line] as number;
    }
  }
  return functionOf;
}

/** Largest change first, whichever way it goes; ties by name. */
function compareRows(sort: SortKey): (a: FrameGrowth, b: FrameGrowth) => number {
  const keys: Record<SortKey, (row: FrameGrowth) => Value> = {
    flat: (row) => row.deltaFlat,
    cum: (row) => row.deltaCum,
    objects: (row) => row.deltaObjects ?? 0,
  };
  const order = [keys[sort], keys.flat, keys.cum];
  return (a, b) => {
    for (const key of order) {
      const left = absolute(key(a));
      const right = absolute(key(b));
      if (left !== right) return left > right ? -1 : 1;
    }
    return compareText(a.name, b.name);
  };
}

function sumUp(rows: readonly FrameGrowth[]): GrowthReport["omitted"] {
  let deltaFlat: Value = 0;
  let deltaObjects: Value | null = rows.some((row) => row.deltaObjects === null) ? null : 0;
  for (const row of rows) {
    deltaFlat = add(deltaFlat, row.deltaFlat);
    if (deltaObjects !== null) deltaObjects = add(deltaObjects, row.deltaObjects ?? 0);
  }
  return { count: rows.length, deltaFlat, deltaObjects };
}
