/** From one box to another: the widest of a function, the next one found, and where the arrows lead. */
import { NONE } from "../../profile/tables.ts";
import type { Boxes } from "./boxes.ts";

export function widestOf({ length, info, part }: Boxes, names: readonly string[], name: string): number {
  let widest = NONE;
  if (name === "") return widest;
  for (let row = 0; row < length; row++) {
    if (names[info[row] as number] !== name) continue;
    if (widest === NONE || (part[row] as number) > (part[widest] as number)) widest = row;
  }
  return widest;
}

/** The box at the end of a path of names, outermost first; NONE without one. */
export function rowOf({ length, info, parent }: Boxes, names: readonly string[], path: readonly string[]): number {
  let [row, level] = [NONE, 0];
  // A caller lies before what it calls.
  for (let at = 0; at < length && level < path.length; at++) {
    if (parent[at] !== row || names[info[at] as number] !== path[level]) continue;
    row = at;
    level++;
  }
  return level === path.length ? row : NONE;
}

export function nextHit(boxes: Boxes, from: number, isHit: (row: number) => boolean, step: 1 | -1): number {
  for (let turn = 1; turn <= boxes.length; turn++) {
    const row = (((from + step * turn) % boxes.length) + boxes.length) % boxes.length;
    if (isHit(row)) return row;
  }
  return NONE;
}

/** undefined for keys that do not move. */
export function neighbour(boxes: Boxes, from: number, key: string): number | undefined {
  if (!key.startsWith("Arrow")) return undefined;
  // Outermost boxes are called by none.
  if (from === NONE) return childOf(boxes, NONE);
  if (key === "ArrowUp" || key === "ArrowDown")
    return (key === "ArrowUp") === boxes.isUpward ? childOf(boxes, from) : boxes.parent[from];
  return siblingOf(boxes, from, key === "ArrowRight");
}

function childOf({ length, parent, part }: Boxes, of: number): number {
  let widest = NONE;
  for (let row = of + 1; row < length; row++) {
    if (parent[row] === of && (widest === NONE || (part[row] as number) > (part[widest] as number))) widest = row;
  }
  return widest;
}

function siblingOf({ length, depth, left }: Boxes, of: number, isRight: boolean): number {
  let nearest = NONE;
  const from = left[of] as number;
  for (let row = 0; row < length; row++) {
    const at = left[row] as number;
    if (depth[row] !== depth[of] || (isRight ? at <= from : at >= from)) continue;
    if (nearest === NONE || Math.abs(at - from) < Math.abs((left[nearest] as number) - from)) nearest = row;
  }
  return nearest;
}
