/** Everything that the advice on memory says in sentences. */

import type { HoursLeft } from "../../blame/memory/limits.ts";
import { chooseColumnUnit, formatPercent, formatValue } from "../../measurement/delta.ts";
import { formatFixed } from "../../measurement/float-text.ts";
import { formatGoMemoryLimit, formatQuantity } from "../../measurement/quantity.ts";
import { checkKind } from "../../profile/argument.ts";
import type { Outlook } from "../../report/advice/outlook.ts";
import type { AdviceFinding, AdviceReport } from "../../report/advice/report.ts";
import { capital, plusMinus } from "../phrases.ts";
import { type ArithmeticStep, arithmeticSteps } from "./arithmetic.ts";
import { adviceFindingText } from "./findings.ts";
import { waterfallText } from "./waterfall.ts";

/** What an advice says in sentences. */
export interface AdviceWords {
  readonly verdict: readonly string[];
  /** A sentence for each finding. */
  readonly findings: readonly string[];
  /** The formulas with their numbers put in. */
  readonly arithmetic: readonly ArithmeticStep[];
}

/** The report's sentences. */
export function adviceWords(report: AdviceReport): AdviceWords {
  checkKind(report, "advice");
  return {
    verdict: adviceSentences(report),
    findings: report.findings.map(adviceFindingText),
    arithmetic: arithmeticSteps(report),
  };
}

function adviceSentences(report: AdviceReport): string[] {
  const { growth, outlook, settings } = report;
  const leading = leadingFindings(report);
  const isTold = leading.some(({ code }) => code === "outside-heap" || code === "goroutine-stacks");
  const inferred =
    settings.inferredGogc === null
      ? []
      : [
          `The heap goal says that GOGC is at least ${formatFixed(settings.inferredGogc, 0)}: exactly that if nothing was allocated since the last collection.`,
        ];
  return [
    ...leading.map(adviceFindingText).map((text) => `${capital(text).replace(/\.$/, "")}.`),
    ...(growth === null || isTold ? [] : [`${capital(waterfallText(growth))}.`]),
    ...(report.waterfall === null ? [liveText(report)] : []),
    ...explainedSentences(report),
    ...(outlook === null || outlook.liveMaximumUnder <= 0 ? [] : outlookSentences(outlook, report)),
    ...inferred,
  ];
}

/** Without the runtime's own books. */
function liveText({ live: { bytes, low, high } }: AdviceReport): string {
  const unit = chooseColumnUnit([bytes], "bytes");
  const bare = { ...unit, suffix: "" };
  const range =
    low === null || high === null || low === high
      ? ""
      : ` (95% ${formatValue(low, bare)} to ${formatValue(high, bare)})`;
  return `${formatValue(bytes, unit)} is live heap${range}; where the rest of the process's memory is, a heap profile does not say.`;
}

const LEADING: readonly AdviceFinding["code"][] = ["outside-heap", "goroutine-stacks", "over-limit", "most-memory"];

/** Said by what leads: where most of it is that is not Go's. */
export function isSaid(report: AdviceReport, finding: AdviceFinding): boolean {
  const leading = leadingFindings(report);
  if (leading.includes(finding)) return true;
  return finding.code === "most-memory" && leading.some(({ code }) => code === "outside-heap");
}

/** Where the memory is, before all else: what grew beside the heap, and of one capture its largest part. */
function leadingFindings({ findings, growth }: AdviceReport): AdviceFinding[] {
  return findings.filter((finding) => {
    if (finding.code === "most-memory") return growth === null;
    return LEADING.includes(finding.code);
  });
}

function explainedSentences({ explained, liveGrowth }: AdviceReport): string[] {
  if (explained === null || liveGrowth === null) return [];
  const { heapAlloc, share, low, high } = explained;
  const range = low === null || high === null ? "" : ` (95% interval ${formatPercent(low)} to ${formatPercent(high)})`;
  const unit = chooseColumnUnit([heapAlloc], "bytes");
  return [
    `HeapAlloc, which is exact and has garbage in it, grew by ${formatValue(heapAlloc, unit)}: the profiles show ${formatPercent(share)} of that${range}.`,
  ];
}

function outlookSentences(outlook: Outlook, { settings: { limit, gogc }, live }: AdviceReport): string[] {
  const { use, liveMaximum, liveMaximumUnder, buys, hoursWithout, hoursUnder } = outlook;
  const unit = chooseColumnUnit([liveMaximum, liveMaximumUnder, use.live], "bytes");
  const show = (bytes: number): string => formatValue(bytes, unit);
  const factor = buys === null ? "" : `, ${formatFixed(buys, 1)} times as much`;
  const liveText = `${show(use.live)} ${plusMinus(live, unit)}`.trimEnd();
  const limitText = formatQuantity(limit ?? 0);
  return [
    gogc === null
      ? `With ${liveText} live and GOGC=off nothing is collected below GOMEMLIMIT; GOMEMLIMIT=${memoryLimitText(outlook)} holds up to ${show(liveMaximumUnder)} live.`
      : `With ${liveText} live, a limit of ${limitText} kills the process at ${show(liveMaximum)} live; GOMEMLIMIT=${memoryLimitText(outlook)} moves that to ${show(liveMaximumUnder)}${factor}.`,
    ...(hoursWithout === null || hoursUnder === null
      ? []
      : [`At this slope that is in ${leftText(hoursUnder)} instead of ${leftText(hoursWithout)}.`]),
    "It buys time; it does not mend a leak.",
  ];
}

function memoryLimitText({ memoryLimit, recommended }: Outlook): string {
  const size = [1024 ** 3, 1024 ** 2, 1024].find((candidate) => memoryLimit % candidate === 0);
  if (size === undefined) return memoryLimit === 0 ? formatGoMemoryLimit(recommended) : String(memoryLimit);
  return `${memoryLimit / size}${size === 1024 ** 3 ? "GiB" : size === 1024 ** 2 ? "MiB" : "KiB"}`;
}

/** `10.3 h (6.0 h to 19.9 h)`, or one figure where both ends are the same. */
function leftText({ expected, low, high }: HoursLeft): string {
  const text = hoursText(expected);
  if (high === null) return `${text} (${hoursText(low)} or more; it may never be)`;
  return hoursText(low) === hoursText(high) ? text : `${text} (${hoursText(low)} to ${hoursText(high)})`;
}

function hoursText(hours: number): string {
  if (hours >= 48) return `${formatFixed(hours / 24, 1)} days`;
  return hours >= 1 || hours === 0 ? `${formatFixed(hours, 1)} h` : `${formatFixed(hours * 60, 0)} min`;
}
