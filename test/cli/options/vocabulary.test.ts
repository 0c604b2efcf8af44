/** One name, one meaning: all commands are walked, and help is read as a user reads it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command, Option } from "commander";
import { modePair } from "../../fixtures.ts";
import { declaredProgram } from "../declared-program.ts";
import { runCli } from "../run-cli.ts";

const program = declaredProgram();
const commands: readonly Command[] = [program, ...program.commands];
const [before, after] = modePair("retain");

/** What an option is, but for which of several words a command takes, and for whether it may be repeated. */
function meaningOf({ flags, description, parseArg, argChoices }: Option): string {
  const isText = parseArg === undefined || parseArg.name === "collect";
  const parser = argChoices !== undefined ? "one of some words" : isText ? "text" : parseArg.name;
  return `${flags} | ${parser} | ${description}`;
}

test("an option of one name has one kind of value and the same words in all commands", () => {
  const meanings = new Map<string, Map<string, string[]>>();
  for (const command of commands) {
    for (const option of command.options) {
      const name = option.long ?? option.flags;
      const found = meanings.get(name) ?? new Map<string, string[]>();
      found.set(meaningOf(option), [...(found.get(meaningOf(option)) ?? []), command.name()]);
      meanings.set(name, found);
    }
  }
  assert.ok(meanings.size > 60);
  const different = [...meanings].filter(([, found]) => found.size > 1).map(([name, found]) => [name, [...found]]);
  assert.deepEqual(different, []);
});

test("a letter stands for one option only", () => {
  const longOf = new Map<string, string>();
  for (const { options } of commands) {
    for (const { short, long = "" } of options) {
      if (short === undefined || short === "-h" || short === null) continue;
      assert.equal(longOf.get(short) ?? long, long, short);
      longOf.set(short, long);
    }
  }
});

