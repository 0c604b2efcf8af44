/** The commands about heapblame itself, and what the scripts of shells ask it. */
import { Argument, type Command } from "commander";
import { ABOUT_GROUP } from "../terminal/help.ts";
import type { Io } from "../terminal/io.ts";
import { SHELLS, type Shell } from "../terminal/shells.ts";

export function addManual(program: Command, io: Io): void {
  program.commandsGroup(ABOUT_GROUP);
  program.helpCommand("help [command]", "help for a command, or with --all for the whole program");
  program
    .command("guide")
    .description("how to find a leak, step by step")
    .addHelpText("after", GUIDE_EXAMPLES)
    .action(async () => {
      const { GUIDE } = await import("../terminal/guide.ts");
      await io.stdout.write(GUIDE);
    });
  program
    .command("completion")
    .summary("a script that completes command lines in a shell")
    .description("a script that completes command lines of heapblame in a shell")
    .addArgument(new Argument("<shell>", "whose script").choices(SHELLS))
    .addHelpText("after", COMPLETION_EXAMPLES)
    .action(async (shell: Shell) => {
      const { completionScript } = await import("../terminal/completion.ts");
      await io.stdout.write(completionScript(shell));
    });
  program
    .command("man", { hidden: true })
    .description("the manual's page, for man(1)")
    .addHelpText("after", MAN_EXAMPLES)
    .action(async () => {
      const { manPage } = await import("../terminal/man-page.ts");
      await io.stdout.write(manPage(program));
    });
}

const GUIDE_EXAMPLES = `
Examples:
  heapblame guide
  heapblame guide | less
  heapblame help diff      # what one command takes
`;

const COMPLETION_EXAMPLES = `
Examples:
  eval "$(heapblame completion bash)"
  heapblame completion zsh > "\${fpath[1]}/_heapblame"
  heapblame completion fish > ~/.config/fish/completions/heapblame.fish
`;

const MAN_EXAMPLES = `
Examples:
  heapblame man | man -l -
  heapblame man > heapblame.1
  heapblame help --all     # the same facts on a terminal
`;
