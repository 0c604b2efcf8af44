/** The command that shows the page from loopback: declared here, loaded when it runs. */
import type { Command } from "commander";
import type { ServeOptions } from "../commands/serve.ts";
import type { Io } from "../terminal/io.ts";
import { addFilterOptions } from "./filters.ts";
import { shared } from "./vocabulary.ts";

export function addServe(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("serve")
    .description("the page of -o report.html, shown on this machine until Ctrl-C")
    .argument("<profile...>", "heap profiles, or a directory made by capture")
    .addOption(shared("bases"))
    .addOption(shared("sample-index"))
    .addOption(shared("noinlines"))
    .addOption(shared("module"))
    .addOption(shared("anonymize"))
    .optionsGroup("Server:")
    .option("--http <host:port>", "where to listen, as pprof's -http (default: a free port of this machine)", ":0")
    .option("--host <address>", "where to listen, by address: any but this machine's own shows the profile to others")
    .option("--no-open", "print the address only: open no browser");
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command
    .optionsGroup("Other:")
    .addHelpText("after", SERVE_EXAMPLES)
    .action(async (profiles: string[], options: ServeOptions) => {
      const { runServe } = await import("../commands/serve.ts");
      setExitCode(await runServe(profiles, options, io));
    });
}

const SERVE_EXAMPLES = `
Examples:
  heapblame serve heap.out
  heapblame serve after.out --base before.out
  heapblame serve today.out yesterday.out --base before.out    # a page for each, to choose from
  heapblame serve a2.out b2.out --base a1.out --base b1.out    # each against its own
  heapblame serve captures/
  heapblame serve after.out --base before.out --http localhost:8080 --no-open
`;
