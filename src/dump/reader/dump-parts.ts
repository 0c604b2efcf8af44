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

export class DumpParts {
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
  #words: MemoryWords | undefined;

  /** How memory is read; the parameters, types and itabs come before all memory. Throws ProfileError if they did not. */
  words(offset: number): MemoryWords {
    if (this.#words === undefined) {
      if (this.parameters === undefined) throw damagedDump("memory comes before the parameters", offset);
      this.#typeWords = new TypeWords(this.types, this.itabs);
      this.#words = new MemoryWords(this.parameters, this.#typeWords);
    }
    return this.#words;
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
