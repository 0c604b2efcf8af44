/** What a case is to reach, and whether what was measured reaches it. */
import type { Measured } from "./measure.ts";

/** All that is given is to be reached. */
export interface Aim {
  /** Processor seconds of the other command, divided by ours: at least. */
  readonly ratio?: number;
  /** Our peak memory, as a part of the other's: at most. */
  readonly part?: number;
  /** Processor seconds at most. */
  readonly seconds?: number;
  readonly mebibytes?: number;
}

/** The aim, and what of it is missed by how much. */
export interface Verdict {
  readonly text: string;
  readonly isReached: boolean;
}

/** Undefined where there is nothing to be reached. `other`: undefined where there is no other command. */
export function judge(aim: Aim, own: Measured, other: Measured | undefined): Verdict | undefined {
  const limits = [
    atLeast(aim.ratio, other === undefined ? 0 : other.processorSeconds / own.processorSeconds),
    atMost(aim.part, other === undefined ? Number.POSITIVE_INFINITY : own.peakMiB / other.peakMiB, percent),
    atMost(aim.seconds, own.processorSeconds, (value) => `${value.toFixed(2)} s`),
    atMost(aim.mebibytes, own.peakMiB, (value) => `${value.toFixed(0)} MiB`),
  ].filter((limit) => limit !== undefined);
  if (limits.length === 0) return undefined;
  const missed = limits.filter(({ isReached }) => !isReached).map(({ value }) => value);
  const asked = limits.map(({ limit }) => limit).join(", ");
  return {
    text: missed.length === 0 ? `${asked}: reached` : `${asked}: MISSED, ${missed.join(", ")}`,
    isReached: missed.length === 0,
  };
}

interface Limit {
  readonly limit: string;
  readonly value: string;
  readonly isReached: boolean;
}

function atLeast(least: number | undefined, value: number): Limit | undefined {
  if (least === undefined) return undefined;
  return { limit: `>= ${times(least)}`, value: times(value), isReached: value >= least };
}

function atMost(most: number | undefined, value: number, format: (value: number) => string): Limit | undefined {
  if (most === undefined) return undefined;
  return { limit: `<= ${format(most)}`, value: format(value), isReached: value <= most };
}

function times(value: number): string {
  return `${value.toFixed(2)} x`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(0)} %`;
}
