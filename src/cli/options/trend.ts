/** `heapblame trend`: declared here, loaded when it runs. */
import type { Command } from "commander";
import { formatsOf } from "../../render/index.ts";
import type { TrendOptions } from "../commands/trend.ts";
import type { Io } from "../terminal/io.ts";
import { shared } from "./vocabulary.ts";

export function addTrend(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("trend")
    .summary("what shape growth has over three snapshots and more")
    .description("what shape growth has over three or more snapshots: a line, a step, a warm-up, or none")
    .argument(
      "<profiles...>",
      "heap profiles of one process, in any order, with goroutine profiles if there are; or a directory made by capture",
    )
    .addOption(shared("format", formatsOf("trend")))
    .addOption(shared("output"))
    .addOption(shared("sort", ["flat", "cum"]))
    .addOption(shared("nodecount"))
    .addOption(shared("granularity"))
    .addOption(shared("noinlines"))
    .addOption(shared("sample-index"))
    .addOption(shared("iterations"))
    .addOption(shared("limit"))
    .option("--goroutines <file...>", "goroutine profiles: one for each snapshot, or two, of the first and the last")
    .addOption(shared("query"))
    .addOption(shared("from"))
    .addOption(shared("to"))
    .addOption(shared("explain"))
    .addOption(shared("anonymize"))
    .addOption(shared("module"))
    .addOption(shared("binary"))
    .addHelpText("after", TREND_EXAMPLES)
    .action(async (profiles: string[], options: TrendOptions) => {
      const { runTrend } = await import("../commands/trend.ts");
      setExitCode(await runTrend(profiles, options, io));
    });
}

const TREND_EXAMPLES = `
Examples:
  heapblame trend heap-1.out heap-2.out heap-3.out heap-4.out --iterations 15
  heapblame trend heap-*.out --limit 250MiB -o trend.md
  heapblame trend heap-*.out -o trend.svg
  heapblame trend app.log    # of GODEBUG=gctrace=1; or kubectl logs --timestamps POD | heapblame trend -
  heapblame trend pyroscope://pyroscope:4040 --query '{pod="web-0"}' --from 24h
`;
