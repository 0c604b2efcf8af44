/** The formats of reports that have no rows for a spreadsheet. */
import { UsageError } from "../../errors.ts";
import { formatOfFile } from "../../render/formats.ts";

export const DOCUMENT_FORMATS = ["text", "markdown", "json"] as const;

export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** As asked for, else by the name of the file, else text. Throws UsageError "unknown-format". */
export function documentFormat(format: DocumentFormat | undefined, output: string | undefined): DocumentFormat {
  if (format !== undefined) return format;
  if (output === undefined || output === "-") return "text";
  const found = formatOfFile(output);
  if (found !== "csv") return found;
  throw new UsageError("unknown-format", `${output}: this report has no CSV; use .txt, .md or .json, or give --format`);
}
