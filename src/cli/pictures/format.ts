/** Which picture a file name asks for. */
import { UsageError } from "../../errors.ts";

/** The first of those known for what has no extension, as a device. Throws UsageError "unknown-format" that lists the known extensions. */
export function pictureFormat<Format extends string>(file: string, known: readonly [Format, ...Format[]]): Format {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? known[0];
  const format = known.find((name) => name === extension);
  if (format !== undefined) return format;
  const names = known.map((name) => `.${name}`).join(" ");
  throw new UsageError("unknown-format", `${file}: no picture goes with this name; use one of ${names}`);
}
