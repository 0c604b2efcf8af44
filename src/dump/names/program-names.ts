/** What a matching program says of addresses in a dump: variables, functions, types. */
import { NONE, type Program, type TypeGraph } from "../../binary/index.ts";

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
  readonly functionName: (pc: number) => string | undefined;
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
    functionName: (pc) => functions?.frames(pc - slide).at(-1)?.name,
  };
}

/** Without a program nothing is known. */
export const NO_NAMES: ProgramNames = {
  types: undefined,
  variableStart: (address) => address,
  variableName: () => undefined,
  variableType: () => NONE,
  typeAt: () => NONE,
  functionName: () => undefined,
};
