/** Where bin/ enters: the real process wrapped as Io. */
import { fstatSync, writeSync } from "node:fs";
import { UsageError } from "../errors.ts";
import type { Output } from "./io.ts";
import { run } from "./run.ts";

void run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdin: readStdin,
  stdout: outputOf(1, () => process.stdout),
  stderr: outputOf(2, () => process.stderr),
  onInterrupt,
  invokedAs: /\bkubectl-heapblame(\.js)?$/.test(process.argv[1] ?? "") ? "kubectl heapblame" : "heapblame",
}).then((exitCode) => {
  process.exitCode = exitCode;
});

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** The second interrupt ends the process at once. */
function onInterrupt(handler: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  let count = 0;
  const listener = (): void => {
    count += 1;
    if (count > 1) process.exit(130);
    handler();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

/** Writes at once, without the machinery of streams: it takes longer to load than a small report to print. */
function outputOf(descriptor: number, stream: () => NodeJS.WriteStream): Output {
  let isStream = false;
  const isTerminal = (): boolean => fstatSync(descriptor).isCharacterDevice() && stream().isTTY === true;
  return {
    get isTerminal() {
      return isTerminal();
    },
    get columns() {
      return isTerminal() ? stream().columns : undefined;
    },
    write: async (chunk) => {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      const written = isStream ? 0 : writeNow(descriptor, bytes);
      if (written === bytes.length) return;
      isStream = true;
      await writeToStream(stream(), bytes.subarray(written));
    },
  };
}

/** How many bytes could be written; not all of them if whoever reads takes its time. */
function writeNow(descriptor: number, bytes: Uint8Array): number {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    endIfUnread(error as NodeJS.ErrnoException);
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw writeFailure(error);
  }
  return written;
}

function writeToStream(stream: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => {
      if (error == null) return resolve();
      endIfUnread(error as NodeJS.ErrnoException);
      reject(writeFailure(error));
    });
  });
}

/** A reader that goes away (`| head`) is no failure of ours. */
function endIfUnread(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
}

function writeFailure(error: unknown): UsageError {
  return new UsageError("write-failed", `cannot write the output: ${(error as Error).message}`, { cause: error });
}
