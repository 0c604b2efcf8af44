/** What gets through to standard output and standard error, on a terminal and elsewhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentOutput, messageOutput, START_OF_LINE, styledOutput } from "../../../src/cli/terminal/clean-output.ts";
import type { Output } from "../../../src/cli/terminal/io.ts";

async function written(
  isTerminal: boolean,
  wrap: (output: Output) => Output,
  chunk: string | Uint8Array,
): Promise<string> {
  const chunks: Buffer[] = [];
  const write = async (part: string | Uint8Array): Promise<void> => void chunks.push(Buffer.from(part as Uint8Array));
  await wrap({ isTerminal, columns: 80, write }).write(chunk);
  return Buffer.concat(chunks).toString("latin1");
}

test("documents are as they are, but on a terminal", async () => {
  const bytes = Uint8Array.of(0x1b, 0x5b, 0x9b, 0x0a, 0x09);
  assert.equal(await written(false, documentOutput, bytes), "\u001b[\u009b\n\t");
  assert.equal(await written(true, documentOutput, bytes), "\\x1b[\\x9b\n\t");
  assert.equal(await written(true, documentOutput, "a\nheapblame: x\n"), "a\n  heapblame: x\n");
});

test("messages of our own are one message each, anywhere", async () => {
  for (const isTerminal of [false, true]) {
    assert.equal(
      await written(isTerminal, messageOutput, "heapblame: a\u001b[2J\r\nheapblame: forged\n"),
      "heapblame: a\\x1b[2J\n  heapblame: forged\n",
    );
  }
});

test("pprof's messages are pprof's, but on a terminal", async () => {
  assert.equal(await written(false, messageOutput, "x\u001b\nheapblame: y\n"), "x\u001b\nheapblame: y\n");
  assert.equal(await written(true, messageOutput, "x\u001b\nheapblame: y\n"), "x\\x1b\n  heapblame: y\n");
});

test("a line is begun anew by us alone", async () => {
  assert.equal(await written(true, messageOutput, `${START_OF_LINE}a\u001b[K`), `${START_OF_LINE}a\\x1b[K`);
});

test("colours of ours go by the styled output, through any number of wrappings", async () => {
  const styled = (output: Output): Output => styledOutput(documentOutput(documentOutput(output)));
  assert.equal(await written(true, styled, "\u001b[1mx"), "\u001b[1mx");
});
