/** The report on what is given, and the one on two profiles: declared here, loaded when they run. */
import { type Command, Option } from "commander";
import { GRANULARITIES } from "../../graph/granularity.ts";
import { formatsOf } from "../../render/index.ts";
import { SORT_KEYS } from "../../report/growth/query.ts";
import type { DiffOptions } from "../commands/diff.ts";
import type { ReportOptions } from "../commands/report.ts";
import type { Io } from "../terminal/io.ts";
import { COLOR_CHOICES } from "../terminal/terminal.ts";
import { addFilterOptions } from "./filters.ts";
import { ANONYMIZE_HELP, MODULE_HELP, objectCounts, positiveNumber, size, wholeNumber } from "./values.ts";

export function addReports(program: Command, io: Io, setExitCode: (code: number) => void): void {
  addReport(program, io, setExitCode);
  addDiff(program, io, setExitCode);
}

function addReport(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("report")
    .description("what heapblame does without a command: one heap, what grew between two, or the course of more")
    .argument(
      "<profile...>",
      "heap profiles, goroutine profiles, a directory of them, URLs or pods; - is standard input",
    );
  addGrowthOptions(command);
  command
    .option("--base <file>", "profile before")
    .option("--diff-base <file>", "the same: shares are of the growth in either case")
    .option("--limit <quantity>", "the container's memory limit, as in the pod: 250Mi, 1Gi");
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").addHelpText("after", REPORT_EXAMPLES);
  command.action(async (profiles: string[], options: ReportOptions) => {
    const { runReport } = await import("../commands/report.ts");
    const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";
    setExitCode(await runReport(profiles, options, isGiven, io));
  });
}

function addDiff(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("diff")
    .description("who grew between two heap profiles")
    .argument("<before>", "profile before: a file, - for standard input, a URL or a pod")
    .argument("[after]", "profile after; none if the first is a directory made by capture");
  addGrowthOptions(command);
  command.option("--base <file>", "profile before");
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").addHelpText("after", DIFF_EXAMPLES);
  command.action(async (first: string, second: string | undefined, options: DiffOptions & { base?: string }) => {
    const [{ runDiff }, { orderPair }] = await Promise.all([
      import("../commands/diff.ts"),
      import("../commands/report.ts"),
    ]);
    const [before, after] = orderPair(options.base, first, second);
    setExitCode(await runDiff(before, after, options, io));
  });
}

function addGrowthOptions(command: Command): void {
  command
    .optionsGroup("Report:")
    .addOption(
      new Option("-f, --format <format>", "how to write it (default: by the name of -o, else text)").choices(
        formatsOf("growth"),
      ),
    )
    .option("-o, --output <file>", "write to a file, whole or not at all")
    .addOption(new Option("--sort <key>", "order of the rows").choices(SORT_KEYS).default("flat"))
    .option("--nodecount <rows>", "most rows; 0 for all (default: 20 in text, all elsewhere)", wholeNumber)
    .addOption(new Option("--granularity <level>", "what a row is").choices(GRANULARITIES).default("functions"))
    .option("--noinlines", "charge inlined functions to the one they were inlined into")
    .option(
      "--sample-index <type>",
      "what to compare: inuse_space, inuse_objects, alloc_space, alloc_objects or a number",
      "",
    )
    .option("--module <path>", MODULE_HELP)
    .option("--anonymize", ANONYMIZE_HELP)
    .option("--goroutine-base <file>", "goroutine profile captured with <base>: who is never stopped, what waits")
    .option("--goroutine-current <file>", "goroutine profile captured with <current>")
    .option("--explain", "all there is: every suspect, frame, module and note (text)")
    .option("--held <dump>", "heap dump taken with <current>: the verdict says who holds what the first suspect made")
    .option("--binary <file>", "with --held, the program that wrote it, unstripped")
    .option("--iterations <n>", "how often what is suspected ran between: goroutines by iteration", positiveNumber)
    .option(
      "--objects <counts>",
      "how many objects the cluster has, to compare with those alive: pods=61",
      objectCounts,
    )
    .option("--fail-above <size>", "exit 1 if the net growth is larger: 5MiB, 300kB", size)
    .addOption(new Option("--color <when>", "colour in the table").choices(COLOR_CHOICES).default("auto"))
    .option("--max-size <size>", "most bytes a profile may unpack to (default: 2GiB)", size);
}

const REPORT_EXAMPLES = `
Examples:
  heapblame heap.out                              what one heap is made of
  heapblame before.out after.out                  who grew
  heapblame heap-1.out heap-2.out heap-3.out      what shape the growth has
  heapblame --base before.out after.out -o growth.md
`;

const DIFF_EXAMPLES = `
Examples:
  heapblame diff heap-before.out heap-after.out --sort cum
  heapblame diff heap-before.out heap-after.out -o growth.md    to paste into an issue
  heapblame diff heap-before.out heap-after.out -o growth.svg   as a picture
  heapblame diff heap-before.out heap-after.out -f json | jq .totals
  heapblame diff before.pb.gz after.pb.gz --focus 'watch\\.' --granularity packages
`;
