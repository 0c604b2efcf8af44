/**
 * Types of variables. The compiler gives what a variable points to from the start (`var server = &Server{}`) a place without a name of its own: it is known
 * by the variable that points there.
 */
import { NONE } from "../../binary/index.ts";
import { HOLDER } from "../graph/holders.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { Frame, HeapDump } from "../tables.ts";
import type { ProgramNames } from "./program-names.ts";
import type { Step } from "./step.ts";
import type { TypeSteps } from "./type-steps.ts";

export interface HolderTypes {
  /** Row of the type of each holder; NONE if it is not known. */
  readonly types: Int32Array;
  /** Of a place without a name: the holder that points to it, and by which pointer; -1 for others. */
  readonly from: Int32Array;
  readonly byEdge: Int32Array;
  /** Where the value of that type begins: of a place without a name before its first pointer. */
  readonly start: Float64Array;
  /** Index of the step that a pointer of a holder takes; 0 if it is not known. */
  readonly stepOf: (holder: number, edge: number) => number;
}

/** How often a nameless place may lead to the next: as deep as literals are nested. */
const DEEPEST = 8;

export function computeHolderTypes(
  dump: HeapDump,
  graph: ObjectGraph,
  names: ProgramNames,
  steps: TypeSteps,
): HolderTypes {
  const { holders } = graph;
  const frameRow = frameRows(names, steps);
  const types = Int32Array.from({ length: holders.length }, (_, holder) =>
    typeOfHolder(dump, graph, names, frameRow, holder),
  );
  const start = holders.address.slice();
  const stepOf = (holder: number, edge: number): number => {
    const type = types[holder] as number;
    if (type === NONE) return 0;
    const base = holders.base[holder] as number;
    const offset = base + (dump.pointers.offset[edge] as number) - (start[holder] as number);
    return offset >= 0 && offset < steps.size(type) ? steps.find(type, offset) : 0;
  };
  const result = { types, from: emptyColumn(holders.length), byEdge: emptyColumn(holders.length), start, stepOf };
  for (let depth = 0; depth < DEEPEST; depth++) if (!nameFromVariables(dump, graph, names, steps, result)) break;
  return result;
}

/** Of a variable its type, of a frame the row of its variables, if any of its function is known. */
function typeOfHolder(
  { frames }: HeapDump,
  { holders }: ObjectGraph,
  names: ProgramNames,
  frameRow: (frame: Frame) => number,
  holder: number,
): number {
  const kind = holders.kind[holder] as number;
  if (kind === HOLDER.variable) return names.variableType(holders.address[holder] as number);
  if (kind !== HOLDER.frame && kind !== HOLDER.frameWords) return NONE;
  if (holders.firstPointer[holder] === holders.endPointer[holder]) return NONE;
  const frame = frames[holders.owner[holder] as number];
  return frame === undefined ? NONE : frameRow(frame);
}

/** The row of a frame's variables, made once for all frames that are at one instruction; NONE if none of them is known. */
function frameRows(names: ProgramNames, steps: TypeSteps): (frame: Frame) => number {
  const rows = new Map<string, number>();
  return ({ pc, entry, size, function: name }) => {
    const key = `${pc} ${size}`;
    const known = rows.get(key);
    if (known !== undefined) return known;
    const variables = names.locals(pc === entry ? pc : pc - 1, size);
    const row = variables.length === 0 ? NONE : steps.addLayout(name, size, variables);
    rows.set(key, row);
    return row;
  };
}

const emptyColumn = (length: number): Int32Array => new Int32Array(length).fill(-1);

/** One step further from variables of known type; false if there was none to take. */
function nameFromVariables(
  { pointers }: HeapDump,
  { holders }: ObjectGraph,
  names: ProgramNames,
  steps: TypeSteps,
  { types, from, byEdge, start, stepOf }: HolderTypes,
): boolean {
  const nameless = namelessPlaces(holders, types);
  let isFurther = false;
  for (let holder = 0; holder < holders.length && nameless.length > 0; holder++) {
    if (types[holder] === NONE) continue;
    for (let edge = holders.firstPointer[holder] as number; edge < (holders.endPointer[holder] as number); edge++) {
      const address = pointers.target[edge] as number;
      // What a symbol covers has a name of its own.
      if (names.variableName(address) !== undefined) continue;
      const { target } = steps.steps[stepOf(holder, edge)] as Step;
      if (target === NONE) continue;
      for (const place of placesWithin(nameless, holders.address, address, address + steps.size(target))) {
        if (types[place] !== NONE) continue;
        types[place] = target;
        start[place] = address;
        from[place] = holder;
        byEdge[place] = edge;
        isFurther = true;
      }
    }
  }
  return isFurther;
}

/** Variables without a type, by address. */
function namelessPlaces({ kind, address, length }: ObjectGraph["holders"], types: Int32Array): number[] {
  const places: number[] = [];
  for (let holder = 0; holder < length; holder++) {
    if (kind[holder] === HOLDER.variable && types[holder] === NONE) places.push(holder);
  }
  return places.sort((a, b) => (address[a] as number) - (address[b] as number));
}

/** Of places by address those from `low` to before `high`. */
function placesWithin(places: readonly number[], address: Float64Array, low: number, high: number): readonly number[] {
  let first = 0;
  let end = places.length;
  while (first < end) {
    const middle = (first + end) >>> 1;
    if ((address[places[middle] as number] as number) < low) first = middle + 1;
    else end = middle;
  }
  let last = first;
  while (last < places.length && (address[places[last] as number] as number) < high) last++;
  return places.slice(first, last);
}
