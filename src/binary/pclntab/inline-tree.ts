/** Calls that the compiler put inline, as the runtime knows them: which functions an instruction stands for. */
import { ByteReader } from "../byte-reader.ts";
import type { ObjectFile } from "../object-file.ts";
import { readMemory } from "../section-data.ts";
import type { FunctionTable, SourceLine } from "./function-table.ts";

/** One function of a stack that one instruction stands for. */
export interface Frame extends SourceLine {
  /** As Go writes it: "main.(*server).run". */
  readonly name: string;
  /** Into the function of the next frame. */
  readonly isInlined: boolean;
}

/** Trees are kept apart from the table of functions. */
export interface InlineTrees {
  readonly file: ObjectFile;
  /** What the trees' places count from, before any slide. */
  readonly address: number;
}

/** The frames of an instruction, innermost first; only the function itself where its tree of inlined calls is not known. */
export function resolveFrames(table: FunctionTable, trees: InlineTrees | undefined, row: number, pc: number): Frame[] {
  const tree = trees === undefined ? undefined : treeOf(table, trees, row);
  const frames: Frame[] = [];
  let at = pc;
  // Each step leads to the caller: there are no more of them than there are bytes of code.
  for (let depth = 0; tree !== undefined && depth < DEEPEST; depth++) {
    const call = readCall(tree, table.valueAt(row, tree.indexSteps, at));
    if (call === undefined) break;
    frames.push({ name: table.nameAt(call.name), ...table.lineAt(row, at), isInlined: true });
    at = table.entry(row) + call.parent;
  }
  frames.push({ name: table.name(row), ...table.lineAt(row, at), isInlined: false });
  return frames;
}

const DEEPEST = 1000;

interface Tree {
  readonly trees: InlineTrees;
  readonly address: number;
  /** Where the steps begin that say which call an instruction is in. */
  readonly indexSteps: number;
  /** Bytes of a call, and where in it its name is and the instruction of its caller. */
  readonly layout: CallLayout;
}

interface CallLayout {
  readonly size: number;
  readonly name: number;
  readonly parent: number;
}

const SINCE_GO_1_20: CallLayout = { size: 16, name: 4, parent: 8 };
const BEFORE: CallLayout = { size: 20, name: 12, parent: 16 };

/** Of the tables that follow the record of a function: which call an instruction is in, and the tree. */
const PCDATA_InlTreeIndex = 2;
const FUNCDATA_InlTree = 3;
const NO_DATA = 0xffffffff;

function treeOf(table: FunctionTable, trees: InlineTrees, row: number): Tree | undefined {
  const { version } = table.header;
  if (version !== "go1.18" && version !== "go1.20") return undefined;
  const isNew = version === "go1.20";
  const steps = table.field(row, PCDATA_COUNT);
  const recordEnd = table.recordAt(row) + (isNew ? 44 : 40);
  const dataCount = table.u8At(recordEnd - 1);
  if (steps <= PCDATA_InlTreeIndex || dataCount <= FUNCDATA_InlTree) return undefined;
  const indexSteps = table.u32At(recordEnd + PCDATA_InlTreeIndex * 4);
  const offset = table.u32At(recordEnd + (steps + FUNCDATA_InlTree) * 4);
  if (indexSteps === 0 || offset === NO_DATA) return undefined;
  return { trees, address: trees.address + offset, indexSteps, layout: isNew ? SINCE_GO_1_20 : BEFORE };
}

/** The field of a function's record that counts its tables of steps. */
const PCDATA_COUNT = 7;

function readCall({ trees, address, layout }: Tree, index: number): { name: number; parent: number } | undefined {
  if (index < 0) return undefined;
  const bytes = readMemory(trees.file, address + index * layout.size, layout.size);
  if (bytes === undefined || bytes.length < layout.size) return undefined;
  const reader = new ByteReader(bytes, trees.file.isLittleEndian, "a tree of inlined calls");
  return { name: reader.seek(layout.name).u32(), parent: reader.seek(layout.parent).u32() };
}
