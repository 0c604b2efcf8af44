import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createCommand } from "../../src/capture/command.ts";
import { isAlive } from "../fetch/stub-kubectl.ts";

const cwd = mkdtempSync(join(tmpdir(), "heapblame-command-"));
after(() => rmSync(cwd, { recursive: true }));
const place = { cwd, env: process.env };

test("runs come one after another, numbered, with what they print", async () => {
  let printed = "";
  const command = createCommand("sleep 0.1; echo run $HEAPBLAME_ITERATION; echo to stderr >&2", place, (chunk) => {
    printed += Buffer.from(chunk).toString();
  });
  const runs = [command.run(), command.run()];
  assert.equal(command.completed(), 0);
  assert.deepEqual(await Promise.all(runs), [undefined, undefined]);
  assert.equal(command.completed(), 2);
  for (let wait = 0; printed.split("\n").length < 5 && wait < 500; wait++) await sleep(20);
  assert.equal(printed, "run 1\nto stderr\nrun 2\nto stderr\n");
});

/** What a run has written so far. */
const written = (name: string): string => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), "utf8") : "");

test("a run that fails says so, and the next one runs", async () => {
  const command = createCommand("test $HEAPBLAME_ITERATION = 2", place, () => {});
  assert.equal(await command.run(), "test $HEAPBLAME_ITERATION = 2: exit code 1");
  assert.equal(await command.run(), undefined);
});

test("stopping ends the run that goes on, all it started, and those that wait", async () => {
  const command = createCommand("sleep 60 & echo $! > pid; wait", place, () => {});
  const runs = [command.run(), command.run()];
  for (let wait = 0; written("pid") === "" && wait < 1000; wait++) await sleep(20);
  const pid = Number(written("pid"));
  assert.ok(isAlive(pid));
  await command.stop();
  assert.deepEqual(await Promise.all(runs), [undefined, undefined]);
  assert.equal(command.completed(), 1);
  assert.ok(!isAlive(pid));
});

test("what the shell left in the background is waited for by nobody, and ends with the capture", async () => {
  const command = createCommand("sleep 60 & echo $! > left", place, () => {});
  assert.equal(await command.run(), undefined);
  const pid = Number(readFileSync(join(cwd, "left"), "utf8"));
  assert.ok(isAlive(pid));
  await command.stop();
  assert.ok(await isSoonGone(pid));
});

/** What a signal ends, and init waits for, is there a little longer. */
async function isSoonGone(pid: number): Promise<boolean> {
  for (let wait = 0; isAlive(pid) && wait < 100; wait++) await sleep(20);
  return !isAlive(pid);
}

test("a run that goes on when this process exits at once is killed with it", async () => {
  const script = `
    import { existsSync, readFileSync } from "node:fs";
    import { createCommand } from "./src/capture/command.ts";
    const command = createCommand("echo $$ > shell; sleep 60; true", ${JSON.stringify({ cwd })}, () => {});
    void command.run();
    const shell = ${JSON.stringify(join(cwd, "shell"))};
    setInterval(() => existsSync(shell) && readFileSync(shell, "utf8") !== "" && process.exit(130), 20);
  `;
  const { status } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
  assert.equal(status, 130);
  const pid = Number(readFileSync(join(cwd, "shell"), "utf8"));
  assert.ok(await isSoonGone(pid));
});

test("a long command is named by its beginning", async () => {
  const command = createCommand(`${"true\n".repeat(200)}exit 4`, place, () => {});
  assert.match((await command.run()) ?? "", /^(true ){20,}.{0,5}\.\.\.: exit code 4$/);
});
