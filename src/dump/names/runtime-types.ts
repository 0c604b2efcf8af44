/**
 * Types of the runtime and of package sync that say with unsafe.Pointer what they hold, or are of no interest to who asks who holds what. Their
 * names and fields are those of Go 1.20 to 1.27.
 */
import { NONE, type TypeGraph } from "../../binary/index.ts";
import type { Step, StepPart } from "./step.ts";

const HIDDEN =
  /^(noalg\.)?map\.(group|bucket)\[|^(groupReference|\*?table|map|hash|bucket|hchan|waitq|sudog)<|^internal\/sync\.(HashTrieMap|indirect|entry|node)\[|^sync\.(Map|readOnly|entry|Pool|poolLocal|poolLocalInternal|poolChain|poolChainElt|poolDequeue|eface)$|^(sync|internal\/runtime)\/atomic\.(Pointer\[|Value$|UnsafePointer$)|^runtime\.hchan$|^noalg\.struct \{ key /;

/** Whether the fields of the type of that name are not named. */
export function isHidden(name: string): boolean {
  return HIDDEN.test(name);
}

/** Of the hidden types those that a program names itself. */
export function isContainer(name: string): boolean {
  return name === "sync.Map" || name === "sync.Pool";
}

const BACK = /^_?(prev|back|bwd|blink)\w*$/i;

/** The name of a field; of a list that leads both ways that of the way forward, since both lead to the same. */
export function listFieldName(types: TypeGraph, row: number, field: number): string {
  const name = types.fieldName(field);
  if (!BACK.test(name)) return name;
  const { fieldStarts, fieldTypes } = types.columns;
  const type = fieldTypes[field] as number;
  if (types.columns.elements[type] !== row) return name;
  for (let at = fieldStarts[row] as number; at < (fieldStarts[row + 1] as number); at++) {
    if (fieldTypes[at] === type && !BACK.test(types.fieldName(at))) return types.fieldName(at);
  }
  return name;
}

const PARTS: Readonly<Record<string, StepPart>> = {
  key: "key",
  keys: "key",
  elem: "value",
  elems: "value",
  value: "value",
  values: "value",
  private: "pooled",
};

/** Of a field of a hidden type: what it is a part of; "" if it is of no interest. */
export function hiddenPart(field: string): StepPart {
  return Object.hasOwn(PARTS, field) ? (PARTS[field] ?? "") : "";
}

/** Types of which only the object says which one it is. */
export type Ambiguity = "none" | "table" | "node" | "timer";

export function ambiguityOf(name: string): Ambiguity {
  if (name.startsWith("*table<")) return "table";
  if (name.startsWith("internal/sync.node[")) return "node";
  return name === "time.Timer" || name === "time.Ticker" ? "timer" : "none";
}

/** Whether a hidden type comes in any number behind one pointer: groups and tables of maps, buckets. */
export function elementOfLayout(types: TypeGraph, row: number): boolean {
  return /^(noalg\.)?map\.group\[|^bucket<|^\*table</.test(types.name(row));
}

type Special = Omit<Step, "label">;

/** Where a struct hides the type of what it points to. */
export function lookUpSpecial(types: TypeGraph, row: number, offset: number, wordBytes: number): Special | undefined {
  const name = types.name(row);
  if (/\/atomic\.Pointer\[/.test(name)) return atomicPointer(types, row);
  if (name === "sync.eface" || name === "sync/atomic.efaceWords") {
    return offset === wordBytes ? { ...HIDDEN_STEP, kind: "interface", part: "pooled" } : undefined;
  }
  if (name === "sync.Pool") return poolStep(types, row, offset);
  if (name.startsWith("hchan<") && fieldNameAt(types, row, offset) === "buf") return bufferStep(types, row);
  return undefined;
}

const HIDDEN_STEP: Special = { part: "", kind: "pointer", type: NONE, target: NONE, isArray: false };

/** `_ [0]*T` comes first. */
function atomicPointer(types: TypeGraph, row: number): Special | undefined {
  const { fieldStarts, fieldTypes, elements } = types.columns;
  const first = fieldTypes[fieldStarts[row] as number];
  const pointer = first === undefined ? NONE : (elements[first] as number);
  return pointer === NONE || pointer === undefined
    ? undefined
    : { ...HIDDEN_STEP, target: elements[pointer] as number };
}

function poolStep(types: TypeGraph, row: number, offset: number): Special | undefined {
  const field = fieldNameAt(types, row, offset);
  if (field !== "local" && field !== "victim") return undefined;
  return { ...HIDDEN_STEP, target: types.findByName("sync.poolLocal"), isArray: true };
}

/** The elements of the channel whose layout this is. */
function bufferStep(types: TypeGraph, row: number): Special {
  const element = types.name(row).slice("hchan<".length, -1);
  return { ...HIDDEN_STEP, target: types.findByName(element), isArray: true, isBuffer: true };
}

function fieldNameAt(types: TypeGraph, row: number, offset: number): string {
  const field = types.findField(row, offset);
  return field === NONE ? "" : types.fieldName(field);
}
