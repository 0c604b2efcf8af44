/** A kind of input for the fuzzer: what to begin with, how it is damaged, where it lies, and the command lines that read it. A new kind is a row in families.ts. */
import type { Random } from "./mutate.ts";

export interface Family {
  /** Begins the names of its findings; no `-`. */
  readonly name: string;
  readonly seeds: () => readonly Uint8Array[];
  /** As mutate.ts does if left out. */
  readonly damage?: (seed: Uint8Array, random: Random) => Uint8Array;
  /** Below the folder of the run; `input` if left out. */
  readonly place?: string;
  /** Files that lie there too, by name: they are not damaged. */
  readonly beside?: () => Readonly<Record<string, Uint8Array>>;
  /** `A` is the input, `B` the seed it was made of, `D` the folder, `H` a heap profile, `TEXT` the input itself, as a word. */
  readonly commands: readonly (readonly string[])[];
  /** Command lines that `go tool pprof` has as well, to be compared: the same bytes where both read the input. */
  readonly compared?: readonly (readonly string[])[];
}

/** One input of a run: all of it follows from the seed of the run and the number. */
export interface FuzzCase {
  readonly family: Family;
  readonly seed: Uint8Array;
  readonly input: Uint8Array;
  readonly commands: readonly (readonly string[])[];
  /** Undefined where pprof is not asked. */
  readonly compared: readonly string[] | undefined;
}
