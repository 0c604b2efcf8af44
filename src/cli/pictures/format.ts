/** Which picture a file name asks for. */
import { UsageError } from "../../errors.ts";

/** Throws UsageError "unknown-format" that lists the known extensions. */
export function pictureFormat<Format extends string>(file: string, known: readonly Format[]): Format {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  const format = known.find((name) => name === extension);
  if (format !== undefined) return format;
  const names = known.map((name) => `.${name}`).join(" ");
  throw new UsageError("unknown-format", `${file}: no picture goes with this name; use one of ${names}`);
}
