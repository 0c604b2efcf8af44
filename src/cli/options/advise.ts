/** The commands about a process's memory as a whole and its goroutines: declared here, loaded when they run. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { parseSize } from "../../measurement/size.ts";
import { formatsOf } from "../../render/index.ts";
import type { AdviseOptions } from "../commands/advise.ts";
import type { GoroutinesOptions } from "../commands/goroutines.ts";
import type { Io } from "../terminal/io.ts";
import { positiveNumber, size } from "./values.ts";
import { shared } from "./vocabulary.ts";

export function addAdvise(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program.commandsGroup("Beside the heap:");
  addAdviseCommand(program, io, setExitCode);
  addGoroutines(program, io, setExitCode);
}

function addAdviseCommand(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("advise")
    .summary("where the memory is; what GOMEMLIMIT and GOGC do for it")
    .description("where the process's memory is, and what GOMEMLIMIT and GOGC do for it in a container")
    .argument(
      "<profile>",
      "heap profile, with MemStats if it is /debug/pprof/heap?debug=1; or a directory made by capture",
    )
    .argument("[after]", "a later one: says which part grew")
    .addOption(shared("limit"))
    .option("--gomemlimit <value>", "GOMEMLIMIT as it is set: 225MiB")
    .option("--gogc <percent>", "GOGC as it is set, or off (default: 100)", gogc)
    .option("--rss <size>", "the process's resident set, at the last capture", size)
    .option("--base-rss <size>", "the same at the first of two", size)
    .option(
      "--slope <size>",
      "growth of the live heap an hour, as trend gives it: 12MiB; a bare number is of MiB",
      slope,
    )
    .option("--slope-range <low..high>", "the interval of that slope: 8..16", range);
  addDocument(command, "advice");
  command.addOption(shared("explain"));
  command
    .addHelpText("after", ADVISE_EXAMPLES)
    .action(async (first: string, second: string | undefined, options: AdviseOptions) => {
      const { runAdvise } = await import("../commands/advise.ts");
      setExitCode(await runAdvise(first, second, options, io));
    });
}

function addGoroutines(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("goroutines")
    .description("which goroutines there are more of, by the function they start in")
    .argument("<before>", "goroutine profile before: binary, debug=1 or debug=2")
    .argument("[after]", "goroutine profile after; none if the first is a directory made by capture")
    .addOption(shared("iterations"))
    .addOption(shared("anonymize"))
    .addOption(shared("module"));
  addDocument(command, "goroutines");
  command
    .addHelpText("after", GOROUTINES_EXAMPLES)
    .action(async (base: string, current: string | undefined, options: GoroutinesOptions) => {
      const { runGoroutines } = await import("../commands/goroutines.ts");
      setExitCode(await runGoroutines(base, current, options, io));
    });
}

function addDocument(command: Command, kind: "advice" | "goroutines"): void {
  command
    .addOption(
      new Option("-f, --format <format>", "how to write it (default: by the name of -o, else text)").choices(
        formatsOf(kind),
      ),
    )
    .addOption(shared("output"));
}

function gogc(text: string): number {
  return text === "off" ? Number.POSITIVE_INFINITY : positiveNumber(text);
}

/** In MiB; a size has its unit in it, as everywhere, a bare number is of MiB. */
function slope(text: string): number {
  const [, sign = "", rate = ""] = /^(-?)(.*?)(?:\/h)?$/s.exec(text) ?? [];
  const bytes = /^(\d+\.?\d*|\.\d+)$/.test(rate) ? Number(rate) * MIB : parseSize(rate);
  if (bytes === undefined)
    throw new InvalidArgumentError("Give what it grows by in an hour: 12.5 (MiB), 500kB, 12MiB.");
  return (sign === "" ? bytes : -bytes) / MIB;
}

const MIB = 2 ** 20;

function range(text: string): [low: number, high: number] {
  const [low = "", high = "", ...more] = text.split("..");
  if (low === "" || high === "" || more.length > 0) throw new InvalidArgumentError("Give two numbers: 8..16.");
  return [slope(low), slope(high)];
}

const ADVISE_EXAMPLES = `
Examples:
  heapblame advise heap.debug1.txt --limit 250Mi
  heapblame advise captures/
  heapblame advise before.debug1.txt after.debug1.txt --limit 250Mi --slope 12 --slope-range 8..16
`;

const GOROUTINES_EXAMPLES = `
Examples:
  heapblame goroutines goroutine-before.out goroutine-after.out --iterations 15
  heapblame goroutines captures/
  heapblame goroutines goroutine-before.out goroutine-after.out -o goroutines.md
`;
