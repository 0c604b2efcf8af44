/** How sure the numbers of a frame are: the samples behind them, intervals, and whether its own change is more than noise. */
import {
  changeInterval,
  type GrowthSums,
  type SampledGrowth,
  significantChanges,
  sumGrowth,
  sumGrowthAlong,
} from "../blame/growth-counts.ts";
import { FALSE_DISCOVERIES } from "../blame/suspects.ts";
import type { NodeTable } from "../graph/nodes.ts";
import { NONE, type Profile } from "../profile/tables.ts";

export interface RowCertainty {
  /** Recorded objects behind baseFlat and currentFlat; null where they cannot be counted, or a finding withholds them. */
  readonly samplesBase: number | null;
  readonly samplesCurrent: number | null;
  /** 95 % interval of deltaFlat; null as the samples are, and for frames that allocated nothing themselves. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether deltaFlat is more than noise explains, at a false discovery rate of 5 % over all frames. */
  readonly significant: boolean | null;
  /** 95 % interval of deltaCum; null where withheld. Frames contain one another, so by cum each is looked at by itself. */
  readonly lowCum: number | null;
  readonly highCum: number | null;
  /** 95 % interval of deltaObjects; null as low and high are, and without object counts. */
  readonly lowObjects: number | null;
  readonly highObjects: number | null;
}

export const WITHHELD: RowCertainty = {
  ...{ samplesBase: null, samplesCurrent: null, low: null, high: null, significant: null },
  ...{ lowCum: null, highCum: null, lowObjects: null, highObjects: null },
};

/** Tests all frames, since what is significant depends on how many there are; intervals only where somebody looks. */
export class RowStatistics {
  readonly #flat: GrowthSums;
  readonly #cum: GrowthSums;
  readonly #objects: GrowthSums | undefined;
  readonly #isSignificant: readonly boolean[];

  /** `objects`: the same samples, told in objects. */
  constructor(profile: Profile, nodes: NodeTable, growth: SampledGrowth, objects: SampledGrowth | undefined) {
    const leaves = leafNodes(profile, nodes);
    this.#flat = sumGrowth(growth, leaves, nodes.infos.length);
    this.#cum = sumGrowthAlong(growth, profile, nodes);
    this.#objects = objects && sumGrowth(objects, leaves, nodes.infos.length);
    this.#isSignificant = significantChanges(this.#flat, FALSE_DISCOVERIES);
  }

  of(node: number): RowCertainty {
    const before = this.#flat.base[node] as number;
    const after = this.#flat.current[node] as number;
    const hasFlat = before !== 0 || after !== 0;
    const [low, high] = bounds(hasFlat ? this.#flat : undefined, node);
    const [lowCum, highCum] = bounds(this.#cum, node);
    const [lowObjects, highObjects] = bounds(hasFlat ? this.#objects : undefined, node);
    return {
      ...{ samplesBase: whole(before), samplesCurrent: whole(after), low, high },
      significant: hasFlat ? (this.#isSignificant[node] as boolean) : null,
      ...{ lowCum, highCum, lowObjects, highObjects },
    };
  }
}

function bounds(sums: GrowthSums | undefined, node: number): readonly [low: number | null, high: number | null] {
  if (sums === undefined) return [null, null];
  const { low, high } = changeInterval(sums, node);
  return [Math.round(low), Math.round(high)];
}

/** Counts of values that were added up or averaged after capture are not whole: they are no counts then. */
function whole(count: number): number | null {
  return Number.isInteger(count) ? count : null;
}

/** The node that allocated each sample. */
function leafNodes({ samples }: Profile, nodes: NodeTable): Int32Array {
  const leafOf = new Int32Array(samples.length).fill(NONE);
  for (let sample = 0; sample < leafOf.length; sample++) {
    const at = samples.start[sample] as number;
    if (at === samples.start[sample + 1]) continue;
    leafOf[sample] = nodes.nodeOf[nodes.start[samples.locations[at] as number] as number] as number;
  }
  return leafOf;
}
