/**
 * What the findings of a diff look at: the stacks of the growth that is surely something (those of the suspects), and what was captured beside
 * them. What was not given is undefined: no finding may be made of its absence.
 */
import type { NodeTable } from "../../graph/nodes.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { Interval } from "../../stats/interval.ts";
import type { CountPair } from "../counts/growth-counts.ts";
import type { ProcessBooks } from "../memory/beside-heap.ts";
import { deepestStacks } from "../provenance/deepest-stacks.ts";
import { type FindingCode, STACK_LIMITS } from "../provenance/provenance.ts";
import type { FrameIdentity } from "../suspects/frame-identity.ts";
import type { Suspect } from "../suspects/suspects.ts";
import type { VerdictCode } from "../verdict/verdict.ts";
import type { GoroutineSigns } from "./goroutine-signs.ts";

/** A changed stack of a suspect. */
export interface SureStack {
  /** Index into the suspects. */
  readonly suspect: number;
  /** Frames, leaf first, as they were recorded. */
  readonly frames: readonly FrameIdentity[];
  /** In the unit of the sample type. */
  readonly change: number;
  /** Size of its objects in bytes, 0 if the profile does not say. */
  readonly size: number;
  /** Objects that the change stands for; 0 where they cannot be counted. */
  readonly objects: number;
  /** Recorded objects gained; 0 where they cannot be counted. */
  readonly samples: number;
}

/** Objects of one size that one function allocated. */
export interface SureSize {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Recorded objects that are live at the end. */
  live: number;
  change: number;
}

export interface GrowthSigns {
  readonly verdict: VerdictCode;
  readonly type: string;
  readonly unit: string;
  readonly base: number;
  readonly current: number;
  readonly net: number;
  /** Of net; undefined where statistics are withheld. */
  readonly interval: Interval | undefined;
  readonly suspects: readonly Suspect[];
  readonly stacks: readonly SureStack[];
  /** What the suspects' functions allocate, by size: all sizes of a function together, also those of which nothing is live. */
  readonly sizes: readonly (readonly SureSize[])[];
  /** All changed stacks of a whole that surely grew, where no single place is sure; else none. */
  readonly spread: readonly SureStack[];
  /** What the changes of `stacks` add up to. */
  readonly sure: number;
  /** What the suspects' functions grew by on all stacks, those that shrank among them. */
  readonly parts: number;
  /** Stacks of the whole profile that are as deep as Go records: samples of the growth on them, by limit. */
  readonly cut: { readonly frames: number; readonly change: number } | undefined;
  /** It is a Go program's: else nothing is said that only holds of Go. */
  readonly isGo: boolean;
  /** Modules that were taken for the program's own; empty where none is known. */
  readonly ownModules: readonly string[];
  readonly provenance: readonly FindingCode[];
  readonly goroutines: GoroutineSigns | undefined;
  readonly memory: { readonly base: ProcessBooks; readonly current: ProcessBooks } | undefined;
  /** Bytes by which all that is live grew; undefined where `net` is of something else, or of a part. */
  readonly liveGrowth: number | undefined;
}

/** The samples of the suspects. */
export class SuspectSamples {
  readonly #profile: Profile;
  readonly #nodes: NodeTable;
  readonly #identities: readonly FrameIdentity[];
  readonly #counts: CountPair;
  /** Of each sample; NONE for none. */
  readonly #suspectOf: Int32Array;
  readonly #changeOf: (row: number) => number;

  constructor(
    profile: Profile,
    nodes: NodeTable,
    identities: readonly FrameIdentity[],
    counts: CountPair,
    suspectOf: Int32Array,
    changeOf: (row: number) => number,
  ) {
    this.#profile = profile;
    this.#nodes = nodes;
    this.#identities = identities;
    this.#counts = counts;
    this.#suspectOf = suspectOf;
    this.#changeOf = changeOf;
  }

