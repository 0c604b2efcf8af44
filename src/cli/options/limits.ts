/**
 * The limits that somebody may have to raise, for every command: what an input may be, and what of an output is shown. An input beyond one is refused, an
 * output is shortened; both say which limit it was and which of these options raises it.
 */
import type { Command } from "commander";
import { positiveNumber, size } from "./values.ts";

export const LIMITS_GROUP = "Limits:";

export function addLimitOptions(program: Command): void {
  program
    .optionsGroup(LIMITS_GROUP)
    .option("--max-size <size>", "most bytes a profile may unpack to (default: 2GiB)", size)
    .option("--max-download <size>", "most bytes of one answer of a server (default: 1GiB)", size)
    .option(
      "--max-name <n>",
      "most characters of a name in text and Markdown, then it is shortened (default: 4096)",
      positiveNumber,
    )
    .option("--max-pixels <n>", "most pixels of a PNG, then it is drawn smaller (default: 60000000)", positiveNumber);
}
