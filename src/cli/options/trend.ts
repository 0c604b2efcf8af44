/** `heapblame trend`: declared here, loaded when it runs. */
import { type Command, Option } from "commander";
import { GRANULARITIES } from "../../graph/granularity.ts";
import { formatsOf } from "../../render/index.ts";
import type { TrendOptions } from "../commands/trend.ts";
import type { Io } from "../terminal/io.ts";
import { ANONYMIZE_HELP, MODULE_HELP, positiveNumber, size, wholeNumber } from "./values.ts";

export function addTrend(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("trend")
    .description("what shape growth has over three or more snapshots: a line, a step, a warm-up, or none")
    .argument(
      "<profiles...>",
      "heap profiles of one process, in any order, with goroutine profiles if there are; or a directory made by capture",
    )
    .addOption(
      new Option("-f, --format <format>", "how to write it (default: by the name of -o, else text)").choices(
        formatsOf("trend"),
      ),
    )
    .option("-o, --output <file>", "write to a file; .svg and .png are the chart of it")
    .addOption(new Option("--sort <key>", "values of the table").choices(["flat", "cum"]).default("flat"))
    .option("--nodecount <rows>", "most rows; 0 for all (default: 20 in text, all elsewhere)", wholeNumber)
    .addOption(new Option("--granularity <level>", "what a row is").choices(GRANULARITIES).default("functions"))
    .option("--noinlines", "charge inlined functions to the one they were inlined into")
    .option("--sample-index <type>", "inuse_space or inuse_objects", "")
    .option("--iterations <n>", "how often what is suspected ran from the first snapshot to the last", positiveNumber)
    .option("--limit-bytes <size>", "say when the live heap reaches this, if it rises to the end", size)
    .option("--goroutines <file...>", "goroutine profiles: one for each snapshot, or two, of the first and the last")
    .option("--explain", "all there is: every row, slopes, and what was left out")
    .option("--anonymize", ANONYMIZE_HELP)
    .option("--module <path>", MODULE_HELP)
    .addHelpText("after", TREND_EXAMPLES)
    .action(async (profiles: string[], options: TrendOptions) => {
      const { runTrend } = await import("../commands/trend.ts");
      setExitCode(await runTrend(profiles, options, io));
    });
}

const TREND_EXAMPLES = `
Examples:
  heapblame trend heap-1.out heap-2.out heap-3.out heap-4.out --iterations 15
  heapblame trend heap-*.out --limit-bytes 250MiB -o trend.md
  heapblame trend heap-*.out -o trend.svg
`;
