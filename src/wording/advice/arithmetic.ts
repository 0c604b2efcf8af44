/** The formulas of the advice with their numbers put in, so that a reader can check them. */

import {
  LIMIT_SHARE,
  type MemoryUse,
  NON_GO_ROOM,
  PACER_ROOM,
  recommendedMemoryLimit,
} from "../../blame/memory/limits.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { formatFixed } from "../../measurement/float-text.ts";
import { formatGoMemoryLimit } from "../../measurement/quantity.ts";
import type { AdviceReport } from "../../report/advice/report.ts";

/** A line of the reckoning: what, by which formula, in which numbers. */
export interface ArithmeticStep {
  readonly name: string;
  readonly formula: string;
  readonly numbers: string;
  readonly result: string;
}

/** Unlimited GOGC, and what follows from it, is `Infinity`. */
interface Reckoning {
  readonly limit: number;
  readonly memoryLimit: number;
  readonly use: MemoryUse;
  readonly gogc: number;
  readonly peak: number;
  readonly without: number;
  readonly under: number;
  readonly left: number;
}

const MIB = 1024 ** 2;

export function arithmeticSteps({ outlook, settings: { limit, gogc } }: AdviceReport): ArithmeticStep[] {
  if (outlook === null || limit === null) return [];
  const { memoryLimit, use, peak, liveMaximum: without, liveMaximumUnder: under, effectiveGogc } = outlook;
  const unlimited = Number.POSITIVE_INFINITY;
  const reckoning = {
    ...{ limit, memoryLimit, use, without, under },
    ...{
      gogc: gogc ?? unlimited,
      peak: peak ?? unlimited,
      left: effectiveGogc ?? unlimited,
    },
  };
  return [
    settingStep(reckoning),
    ...(gogc === null ? [] : [peakStep(reckoning), withoutStep(reckoning)]),
    underStep(reckoning),
    leftStep(reckoning),
  ];
}

function settingStep({ limit, use }: Reckoning): ArithmeticStep {
  return {
    name: "GOMEMLIMIT to set",
    formula: "the lesser of 90% of the limit and limit - non-Go - 5% of it, in whole MiB",
    numbers: `min(${mib(LIMIT_SHARE * limit)}, ${mib(limit)} - ${mib(use.nonGo)} - ${mib(NON_GO_ROOM * limit)})`,
    result: formatGoMemoryLimit(recommendedMemoryLimit(limit, use.nonGo)),
  };
}

function peakStep({ use, gogc, peak }: Reckoning): ArithmeticStep {
  const heap = `${mib(use.live)} * ${formatFixed(1 + gogc / 100, 2)} + ${mib(use.roots)} * ${formatFixed(gogc / 100, 2)}`;
  return {
    name: "peak before a collection",
    formula: "live (1 + g) + roots g + other + fragmentation + non-Go, with g = GOGC / 100",
    numbers: `${heap} + ${mib(use.other)} + ${mib(use.fragmentation)} + ${mib(use.nonGo)}`,
    result: size(peak),
  };
}

function withoutStep({ limit, use, gogc, without }: Reckoning): ArithmeticStep {
  const room = `${mib(limit)} - ${besideHeap(use)} - ${mib(use.nonGo)} - ${mib(use.roots)} * ${formatFixed(gogc / 100, 2)}`;
  return {
    name: "largest live heap without GOMEMLIMIT",
    formula: "(limit - other - fragmentation - non-Go - roots g) / (1 + g)",
    numbers: `(${room}) / ${formatFixed(1 + gogc / 100, 2)}`,
    result: size(without),
  };
}

function underStep({ limit, memoryLimit, use, under }: Reckoning): ArithmeticStep {
  const isTooHigh = memoryLimit + use.nonGo > limit;
  return {
    name: "largest live heap with GOMEMLIMIT",
    formula: `${PACER_ROOM} GOMEMLIMIT - other - fragmentation, but no less than without`,
    numbers: isTooHigh
      ? "with memory outside Go it exceeds the limit: as without"
      : `${PACER_ROOM} * ${mib(memoryLimit)} - ${besideHeap(use)}`,
    result: size(under),
  };
}

function leftStep({ memoryLimit, use, left }: Reckoning): ArithmeticStep {
  const room = `${PACER_ROOM} * ${mib(memoryLimit)} - ${besideHeap(use)} - ${mib(use.live)}`;
  return {
    name: "GOGC that GOMEMLIMIT leaves now",
    formula: `100 (${PACER_ROOM} GOMEMLIMIT - other - fragmentation - live) / (live + roots), from 0 to GOGC`,
    numbers: `100 * (${room}) / (${mib(use.live)} + ${mib(use.roots)})`,
    result: Number.isFinite(left) ? formatFixed(left, 0) : "off",
  };
}

function besideHeap({ other, fragmentation }: MemoryUse): string {
  return `${mib(other)} - ${mib(fragmentation)}`;
}

function mib(bytes: number): string {
  return formatFixed(bytes / MIB, 1);
}

function size(bytes: number): string {
  return formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
}
