/** What other tools call an option is answered with what it is called here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "../run-cli.ts";

const answered: readonly (readonly [line: string, answer: string])[] = [
  ["diff A B --json", "unknown option '--json'; here it is --format json; see heapblame diff --help"],
  ["report A B --md", "unknown option '--md'; here it is --format markdown; see heapblame report --help"],
  ["capture --interval=2s h:1", "unknown option '--interval'; here it is --every; see heapblame capture --help"],
  ["capture -A app", "unknown option '-A'; here it is -n NAMESPACE, one at a time; see heapblame capture --help"],
  ["check --threshold 5MiB A B", "unknown option '--threshold'; here it is --max-growth; see heapblame check --help"],
  ["check --fail-above 5MiB A B", "unknown option '--fail-above'; here it is --max-growth; see heapblame check --help"],
  ["diff --max-growth 5MiB A B", "unknown option '--max-growth'; here it is --fail-above; see heapblame diff --help"],
  ["serve -p 8080 A", "unknown option '-p'; here it is --http localhost:PORT; see heapblame serve --help"],
  ["fetch -p 8080 h:1 -o x", "unknown option '-p'; here it is --port; see heapblame fetch --help"],
  ["diff --rows 3 A B", "unknown option '--rows'; it is called --nodecount now; see heapblame diff --help"],
];

for (const [line, answer] of answered) {
  test(line, async () => {
    const { code, stdout, stderr } = await runCli(line.split(" "));
    assert.deepEqual({ code, stdout, stderr }, { code: 2, stdout: "", stderr: `heapblame: ${answer}\n` });
  });
}

test("a word of another tool is told before the option that is missing for it", async () => {
  const { stderr } = await runCli(["flame", "A", "--out=x.svg"]);
  assert.match(stderr, /^heapblame: unknown option '--out'; here it is --output; see heapblame flame --help\n$/);
  for (const words of [
    ["flame", "A"],
    ["flame", "A", "--focus", "x"],
    ["flame", "--", "--out"],
  ]) {
    assert.match((await runCli(words)).stderr, /^heapblame: required option '-o, --output <path>' not specified/);
  }
});

test("where the command has nothing for it, nothing is proposed that it does not have", async () => {
  assert.match(
    (await runCli(["held", "--interval", "2s", "D"])).stderr,
    /^heapblame: unknown option '--interval'; see/,
  );
  assert.match((await runCli(["diff", "--bogus", "A", "B"])).stderr, /^heapblame: unknown option '--bogus'/);
});
