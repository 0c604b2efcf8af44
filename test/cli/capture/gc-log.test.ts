/** A trend out of a log that GODEBUG=gctrace=1 wrote: exact, with its limit, process by process. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { statesOfLog } from "../../../src/cli/capture/gc-log.ts";
import type { TrendReport } from "../../../src/index.ts";
import { runCli } from "../run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-gctrace-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const MIB = 2 ** 20;
const START = Date.UTC(2026, 7, 21, 14);

function logOf(live: readonly number[], stamp: (at: number) => string = () => ""): string {
  const lines = live.map(
    (size, at) =>
      `${stamp(at)}gc ${at + 1} @${60 * at}.500s 0%: 0.16+0.18+0.003 ms clock, 0.32+0/0.094/0.097+0.006 ms cpu, ${2 * size}->${2 * size}->${size} MB, ${2 * size} MB goal, 0 MB stacks, 0 MB globals, 2 P`,
  );
  return ["I0821 14:00:00.000000       1 main.go:1] started", ...lines, "bye", ""].join("\n");
}

const kubectl = (at: number): string => `${new Date(START + at * 60_000).toISOString().replace("Z", "000000Z")} `;
const leak = Array.from({ length: 30 }, (_, at) => 20 + 2 * at);

async function trendOf(text: string, ...more: readonly string[]): Promise<TrendReport> {
  writeFileSync(join(folder, "app.log"), text);
  const { code, stdout, stderr } = await runCli(["trend", "app.log", ...more, "-f", "json"], { cwd: folder });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as TrendReport;
}

test("what is marked rises by so much an hour, without a doubt of sampling", async () => {
  const { trend, points, hoursToLimit } = await trendOf(logOf(leak, kubectl), "--limit", "198MiB");
  assert.equal(trend.shape, "rising");
  assert.deepEqual(
    trend.values,
    leak.map((size) => size * MIB),
  );
  assert.ok(Math.abs((trend.slopePerHour ?? 0) / MIB - 120) < 1e-6);
  assert.deepEqual([trend.growthLow, trend.growthHigh], [58 * MIB, 58 * MIB]);
  assert.equal(BigInt(points[0]?.timeNanos ?? 0), BigInt(START) * 1_000_000n);
  assert.match(points[0]?.source ?? "", /app\.log: gc 1$/);
  assert.ok(Math.abs((hoursToLimit?.expected ?? 0) - 1) < 0.01);
});

test("nobody is named as who allocated it: such a log has no stacks, and that is said", async () => {
  writeFileSync(join(folder, "app.log"), logOf(leak, kubectl));
  const { stdout } = await runCli(["trend", "app.log"], { cwd: folder });
  assert.match(
    stdout,
    /^It rises: \+58\.0 MiB live heap[\s\S]*\nThese states have no stacks: who allocated it only heap/,
  );
  assert.doesNotMatch(stdout, /allocated in|growth MiB/);
});

test("without times of the log the runtime's own seconds are its hours", async () => {
  const { trend } = await trendOf(logOf(leak));
  assert.equal(trend.shape, "rising");
  assert.ok(Math.abs((trend.slopePerHour ?? 0) / MIB - 120) < 0.1);
});

test("a process that starts again is told by itself, with times and without", async () => {
  const later = (at: number): string => kubectl(at + 100);
  for (const text of [logOf(leak, kubectl) + logOf(leak.slice(0, 12), later), logOf(leak) + logOf(leak.slice(0, 12))]) {
    const { verdict, trend } = await trendOf(text);
    assert.equal(verdict.facts.runs, 2);
    assert.equal(trend.values.length, 30);
  }
});

test("a heap that only breathes does not rise; of many collections some are points", async () => {
  const { trend } = await trendOf(logOf(Array.from({ length: 400 }, (_, at) => 50 + ((at * 7) % 5))));
  assert.equal(trend.values.length, 64);
  assert.notEqual(trend.shape, "rising");
});

test("it comes through a pipe too, and a log without such lines is no profile", async () => {
  const piped = await runCli(["trend", "-", "-f", "json"], { stdin: Buffer.from(logOf(leak, kubectl)) });
  assert.equal(piped.code, 0, piped.stderr);
  assert.equal((JSON.parse(piped.stdout) as TrendReport).trend.values.length, 30);
  writeFileSync(join(folder, "other.log"), "hello\n");
  const other = await runCli(["trend", "other.log"], { cwd: folder });
  assert.equal(other.code, 2);
  assert.match(other.stderr, /not a profile/);
});

test("of a log of more processes than points those with most collections are looked at, which is said", () => {
  const process = (count: number): string => logOf(Array.from({ length: count }, () => 4)).replaceAll(" @", " @9");
  const said: string[] = [];
  const text = `${process(1).repeat(5000)}${process(3)}${process(1)}${process(2)}`;
  const states = statesOfLog(new TextEncoder().encode(text), 2, (line) => said.push(line));
  assert.deepEqual(
    states.map(({ process: at, number }) => [at, number]),
    [
      [0, 1],
      [0, 3],
      [1, 1],
      [1, 2],
    ],
  );
  assert.deepEqual(said, ["2 of the 5003 processes of the log are looked at, those with most collections"]);
});

test("processes that ran for ages one after another have times that a profile holds", () => {
  const line = logOf([4]).replace(/ @[\d.]+s/, " @999999999s");
  const states = statesOfLog(new TextEncoder().encode(line.repeat(40)), 64);
  assert.equal(states.length, 40);
  assert.ok(states.every(({ profile }) => profile.header.timeNanos < 2n ** 63n));
});
