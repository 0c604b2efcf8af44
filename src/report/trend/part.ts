/** The part of a series that rises to the end by itself, where the whole goes up and down, or seems to come to an end. */
import { LEAST_CHANGE } from "../../blame/findings/signs.ts";
import type { RisingPart } from "../../blame/trend/findings.ts";
import { largestOf } from "../../measurement/extremes.ts";
import type { TrendMeasure, TrendRow } from "./measure.ts";
import type { TrendReport } from "./report.ts";

/** Of the largest total: less is nothing to begin with. */
const MATERIAL = 0.02;
/** Frames of one stack rise together: those within this share of the largest rise are looked at, and the one with least else is named. */
const ALIKE = 0.9;

/** `total`: values of the whole over the points, in `unit`. null where no frame surely rises, or by next to nothing. */
export function findRisingPart(rows: readonly TrendRow[], total: readonly number[], unit: string): RisingPart | null {
  const least = Math.max(MATERIAL * largestOf(total), unit === "bytes" ? LEAST_CHANGE : 0);
  const rising = rows.flatMap(partOfRow).filter(({ growth, low }) => growth >= least && low > 0);
  const largest = largestOf(rising.map(({ growth }) => growth));
  let best: Candidate | undefined;
  for (const each of rising) {
    if (each.growth < ALIKE * largest) continue;
    if (best === undefined || each.end < best.end || (each.end === best.end && !each.isCum && best.isCum)) best = each;
  }
  if (best === undefined) return null;
  const { end: _, ...part } = best;
  return part;
}

/** `end`: the last value, with all that does not rise in it. */
interface Candidate extends RisingPart {
  readonly end: number;
}

function partOfRow({ name, flat, cum }: TrendRow): Candidate[] {
  const candidate = (measure: TrendMeasure, isCum: boolean): Candidate[] => {
    const { significant, growth, growthLow: low, growthHigh: high, values } = measure;
    return significant && low !== null && high !== null
      ? [{ name, growth, low, high, isCum, end: values.at(-1) ?? 0 }]
      : [];
  };
  return [...candidate(flat, false), ...candidate(cum, true)];
}

/** That of the course, where the report has one. */
export function risingPart({ findings }: TrendReport): RisingPart | null {
  for (const { facts } of findings) if ("part" in facts) return facts.part;
  return null;
}
