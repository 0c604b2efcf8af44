/** What a capture knows of its process's memory as a whole and of its settings: the input of the advice. */

import { DEFAULT_GOGC } from "../advice/outlook.ts";
import type { AdviceInput, ProcessMemory } from "../advice/report.ts";
import type { TrendReport } from "../trend/report.ts";
import type { CaptureInput, CaptureState } from "./input.ts";

/** What a capture knows of its process's memory and settings; the slope where growth is sure to be a line. */
export function adviceInput({ run, settings }: CaptureInput, trend: TrendReport | undefined): AdviceInput {
  const [first, last] = [run[0] as CaptureState, run.at(-1) as CaptureState];
  const { memoryLimit, gogc, gomemlimit } = settings;
  return {
    current: memoryOf(last),
    base: first === last ? undefined : memoryOf(first),
    limit: memoryLimit ?? undefined,
    gomemlimit: settingText(gomemlimit, memoryLimit?.bytes),
    gogc: gogcOf(gogc),
    workload: settings.workload ?? undefined,
    // Only of a pod is the specification known.
    isContainerSeen: settings.restartCount !== null,
    slope: trend && slopeOf(trend),
  };
}

function slopeOf({ trend: { slopePerHour, low, high, significant } }: TrendReport): AdviceInput["slope"] {
  if (!significant || slopePerHour === null) return undefined;
  return { expected: slopePerHour, low: low ?? slopePerHour, high: high ?? slopePerHour };
}

function memoryOf({ point, profile, memStats }: CaptureState): ProcessMemory {
  return {
    source: point.name,
    profile,
    memStats,
    workingSet: point.workingSetBytes ?? point.residentBytes ?? undefined,
  };
}

/** The downward API hands the limit on in bytes. */
function settingText(value: string | null, limitBytes: number | undefined): string | undefined {
  if (value === "{limits.memory}" && limitBytes !== undefined) return String(limitBytes);
  return value === null || value.startsWith("{") ? undefined : value;
}

/** What the Go runtime makes of the text: what it does not understand is the default. */
function gogcOf(text: string | null): number {
  if (text === "off") return Number.POSITIVE_INFINITY;
  return text !== null && /^\d+$/.test(text) ? Number(text) : DEFAULT_GOGC;
}
