/** What the memory of a process grew by, and where to look for that, in words. */
import type { SegmentName, WaterfallGrowth } from "../../blame/memory/waterfall.ts";
import { chooseColumnUnit, formatDelta } from "../../measurement/delta.ts";

export function waterfallText({ growth, total, grown }: WaterfallGrowth): string {
  if (grown === undefined) return `the memory of the process did not grow (${changeOf(total)})`;
  const fact = `of ${changeOf(total)}, most is ${SEGMENT_NAMES[grown]} (${changeOf(growth[grown])})`;
  if (grown === "live") return `${fact}: a diff of heap profiles shows where it was allocated`;
  const bound =
    growth.live >= total / 4
      ? `a heap diff explains only the ${changeOf(growth.live)} that is live`
      : "a heap diff cannot explain this";
  return `${fact}: ${bound}; ${ROUTES[grown]}`;
}

export const SEGMENT_NAMES: Readonly<Record<SegmentName, string>> = {
  live: "live heap",
  dead: "garbage, or not marked yet",
  fragmentation: "fragmentation",
  idle: "idle heap kept",
  stacks: "goroutine stacks",
  profiler: "the profiler's tables",
  runtime: "the runtime's own tables",
  other: "other memory of the runtime",
  nonGo: "memory outside Go",
};

const ROUTES: Readonly<Record<Exclude<SegmentName, "live">, string>> = {
  dead: "it waits for the next collection: capture with ?gc=1, and see GOGC below",
  fragmentation: "spans are held by few objects each: look at object counts and sizes rather than bytes",
  idle: "the runtime keeps it after a peak and gives it back slowly: look for the peak, or set GOMEMLIMIT",
  stacks: "compare goroutine profiles: heapblame goroutines BASE CURRENT",
  profiler: "it grows with the number of distinct stacks that were sampled: look at MemProfileRate and profstackdepth",
  runtime: "its tables follow the number of spans: look at the peak of the heap",
  other: "it belongs to the runtime: look at threads and at execution traces",
  nonGo: "look at cgo, mmap and the page cache",
};

function changeOf(bytes: number): string {
  return formatDelta(bytes, chooseColumnUnit([bytes], "bytes"));
}
