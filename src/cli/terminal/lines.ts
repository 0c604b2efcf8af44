/** Lines of a conversation: from a terminal with editing, history and completion; from anything else as they come, after the prompt on standard output. */
import type { Interface } from "node:readline";
import { decodeText } from "../../profile/string-table.ts";
import { openHistory } from "./history.ts";
import type { Io } from "./io.ts";

/** Readline's: what may stand in place of the text that is handed back. */
export type Complete = (line: string) => [offers: string[], text: string];

interface Lines extends AsyncIterable<string> {
  readonly close: () => Promise<void>;
}

export async function openLines(prompt: string, complete: Complete, io: Io): Promise<Lines> {
  const stream = io.openStdin?.();
  const isDumb = ["", "dumb"].includes((io.env["TERM"] ?? "").toLowerCase());
  if (stream?.isTTY === true && !isDumb) return await openTerminal(stream, prompt, complete, io);
  const bytes = stream ?? [await io.stdin()];
  return { [Symbol.asyncIterator]: () => promptedLines(bytes, prompt, io), close: async () => void stream?.destroy() };
}

const NEWLINE = 0x0a;

/** A last line without an end is one too, if there is anything in it. */
async function* promptedLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  prompt: string,
  { stdout }: Io,
): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  await stdout.write(prompt);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      const line = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      yield decodeText(line);
      await stdout.write(prompt);
    }
  }
  if (rest.length === 0) return;
  yield decodeText(rest);
  await stdout.write(prompt);
}

/** The prompt is on standard error: standard output has reports only. */
async function openTerminal(input: NodeJS.ReadStream, prompt: string, complete: Complete, io: Io): Promise<Lines> {
  const [{ createInterface }, history] = await Promise.all([import("node:readline"), openHistory(io.env)]);
  const reader: Interface = createInterface({
    ...{ input, output: process.stderr, terminal: true, prompt, completer: complete },
    ...{ history: [...history.lines], historySize: history.size, removeHistoryDuplicates: true },
  });
  // The first forgets what was typed and where in the history that was, the second on an empty line ends.
  reader.on("SIGINT", () => {
    if (reader.line === "") return reader.close();
    reader.write(null, { ctrl: true, name: "e" });
    reader.write(null, { ctrl: true, name: "u" });
    reader.write("\n");
    // Readline looks for earlier lines from where it was, but for a line that was not empty.
    Object.assign(reader, { historyIndex: -1 });
  });
  return {
    [Symbol.asyncIterator]: () => typedLines(reader, history.add),
    close: async () => reader.close(),
  };
}

async function* typedLines(reader: Interface, remember: (line: string) => Promise<void>): AsyncGenerator<string> {
  const lines = reader[Symbol.asyncIterator]();
  reader.prompt();
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    await remember(next.value);
    yield next.value;
    reader.prompt();
  }
}
