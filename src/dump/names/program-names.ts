/** What a matching program says of addresses in a dump: variables, functions, types. */
import { type LocalVariable, NONE, type Program, type TypeGraph } from "../../binary/index.ts";
import type { PlacedVariable } from "./step.ts";

export interface ProgramNames {
  readonly types: TypeGraph | undefined;
  /** Where the variable begins that covers an address of a segment; the address itself where none is known. */
  readonly variableStart: (address: number) => number;
  /** Of the variable that begins there; undefined where none is known. */
  readonly variableName: (address: number) => string | undefined;
  /** Row of `types`; NONE where it is not said. */
  readonly variableType: (address: number) => number;
  /** Row of the type that Go describes at an address of the dump. */
  readonly typeAt: (address: number) => number;
  /** The function that begins at an address. */
  readonly functionAt: (entry: number) => string | undefined;
  /** The functions that an instruction is in, innermost first: those put inline, then the one whose frame it is. Empty where that is not known. */
  readonly functionsAt: (pc: number) => readonly string[];
  /** What closures of the function that begins there have captured. */
  readonly captured: (entry: number) => readonly PlacedVariable[];
  /** Variables on the stack of a function that is at `pc`, in a frame of `size` bytes. */
  readonly locals: (pc: number, size: number) => readonly PlacedVariable[];
}

export function namesOf(program: Program, slide: number): ProgramNames {
  const { symbols, debugInfo, typesAddress, functions } = program;
  const types = debugInfo?.types;
  const variables = debugInfo?.variables;
  return {
    types,
    variableStart: (address) => {
      const row = symbols.findByAddress(address - slide);
      return row === NONE ? address : symbols.address(row) + slide;
    },
    variableName: (address) => {
      const row = symbols.findByAddress(address - slide);
      return row === NONE ? undefined : symbols.name(row);
    },
    variableType: (address) => {
      const row = variables?.findByAddress(address - slide) ?? NONE;
      return row === NONE || variables === undefined ? NONE : variables.type(row);
    },
    typeAt: (address) => {
      if (types === undefined || typesAddress === undefined) return NONE;
      return types.findByDescriptor(address - slide - typesAddress);
    },
    functionAt: (entry) => {
      const table = functions?.table;
      const row = table?.findByAddress(entry - slide) ?? NONE;
      return table === undefined || row === NONE || table.entry(row) !== entry - slide ? undefined : table.name(row);
    },
    functionsAt: (pc) => functions?.frames(pc - slide).map(({ name }) => name) ?? [],
    captured: (entry) => {
      const locals = debugInfo?.localsAt(entry - slide) ?? [];
      return locals.flatMap(({ name, type, closureOffset: offset }) =>
        offset === NONE
          ? []
          : [{ name, type, offset, start: 0, size: types === undefined || type === NONE ? 0 : types.size(type) }],
      );
    },
    locals: (pc, size) =>
      wholeOnes(debugInfo?.localsAt(pc - slide) ?? []).flatMap((local) => onFrame(local, types, size)),
  };
}

/** Since Go 1.27 the parts of a slice or string (`backlog.ptr`) are variables beside it; `.autotmp_2` and `~r0` are names of the compiler. */
function wholeOnes(locals: readonly LocalVariable[]): readonly LocalVariable[] {
  const placed = new Set(locals.flatMap(({ name, pieces }) => (pieces.length > 0 ? [name] : [])));
  return locals.filter(({ name }) => {
    const dot = name.lastIndexOf(".");
    if (name.startsWith(".") || name.startsWith("~")) return false;
    return dot <= 0 || !placed.has(name.slice(0, dot));
  });
}

/** The pieces of a variable that lie in its frame, whose end they count from. */
function onFrame(
  { name, type, pieces }: LocalVariable,
  types: TypeGraph | undefined,
  frameSize: number,
): PlacedVariable[] {
  if (types === undefined || type === NONE) return [];
  return pieces.flatMap(({ place, start, size, frameOffset }) =>
    place === "frame"
      ? [{ name, type, offset: frameSize + frameOffset, size: Math.min(size, types.size(type) - start), start }]
      : [],
  );
}

/** Without a program nothing is known. */
export const NO_NAMES: ProgramNames = {
  types: undefined,
  variableStart: (address) => address,
  variableName: () => undefined,
  variableType: () => NONE,
  typeAt: () => NONE,
  functionAt: () => undefined,
  functionsAt: () => [],
  captured: () => [],
  locals: () => [],
};
