import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fixture, modePair } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

const [base, current] = modePair("retain");
const folder = mkdtempSync(join(tmpdir(), "heapblame-pictures-"));

const PNG = "\u0089PNG";

/** First bytes of the file, one character each. */
function startOf(path: string): string {
  return readFileSync(path).subarray(0, 200).toString("latin1");
}

test("the original report's command line gives a picture on standard output", async () => {
  const { code, stdoutBytes, stderr } = await runCli(["-png", "--base", base, current]);
  assert.equal(code, 0, stderr);
  assert.ok(Buffer.from(stdoutBytes).toString("latin1").startsWith(PNG));
});

for (const [name, start] of [
  ["svg", "<?xml"],
  ["png", PNG],
  ["pdf", "%PDF-"],
] as const) {
  test(`${name} is a subcommand as well, with -o and with or without a base`, async () => {
    for (const words of [[], ["--base", base]]) {
      const path = join(folder, `graph.${name}`);
      const { code, stderr } = await runCli([name, ...words, current, "-o", path]);
      assert.equal(code, 0, stderr);
      assert.ok(startOf(path).startsWith(start), startOf(path).slice(0, 20));
    }
  });
}

test("a picture of a diff names both totals and the growth", async () => {
  const { stdout } = await runCli(["-svg", "-base", base, current]);
  assert.match(stdout, /\(\*StreamWatcher\)\.receive/);
  assert.match(stdout, /9\.05 MiB/);
  assert.match(stdout, /63\.11 MiB/);
});

test("--svg-interactive puts a script into the file, and only then", async () => {
  assert.doesNotMatch((await runCli(["svg", current])).stdout, /<script/);
  assert.match((await runCli(["svg", "--svg-interactive", current])).stdout, /<script/);
});

test("flame writes what the file name says", async () => {
  for (const [name, start] of [
    ["flame.svg", "<?xml"],
    ["flame.png", PNG],
    ["flame.html", "<!DOCTYPE html>"],
  ] as const) {
    const path = join(folder, name);
    const { code, stderr } = await runCli(["flame", "--base", base, current, "--width", "change", "-o", path]);
    assert.equal(code, 0, stderr);
    assert.ok(startOf(path).toLowerCase().startsWith(start.toLowerCase()), startOf(path).slice(0, 20));
  }
});

test("an unknown extension lists the known ones and writes nothing", async () => {
  const path = join(folder, "flame.gif");
  const { code, stderr } = await runCli(["flame", current, "-o", path]);
  assert.equal(code, 2);
  assert.match(stderr, /use one of \.svg \.png \.html\n$/);
  assert.ok(!existsSync(path));
});

test("series draws all snapshots", async () => {
  const path = join(folder, "series.svg");
  const between = [1, 2, 3, 4].map((step) => fixture(`streamwatcher/retain/heap-${step}.out`));
  assert.equal((await runCli(["series", base, ...between, current, "-o", path])).code, 0);
  assert.match(readFileSync(path, "utf8"), /in 6 snapshots/);
  assert.match((await runCli(["series", base, "-o", path])).stderr, /two profiles or more/);
});

for (const words of [["difffolded"], ["speedscope"], ["flame", "--gone", "-o", join(folder, "pair.svg")]]) {
  test(`${words[0]} of two profiles is that of the second with the first as --base`, async () => {
    const written = async (profiles: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await runCli([...words, ...profiles]);
      assert.equal(code, 0, stderr);
      return stdout || readFileSync(join(folder, "pair.svg"), "utf8");
    };
    assert.equal(await written([base, current]), await written(["--base", base, current]));
    assert.notEqual(await written([base, current]), await written(["--base", current, current]));
  });
}

test("folded stacks add up to the profile, and difffolded to both", async () => {
  const sum = (text: string, column: number): number =>
    text
      .trimEnd()
      .split("\n")
      .reduce((total, line) => total + Number(line.split(" ").at(column)), 0);
  const { totals } = JSON.parse((await runCli(["diff", base, current, "-f", "json"])).stdout);
  assert.equal(sum((await runCli(["folded", current])).stdout, -1), totals.current);
  const both = (await runCli(["difffolded", "--base", base, current])).stdout;
  assert.equal(sum(both, -1), totals.current);
  assert.equal(sum(both, -2), totals.base);
  assert.match((await runCli(["difffolded", current])).stderr, /give the profile before as well/);
  assert.match((await runCli(["folded", "--base", base, current])).stderr, /difffolded/);
});

test("speedscope has every sample type as a profile", async () => {
  const file = JSON.parse((await runCli(["speedscope", current])).stdout);
  assert.equal(file.profiles.length, 4);
  assert.match(file.exporter, /^heapblame \d/);
});

test("no picture leaves a half-written file behind", () => {
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});
