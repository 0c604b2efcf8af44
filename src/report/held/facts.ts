/** What a dump says beside who holds what: the largest objects, room that slices have and do not use, what only finalizers keep, goroutines. */
import type { DumpAnalysis } from "../../dump/analysis.ts";
import { FINALIZED } from "../../dump/graph/holders.ts";
import type { EqualStrings } from "../../dump/names/equal-strings.ts";
import type { Step } from "../../dump/names/step.ts";
import { pathName, typeName } from "../../dump/paths/path-name.ts";
import type { Place } from "../../dump/paths/path-tree.ts";
import { KIND, NONE } from "../../dump/tables.ts";
import { findMapSlack, type Slack } from "./map-slack.ts";
import type { PlaceNames } from "./rows.ts";

/** A name and its bytes. */
export interface NamedBytes {
  readonly path: string;
  readonly type: string;
  readonly bytes: number;
  readonly count: number;
}

/** What a report on holders may say, by code, with the facts of each. */
export interface HeldFacts {
  /** Single objects, largest first. */
  readonly largest: readonly NamedBytes[];
  /** Room behind the length of slices, by where they are; most first. `count` slices. */
  readonly slack: readonly NamedBytes[];
  readonly slackBytes: number;
  /** Room in maps that are hardly used, by where they are; most first. `count` maps. */
  readonly mapSlack: readonly NamedBytes[];
  readonly mapSlackBytes: number;
  /** Strings that are there more than once; null where that was not asked for. */
  readonly duplicates: DuplicateStrings | null;
  /** Of objects that nothing but a finalizer leads to. */
  readonly finalizedBytes: number;
  readonly finalizedObjects: number;
  /** By entry function: what only they hold; `count` goroutines. Most first. */
  readonly goroutines: readonly NamedBytes[];
}

/** Equal strings in objects of their own. */
export interface DuplicateStrings {
  /** Of all copies but one of each: how many, and what they take. */
  readonly copies: number;
  readonly bytes: number;
  /** Most bytes first: `count` equal ones, the first of which lies at the path; bytes of all but one. */
  readonly largest: readonly (NamedBytes & { readonly length: number; readonly text: string | null })[];
}

const MOST = 5;

/** `isShown`: with their texts. */
export function duplicateStrings(
  { tree }: DumpAnalysis,
  names: PlaceNames,
  found: readonly EqualStrings[],
  isShown: boolean,
): DuplicateStrings {
  return {
    copies: found.reduce((sum, { count }) => sum + count - 1, 0),
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    largest: found.slice(0, MOST).map(({ first, count, length, bytes, text }) => ({
      ...named(names, tree.placeOf[first] as number, bytes, count),
      length,
      text: isShown ? text : null,
    })),
  };
}

export function heldFacts(analysis: DumpAnalysis, names: PlaceNames): HeldFacts {
  const slack = slackByPlace(analysis, names);
  const mapSlack = byPlace(findMapSlack(analysis), names);
  return {
    largest: largestObjects(analysis, names),
    slack: slack.slice(0, MOST),
    slackBytes: slack.reduce((sum, { bytes }) => sum + bytes, 0),
    mapSlack: mapSlack.slice(0, MOST),
    mapSlackBytes: mapSlack.reduce((sum, { bytes }) => sum + bytes, 0),
    duplicates: null,
    ...finalizedOnly(analysis),
    goroutines: goroutineBytes(analysis),
  };
}

function named(names: PlaceNames, row: number, bytes: number, count: number): NamedBytes {
  return { path: pathName(names, row), type: typeName(names, names.tree.places[row] as Place), bytes, count };
}

function largestObjects({ dump, tree }: DumpAnalysis, names: PlaceNames): NamedBytes[] {
  const { size, objectCount, kind } = dump.memory;
  let rows: number[] = [];
  let least = 0;
  for (let row = 0; row < objectCount; row++) {
    if ((size[row] as number) <= least || kind[row] !== KIND.object || (tree.placeOf[row] as number) < 0) continue;
    rows.push(row);
    if (rows.length < 4 * MOST) continue;
    rows = largest(rows, size);
    least = size[rows.at(-1) as number] as number;
  }
  return largest(rows, size).map((row) => named(names, tree.placeOf[row] as number, size[row] as number, 1));
}

function largest(rows: readonly number[], size: Float64Array): number[] {
  return [...rows].sort((a, b) => (size[b] as number) - (size[a] as number)).slice(0, MOST);
}

/** Slices that hold their array: by the pointer through which it was reached. */
function slackByPlace({ dump, tree, typed }: DumpAnalysis, names: PlaceNames): NamedBytes[] {
  const { pointers } = dump;
  const found: Slack[] = [];
  for (const object of typed.reach.order) {
    const edge = typed.reach.byEdge[object] as number;
    const step = typed.steps.steps[typed.objectTypes.stepOf(typed.reach.from[object] as number, edge)] as Step;
    // How large elements of an unknown type are is not known either.
    if (step.kind !== "slice" || step.target < 0) continue;
    const [length, capacity] = [pointers.next[edge] as number, pointers.second[edge] as number];
    const unused = (capacity - length) * typed.steps.size(step.target);
    if (capacity === NONE || unused <= 0 || unused > (dump.memory.size[object] as number)) continue;
    found.push({ place: tree.placeOf[object] as number, bytes: unused });
  }
  return byPlace(found, names);
}

/** Most bytes first. */
function byPlace(found: readonly Slack[], names: PlaceNames): NamedBytes[] {
  const sums = new Map<number, [bytes: number, count: number]>();
  for (const { place, bytes } of found) {
    const [sum, count] = sums.get(place) ?? [0, 0];
    sums.set(place, [sum + bytes, count + 1]);
  }
  const rows = [...sums].map(([place, [sum, count]]) => named(names, place, sum, count));
  return rows.sort((a, b) => b.bytes - a.bytes);
}

function finalizedOnly({ dump, typed }: DumpAnalysis): { finalizedBytes: number; finalizedObjects: number } {
  let finalizedBytes = 0;
  let finalizedObjects = 0;
  for (let row = 0; row < dump.memory.objectCount; row++) {
    if (typed.reach.tier[row] !== FINALIZED) continue;
    finalizedBytes += dump.memory.size[row] as number;
    finalizedObjects++;
  }
  return { finalizedBytes, finalizedObjects };
}

function goroutineBytes({ dump, typed, onlyGroup }: DumpAnalysis): NamedBytes[] {
  const bytes = new Float64Array(typed.groups.groups.length);
  for (let row = 0; row < dump.memory.objectCount; row++) {
    const group = onlyGroup[row] as number;
    if (group >= 0) bytes[group] = (bytes[group] as number) + (dump.memory.size[row] as number);
  }
  return typed.groups.groups
    .flatMap(({ kind, name, count, isRuntime }, group) =>
      kind === "goroutine" && !isRuntime ? [{ path: name, type: "", bytes: bytes[group] as number, count }] : [],
    )
    .filter((row) => row.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, MOST);
}
