/** heapblame's own command line, in commander's grammar. Commands are declared here and loaded when they run. */
import { Command, CommanderError, Option } from "commander";
import { UsageError } from "../errors.ts";
import { GRANULARITIES } from "../graph/granularity.ts";
import { formatsOf } from "../render/index.ts";
import { SORT_KEYS } from "../report/growth/query.ts";
import { VERSION } from "../version.ts";
import { addAdvise } from "./options/advise.ts";
import { addCheck } from "./options/check.ts";
import { addFetching } from "./options/fetch.ts";
import { addFilterOptions } from "./options/filters.ts";
import { addHeld } from "./options/held.ts";
import { addPictures } from "./options/pictures.ts";
import { addRemoteOptions, remoteOf } from "./options/remote.ts";
import { addTrend } from "./options/trend.ts";
import { ANONYMIZE_HELP, MODULE_HELP, objectCounts, positiveNumber, size, wholeNumber } from "./options/values.ts";
import { addPprofViews } from "./pprof/views.ts";
import { arrangeHelp } from "./terminal/help.ts";
import type { Io } from "./terminal/io.ts";
import { COLOR_CHOICES } from "./terminal/terminal.ts";

/** Parses and runs; returns the exit code. Throws the errors of errors.ts. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const help: Promise<void>[] = [];
  const program = buildProgram(
    io,
    (code) => {
      exitCode = code;
    },
    (text) => help.push(io.stdout.write(text)),
  );
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) {
      await Promise.all(help);
      return 0;
    }
    throw new UsageError("bad-option", error.message.replace(/^error: |\.$/g, ""), { cause: error });
  }
}

function buildProgram(outside: Io, setExitCode: (code: number) => void, writeHelp: (text: string) => void): Command {
  const program = new Command(outside.invokedAs ?? "heapblame");
  const io: Io = { ...outside, remote: () => remoteOf(program.opts(), outside) };
  program
    .description("Says which frames a Go heap grew by, from pprof heap profiles.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: writeHelp,
      writeErr: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 80,
    })
    .showSuggestionAfterError(true)
    .addHelpText("after", PROGRAM_EXAMPLES)
    .hook("preAction", async (_program, command) => {
      if (!command.opts()["output"] && !command.opts()["writeBaseline"]) return;
      const { refuseInputsAsOutputs } = await import("./inputs-as-outputs.ts");
      await refuseInputsAsOutputs(command, io);
    });
  arrangeHelp(program);
  addRemoteOptions(program);
  addDiff(program, io, setExitCode);
  addTrend(program, io, setExitCode);
  addCheck(program, io, setExitCode);
  addFetching(program, io, setExitCode);
  addPictures(program, io, setExitCode);
  addAdvise(program, io, setExitCode);
  addHeld(program, io, setExitCode);
  addPprofViews(program, io, setExitCode);
  return program;
}

function addDiff(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("diff", { isDefault: io.invokedAs !== "kubectl heapblame" })
    .description("who grew between two heap profiles (what heapblame does without a command)")
    .argument("<base>", "profile before: a file, - for standard input, or a URL")
    .argument("[current]", "profile after; none if the first is a directory made by capture")
    .optionsGroup("Report:")
    .addOption(
      new Option("-f, --format <format>", "how to write it (default: by the name of -o, else text)").choices(
        formatsOf("growth"),
      ),
    )
    .option("-o, --output <file>", "write to a file, whole or not at all")
    .addOption(new Option("--sort <key>", "order of the rows").choices(SORT_KEYS).default("flat"))
    .option("--limit <rows>", "most rows; 0 for all (default: 20 in text, all elsewhere)", wholeNumber)
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
    .option("--iterations <n>", "how often what is suspected ran between: goroutines by iteration", positiveNumber)
    .option(
      "--objects <counts>",
      "how many objects the cluster has, to compare with those alive: pods=61",
      objectCounts,
    )
    .option("--fail-above <size>", "exit 1 if the net growth is larger: 5MiB, 300kB", size)
    .addOption(new Option("--color <when>", "colour in the table").choices(COLOR_CHOICES).default("auto"))
    .option("--max-size <size>", "most bytes a profile may unpack to (default: 2GiB)", size);
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").addHelpText("after", DIFF_EXAMPLES);
  command.action(async (base: string, current: string | undefined, options) => {
    const { runDiff } = await import("./commands/diff.ts");
    setExitCode(await runDiff(base, current, options, io));
  });
}

const PROGRAM_EXAMPLES = `
Examples:
  heapblame before.out after.out             who grew
  heapblame capture localhost:6060           who grows, from a running process
  heapblame top --base before.out after.out  what go tool pprof prints
  heapblame -top -base before.out after.out  the same in pprof's words
`;

const DIFF_EXAMPLES = `
Examples:
  heapblame diff heap-before.out heap-after.out --sort cum
  heapblame diff heap-before.out heap-after.out -o growth.md    to paste into an issue
  heapblame diff heap-before.out heap-after.out -f json | jq .totals
  heapblame diff before.pb.gz after.pb.gz --focus 'watch\\.' --granularity packages
`;
