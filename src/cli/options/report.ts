/** The report on what is given, and the one on two profiles: declared here, loaded when they run. */
import { type Command, Option } from "commander";
import { formatsOf } from "../../render/index.ts";
import { SORT_KEYS } from "../../report/growth/query.ts";
import type { DiffOptions } from "../commands/diff.ts";
import type { ReportOptions } from "../commands/report.ts";
import type { Io } from "../terminal/io.ts";
import { COLOR_CHOICES } from "../terminal/terminal.ts";
import { addFilterOptions } from "./filters.ts";
import { budget, objectCounts } from "./values.ts";
import { shared } from "./vocabulary.ts";

export function addReports(program: Command, io: Io, setExitCode: (code: number) => void): void {
  addReport(program, io, setExitCode);
  addDiff(program, io, setExitCode);
}

function addReport(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("report")
    .summary("one heap, what grew between two, or the course of more")
    .description("what heapblame does without a command: one heap, what grew between two, or the course of more")
    .argument(
      "<profile...>",
      "heap profiles, goroutine profiles, a directory of them, URLs or pods; - is standard input",
    );
  addGrowthOptions(command);
  command.addOption(shared("base")).addOption(shared("diff-base")).addOption(shared("limit"));
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").addHelpText("after", REPORT_EXAMPLES);
  command.action(async (profiles: string[], options: ReportOptions) => {
    const { runReport } = await import("../commands/report.ts");
    const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";
    const { reportSources } = await import("../stores/window.ts");
    setExitCode(await runReport(reportSources(profiles, options), options, isGiven, io));
  });
}

function addDiff(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("diff")
    .description("who grew between two heap profiles")
    .argument("<before>", "profile before: a file, - for standard input, a URL or a pod")
    .argument("[after]", "profile after; none if the first is a directory made by capture");
  addGrowthOptions(command);
  command.addOption(shared("base"));
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").addHelpText("after", DIFF_EXAMPLES);
  command.action(async (first: string, second: string | undefined, options: DiffOptions & { base?: string }) => {
    const [{ runDiff }, { orderPair }] = await Promise.all([
      import("../commands/diff.ts"),
      import("../commands/report.ts"),
    ]);
    const { diffSources } = await import("../stores/window.ts");
    const [before, after] = diffSources(...orderPair(options.base, first, second), options);
    setExitCode(await runDiff(before, after, options, io));
  });
}

function addGrowthOptions(command: Command): void {
  command
    .optionsGroup("Report:")
    .addOption(shared("format", formatsOf("growth")))
    .addOption(shared("output"))
    .addOption(shared("sort", SORT_KEYS))
    .addOption(shared("nodecount"))
    .addOption(shared("granularity"))
    .addOption(shared("noinlines"))
    .addOption(shared("sample-index"))
    .addOption(shared("module"))
    .addOption(shared("anonymize"))
    .addOption(shared("source"))
    .option("--goroutine-base <file>", "goroutine profile captured with <before>: who is never stopped, what waits")
    .option("--goroutine-current <file>", "goroutine profile captured with <after>")
    .addOption(shared("explain"))
    .option(
      "--held <dumps...>",
      "heap dump taken with <after>, or those of <before> and <after>: the verdict says who holds it",
    )
    .addOption(shared("binary"))
    .option("--references <files...>", "goref's profiles of <before> and <after>: the verdict says who holds more")
    .addOption(shared("iterations"))
    .option(
      "--objects <counts>",
      "how many objects the cluster has, to compare with those alive: pods=61",
      objectCounts,
    )
    .option(
      "--fail-above <size>",
      "exit 1 if it surely grew by more, as check does: 5MiB, 300kB, or 10% of before",
      budget,
    )
    .addOption(new Option("--color <when>", "colour in the table").choices(COLOR_CHOICES).default("auto"));
  for (const name of ["query", "from", "to", "at", "compare"]) command.addOption(shared(name));
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
  heapblame diff parca://parca:7070 --query '{pod="web-0"}' --from 1d --to now
  heapblame diff before.pb.gz after.pb.gz --focus 'watch\\.' --granularity packages
`;
