/** What has been read of a dump: grows record by record, and becomes the dump. */

import type {
  AllocationStack,
  DumpMemStats,
  DumpParameters,
  DumpType,
  Finalizer,
  Frame,
  Goroutine,
  HeapDump,
} from "../tables.ts";
import { damagedDump } from "./dump-error.ts";
import type { LargeMemory } from "./large-memory.ts";
import { MemoryBuilder } from "./memory-builder.ts";
import { MemoryWords } from "./memory-words.ts";
import { float64Column, uint32Column } from "./number-column.ts";
import { markSpanTails } from "./span-tails.ts";
import { TypeWords } from "./type-words.ts";

/** Nothing lies below. */
const FIRST_PAGE = 4096;

/** Is shown each object of the dump, by its row, where its bytes are until the next call. */
export type ContentsVisitor = (row: number, bytes: Uint8Array, start: number, size: number) => void;

export class DumpParts {
  /** Where there is one, contents are all that is wanted: small objects and their pointers are not kept. */
  readonly visit: ContentsVisitor | undefined;
  /** Objects that were read for a visitor. */
  visited = 0;
  readonly builder = new MemoryBuilder();
  readonly types = new Map<number, DumpType>();
  readonly itabs = new Map<number, number>();
  readonly goroutines: Goroutine[] = [];
  readonly frames: Frame[] = [];
  readonly finalizers: Finalizer[] = [];
  readonly rootNames: string[] = [];
  readonly stacks: AllocationStack[] = [];
  /** Id of an allocation stack to its row. */
  readonly stackRows = new Map<number, number>();
  readonly sampleAddress = float64Column();
  readonly sampleStack = uint32Column();
  parameters: DumpParameters | undefined;
  memStats: DumpMemStats | undefined;
  /** A piece of memory that is read over several pieces of the dump. */
  large: LargeMemory | undefined;
  isEnded = false;
  #typeWords: TypeWords | undefined;
  #heapWords: MemoryWords | undefined;
  #segmentWords: MemoryWords | undefined;

  constructor(visit?: ContentsVisitor) {
    this.visit = visit;
  }

  /** For objects and frames: what points into the heap. Throws ProfileError if the parameters, types and itabs do not come before all memory. */
  heapWords(offset: number): MemoryWords {
    if (this.#heapWords === undefined) {
      const { heapStart, heapEnd } = this.#begun(offset);
      this.#heapWords = this.#words(offset, heapStart, heapEnd);
    }
    return this.#heapWords;
  }

  /** For segments: variables point to variables too. */
  segmentWords(offset: number): MemoryWords {
    this.#segmentWords ??= this.#words(offset, FIRST_PAGE, Number.MAX_SAFE_INTEGER);
    return this.#segmentWords;
  }

  #words(offset: number, start: number, end: number): MemoryWords {
    this.#typeWords ??= new TypeWords(this.types, this.itabs);
    return new MemoryWords(this.#begun(offset), this.#typeWords, start, end);
  }

  #begun(offset: number): DumpParameters {
    if (this.parameters === undefined) throw damagedDump("memory comes before the parameters", offset);
    return this.parameters;
  }

  /** Throws ProfileError if what every dump has is missing; `offset` is where it ended. */
  finish(offset: number): HeapDump {
    const { parameters, memStats } = this;
    if (parameters === undefined || memStats === undefined) {
      throw damagedDump("it has no parameters or no memory statistics", offset);
    }
    const typeWords = this.#typeWords;
    const { memory, pointers } = this.builder.finish();
    markSpanTails(memory, parameters);
    return {
      parameters,
      memory,
      pointers,
      goroutines: this.goroutines,
      frames: this.frames,
      finalizers: this.finalizers,
      rootNames: this.rootNames,
      types: this.types,
      itabs: this.itabs,
      memStats,
      stacks: this.stacks,
      sampleAddress: this.sampleAddress.finish(),
      sampleStack: this.sampleStack.finish(),
      typeWordOf: (pointer) => typeWords?.decode(pointers.before[pointer] as number) ?? 0,
    };
  }
}
