/** The formats a growth report can take, and how a file's name chooses one. */
import { UsageError } from "../errors.ts";

export const FORMATS = ["text", "markdown", "json", "csv"] as const;

export type Format = (typeof FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, Format>> = {
  txt: "text",
  text: "text",
  md: "markdown",
  markdown: "markdown",
  json: "json",
  csv: "csv",
};

/** Format for a file name. Throws UsageError "unknown-format" that lists the known extensions. */
export function formatOfFile(file: string): Format {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  const format = EXTENSIONS[extension];
  if (format !== undefined) return format;
  const known = Object.keys(EXTENSIONS).map((name) => `.${name}`);
  throw new UsageError(
    "unknown-format",
    `${file}: no format goes with this name; use one of ${known.join(" ")}, or give --format`,
  );
}
