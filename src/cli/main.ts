/** Where bin/ enters: the real process wrapped as Io. */

import { readFileSync, writeSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { decodeText } from "../profile/string-table.ts";
import { visibleLines, visibleText } from "../visible.ts";
import { FAILED } from "./exit-codes.ts";
import { describeFailure } from "./failure.ts";
import { run } from "./run.ts";
import { descriptorOutput } from "./terminal/descriptor-output.ts";
import { openStdin, readStdin } from "./terminal/stdin.ts";

/** Until the command has said how it ended it has failed, whatever ends the process. */
process.exitCode = FAILED;
process.on("beforeExit", reportUnfinished);
process.on("uncaughtException", endByFault);

void run(typedWords(), {
  env: process.env,
  cwd: startFolder(),
  stdin: readStdin,
  openStdin,
  stdout: descriptorOutput(1, () => process.stdout, "standard output"),
  stderr: descriptorOutput(2, () => process.stderr),
  onInterrupt,
  invokedAs: /\bkubectl(_complete)?-heapblame(\.js)?$/.test(process.argv[1] ?? "") ? "kubectl heapblame" : "heapblame",
}).then((exitCode) => {
  process.off("beforeExit", reportUnfinished);
  process.exitCode = exitCode;
});

/** Node makes U+FFFD of bytes that are no UTF-8; Linux has the words as they were typed. */
function typedWords(): string[] {
  const words = process.argv.slice(2);
  if (!words.some((word) => word.includes("\ufffd"))) return words;
  try {
    const typed = readFileSync("/proc/self/cmdline", "latin1").split("\0").slice(0, -1).slice(-words.length);
    return typed.map((word) => decodeText(Buffer.from(word, "latin1")));
  } catch {
    return words;
  }
}

/** Throws UsageError where the folder is gone: no name could be told from there. */
function startFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    const fact = "the folder in which heapblame was started is not there any more; change to one that is";
    throw new UsageError("no-folder", fact, { cause: error });
  }
}

/** What nobody waits for: Node's own exit code for it is 1, which says of a check that the heap grew. */
function endByFault(error: unknown): void {
  try {
    writeSync(2, visibleLines(describeFailure(error)));
  } catch {
    // Nobody is left to tell.
  }
  process.exit(FAILED);
}

/** Nothing is left that could go on, and the command waits for something still: it would end without a word. */
function reportUnfinished(): void {
  const words = process.argv.slice(2, 4).join(" ");
  process.stderr.write(
    `heapblame: this is a bug in heapblame: it waits for what will never come (${visibleText(words)})\n`,
  );
}

/** Ctrl-C, and that of a terminal that goes away. The second interrupt ends the process at once. */
function onInterrupt(handler: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
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
