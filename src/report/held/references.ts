/** Who holds the live heap by goref's profiles of references: the report on a heap dump, without what these do not tell. */
import { amountAt } from "../../blame/holders/holding-places.ts";
import { findHoldingReferences, type HoldingReference } from "../../blame/holders/reference-places.ts";
import { buildReferenceTree, type ReferencePlace, type ReferenceTree } from "../../blame/holders/reference-tree.ts";
import type { Profile } from "../../profile/tables.ts";
import { type DumpSummary, HELD_SCHEMA_VERSION, type HeldReport } from "./held.ts";
import { type HeldNow, lostRows } from "./lost-rows.ts";
import { amountsByPath, bytesBefore, type PlaceAmount } from "./path-amounts.ts";
import type { ContainerKind, ElementPart, HeldElement, HolderRow } from "./rows.ts";

export interface NamedReferences {
  readonly profile: Profile;
  readonly source: string;
}

interface Held {
  readonly tree: ReferenceTree;
  readonly summary: DumpSummary;
  readonly found: readonly HoldingReference[];
}

/** Both are profiles of `isReferenceProfile`. */
export function referencesReport(current: NamedReferences, base: NamedReferences | undefined): HeldReport {
  const now = holdersOf(current);
  const before = base && holdersOf(base);
  const amounts = before && amountsOf(before.tree);
  const rows = now.found.map((one) => rowOf(now, one, amounts));
  const rowsBefore = before === undefined ? [] : before.found.map((one) => rowOf(before, one, undefined));
  const holders = [...rows, ...lostRows(rowsBefore, heldNow(now, rows))];
  if (before !== undefined) holders.sort((a, b) => Math.abs(b.deltaBytes ?? 0) - Math.abs(a.deltaBytes ?? 0));
  return {
    kind: "held",
    schemaVersion: HELD_SCHEMA_VERSION,
    evidence: "references",
    current: now.summary,
    base: before?.summary ?? null,
    binary: null,
    holders,
    otherBytes: now.summary.liveBytes - rows.reduce((sum, { bytes }) => sum + bytes, 0),
    isSampled: false,
    samples: { live: 0, garbage: 0, elsewhere: 0, byHolder: [] },
    facts: null,
  };
}

function holdersOf({ profile, source }: NamedReferences): Held {
  const tree = buildReferenceTree(profile);
  const total = (column: readonly number[]): number =>
    tree.places.reduce((sum, { parent }, row) => sum + (parent < 0 ? (column[row] as number) : 0), 0);
  const liveBytes = total(tree.bytes);
  const unknown = { garbageBytes: null, garbageObjects: null, heapAlloc: null, goroutines: null };
  const summary = { source, goVersion: null, architecture: null, liveBytes, liveObjects: total(tree.objects) };
  return { tree, summary: { ...summary, ...unknown }, found: findHoldingReferences(tree, liveBytes) };
}

function heldNow({ tree, summary, found }: Held, rows: readonly HolderRow[]): HeldNow {
  const apart = new Set(found.flatMap((one) => pathsAt(tree, one.apart)));
  return { rows, apart, amounts: amountsOf(tree), liveBytes: summary.liveBytes };
}

function pathsAt({ places }: ReferenceTree, rows: readonly number[]): string[] {
  return rows.map((row) => (places[row] as ReferencePlace).path);
}

function amountsOf({ places, bytes, objects }: ReferenceTree): Map<string, PlaceAmount> {
  return amountsByPath(
    places.map(({ path }) => path),
    bytes,
    objects,
  );
}

function rowOf(
  { tree, summary }: Held,
  found: HoldingReference,
  before: ReadonlyMap<string, PlaceAmount> | undefined,
): HolderRow {
  const { place, element, elements } = found;
  const at = tree.places[place] as ReferencePlace;
  const bytes = amountAt(tree.bytes, found);
  const baseBytes = bytesBefore(before, at.path, pathsAt(tree, found.apart));
  const container = containerOf(tree, at, tree.places[element], tree.isLoop[place] === true);
  return {
    holder: holderOf(tree, at),
    path: at.path,
    type: at.type,
    field: fieldOf(tree, at),
    container,
    containers: null,
    // What a sync.Map is made of is nobody's concern.
    element: element < 0 || container === "sync.Map" ? null : elementOf(tree, element, elements),
    bytes,
    objects: amountAt(tree.objects, found),
    onlyBytes: null,
    // The first path wins: others are not told.
    roots: null,
    others: null,
    beside: "",
    share: bytes / Math.max(1, summary.liveBytes),
    baseBytes,
    deltaBytes: baseBytes === null ? null : bytes - baseBytes,
    samples: null,
  };
}

function holderOf({ places }: ReferenceTree, place: ReferencePlace): HolderRow["holder"] {
  let root = place;
  while (root.parent >= 0) root = places[root.parent] as ReferencePlace;
  const name = root.label;
  const of = (kind: HolderRow["holder"]["kind"], isNamed: boolean) => ({ kind, name, count: 1, isNamed, frame: "" });
  if (/^runtime\.(SetFinalizer|AddCleanup)\./.test(name)) return of("finalizer", true);
  if (/ segment\[\d+\]$/.test(name)) return of("variable", false);
  return of(isLocal(name) ? "local" : "variable", true);
}

/** `main.worker.backlog`: a package's own variable has no function before its name. */
function isLocal(name: string): boolean {
  return name.slice(name.lastIndexOf("/") + 1).split(".").length > 2;
}

function fieldOf({ places }: ReferenceTree, { parent, label, part }: ReferencePlace): HolderRow["field"] {
  const struct = places[parent]?.type.replace(/^(\[\d*\]|\*)+/, "") ?? "";
  if (struct === "" || part !== "" || !/^\w+$/.test(label) || /^(map\[|chan\b)/.test(struct)) return null;
  return { struct, name: label };
}

/** goref does not say what type a variable has: what lies in it may. */
function containerOf(
  { places }: ReferenceTree,
  place: ReferencePlace,
  element: ReferencePlace | undefined,
  isLoop: boolean,
): ContainerKind {
  const { type } = place;
  const inside = element !== undefined && places[element.parent] === place ? element : undefined;
  if (/^\*?sync\.Map$/.test(type) || /^\*?internal\/sync\.HashTrieMap\[/.test(inside?.type ?? "")) return "sync.Map";
  if (/^\*?sync\.Pool$/.test(type)) return "sync.Pool";
  if (/^map\[/.test(type) || inside?.part === "key" || inside?.part === "value") return "map";
  if (/^\[\]/.test(type)) return "slice";
  if (/^(<-)?chan\b/.test(type)) return "channel";
  return isLoop && place.parent >= 0 ? "list" : "value";
}

const PARTS: Readonly<Record<ReferencePlace["part"], ElementPart>> = {
  "": "field",
  key: "keys",
  value: "values",
  element: "elements",
};

function elementOf({ places, bytes }: ReferenceTree, row: number, count: number): HeldElement {
  const { part, path, type } = places[row] as ReferencePlace;
  return { part: PARTS[part], path, type, count, bytes: bytes[row] as number };
}
