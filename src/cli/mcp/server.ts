/** `heapblame mcp`: the reports as tools of the Model Context Protocol, over standard input and output. Loaded with the protocol's package when it runs. */
import { Readable, Writable } from "node:stream";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { VERSION } from "../../version.ts";
import type { Io } from "../terminal/io.ts";
import { refuseNull } from "../terminal/stdin.ts";
import { messageLines, type Refusal } from "./messages.ts";
import { answerTool, type Session, startSession, toolList } from "./session.ts";

/** Until the client goes. Throws FetchError where none can come. */
export async function serveTools(io: Io, runOwn: Session["runOwn"]): Promise<void> {
  if (io.openStdin !== undefined) refuseNull();
  const [{ Server }, { StdioServerTransport }, protocol] = await Promise.all([
    import("@modelcontextprotocol/sdk/server/index.js"),
    import("@modelcontextprotocol/sdk/server/stdio.js"),
    import("@modelcontextprotocol/sdk/types.js"),
  ]);
  const { CallToolRequestSchema, ListToolsRequestSchema, JSONRPCMessageSchema } = protocol;
  const server = new Server({ name: "heapblame", version: VERSION }, { capabilities: { tools: {} } });
  const running = new Set<() => void>();
  /** What a client no longer waits for ends as by Ctrl-C. */
  const interruptedBy =
    (cancelled: AbortSignal): NonNullable<Io["onInterrupt"]> =>
    (handler) => {
      running.add(handler);
      const forget = io.onInterrupt?.(leave);
      if (cancelled.aborted) handler();
      cancelled.addEventListener("abort", handler);
      return () => {
        running.delete(handler);
        cancelled.removeEventListener("abort", handler);
        forget?.();
      };
    };
  const session = startSession(io, runOwn);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: toolList() }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }): Promise<CallToolResult> => {
    const asked = { ...session, io: { ...io, onInterrupt: interruptedBy(signal) } };
    const { text, isError } = await answerTool(asked, params.name, params.arguments ?? {});
    return { content: [{ type: "text", text }], isError };
  });
  const isMessage = (value: unknown): boolean => {
    const { success, data } = JSONRPCMessageSchema.safeParse(value);
    const isCall = success && "method" in data && data.method === "tools/call";
    return isCall ? CallToolRequestSchema.safeParse(value).success : success;
  };
  const input = io.openStdin?.() ?? process.stdin;
  const lines = messageLines(input, isMessage, (refusal) => refuse(refusal, io));
  const messages = Readable.from(lines, { objectMode: false });
  const answers = writableOf(io);
  const ended = new Promise<void>((resolve, reject) => {
    server.onclose = resolve;
    for (const stream of [messages, answers]) stream.once("error", reject);
    messages.once("end", leave);
  });
  /** A capture that nobody waits for ends as by Ctrl-C, with what it has. */
  function leave(): void {
    for (const interrupt of running) interrupt();
    void server.close().finally(() => input.destroy());
  }
  await server.connect(new StdioServerTransport(messages, answers));
  await ended;
}

/** A client that goes away is none to be told; what else keeps answers from being written is its error. */
function writableOf({ stdout }: Io): Writable {
  return new Writable({
    write: (chunk: Uint8Array, _, done) => {
      stdout.write(chunk).then(() => done(), done);
    },
  });
}

/** To the client, and to whoever reads what it keeps of us. */
async function refuse(refusal: Refusal, io: Io): Promise<void> {
  await io.stderr.write(`heapblame: ${refusal.error.message}\n`);
  await io.stdout.write(`${JSON.stringify(refusal)}\n`);
}
