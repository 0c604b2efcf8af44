/** Sentences about goroutines that several formats share. */
import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatFixed } from "../measurement/float-text.ts";
import type { EntryGrowth, GoroutineCounts, GoroutineReport, StackGrowth } from "../report/goroutines/goroutines.ts";

const COUNT = chooseColumnUnit([], "count");

export function countText(count: number): string {
  return formatValue(count, COUNT);
}

export function changeText(count: number): string {
  return formatDelta(count, COUNT);
}

/** `goroutines: 161 -> 611 (+450), 30.0 per iteration`. */
export function goroutineTotal(report: GoroutineCounts & Pick<GoroutineReport, "iterations">): string {
  const { base, current, delta, iterations, perIteration } = report;
  const rate =
    iterations === null || perIteration === null
      ? ""
      : `, ${perIterationText(report)} over ${countText(iterations)} iterations`;
  return `goroutines: ${countText(base)} -> ${countText(current)} (${changeText(delta)})${rate}`;
}

/** `30.0 per iteration`; `about 2.4 per iteration` where that is no whole number. */
export function perIterationText({
  perIteration,
  isWholePerIteration,
}: Pick<EntryGrowth, "perIteration" | "isWholePerIteration">): string {
  if (perIteration === null) return "";
  const isExact = isWholePerIteration === true || perIteration === 0;
  return `${isExact ? "" : "about "}${formatFixed(perIteration, 1)} per iteration`;
}

/** `in main.work, chan receive, up to 12 minutes`. */
export function standsText({ waitsIn, state, waitMinutes }: StackGrowth): string {
  const wait = waitMinutes === null ? [] : [`up to ${countText(waitMinutes)} minutes`];
  return [`in ${waitsIn}`, ...(state === null ? [] : [state]), ...wait].join(", ");
}

/** Where more or fewer stand than before, the largest change first. */
export function changedStacks({ stacks }: Pick<EntryGrowth, "stacks">): StackGrowth[] {
  return stacks.filter(({ delta }) => delta !== 0).sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
}

/** `+45 (9 -> 54, 3.0 per iteration)` */
export function entryCounts(entry: GoroutineCounts): string {
  const rate = entry.perIteration === null ? "" : `, ${perIterationText(entry)}`;
  return `${changeText(entry.delta)} (${countText(entry.base)} -> ${countText(entry.current)}${rate})`;
}
