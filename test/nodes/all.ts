/**
 * Every command on every Node that heapblame runs on: the bytes of standard output and of files, standard error and the exit code are those of
 * the Node that runs this. Not part of `npm test`: .ci/run fetches the others (.ci/nodes.js) and calls `.ci/test.js --nodes`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CAPTURE_FOLDER, COMMAND_LINES, type CommandLine } from "./commands.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const others: readonly string[] = JSON.parse(process.env["HEAPBLAME_NODES"] ?? "[]");
const folder = mkdtempSync(join(tmpdir(), "heapblame-nodes-"));
after(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly written: string;
}

/** In a folder that is new each time, and has the same name. */
function runOn(node: string, { words, output }: CommandLine): Outcome {
  const place = join(folder, "room");
  cpSync(CAPTURE_FOLDER, join(place, "capture"), { recursive: true });
  const given = words.map((word) => (word === "CAPTURE" ? "capture" : word));
  const env = { PATH: process.env["PATH"], HOME: place, TZ: "UTC", LC_ALL: "C" };
  try {
    const { status, stdout, stderr } = spawnSync(node, [heapblame, ...given], { cwd: place, env, maxBuffer: 1 << 28 });
    const written = output === undefined ? "" : readFileSync(join(place, output)).toString("latin1");
    return { status, stdout: stdout.toString("latin1"), stderr: stderr.toString(), written };
  } finally {
    rmSync(place, { recursive: true });
  }
}

test("the other Nodes are there", () => {
  assert.ok(others.length >= 3, "HEAPBLAME_NODES: run .ci/test.js --nodes");
  for (const node of others) assert.ok(existsSync(node), node);
});

test("every command of the help is among those that are run", () => {
  const { stdout } = spawnSync(process.execPath, [heapblame, "help", "--all"], { encoding: "utf8" });
  const named = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<| {2})/gm)].map(([, name = ""]) => name);
  const missing = named.filter((name) => !COMMAND_LINES.some(({ words }) => words[0] === name));
  assert.ok(named.length > 20);
  assert.deepEqual(missing, []);
});

for (const line of COMMAND_LINES) {
  test(line.words.join(" ").replaceAll(/\S*\/fixtures\//g, ""), () => {
    const expected = runOn(process.execPath, line);
    for (const node of others) assert.deepEqual(runOn(node, line), expected, node);
    if (expected.status === 0 && !line.words.includes("capture")) {
      assert.match(expected.stderr, /^(?:Generating report in \S+\n)?$/);
    }
  });
}