  stacks(): SureStack[] {
    const stacks: SureStack[] = [];
    const { base, current } = this.#counts;
    const at = (column: Float64Array | undefined, row: number): number => column?.[row] ?? Number.NaN;
    for (const [row, suspect] of this.#suspectOf.entries()) {
      const change = suspect === NONE ? 0 : this.#changeOf(row);
      if (change === 0) continue;
      const gained = at(current.inuse?.counts, row) - at(base.inuse?.counts, row);
      stacks.push({
        suspect,
        frames: framesOf(this.#profile, this.#nodes, this.#identities, row),
        change,
        size: current.sampling.size[row] ?? 0,
        objects: Number.isNaN(gained) ? 0 : gained * (current.sampling.scale[row] ?? 0),
        samples: Number.isNaN(gained) ? 0 : gained,
      });
    }
    return stacks;
  }

  sizes(): SureSize[][] {
    const places = new Map<string, Map<number, SureSize>>();
    const { inuse, sampling } = this.#counts.current;
    for (const [row, suspect] of this.#suspectOf.entries()) {
      const size = sampling.size[row] ?? 0;
      const [leaf] = suspect === NONE || size === 0 ? [] : framesOf(this.#profile, this.#nodes, this.#identities, row);
      if (leaf === undefined) continue;
      const sizes = places.get(leaf.name) ?? new Map<number, SureSize>();
      places.set(leaf.name, sizes);
      const known = sizes.get(size) ?? { name: leaf.name, size, live: 0, change: 0 };
      sizes.set(size, known);
      known.live += inuse?.counts[row] ?? 0;
      known.change += this.#changeOf(row);
    }
    return [...places.values()].map((sizes) => [...sizes.values()]);
  }

  /** What these functions grew by, on all stacks of each. */
  growthOf(names: ReadonlySet<string>): number {
    let sum = 0;
    for (let row = 0; row < this.#suspectOf.length; row++) {
      const change = this.#changeOf(row);
      if (change === 0) continue;
      const frames = framesOf(this.#profile, this.#nodes, this.#identities, row);
      if (frames.some(({ name }) => names.has(name))) sum += change;
    }
    return sum;
  }

  /** Growth on stacks that are as deep as Go records them; undefined where none is. */
  cut(): GrowthSigns["cut"] {
    const { frames, rows } = deepestStacks(this.#profile);
    if (!STACK_LIMITS.includes(frames)) return undefined;
    let change = 0;
    for (const row of rows) if (this.#suspectOf[row] !== NONE) change += this.#changeOf(row);
    return { frames, change };
  }
}

function framesOf(
  { samples }: Profile,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  row: number,
): FrameIdentity[] {
  const frames: FrameIdentity[] = [];
  for (let at = samples.start[row] as number; at < (samples.start[row + 1] as number); at++) {
    const location = samples.locations[at] as number;
    for (let slot = nodes.start[location] as number; slot < (nodes.start[location + 1] as number); slot++) {
      frames.push(identities[nodes.nodeOf[slot] as number] as FrameIdentity);
    }
  }
  return frames;
}

/** Part of the sure growth whose stacks pass; 0 where nothing grew surely. */
export function shareWhere({ stacks, sure }: GrowthSigns, test: (stack: SureStack) => boolean): number {
  if (sure <= 0) return 0;
  let sum = 0;
  for (const stack of stacks) if (test(stack)) sum += stack.change;
  return sum / sure;
}

export function hasFrame(pattern: RegExp): (stack: SureStack) => boolean {
  return ({ frames }) => frames.some(({ name }) => pattern.test(name));
}

/** A heap that hardly moved, beside what the process grew by outside it. */
const NEGLIGIBLE = 0.02;
/** Bytes that no living heap keeps to: a few buffers in a pool, a map that grew with its first use. */
export const LEAST_CHANGE = 128 * 1024;

export function isNegligible({ memory, interval, unit }: GrowthSigns): boolean {
  if (interval === undefined || unit !== "bytes") return false;
  const most = Math.max(Math.abs(interval.low), Math.abs(interval.high));
  if (most < LEAST_CHANGE) return true;
  // Of what is not known nothing is a part, nor of a process that shrank.
  return most < NEGLIGIBLE * (residentOf(memory?.current) - residentOf(memory?.base));
}

/** NaN where it is not known. */
function residentOf(books: ProcessBooks | undefined): number {
  return books?.resident ?? books?.memStats?.maxRss ?? Number.NaN;
}

/** Parts of a heap that did not grow as a whole are worth a word from so many bytes on, and from this part of the heap. */
const LEAST_PARTS = 1024 ** 2;
const LEAST_PART = 0.02;

/** The whole did not grow, and functions that did are too large to be left out: one that allocates by another way now did not grow. */
export function hasParts({ verdict, parts, base, unit }: GrowthSigns): boolean {
  return (verdict === "parts-grew" || verdict === "shrank") && unit === "bytes" && isWorthAWord(parts, base);
}

/** Bytes that parts grew by, beside what was live before. */
export function isWorthAWord(parts: number, base: number): boolean {
  return parts >= Math.max(LEAST_PARTS, LEAST_PART * base);
}

/** What is live grew by more than sampling explains, as a whole or in parts, or it is not known what sampling explains. */
export function isLiveGrowth(signs: GrowthSigns): boolean {
  const { verdict, stacks } = signs;
  return (
    stacks.length > 0 && !isNegligible(signs) && (verdict === "grew" || verdict === "uncounted" || hasParts(signs))
  );
}

/** It grew as a whole, and no single place is known to have: what is counted beside it may say why. */
export function isSpreadGrowth({ verdict, stacks }: GrowthSigns): boolean {
  return verdict === "grew" && stacks.length === 0;
}

/** Most of it. */
export const MOST = 0.5;
