/** The command for agents: declared here, loaded when it runs. */
import type { Command } from "commander";
import type { Io } from "../terminal/io.ts";

export function addMcp(program: Command, io: Io, runOwn: (args: readonly string[], io: Io) => Promise<number>): void {
  program
    .command("mcp")
    .description("the reports as tools for agents, over standard input and output (Model Context Protocol)")
    .addHelpText("after", MCP_EXAMPLES)
    .action(async () => {
      const { serveTools } = await import("../mcp/server.ts");
      await serveTools(io, runOwn);
    });
}

const MCP_EXAMPLES = `
Tools: capture, diff, trend, held, sandwich, list, next, files, more. An answer
has 4 kB at most, and a handle for the rest.

In a client's configuration:
  { "mcpServers": { "heapblame": { "command": "heapblame", "args": ["mcp"] } } }

Examples:
  heapblame mcp                          # what a client starts
  kubectl heapblame mcp                  # the same, as a plugin of kubectl
  npx heapblame mcp                      # from a project that has the package
`;
