/** Every command that needs a state of the heap, given a difference. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fixture, modePair } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

const DIFFERENCE = fixture("programs/kinds/heap-seconds.out");
const [BEFORE, AFTER] = modePair("retain");

const LINES: readonly (readonly string[])[] = [
  ["diff", DIFFERENCE, AFTER],
  ["diff", BEFORE, DIFFERENCE, "--fail-above", "1GB"],
  ["trend", BEFORE, AFTER, DIFFERENCE],
  ["series", BEFORE, DIFFERENCE, "-o", "/dev/null/x.svg"],
  ["advise", DIFFERENCE, "--limit", "200Mi"],
];

for (const args of LINES) {
  test(`${args[0]} ${args.includes("--fail-above") ? "--fail-above " : ""}refuses a difference, says what it is and what to fetch`, async () => {
    const { code, stdout, stderr } = await runCli(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /in 2s the live heap grew by 7\.89 MiB \(95% within -4\.88 to \+20\.74 by sampling\)\. Fetch the heap without seconds=/,
    );
  });
}

test("the report on one says what it is, with the rows of pprof's top", async () => {
  const { code, stdout, stderr } = await runCli([DIFFERENCE]);
  assert.deepEqual([code, stderr], [0, ""]);
  const [sentence, rows] = stdout.split("\n\n");
  assert.match(
    sentence as string,
    /: in 2s the live heap grew by 7\.89 MiB \(95% within -4\.88 to \+20\.74 by sampling\)\. Fetch the heap without seconds=/,
  );
  assert.equal(rows, (await runCli(["-top", "-nodecount=10", DIFFERENCE])).stdout);
  const byCum = (await runCli([DIFFERENCE, "--sort", "cum", "--focus", "main", "--nodecount", "3"])).stdout;
  assert.ok(byCum.endsWith((await runCli(["-top", "-cum", "-focus=main", "-nodecount=3", DIFFERENCE])).stdout));
});

for (const words of [
  ["-f", "json"],
  ["-f", "csv"],
  ["--limit", "250Mi"],
])
  test(`a state that ${words.join(" ")} asks for is refused, and what shows it is said`, async () => {
    const { code, stdout, stderr } = await runCli([DIFFERENCE, ...words]);
    assert.deepEqual([code, stdout], [2, ""]);
    const line =
      /in 2s the live heap grew by 7\.89 MiB \(95% within -4\.88 to \+20\.74 by sampling\)\..* By which functions: heapblame (-top .*)\n$/.exec(
        stderr,
      )?.[1] ?? "";
    const shown = await runCli(line.split(" "));
    assert.equal(shown.code, 0);
    assert.match(shown.stdout, /accounting for 7\.89MB/);
  });

test("what shows it as pprof does, or draws it, says so on standard error; of a heap nothing is said", async () => {
  for (const words of [
    ["-top"],
    ["top"],
    ["-traces"],
    ["svg", "-o", "/dev/null"],
    ["folded"],
    ["speedscope"],
    ["shell"],
  ]) {
    const { code, stderr } = await runCli([...words, DIFFERENCE]);
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /heap-seconds\.out is a difference of two heaps.*: in 2s the live heap grew by 7\.89 MiB \(95% within -4\.88 to \+20\.74 by sampling\)/,
      `${words}`,
    );
    assert.doesNotMatch((await runCli([...words, AFTER])).stderr, /difference/);
  }
});

test("check cannot measure one: it is neither clean nor exceeded", async () => {
  const { code, stdout } = await runCli(["check", BEFORE, DIFFERENCE, "--max-growth", "1GB"]);
  assert.equal(code, 125);
  assert.match(stdout.replace(/\s+/g, " "), /Cannot be measured\. current is a difference of two heaps/);
});

const delta = fileURLToPath(new URL("../../../shared/cases/delta/", import.meta.url));

test("one without any sample is refused too", { skip: !existsSync(delta) && "no cases here" }, async () => {
  const { code, stderr } = await runCli(["diff", `${delta}d1.pb.gz`, `${delta}d2.pb.gz`]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /d1\.pb\.gz is a difference .*: in 2s no garbage collection ended .* does not tell whether the heap grew/,
  );
});

const heapprofd = fileURLToPath(new URL("../../../shared/cases/not-go/perfetto-heapprofd-", import.meta.url));

test("heapprofd's profiles are heaps", { skip: !existsSync(`${heapprofd}0.pb.gz`) && "no cases here" }, async () => {
  const { code, stdout } = await runCli(["diff", `${heapprofd}0.pb.gz`, `${heapprofd}1.pb.gz`]);
  assert.equal(code, 0);
  assert.match(stdout, /\+480\.0 KiB live heap/);
});
