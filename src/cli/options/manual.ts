/** The commands about heapblame itself. */
import type { Command } from "commander";
import type { Io } from "../terminal/io.ts";

export function addManual(program: Command, io: Io): void {
  program.commandsGroup("About heapblame:");
  program
    .command("guide")
    .description("how to find a leak, step by step")
    .action(async () => {
      const { GUIDE } = await import("../terminal/guide.ts");
      await io.stdout.write(GUIDE);
    });
}
