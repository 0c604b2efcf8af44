/** What the name of a view's file says of its format. Pictures are what it says; pprof's own grammar takes any name for anything. */
import { UsageError } from "../../errors.ts";

/** By extension: the command that writes such files. */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ["svg", "svg"],
  ["png", "png"],
  ["pdf", "pdf"],
  ["dot", "dot"],
  ["gv", "dot"],
]);
/** What the reports of heapblame's own are written as. */
const OWN: ReadonlySet<string> = new Set(["html", "htm", "json", "md", "markdown", "csv"]);
const PAGE: ReadonlySet<string> = new Set(["html", "htm"]);

const PICTURES: ReadonlySet<string> = new Set(["svg", "png", "pdf"]);

/** The view to write. Throws UsageError "bad-option" for a name of what only another command writes. */
export function viewOfName(report: string, output: string): string {
  const extension = /\.([^./\\]+)$/.exec(output)?.[1]?.toLowerCase() ?? "";
  const command = COMMANDS.get(extension);
  if (PICTURES.has(report) && PICTURES.has(extension)) return extension;
  if (command !== undefined && command !== report) {
    throw new UsageError(
      "bad-option",
      `-o ${output}: ${report} writes no ${extension.toUpperCase()}: heapblame ${command} does; or give another name`,
    );
  }
  if (OWN.has(extension) && !(report === "weblist" && PAGE.has(extension))) {
    throw new UsageError(
      "bad-option",
      `-o ${output}: ${report} writes no ${extension.toUpperCase()}: heapblame FILE -o ${output} does; or give another name`,
    );
  }
  return report;
}
