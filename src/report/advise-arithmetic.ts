/** The formulas of the advice with their numbers put in, so that a reader can check them. */
import { LIMIT_SHARE, type MemoryUse, NON_GO_ROOM, PACER_ROOM, recommendedMemoryLimit } from "../blame/advise.ts";
import { chooseColumnUnit, formatValue } from "../measurement/delta.ts";
import { formatFixed } from "../measurement/float-text.ts";
import { formatGoMemoryLimit } from "../measurement/quantity.ts";

export interface ArithmeticStep {
  readonly name: string;
  readonly formula: string;
  readonly numbers: string;
  readonly result: string;
}

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

export function showArithmetic(reckoning: Reckoning): ArithmeticStep[] {
  const { limit, memoryLimit, use, gogc, peak, without, under, left } = reckoning;
  const live = mib(use.live);
  const beside = `${mib(use.other)} - ${mib(use.fragmentation)}`;
  const g = formatFixed(gogc / 100, 2);
  const isTooHigh = memoryLimit + use.nonGo > limit;
  const underNumbers = isTooHigh
    ? "it and memory outside Go exceed the container's limit: as without"
    : `${PACER_ROOM} * ${mib(memoryLimit)} - ${beside}`;
  const bounded = Number.isFinite(gogc)
    ? [
        {
          name: "peak before a collection",
          formula: "live (1 + g) + roots g + other + fragmentation + non-Go",
          numbers: `${live} * ${formatFixed(1 + gogc / 100, 2)} + ${mib(use.roots)} * ${g} + ${mib(use.other)} + ${mib(use.fragmentation)} + ${mib(use.nonGo)}`,
          result: size(peak),
        },
        {
          name: "largest live heap without GOMEMLIMIT",
          formula: "(limit - other - fragmentation - non-Go - roots g) / (1 + g)",
          numbers: `(${mib(limit)} - ${beside} - ${mib(use.nonGo)} - ${mib(use.roots)} * ${g}) / ${formatFixed(1 + gogc / 100, 2)}`,
          result: size(without),
        },
      ]
    : [];
  return [
    {
      name: "GOMEMLIMIT to set",
      formula: "the lesser of 90 % of the limit and limit - non-Go - 5 % of it, in whole MiB",
      numbers: `min(${mib(LIMIT_SHARE * limit)}, ${mib(limit)} - ${mib(use.nonGo)} - ${mib(NON_GO_ROOM * limit)})`,
      result: formatGoMemoryLimit(recommendedMemoryLimit(limit, use.nonGo)),
    },
    ...bounded,
    {
      name: "largest live heap with GOMEMLIMIT",
      formula: `${PACER_ROOM} GOMEMLIMIT - other - fragmentation, but no less than without`,
      numbers: underNumbers,
      result: size(under),
    },
    {
      name: "GOGC that GOMEMLIMIT leaves now",
      formula: `100 (${PACER_ROOM} GOMEMLIMIT - other - fragmentation - live) / (live + roots), at most GOGC`,
      numbers: `100 * (${PACER_ROOM} * ${mib(memoryLimit)} - ${beside} - ${live}) / (${live} + ${mib(use.roots)})`,
      result: formatFixed(left, 0),
    },
  ];
}

function mib(bytes: number): string {
  return formatFixed(bytes / MIB, 1);
}

function size(bytes: number): string {
  return formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
}
