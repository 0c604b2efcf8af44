/** A dump by hand of two variables: a container of ten objects, one of which the other variable leads to as well beside one of its own; and garbage. */
import { analyzeDump, type DumpAnalysis } from "../../src/dump/analysis.ts";
import { readDump } from "./dump-of.ts";
import { writeDump } from "./dump-writer.ts";

const HEAP = 0xc000000000;
export const CONTAINER: number = HEAP;
export const ELEMENTS: readonly number[] = Array.from({ length: 10 }, (_, at) => HEAP + 0x1000 * (at + 1));
export const OTHER: number = HEAP + 0x20000;
export const OWN: number = HEAP + 0x21000;
export const GARBAGE: number = HEAP + 0x22000;

/** Bytes of an element; what the other variable alone holds has two of it, garbage four. */
export const SIZE = 1024;
/** Bytes of the objects that lead to others. */
export const WORDS = { container: 80, other: 16 } as const;

export interface Written {
  /** Bytes of each element, and of what the other variable alone holds. */
  readonly element: number;
  readonly own: number;
}

export function writtenHolders({ element = SIZE, own = 2 * SIZE }: Partial<Written> = {}): DumpAnalysis {
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: [
      { address: CONTAINER, words: ELEMENTS },
      ...ELEMENTS.map((address) => ({ address, size: element })),
      { address: OTHER, words: [ELEMENTS[0] as number, OWN] },
      { address: OWN, size: own },
      { address: GARBAGE, size: 4 * SIZE },
    ],
    data: { address: 0x600000, words: [CONTAINER, OTHER] },
    stacks: [
      [["main.keep", "main.main"], element, [...ELEMENTS.slice(0, 3), OWN]],
      [["runtime.makeslice", "main.drop"], SIZE, [GARBAGE]],
    ],
  });
  return analyzeDump(readDump(bytes));
}
