/**
 * Whether a program's file is the one that wrote a dump. A dump has no build id, so what it names with addresses is compared with the file: the
 * functions on its stacks, where the segments of variables begin and end, the types of its itabs. The first gives the slide of a program that
 * was loaded elsewhere; all three have to agree, since a wrong name is worse than none.
 */
import { NONE, type Program } from "../../binary/index.ts";
import { type HeapDump, KIND } from "../tables.ts";

export interface ProgramMatch {
  /** What to subtract from an address of the dump to have the file's. */
  readonly slide: number;
  /** How many functions of the stacks were compared. */
  readonly functions: number;
  /** Why it is not the program; undefined if it is. */
  readonly mismatch: ProgramMismatch | undefined;
}

export type ProgramMismatch =
  | { readonly kind: "not-go" }
  | { readonly kind: "no-functions" }
  | { readonly kind: "architecture"; readonly dump: string; readonly program: string }
  | { readonly kind: "go-version"; readonly dump: string; readonly program: string }
  | { readonly kind: "functions"; readonly wrong: number; readonly of: number; readonly example: string }
  | { readonly kind: "segments"; readonly segment: string }
  | { readonly kind: "types"; readonly example: string };

export function matchProgram(dump: HeapDump, program: Program): ProgramMatch {
  const refuse = (mismatch: ProgramMismatch): ProgramMatch => ({ slide: 0, functions: 0, mismatch });
  const header = headerMismatch(dump, program);
  if (header !== undefined) return refuse(header);
  const table = program.functions?.table;
  if (table === undefined) return refuse({ kind: "not-go" });
  const entries = new Map(dump.frames.map((frame) => [frame.entry, frame.function]));
  if (entries.size === 0) return refuse({ kind: "no-functions" });
  const slide = program.file.isPositionIndependent ? commonSlide(entries, table) : 0;
  const wrong = [...entries].filter(([entry, name]) => {
    const row = table.findByAddress(entry - slide);
    return row === NONE || table.entry(row) !== entry - slide || table.name(row) !== name;
  });
  if (wrong.length > 0) {
    return refuse({ kind: "functions", wrong: wrong.length, of: entries.size, example: wrong[0]?.[1] ?? "" });
  }
  const mismatch = segmentMismatch(dump, program, slide) ?? typeMismatch(dump, program, slide);
  return { slide, functions: entries.size, mismatch };
}

type Functions = NonNullable<Program["functions"]>["table"];

function headerMismatch({ parameters }: HeapDump, { file, buildInfo }: Program): ProgramMismatch | undefined {
  const { architecture, goVersion } = parameters;
  if (file.architecture !== "" && !isSameArchitecture(architecture, file.architecture)) {
    return { kind: "architecture", dump: architecture, program: file.architecture };
  }
  const built = buildInfo?.goVersion;
  const release = (version: string): string => version.split(" ")[0] as string;
  if (built === undefined || release(built) === release(goVersion)) return undefined;
  return { kind: "go-version", dump: goVersion, program: built };
}

/** A file may not tell the byte order of its processor, which GOARCH has at its end. */
function isSameArchitecture(dump: string, file: string): boolean {
  return dump === file || dump.replace(/le$/, "") === file.replace(/le$/, "");
}

/** The most frequent distance between where a function is and where the file has it. */
function commonSlide(entries: ReadonlyMap<number, string>, table: Functions): number {
  const votes = new Map<number, number>();
  let best = 0;
  for (const [entry, name] of entries) {
    const row = table.findByName(name);
    if (row === NONE) continue;
    const slide = entry - table.entry(row);
    const count = (votes.get(slide) ?? 0) + 1;
    votes.set(slide, count);
    if (count > (votes.get(best) ?? 0)) best = slide;
  }
  return best;
}

const SEGMENTS: readonly (readonly [kind: number, start: string, end: string])[] = [
  [KIND.data, "runtime.data", "runtime.edata"],
  [KIND.bss, "runtime.bss", "runtime.ebss"],
];

function segmentMismatch({ memory }: HeapDump, { symbols }: Program, slide: number): ProgramMismatch | undefined {
  for (const [kind, start, end] of SEGMENTS) {
    const row = memory.kind.indexOf(kind);
    const [first, last] = [symbols.findByName(start), symbols.findByName(end)];
    if (row < 0 || first === NONE || last === NONE) continue;
    const address = memory.address[row] as number;
    const isSame =
      symbols.address(first) + slide === address &&
      symbols.address(last) + slide === address + (memory.size[row] as number);
    if (!isSame) return { kind: "segments", segment: start };
  }
  return undefined;
}

/** As many types as are compared. */
const COMPARED = 200;

function typeMismatch(dump: HeapDump, program: Program, slide: number): ProgramMismatch | undefined {
  const { typesAddress, debugInfo } = program;
  if (typesAddress === undefined || debugInfo === undefined) return undefined;
  let compared = 0;
  for (const [address, { name, size }] of dump.types) {
    const row = debugInfo.types.findByDescriptor(address - slide - typesAddress);
    if (row === NONE) continue;
    if (debugInfo.types.size(row) !== size) return { kind: "types", example: name };
    if (++compared === COMPARED) break;
  }
  return undefined;
}
