/** Room in maps that their entries do not use: what was deleted, or what they were made for. Go's maps never shrink. */
import type { DumpAnalysis } from "../../dump/analysis.ts";
import { typeRow } from "../../dump/names/target-types.ts";

/** Room of one container that is not used, by its place. */
export interface Slack {
  readonly place: number;
  readonly bytes: number;
}

interface MapSize {
  readonly slots: number;
  readonly bytes: number;
}

/** Of a group or a bucket. */
const SLOTS = 8;
/** A map that only grew is fuller than that. */
const HARDLY = 1 / 4;
/** Of the slots, before a map grows. */
const FULL = 7 / 8;
const GROUPS = /^(noalg\.)?map\.group\[|^bucket</;
const HEADER = /^(map|hash)</;
/** From an array of groups to its map: by a table and the directory of tables. */
const STEPS = 4;

export function findMapSlack(analysis: DumpAnalysis): Slack[] {
  const { dump, tree } = analysis;
  const found: Slack[] = [];
  for (const [header, { slots, bytes }] of mapSizes(analysis)) {
    const used = dump.memory.head[header] as number;
    const room = slots * FULL;
    const place = tree.placeOf[header] as number;
    if (place < 0 || Number.isNaN(used) || slots <= SLOTS || used >= room * HARDLY) continue;
    found.push({ place, bytes: Math.round(bytes * (1 - used / room)) });
  }
  return found;
}

/** By the object of the map's header. */
function mapSizes(analysis: DumpAnalysis): Map<number, MapSize> {
  const { dump, typed } = analysis;
  const isGroups = matcher(analysis, GROUPS);
  const isHeader = matcher(analysis, HEADER);
  const sizes = new Map<number, MapSize>();
  for (const object of typed.reach.order) {
    const row = rowOf(analysis, object);
    if (row < 0 || !isGroups(row)) continue;
    const header = headerOf(analysis, object, isHeader);
    if (header < 0) continue;
    const bytes = dump.memory.size[object] as number;
    const slots = Math.floor(bytes / typed.steps.size(row)) * SLOTS;
    const known = sizes.get(header) ?? { slots: 0, bytes: 0 };
    sizes.set(header, { slots: known.slots + slots, bytes: known.bytes + bytes });
  }
  return sizes;
}

function headerOf(analysis: DumpAnalysis, groups: number, isHeader: (row: number) => boolean): number {
  const { reach, graph } = analysis.typed;
  let at = groups;
  for (let step = 0; step < STEPS; step++) {
    at = reach.from[at] as number;
    if (at < 0 || at >= graph.objectCount) return -1;
    const row = rowOf(analysis, at);
    if (row >= 0 && isHeader(row)) return at;
  }
  return -1;
}

function rowOf({ typed }: DumpAnalysis, object: number): number {
  const packed = typed.objectTypes.typeOf[object] as number;
  return packed < 0 ? -1 : typeRow(packed);
}

/** Each type is asked for its name once. */
function matcher({ typed }: DumpAnalysis, pattern: RegExp): (row: number) => boolean {
  const known = new Map<number, boolean>();
  return (row) => {
    const answer = known.get(row) ?? pattern.test(typed.steps.name(row));
    known.set(row, answer);
    return answer;
  };
}
