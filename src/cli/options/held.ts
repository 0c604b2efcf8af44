/** The command about who holds the heap: declared here, loaded when it runs. */
import type { Command } from "commander";
import { formatsOf } from "../../render/index.ts";
import type { HeldOptions } from "../commands/held.ts";
import type { Io } from "../terminal/io.ts";
import { shared } from "./vocabulary.ts";

export function addHeld(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("held")
    .summary("who holds the live heap, from a heap dump")
    .description("who holds the live heap: variables, goroutines and containers, from a heap dump")
    .argument(
      "[dump]",
      "written by runtime/debug.WriteHeapDump, plain, gzip or zstd; goref's profile; or a directory made by capture",
    )
    .argument("[after]", "a later one of the same program: says what holds more")
    .addOption(shared("binary"))
    .option("--stack <regexp>", "count only samples that a matching function allocated: where are these kept?")
    .addOption(shared("module"))
    .addOption(shared("anonymize"))
    .option("--strings", "strings that are there more than once, by hash: reads the dump a second time")
    .option("--show-contents", "with the texts of these strings: they are what is in memory, passwords too")
    .option("--handler", "print the Go handler that gives out heap dumps, and what to heed")
    .addOption(shared("format", formatsOf("held")))
    .addOption(shared("output"))
    .addHelpText("after", HELD_EXAMPLES)
    .action(async (dump: string | undefined, after: string | undefined, options: HeldOptions) => {
      const { runHeld } = await import("../commands/held.ts");
      setExitCode(await runHeld(dump, after, options, io));
    });
}

const HELD_EXAMPLES = `
The program stops while it writes a dump: 0.11 s for a heap of 38 MB, 2.3 s for
406 MB. A dump has the contents of the heap; heapblame reads sizes, pointers and
names of it, and writes no contents anywhere.

Examples:
  heapblame held heap.dump --binary ./server
  heapblame held heap.dump --binary ./server --stack 'StreamWatcher.*receive'
  heapblame held before.dump after.dump --binary ./server
  heapblame held grf-before.out grf-after.out      by goref's references
  heapblame held --handler
`;
