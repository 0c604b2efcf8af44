/** What the name of a view's file says of its format. Pictures are what it says; pprof's own grammar takes any name for anything. */
import { UsageError } from "../../errors.ts";

const PICTURES: ReadonlySet<string> = new Set(["svg", "png", "pdf"]);
const GRAPHS: ReadonlySet<string> = new Set(["dot", "gv"]);
const PAGES: ReadonlySet<string> = new Set(["html", "htm"]);
/** What the reports of heapblame's own are written as, beside pages. */
const DOCUMENTS: ReadonlySet<string> = new Set(["json", "md", "markdown", "csv"]);

/** The view to write. Throws UsageError "bad-option" for a name of what only another command writes. */
export function viewOfName(report: string, output: string): string {
  const extension = /\.([^./\\]+)$/.exec(output)?.[1]?.toLowerCase() ?? "";
  if (PICTURES.has(report) && PICTURES.has(extension)) return extension;
  const writer = writerOf(extension, output);
  const isPage = report === "weblist" && PAGES.has(extension);
  if (writer === undefined || writer === report || isPage) return report;
  const fact = `${report} writes no ${extension.toUpperCase()}: heapblame ${writer} does; or give another name`;
  throw new UsageError("bad-option", `-o ${output}: ${fact}`);
}

/** What is typed behind `heapblame` to have such a file; undefined where its name says nothing. */
function writerOf(extension: string, output: string): string | undefined {
  if (PICTURES.has(extension)) return extension;
  if (GRAPHS.has(extension)) return "dot";
  return PAGES.has(extension) || DOCUMENTS.has(extension) ? `FILE -o ${output}` : undefined;
}
