/** `heapblame diff` with goroutine profiles of both ends. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv } from "ajv";
import schema from "../../src/report/growth/growth.schema.json" with { type: "json" };
import { fixture, MODES, modePair } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

type Mode = (typeof MODES)[number];

function words(mode: Mode): string[] {
  const end = (name: string): string => fixture(`streamwatcher/${mode}/goroutine-${name}.out`);
  return ["diff", ...modePair(mode), "--goroutine-base", end("before"), "--goroutine-current", end("after")];
}

test("JSON with goroutines keeps to the schema, with and without iterations", async () => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  for (const mode of MODES) {
    for (const more of [[], ["--iterations", "15"]]) {
      const { stdout } = await runCli([...words(mode), "-f", "json", ...more]);
      assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors?.slice(0, 3)));
    }
  }
});

test("growth of goroutines stands beside the suspect, in text and in Markdown", async () => {
  const text = await runCli([...words("informer-leak"), "--iterations", "15", "--explain"]);
  assert.match(text.stdout, /decoder, no own frame, .*\+45 goroutines, 3\.0 per iteration/);
  assert.match(text.stdout, /\ngoroutines: 161 -> 611 \(\+450\), 30\.0 per iteration over 15 iterations\n/);
  assert.match(text.stdout, /\n {4}\+45 \(9 -> 54, 3\.0 per iteration\) {2}k8s\.io\/apimachinery.*receive\n/);
  const markdown = await runCli([...words("informer-leak"), "--iterations", "15", "-f", "markdown"]);
  assert.match(markdown.stdout, /\*\*goroutines: 161 -> 611/);
  assert.match(markdown.stdout, /- \+45 \(9 -> 54, 3\.0 per iteration\) `k8s\.io/);
});

test("one or two goroutines more are not listed as growth", async () => {
  const { stdout } = await runCli([...words("retain"), "--explain"]);
  assert.match(stdout, /\ngoroutines: 191 -> 191 \(0\)\n\nflat/);
});

for (const mode of MODES) {
  test(`every line of the ${mode} diff with goroutines fits 80 columns`, async () => {
    const { stdout } = await runCli([...words(mode), "--iterations", "15"], { columns: 80, env: { NO_COLOR: "1" } });
    for (const line of stdout.split("\n")) assert.ok([...line].length <= 80, `too wide: ${line}`);
  });
}

test("one end, iterations without goroutines, and a heap profile in their place are refused in one line", async () => {
  const heap = modePair("retain");
  for (const [more, said] of [
    [["--goroutine-base", heap[0]], /go together/],
    [["--iterations", "15"], /--goroutine-base and --goroutine-current/],
    [["--goroutine-base", heap[0], "--goroutine-current", heap[1]], /no goroutine profile/],
  ] as const) {
    const { code, stderr } = await runCli(["diff", ...heap, ...more]);
    assert.equal(code, 2);
    assert.match(stderr, said);
    assert.equal(stderr.split("\n").length, 2, stderr);
  }
});
