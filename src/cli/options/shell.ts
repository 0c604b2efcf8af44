/** `heapblame shell`: declared here, loaded when it runs. Its words are pprof's: grammar/route.ts leaves them alone. */
import type { Command } from "commander";
import type { RunOwn } from "../pprof/shell/own-commands.ts";
import type { Io } from "../terminal/io.ts";

export function addShell(program: Command, io: Io, setExitCode: (code: number) => void, runOwn: RunOwn): void {
  program
    .command("shell")
    .description("pprof's interactive shell: its commands and options, ours beside them")
    .argument("<profile...>", "files or URLs, with any of pprof's flags before them: -base, -sample_index")
    .addHelpText("after", SHELL_EXAMPLES)
    .action(async (profiles: string[]) => {
      const { runShell } = await import("../pprof/shell/shell.ts");
      setExitCode(await runShell(profiles, io, runOwn));
    });
}

const SHELL_EXAMPLES = `
Examples:
  heapblame shell heap.out
  heapblame shell -base before.out after.out
  echo 'top 20 -cum' | heapblame shell heap.out
`;
