/** Samples of the heap profile, by who holds them and by where they were allocated. */
import { ELSEWHERE, GARBAGE, type SampledObjects } from "../../blame/holders/sampled-objects.ts";
import type { DumpAnalysis } from "../../dump/analysis.ts";
import type { AllocationFrame, AllocationStack } from "../../dump/tables.ts";
import { proportionInterval } from "../../stats/proportion.ts";

/** Leaf first. */
export type StackMatch = (frames: readonly AllocationFrame[]) => boolean;

/** A stack of the profile and what of it is held; bytes. */
export interface SampledStack {
  /** The innermost function that is not the runtime's. */
  readonly function: string;
  /** Leaf first. */
  readonly frames: readonly string[];
  readonly samples: number;
}

/** Samples whose stacks have one innermost function that is not the runtime's. */
export interface SampledFunction {
  readonly function: string;
  readonly samples: number;
}

/** Samples of a profile that a holder accounts for. */
export interface HolderSamples {
  /** Sampled objects that hang here, of the stacks asked for. */
  readonly count: number;
  /** Of these, those that nothing else holds. */
  readonly only: number;
  /** Share of all live samples of these stacks, with its 95 % interval. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Most samples first, five at most. */
  readonly functions: readonly SampledFunction[];
  /** Most samples first, five at most. */
  readonly stacks: readonly SampledStack[];
}

/** What a profile beside the dump says. */
export interface SampleReport {
  /** Live samples of the stacks asked for. */
  readonly live: number;
  readonly garbage: number;
  /** Live, at no holder of a row. */
  readonly elsewhere: number;
  readonly byHolder: readonly HolderSamples[];
}

const MOST_ROWS = 5;

export function sampleReport(
  { dump }: DumpAnalysis,
  { rowOf, stackOf, isOnly }: SampledObjects,
  holders: number,
  match: StackMatch | undefined,
): SampleReport {
  const wanted = dump.stacks.map(({ frames }) => match === undefined || match(frames));
  const samples = [...rowOf.keys()].filter((sample) => wanted[stackOf[sample] as number] === true);
  const at = (row: number): number[] => samples.filter((sample) => rowOf[sample] === row);
  const garbage = at(GARBAGE).length;
  const live = samples.length - garbage;
  const byRow = Array.from({ length: holders }, (): number[] => []);
  for (const sample of samples) byRow[rowOf[sample] as number]?.push(sample);
  return {
    live,
    garbage,
    elsewhere: at(ELSEWHERE).length,
    byHolder: byRow.map((own) => ({
      count: own.length,
      only: own.filter((sample) => isOnly[sample] === 1).length,
      share: live === 0 ? 0 : own.length / live,
      ...(live === 0 ? { low: 0, high: 1 } : proportionInterval(own.length, live)),
      ...countAllocators(dump.stacks, own, stackOf),
    })),
  };
}

function countAllocators(
  stacks: readonly AllocationStack[],
  samples: readonly number[],
  stackOf: Uint32Array,
): Pick<HolderSamples, "functions" | "stacks"> {
  const counts = new Map<string, SampledStack>();
  const byFunction = new Map<string, number>();
  for (const sample of samples) {
    const frames = (stacks[stackOf[sample] as number]?.frames ?? []).map((frame) => frame.function);
    const key = frames.join("\n");
    const name = ownFunction(frames);
    counts.set(key, { function: name, frames, samples: (counts.get(key)?.samples ?? 0) + 1 });
    byFunction.set(name, (byFunction.get(name) ?? 0) + 1);
  }
  const functions = Array.from(byFunction, ([name, many]): SampledFunction => ({ function: name, samples: many }));
  return { functions: mostOf(functions), stacks: mostOf([...counts.values()]) };
}

function mostOf<Row extends { readonly samples: number }>(rows: Row[]): Row[] {
  return rows.sort((a, b) => b.samples - a.samples).slice(0, MOST_ROWS);
}

function ownFunction(frames: readonly string[]): string {
  return (
    frames.find((name) => !/^(runtime|internal\/\S+|reflect|strings|bytes|slices|maps|sync|fmt)\./.test(name)) ??
    frames[0] ??
    ""
  );
}
