/** Holders that are one to who reads: goroutines with one entry function, finalizers, a variable with the nameless places it leads to. */
import { HOLDER } from "../graph/holders.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { HolderTypes } from "../names/holder-types.ts";
import type { ProgramNames } from "../names/program-names.ts";
import { type Frame, type HeapDump, NONE } from "../tables.ts";

/** What a holder is. */
export type HolderKind = "variable" | "goroutine" | "finalizer" | "queued-finalizer" | "finalized" | "other-root";

export interface HolderGroup {
  readonly kind: HolderKind;
  /** "main.server"; of goroutines their entry function; of a variable without a name its address: "0x58d9e8"; "" for finalizers. */
  readonly name: string;
  readonly isNamed: boolean;
  /** Belongs to the Go runtime. */
  readonly isRuntime: boolean;
  /** A holder of the group. */
  readonly first: number;
  /** Goroutines, finalizers. */
  readonly count: number;
}

export interface HolderGroups {
  readonly groups: readonly HolderGroup[];
  /** Of each holder. */
  readonly groupOf: Int32Array;
}

export function buildHolderGroups(
  dump: HeapDump,
  { holders }: ObjectGraph,
  holderTypes: HolderTypes,
  names: ProgramNames,
): HolderGroups {
  const entries = entryFunctions(dump, names);
  const groups: { -readonly [Key in keyof HolderGroup]: HolderGroup[Key] }[] = [];
  const rows = new Map<string, number>();
  const groupOf = new Int32Array(holders.length);
  for (let holder = 0; holder < holders.length; holder++) {
    const origin = originOf(holder, holderTypes.from);
    const described = describe(dump, holders, entries, names, origin);
    const key = `${described.kind} ${described.name}`;
    const row = rows.get(key) ?? groups.push({ ...described, first: origin, count: 0 }) - 1;
    rows.set(key, row);
    groupOf[holder] = row;
    const group = groups[row];
    if (group !== undefined && countsAsOne(holders.kind[holder] as number)) group.count++;
  }
  return { groups, groupOf };
}

/** Of a goroutine all its frames are holders: it counts itself. */
function countsAsOne(kind: number): boolean {
  return kind <= HOLDER.goroutine || (kind > HOLDER.goroutineState && kind !== HOLDER.goroutineObject);
}

function originOf(holder: number, from: Int32Array): number {
  let at = holder;
  while ((from[at] as number) >= 0) at = from[at] as number;
  return at;
}

/** What the compiler puts around the function of a go statement, and iter.Pull around the function that it pulls from. */
const WRAPPER = /^runtime\.(goexit|main|corostart)$|\.gowrap\d+$|^iter\.Pull2?(\[.*\])?\.func\d+$/;

/** Of each goroutine: its outermost function. */
function entryFunctions({ frames, goroutines }: HeapDump, names: ProgramNames): string[] {
  const entries = goroutines.map(() => "");
  for (const frame of frames) {
    const inner = entries[frame.goroutine] ?? "";
    entries[frame.goroutine] = WRAPPER.test(frame.function) ? insideWrapper(frame, names, inner) : frame.function;
  }
  return entries;
}

/** The function may be put inline in what is around it: without the program that is not known, and one of another package may be called by it. */
function insideWrapper({ function: wrapper, pc, entry }: Frame, names: ProgramNames, inner: string): string {
  if (wrapper.startsWith("runtime.")) return inner;
  const called = names.functionsAt(pc === entry ? pc : pc - 1);
  const inlined = called.findLast((name) => !WRAPPER.test(name));
  if (inlined !== undefined) return inlined;
  return inner !== "" && (called.length > 0 || packageOf(inner) === packageOf(wrapper)) ? inner : wrapper;
}

/** `net/http` of `net/http.(*conn).serve`. */
const packageOf = (name: string): string | undefined => /^(?:[^([]*\/)?[^./([]*/.exec(name)?.[0];

type Described = Omit<HolderGroup, "first" | "count">;

function describe(
  dump: HeapDump,
  holders: ObjectGraph["holders"],
  entries: readonly string[],
  names: ProgramNames,
  holder: number,
): Described {
  const owner = holders.owner[holder] as number;
  switch (holders.kind[holder]) {
    case HOLDER.variable:
      return variable(names, holders.address[holder] as number);
    case HOLDER.goroutine:
    case HOLDER.goroutineState:
    case HOLDER.goroutineObject:
      return goroutine(dump, entries, owner);
    case HOLDER.frame:
    case HOLDER.frameWords:
      return goroutine(dump, entries, dump.frames[owner]?.goroutine ?? NONE);
    case HOLDER.finalizer:
      return { kind: "finalizer", name: "", isNamed: false, isRuntime: false };
    case HOLDER.finalized:
      return { kind: "finalized", name: "", isNamed: false, isRuntime: false };
    case HOLDER.queuedFinalizer:
      return { kind: "queued-finalizer", name: "", isNamed: false, isRuntime: false };
    default:
      return { kind: "other-root", name: dump.rootNames[owner] ?? "", isNamed: true, isRuntime: true };
  }
}

function variable(names: ProgramNames, address: number): Described {
  const name = names.variableName(address);
  if (name === undefined)
    return { kind: "variable", name: `0x${address.toString(16)}`, isNamed: false, isRuntime: false };
  return { kind: "variable", name, isNamed: true, isRuntime: isRuntimeName(name) };
}

function goroutine(dump: HeapDump, entries: readonly string[], row: number): Described {
  const name = entries[row] ?? "";
  return { kind: "goroutine", name, isNamed: name !== "", isRuntime: dump.goroutines[row]?.isSystem === true };
}

/** Variables of the runtime and of packages only it and the standard library use. */
export function isRuntimeName(name: string): boolean {
  return /^(runtime|internal\/[\w/]+)\./.test(name);
}
