/** A growth report in any format; each renderer is loaded when it is wanted. */
import { unreachable } from "../errors.ts";
import type { GrowthReport } from "../report/growth/growth.ts";
import type { GrowthWords } from "../wording/growth/words.ts";
import type { Format } from "./formats.ts";
import type { Style } from "./text/style.ts";

/** `madeBy` is the command line, for formats that travel without it. */
export async function renderGrowth(
  report: GrowthReport,
  words: GrowthWords,
  format: Format,
  style: Style,
  madeBy: string,
): Promise<string> {
  switch (format) {
    case "text":
      return (await import("./text/growth.ts")).renderGrowthText(report, words, style);
    case "markdown":
      return (await import("./markdown/growth.ts")).renderGrowthMarkdown(report, words, madeBy);
    case "json":
      return (await import("./json.ts")).renderWithWords(report, words);
    case "csv":
      return (await import("./csv.ts")).renderGrowthCsv(report);
    default:
      return unreachable(format);
  }
}
