/** `--when 'heap>75%limit'`: what makes a snapshot be taken while nothing is scheduled. */
import { UsageError } from "../errors.ts";
import { chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { parseMemoryLimit } from "../measurement/quantity.ts";

export interface Trigger {
  readonly text: string;
  /** What is looked at: allocated heap, its growth since the first snapshot, or the memory of the process. */
  readonly measure: "heap" | "growth" | "rss";
  readonly threshold:
    | { readonly kind: "bytes"; readonly bytes: number }
    /** 0.75 of the container's memory limit. */
    | { readonly kind: "limit"; readonly share: number }
    /** 0.25 of what the heap was at first. */
    | { readonly kind: "first"; readonly share: number };
}

/** What can be looked at without a garbage collection; undefined where the process does not say. */
export interface Vitals {
  readonly heapBytes: number | undefined;
  readonly residentBytes: number | undefined;
  readonly limitBytes: number | undefined;
}

const FORM = "give heap>75%limit, heap>180Mi, rss>90%limit, growth>25% or growth>50Mi";

/** Throws UsageError "bad-option". */
export function parseTrigger(text: string): Trigger {
  const [, measure, number, percent, limit, size] =
    /^\s*(heap|growth|rss)\s*>\s*(?:(\d+(?:\.\d+)?)\s*(%)\s*(limit)?|([\d.]+\s*[A-Za-z]*))\s*$/.exec(text) ?? [];
  if (measure === undefined) throw new UsageError("bad-option", `--when ${text}: ${FORM}`);
  const threshold =
    percent === undefined ? bytesOf(size ?? "", text) : shareOf(Number(number) / 100, limit, measure, text);
  return { text: text.replaceAll(/\s/g, ""), measure: measure as Trigger["measure"], threshold };
}

function bytesOf(size: string, text: string): Trigger["threshold"] {
  const bytes = parseMemoryLimit(size.replaceAll(/\s/g, ""));
  if (bytes === undefined) throw new UsageError("bad-option", `--when ${text}: ${size} is no size; ${FORM}`);
  return { kind: "bytes", bytes };
}

function shareOf(share: number, limit: string | undefined, measure: string, text: string): Trigger["threshold"] {
  if (limit !== undefined) return { kind: "limit", share };
  if (measure === "growth") return { kind: "first", share };
  throw new UsageError("bad-option", `--when ${text}: ${measure} has no percentage of its own; ${FORM}`);
}

/** Whether it holds, and in numbers why; `first` is the allocated heap when the series began. Throws UsageError where it can never hold. */
export function checkTrigger(
  { text, measure, threshold }: Trigger,
  now: Vitals,
  first: number | undefined,
): { readonly holds: boolean; readonly why: string } {
  const value = measured(measure, now, first);
  if (value === undefined) {
    throw new UsageError(
      "bad-option",
      `--when ${text}: the process does not tell its ${measure === "rss" ? "rss" : "heap"}`,
    );
  }
  const bound = boundOf(threshold, now, first);
  if (bound === undefined) {
    throw new UsageError("bad-option", `--when ${text}: the container has no memory limit; name a size instead`);
  }
  const unit = chooseColumnUnit([value, bound], "bytes");
  const shown = measure === "growth" ? formatDelta(value, unit) : formatValue(value, unit);
  const relative =
    threshold.kind === "bytes"
      ? ""
      : ` (${formatPercent(threshold.share)} of ${threshold.kind === "limit" ? "the limit" : "the first"})`;
  return { holds: value > bound, why: `${text}: ${measure} ${shown}, above ${formatValue(bound, unit)}${relative}` };
}

function measured(measure: Trigger["measure"], now: Vitals, first: number | undefined): number | undefined {
  if (measure === "rss") return now.residentBytes;
  if (measure === "heap") return now.heapBytes;
  return now.heapBytes === undefined || first === undefined ? undefined : now.heapBytes - first;
}

function boundOf(threshold: Trigger["threshold"], now: Vitals, first: number | undefined): number | undefined {
  if (threshold.kind === "bytes") return threshold.bytes;
  const whole = threshold.kind === "limit" ? now.limitBytes : first;
  return whole === undefined ? undefined : whole * threshold.share;
}
