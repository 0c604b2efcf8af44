/** A file whose name says another format than the command writes: who typed both wants one of the two. pprof's own grammar takes any name. */
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

/** Throws UsageError "bad-option". */
export function checkOutputName(report: string, output: string): void {
  const extension = /\.([^./\\]+)$/.exec(output)?.[1]?.toLowerCase() ?? "";
  const command = COMMANDS.get(extension);
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
}
