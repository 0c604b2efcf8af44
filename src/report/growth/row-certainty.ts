/** How sure the numbers of a frame are: the samples behind them, intervals, and whether its own change is more than noise. */
import { sumGrowthAlong } from "../../blame/counts/growth-along.ts";
import {
  type ChangeSums,
  changeInterval,
  changeThreshold,
  type GrowthSums,
  isChanged,
  type SampledGrowth,
  sumGrowth,
} from "../../blame/counts/growth-counts.ts";
import { FALSE_DISCOVERIES } from "../../blame/suspects/suspects.ts";
import type { NodeTable } from "../../graph/nodes.ts";
import { leafNodes } from "../../graph/weights.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

/** How sure the numbers of a row are. */
export interface RowCertainty {
  /** Recorded objects behind baseFlat and currentFlat; null where they cannot be counted, or a finding withholds them. */
  readonly samplesBase: number | null;
  readonly samplesCurrent: number | null;
  /** 95 % interval of deltaFlat; null as the samples are, and for frames that allocated nothing themselves. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether deltaFlat is more than noise explains, at a false discovery rate of 5 % over all frames. */
  readonly significant: boolean | null;
  /** 95 % interval of deltaCum; null where withheld. */
  readonly lowCum: number | null;
  readonly highCum: number | null;
  /** Whether deltaCum is more than noise explains. Frames contain one another, so what is significant for their own changes is for these too. */
  readonly significantCum: boolean | null;
  /** 95 % interval of deltaObjects; null as low and high are, and without object counts. */
  readonly lowObjects: number | null;
  readonly highObjects: number | null;
  readonly significantObjects: boolean | null;
}

export const WITHHELD: RowCertainty = {
  ...{ samplesBase: null, samplesCurrent: null, low: null, high: null, significant: null },
  ...{ lowCum: null, highCum: null, significantCum: null },
  ...{ lowObjects: null, highObjects: null, significantObjects: null },
};

/** Tests all frames, since what is significant depends on how many there are; intervals only where somebody looks. */
export class RowStatistics {
  readonly #flat: GrowthSums;
  readonly #cum: ChangeSums;
  /** Position of each node among those shown. */
  readonly #shown: Int32Array;
  readonly #objects: GrowthSums | undefined;
  readonly #threshold: number;
  readonly #isBound: boolean;
  readonly #objectsThreshold: number;

  /** `objects`: the same samples, told in objects. Only nodes among `shown` may be asked for. */
  constructor(
    profile: Profile,
    nodes: NodeTable,
    growth: SampledGrowth,
    objects: SampledGrowth | undefined,
    shown: readonly number[],
  ) {
    this.#isBound = growth.isBound;
    const leaves = leafNodes(profile, nodes);
    this.#flat = sumGrowth(growth, leaves, nodes.infos.length);
    this.#shown = new Int32Array(nodes.infos.length).fill(NONE);
    for (const [position, node] of shown.entries()) this.#shown[node] = position;
    this.#cum = sumGrowthAlong(growth, profile, nodes, this.#shown, shown.length);
    this.#objects = objects && sumGrowth(objects, leaves, nodes.infos.length);
    this.#threshold = changeThreshold(this.#flat, FALSE_DISCOVERIES);
    this.#objectsThreshold = this.#objects === undefined ? 0 : changeThreshold(this.#objects, FALSE_DISCOVERIES);
  }

  of(node: number): RowCertainty {
    const before = this.#flat.base[node] as number;
    const after = this.#flat.current[node] as number;
    const hasFlat = before !== 0 || after !== 0;
    const flat = certaintyOf(hasFlat ? this.#flat : undefined, node, this.#threshold);
    const cum = certaintyOf(this.#cum, this.#shown[node] as number, this.#threshold);
    const objects = certaintyOf(hasFlat ? this.#objects : undefined, node, this.#objectsThreshold);
    return {
      ...{ samplesBase: this.#whole(before), samplesCurrent: this.#whole(after), ...flat },
      ...{ lowCum: cum.low, highCum: cum.high, significantCum: cum.significant },
      ...{ lowObjects: objects.low, highObjects: objects.high, significantObjects: excludesZero(objects) },
    };
  }

  /** Counts of values that were added up or averaged after capture are not whole: they are no counts then. */
  #whole(count: number): number | null {
    return Number.isInteger(count) && !this.#isBound ? count : null;
  }
}

/** Objects of sizes that were not sampled at all may be many: then the interval says less than the test does. */
function excludesZero({ low, high, significant }: Pick<RowCertainty, "low" | "high" | "significant">): boolean | null {
  return significant && ((low ?? 0) > 0 || (high ?? 0) < 0);
}

function certaintyOf(
  sums: ChangeSums | undefined,
  node: number,
  threshold: number,
): Pick<RowCertainty, "low" | "high" | "significant"> {
  if (sums === undefined) return { low: null, high: null, significant: null };
  const { low, high } = changeInterval(sums, node);
  return { low: Math.round(low), high: Math.round(high), significant: isChanged(sums, node, threshold) };
}
