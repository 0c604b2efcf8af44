import assert from "node:assert/strict";
import { test } from "node:test";
import type { Io } from "../../../src/cli/terminal/io.ts";
import { createProgress } from "../../../src/cli/terminal/progress.ts";

const START = "\r\u001b[K";

function terminal(columns: number | undefined, isTerminal = true): { io: Io; written: () => string } {
  let text = "";
  const output = {
    isTerminal,
    columns,
    write: async (chunk: string | Uint8Array) => {
      text += Buffer.from(chunk as Uint8Array).toString();
    },
  };
  const io: Io = { env: {}, cwd: ".", stdin: async () => new Uint8Array(), stdout: output, stderr: output };
  return { io, written: () => text };
}

const PARTS = ["snapshot 2 of 6 in 58s", "live heap 63.11 MiB", "+54.05 MiB", "▁▃▅█"];

for (const [columns, shown] of [
  [120, PARTS.join(", ")],
  [80, PARTS.join(", ")],
  [60, PARTS.slice(0, 3).join(", ")],
  [40, PARTS[0]],
  [44, PARTS.slice(0, 2).join(", ")],
  [43, PARTS[0]],
  [10, "snapshot "],
  [undefined, PARTS.join(", ")],
] as const) {
  test(`a terminal of ${columns} columns is shown whole parts, and never a full line`, () => {
    const { io, written } = terminal(columns);
    const progress = createProgress(io);
    progress.show(() => PARTS);
    assert.equal(written(), START + shown);
    progress.end();
  });
}

test("what is said for good stands above the line, which comes back", () => {
  const { io, written } = terminal(80);
  const progress = createProgress(io);
  progress.show(() => ["waiting"]);
  progress.say("done\n");
  progress.end();
  assert.equal(written(), `${START}waiting${START}done\n${START}waiting${START}`);
});

test("a line that somebody has not ended is not written over", () => {
  const { io, written } = terminal(80);
  const progress = createProgress(io);
  progress.say(Buffer.from("loading"));
  progress.show(() => ["waiting"]);
  progress.say(Buffer.from("... done"));
  progress.end();
  assert.equal(written(), `${START}loading... done\n`);
});

test("without a terminal only what is said for good is written", () => {
  const { io, written } = terminal(undefined, false);
  const progress = createProgress(io);
  progress.show(() => ["waiting"]);
  progress.say("done\n");
  progress.end();
  assert.equal(written(), "done\n");
});
