/** Who holds the live heap by goref's profiles of references: the report on a heap dump, without what these do not tell. */
import { findHoldingReferences, type HoldingReference } from "../../blame/holders/reference-places.ts";
import { buildReferenceTree, type ReferencePlace, type ReferenceTree } from "../../blame/holders/reference-tree.ts";
import type { Profile } from "../../profile/tables.ts";
import { type DumpSummary, HELD_SCHEMA_VERSION, type HeldReport } from "./held.ts";
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
  const baseBytes = before && bytesByPath(before.tree);
  const rows = now.found.map((one) => rowOf(now, one, baseBytes));
  const holders = before === undefined ? rows : [...rows, ...lostRows(before, now, rows)];
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

/** Of holders that the later profile does not have among its rows. */
function lostRows(before: Held, now: Held, rows: readonly HolderRow[]): HolderRow[] {
  const known = new Set(rows.map(({ path }) => path));
  const nowBytes = bytesByPath(now.tree);
  return before.found
    .map((one) => rowOf(before, one, undefined))
    .filter(({ path }) => !known.has(path))
    .map((row) => {
      const bytes = nowBytes.get(row.path) ?? 0;
      return { ...row, bytes, baseBytes: row.bytes, deltaBytes: bytes - row.bytes };
    });
}

function bytesByPath({ places, bytes }: ReferenceTree): Map<string, number> {
  const paths = new Map<string, number>();
  for (const [row, { path }] of places.entries()) paths.set(path, Math.max(paths.get(path) ?? 0, bytes[row] as number));
  return paths;
}

function rowOf(
  { tree, summary }: Held,
  { place, element, elements }: HoldingReference,
  before: ReadonlyMap<string, number> | undefined,
): HolderRow {
  const at = tree.places[place] as ReferencePlace;
  const bytes = tree.bytes[place] as number;
  const baseBytes = before === undefined ? null : (before.get(at.path) ?? 0);
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
    objects: tree.objects[place] as number,
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
