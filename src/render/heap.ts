/** A report on one heap in any format; each renderer is loaded when it is wanted. */
import { unreachable } from "../errors.ts";
import type { HeapReport, HeapRow } from "../report/heap/heap.ts";
import { heapWords } from "../wording/heap/words.ts";
import type { Format } from "./formats.ts";
import type { Style } from "./text/style.ts";

const COLUMNS = [
  ...(["name", "file", "package", "module", "flat", "flatLow", "flatHigh", "cum", "cumLow", "cumHigh"] as const),
  ...(["share", "shareCum", "objects", "samples"] as const),
] as const satisfies readonly (keyof HeapRow)[];

/** `madeBy` is the command line, for formats that travel without it. */
export async function renderHeap(report: HeapReport, format: Format, style: Style, madeBy: string): Promise<string> {
  const words = heapWords(report);
  switch (format) {
    case "text":
      return (await import("./text/heap.ts")).renderHeapText(report, words, style);
    case "markdown":
      return (await import("./markdown/heap.ts")).renderHeapMarkdown(report, words, madeBy);
    case "json":
      return (await import("./json.ts")).renderJson({ ...report, words });
    case "csv":
      return (await import("./csv.ts")).renderCsv(COLUMNS, report.functions);
    default:
      return unreachable(format);
  }
}
