/** `heapblame mcp`: the reports as tools of the Model Context Protocol, over standard input and output. Loaded with the protocol's package when it runs. */
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { VERSION } from "../../version.ts";
import type { Io } from "../terminal/io.ts";
import { answerTool, type Session, startSession, toolList } from "./session.ts";

/** Until the client goes. */
export async function serveTools(io: Io, runOwn: Session["runOwn"]): Promise<void> {
  const [{ Server }, { StdioServerTransport }, { CallToolRequestSchema, ListToolsRequestSchema }] = await Promise.all([
    import("@modelcontextprotocol/sdk/server/index.js"),
    import("@modelcontextprotocol/sdk/server/stdio.js"),
    import("@modelcontextprotocol/sdk/types.js"),
  ]);
  const server = new Server({ name: "heapblame", version: VERSION }, { capabilities: { tools: {} } });
  const session = startSession(io, runOwn);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: toolList() }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }): Promise<CallToolResult> => {
    const { text, isError } = await answerTool(session, params.name, params.arguments ?? {});
    return { content: [{ type: "text", text }], isError };
  });
  const stdin = io.openStdin?.();
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    stdin?.once("end", () => void server.close());
  });
  await server.connect(new StdioServerTransport(stdin));
  await ended;
}
