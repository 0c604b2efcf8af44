/** A row of who holds what. */

import { amountAt, type HoldingPlace } from "../../blame/holders/holding-places.ts";
import type { DumpAnalysis } from "../../dump/analysis.ts";
import type { HolderGroup, HolderKind } from "../../dump/paths/holder-groups.ts";
import { type PathNames, pathName, typeName } from "../../dump/paths/path-name.ts";
import type { Place } from "../../dump/paths/path-tree.ts";
import { amountsByPath, bytesBefore, type PlaceAmount } from "./path-amounts.ts";
import type { HolderRoots, PlaceRoots } from "./roots.ts";
import type { HolderSamples } from "./samples.ts";

export type PlaceNames = PathNames;

/** A holder and what it keeps; bytes. */
export interface HolderRow {
  readonly holder: {
    /** "local": of references only, which name a variable of a function and not the goroutines that have it. */
    readonly kind: HolderKind | "local";
    readonly name: string;
    readonly count: number;
    readonly isNamed: boolean;
    /** Of a goroutine: the function on whose stack it is; "" for all others. */
    readonly frame: string;
  };
  /** `main.watcher .subscriptions`. */
  readonly path: string;
  /** Of what is at the path; "" where it is not known. */
  readonly type: string;
  /** The struct that the container is a field of, and the field; null where it is none. */
  readonly field: { readonly struct: string; readonly name: string } | null;
  readonly container: ContainerKind;
  /** How many containers are one here: those of all structs at the path. Null where it is not known. */
  readonly containers: number | null;
  /** What of the container most memory hangs on; null where no part has most. */
  readonly element: HeldElement | null;
  /** Exact, as the size classes have them. */
  readonly bytes: number;
  readonly objects: number;
  /** The part to which all paths lead through this container, or this variable or goroutine; null where it is not known. */
  readonly onlyBytes: number | null;
  /** What leads to the container, however far; null where it was not looked for. */
  readonly roots: HolderRoots | null;
  /** What leads to a part of what is in it, and not through it. */
  readonly others: HolderRoots | null;
  /** The place that leads to most of that, next to it; "" where there is none or it was not looked for. */
  readonly beside: string;
  /** Of the live heap. */
  readonly share: number;
  /** Null without a dump from before. */
  readonly baseBytes: number | null;
  readonly deltaBytes: number | null;
  /** Which stacks allocated what hangs here, by samples. */
  readonly samples: HolderSamples | null;
}

/** What holds elements. */
export type ContainerKind = "map" | "slice" | "channel" | "sync.Map" | "sync.Pool" | "list" | "value";
/** Part of what a container's elements are of. */
export type ElementPart = "keys" | "values" | "elements" | "buffer" | "pooled" | "field";

/** What a container holds. */
export interface HeldElement {
  readonly part: ElementPart;
  readonly path: string;
  readonly type: string;
  readonly count: number;
  readonly bytes: number;
}

export function holderRow(
  analysis: DumpAnalysis,
  names: PlaceNames,
  holding: HoldingPlace,
  onlyBytes: number,
  samples: HolderSamples | undefined,
  roots: PlaceRoots | undefined,
  before: ReadonlyMap<string, PlaceAmount> | undefined,
): HolderRow {
  const { totals, retained, typed } = analysis;
  const { place, element, apart } = holding;
  const at = names.tree.places[place] as Place;
  const { kind, name, count, isNamed } = names.groups[at.group] as HolderGroup;
  const path = pathName(names, place);
  const container = containerOf(analysis, names, place);
  const bytes = amountAt(totals.bytes, holding);
  const namesApart = apart.map((child) => pathName(names, child));
  const baseBytes = bytesBefore(before, path, namesApart);
  return {
    holder: { kind, name, count, isNamed, frame: frameOf(names, at) },
    path,
    type: typeName(names, at),
    field: fieldOf(names, at),
    container,
    containers: (container === "list" ? names.tree.sources : names.tree.entries)[place] as number,
    element: element < 0 ? null : elementOf(analysis, names, element),
    bytes,
    objects: amountAt(totals.objects, holding),
    onlyBytes: Math.min(onlyBytes, bytes),
    roots: roots?.roots ?? null,
    others: roots?.others ?? null,
    beside: roots?.beside ?? "",
    share: bytes / Math.max(1, retained.bytes[typed.graph.root] as number),
    baseBytes,
    deltaBytes: baseBytes === null ? null : bytes - baseBytes,
    samples: samples ?? null,
  };
}

function frameOf({ tree }: PlaceNames, place: Place): string {
  let at = place;
  while (at.parent >= 0) at = tree.places[at.parent] as Place;
  return at.frame;
}

function fieldOf(names: PlaceNames, { parent, label }: Place): HolderRow["field"] {
  const field = /^(?:\[\])*\.([\w.[\]]+)$/.exec(label)?.[1];
  if (field === undefined || parent < 0) return null;
  const above = names.tree.places[parent] as Place;
  const struct = structName(typeName(names, above));
  return struct === "" || above.kind === "map" || above.kind === "channel" ? null : { struct, name: field };
}

/** Without what leads to it: `main.config` of `*main.config`, `[]main.config`, `atomic.Pointer[main.config]`. */
function structName(type: string): string {
  const bare = type.replace(/^(\[\d*\]|\*)+/, "");
  return /\/atomic\.Pointer\[(?:go\.shape\.)?(.+)\]$/.exec(bare)?.[1] ?? bare;
}

function containerOf({ tree, totals }: DumpAnalysis, names: PlaceNames, row: number): ContainerKind {
  const place = tree.places[row] as Place;
  const type = typeName(names, place);
  const behind = type.replace(/^\*/, "");
  if (behind === "sync.Map" || behind === "sync.Pool") return behind;
  const kind = names.steps.container(place.type);
  if (kind !== undefined) return kind;
  const isLong = (totals.ownObjects[row] as number) >= 8 * Math.max(1, tree.entries[row] as number);
  return isLong && place.parent >= 0 && type !== "" ? "list" : "value";
}

const PARTS: Readonly<Record<Place["part"], ElementPart>> = {
  "": "field",
  key: "keys",
  value: "values",
  buffer: "buffer",
  pooled: "pooled",
};

function elementOf({ tree, totals }: DumpAnalysis, names: PlaceNames, row: number): HeldElement {
  const place = tree.places[row] as Place;
  return {
    part: place.part === "" && place.label.startsWith("[]") ? "elements" : PARTS[place.part],
    path: pathName(names, row),
    type: typeName(names, place),
    count: tree.entries[row] as number,
    bytes: totals.bytes[row] as number,
  };
}

/** Of every place, by path. */
export function pathsOf({ tree, totals }: DumpAnalysis, names: PlaceNames): Map<string, PlaceAmount> {
  const paths = tree.places.map((_, row) => pathName(names, row));
  return amountsByPath(paths, totals.bytes, totals.objects);
}
