/** From one node of a call graph to another by the arrows: to the nearest that lies in that direction. */
import { NONE } from "../../profile/tables.ts";

/** Where a node is drawn. */
interface NodeArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const DIRECTIONS = {
  ArrowDown: { isLevel: false, sign: 1 },
  ArrowUp: { isLevel: false, sign: -1 },
  ArrowRight: { isLevel: true, sign: 1 },
  ArrowLeft: { isLevel: true, sign: -1 },
} as const;

type Arrow = keyof typeof DIRECTIONS;

export function isArrow(key: string): key is Arrow {
  return Object.hasOwn(DIRECTIONS, key);
}

/** What lies aside counts so many times as far as what lies straight on. */
const ASIDE = 3;

/** From none: the uppermost. NONE where nothing lies that way. */
export function nodeTowards(key: Arrow, from: number, areas: readonly NodeArea[]): number {
  const start = areas[from];
  if (start === undefined) return uppermost(areas);
  const { isLevel, sign } = DIRECTIONS[key];
  let [nearest, least] = [NONE, Number.POSITIVE_INFINITY];
  for (const [at, area] of areas.entries()) {
    const [right, down] = between(start, area);
    const ahead = sign * (isLevel ? right : down);
    const aside = Math.abs(isLevel ? down : right);
    if (at === from || ahead < (isLevel ? start.width : start.height) / 2) continue;
    const distance = ahead + ASIDE * aside;
    if (distance < least) [nearest, least] = [at, distance];
  }
  return nearest;
}

function between(a: NodeArea, b: NodeArea): readonly [right: number, down: number] {
  return [b.left + b.width / 2 - a.left - a.width / 2, b.top + b.height / 2 - a.top - a.height / 2];
}

function uppermost(areas: readonly NodeArea[]): number {
  let first = areas.length === 0 ? NONE : 0;
  for (const [at, { top }] of areas.entries()) if (top < (areas[first] as NodeArea).top) first = at;
  return first;
}