test("no help shows a default that says nothing, and every command has three examples", async () => {
  for (const { name } of program.commands.map((command) => ({ name: command.name() }))) {
    const { stdout, code } = await runCli([name, "--help"], { columns: 80 });
    assert.equal(code, 0, name);
    assert.doesNotMatch(stdout, /\(default: (""|-1|none|[{[])/, name);
    const examples = stdout.split("\nExamples:\n")[1] ?? "";
    assert.ok(examples.split("\n").filter((line) => /heapblame /.test(line)).length >= 3, `${name}: ${examples}`);
  }
});

test("a view of pprof's lists only options that change it", async () => {
  const helpOf = async (name: string): Promise<string> => (await runCli([name, "--help"], { columns: 200 })).stdout;
  assert.doesNotMatch(await helpOf("comments"), /--(focus|nodecount|unit|sample-index|granularity)/);
  assert.doesNotMatch(await helpOf("raw"), /--(nodecount|unit|sort|sample-index|call-tree)/);
  assert.match(await helpOf("dot"), /--call-tree/);
  assert.doesNotMatch(await helpOf("top"), /--(call-tree|source-path|intel-syntax|svg-interactive)/);
});

/** Values far from the usual. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  nodecount: ["--nodecount", "2"],
  nodefraction: ["--nodefraction", "0.3"],
  edgefraction: ["--edgefraction", "0.5"],
  trim: ["--no-trim"],
  sort: ["--sort", "cum"],
  granularity: ["--granularity", "lines"],
  "call-tree": ["--call-tree"],
  "compact-labels": ["--compact-labels"],
  unit: ["--unit", "kb"],
  "sample-index": ["--sample-index", "inuse_objects"],
  mean: ["--mean"],
  "divide-by": ["--divide-by", "3"],
  noinlines: ["--noinlines"],
  showcolumns: ["--showcolumns"],
  "relative-percentages": ["--relative-percentages"],
  "drop-negative": ["--drop-negative"],
  "trim-path": ["--trim-path", "k8s.io"],
  "intel-syntax": ["--intel-syntax"],
  focus: ["--focus", "Pod"],
};

test("what a view leaves out of its help changes nothing in it", async () => {
  for (const name of ["top", "tree", "peek", "traces", "tags", "comments", "raw", "dot", "callgrind"]) {
    const command = program.commands.find((each) => each.name() === name) as Command;
    const words = [...(name === "peek" ? ["Unmarshal"] : []), after];
    const plain = (await runCli([name, ...words])).stdout;
    for (const { hidden, long = "" } of command.options) {
      const change = CHANGES[long?.replace(/^--(no-)?/, "") ?? ""];
      if (!hidden || change === undefined) continue;
      assert.equal((await runCli([name, ...words, ...change])).stdout, plain, `${name} ${change.join(" ")}`);
    }
  }
});

test("what an option was called is said for a release", async () => {
  const said = async (...words: string[]): Promise<string> => (await runCli(words)).stderr;
  assert.match(
    await said("diff", before, after, "--limit", "5"),
    /'--limit'; it is called --nodecount now; see heapblame diff/,
  );
  assert.match(await said("check", before, after, "--for", "own"), /it is called --scope now; see heapblame check/);
  assert.match(await said("trend", before, after, "--limit-bytes", "5MB"), /it is called --limit now/);
  assert.match(await said("series", before, after, "-o", "x.svg", "--rows", "3"), /it is called --nodecount now/);
  assert.match(await said("diff", before, after, "--timeout", "3m"), /it is called --request-timeout now/);
  assert.match(await said(after, "--limit", "20"), /container's memory limit; rows are --nodecount 20/);
});

test("sizes count as pprof's; where Kubernetes would differ that is said, and its own quantities are decimal", async () => {
  const { stderr } = await runCli(["check", before, after, "--max-growth", "500M"]);
  assert.equal(
    stderr,
    "heapblame: --max-growth 500M is 500Mi, as pprof counts; Kubernetes would mean 500000000 bytes\n",
  );
  for (const text of ["500MB", "500MiB", "500Mi", "524288000", "1000%"]) {
    const ran = await runCli(["check", before, after, "--max-growth", text]);
    assert.deepEqual([ran.code, ran.stderr], [0, ""], text);
  }
  assert.equal((await runCli([after, "--limit", "250M"])).stderr, "");
});

test("a slope is a size an hour; a bare number is of MiB, and the help says so", async () => {
  const text = (end: string): string => before.replace("heap-before.out", `heap-${end}.debug1.txt.gz`);
  const advice = async (slope: string, range: string): Promise<string> => {
    const options = ["--limit", "2Gi", "--slope", slope, "--slope-range", range];
    const { code, stdout, stderr } = await runCli(["advise", text("before"), text("after"), ...options]);
    assert.deepEqual([code, stderr], [0, ""], slope);
    return stdout;
  };
  const expected = await advice("12", "8..16");
  assert.equal(await advice("12MiB", "8MiB..16MiB"), expected);
  assert.equal(await advice("12288kB/h", "8Mi..16MB/h"), expected);
  assert.notEqual(await advice("24MiB", "8MiB..32MiB"), expected);
  assert.match(
    (await runCli(["advise", "--help"], { columns: 200 })).stdout,
    /--slope <size> .*a bare number is of MiB/,
  );
  const wrong = await runCli(["advise", text("before"), "--slope", "12 apples"]);
  assert.match(wrong.stderr, /Give what it grows by in an hour: 12\.5 \(MiB\), 500kB, 12MiB; see/);
});

test("errors point at the help of the command that was typed", async () => {
  const said = async (...words: string[]): Promise<string> => (await runCli(words)).stderr;
  assert.match(await said("trend", before, "--nope"), /[Ss]ee heapblame trend --help\n$/);
  assert.match(await said(before, after, "--nope"), /[Ss]ee heapblame --help\n$/);
  assert.match(await said("top", after, "--nodecount", "x"), /see heapblame top --help\n$/);
});
