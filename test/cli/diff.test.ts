import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import schema from "../../src/report/growth/growth.schema.json" with { type: "json" };
import { fixture, fixtureBytes, MODES, modePair } from "../fixtures.ts";
import { assertGolden } from "../golden.ts";
import { runCli } from "./run-cli.ts";

/** As a user in the project would name them: what is printed is the same wherever the project is. */
const namedPair = (mode: (typeof MODES)[number]): string[] => modePair(mode).map((file) => relative("", file));

const RETAIN = modePair("retain");
const folder = mkdtempSync(join(tmpdir(), "heapblame-diff-"));

for (const columns of [80, 120, 200]) {
  test(`the retain diff fits ${columns} columns and is as stored`, async () => {
    const { code, stdout, stderr } = await runCli(namedPair("retain"), { columns, env: { NO_COLOR: "1" } });
    assert.equal(code, 0, stderr);
    for (const line of stdout.split("\n")) assert.ok([...line].length <= columns, `too wide: ${line}`);
    assertGolden(`diff.retain.${columns}.txt`, stdout);
  });
}

for (const mode of MODES) {
  test(`every line of the ${mode} diff fits a terminal of 80 columns, sorted and counted in any way`, async () => {
    for (const words of [[], ["--sort", "cum"], ["--sort", "objects"], ["--sample-index", "inuse_objects"]]) {
      const { stdout } = await runCli([...namedPair(mode), ...words], { columns: 80, env: { NO_COLOR: "1" } });
      // A word of a line to paste is as long as it is.
      for (const line of stdout.split("\n"))
        assert.ok([...line].length <= 80 || /^ *(?:Next: )?\S+(?: \\)?$/.test(line.trimStart()), `too wide: ${line}`);
    }
  });

  test(`the ${mode} diff through a pipe is as stored, in text, Markdown and CSV`, async () => {
    const pair = namedPair(mode);
    assertGolden(`diff.${mode}.txt`, (await runCli(["diff", ...pair])).stdout);
    assertGolden(`diff.${mode}.md`, (await runCli(["diff", ...pair, "-f", "markdown", "--nodecount", "30"])).stdout);
    assertGolden(`diff.${mode}.csv`, (await runCli(["diff", ...pair, "-f", "csv", "--nodecount", "10"])).stdout);
  });
}

test("the retain diff shows StreamWatcher.receive with most of the growth", async () => {
  const { stdout } = await runCli([...RETAIN, "-f", "json"]);
  const report = JSON.parse(stdout);
  const receive = report.functions.find(
    (frame: { name: string }) => frame.name === "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive",
  );
  assert.ok(receive.deltaCum > 0.6 * report.totals.net, `${receive.deltaCum} of ${report.totals.net}`);
  assert.equal(receive.package, "k8s.io/apimachinery/pkg/watch");
  assert.equal(receive.module, "k8s.io/apimachinery");
});

test("the text forms of both profiles say the same, and a mixed pair is not taken for two builds", async () => {
  const text = (end: string): string => fixture(`streamwatcher/retain/heap-${end}.debug1.txt.gz`);
  const verdict = async (...pair: string[]): Promise<{ text: string; codes: string[] }> => {
    const { words, provenance } = JSON.parse((await runCli([...pair, "-f", "json"])).stdout);
    return { text: words.verdict, codes: provenance.map(({ code }: { code: string }) => code) };
  };
  assert.equal((await verdict(text("before"), text("after"))).text, (await verdict(...RETAIN)).text);
  for (const mixed of [
    [text("before"), RETAIN[1]],
    [RETAIN[0], text("after")],
  ]) {
    assert.ok(!(await verdict(...mixed)).codes.includes("other-build"));
    const { stdout } = await runCli([...mixed, "--explain"]);
    assert.doesNotMatch(stdout, /two builds|build .*->/);
    assert.match(stdout, /^destination, build 140224c047a2$/m);
  }
});

test("the interval beside cum is that of the cumulative change, whichever way the rows are ordered", async () => {
  const { stdout } = await runCli([...RETAIN, "-f", "json"]);
  const { functions, suspects, totals, certainty } = JSON.parse(stdout);
  const receive = functions.find(({ name }: { name: string }) => name.endsWith("(*StreamWatcher).receive"));
  // All below receive is one suspect; the interval is that of the same samples.
  assert.deepEqual([receive.deltaCum, receive.lowCum], [suspects[0].growth, suspects[0].low]);
  assert.ok(receive.lowCum < receive.deltaCum && receive.deltaCum < receive.highCum);
  assert.ok(functions.every(({ deltaCum }: { deltaCum: number }) => deltaCum <= totals.grew));
  assert.ok(receive.highCum < certainty.net.high);
  const byCum = await runCli([...RETAIN, "--sort", "cum", "--nodecount", "3"], { columns: 80, env: { NO_COLOR: "1" } });
  assert.match(byCum.stdout, /\ncum growth MiB +± +share/);
  assert.match(byCum.stdout, /\n +\+52\.5 +11\.4 +97%/);
  const byObjects = await runCli([...RETAIN, "--sort", "objects", "--nodecount", "3"], {
    columns: 80,
    env: { NO_COLOR: "1" },
  });
  assert.match(byObjects.stdout, /\d+ more frames, \+[\d,]+ together/);
});

test("JSON of every fixture keeps to the schema that ships, and adds up", async () => {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  for (const mode of MODES) {
    for (const words of [
      [],
      ["--nodecount", "5"],
      ["--sort", "cum"],
      ["--granularity", "packages"],
      ["--sample-index", "alloc_objects"],
    ]) {
      const { stdout, code } = await runCli(["diff", ...modePair(mode), "-f", "json", ...words]);
      assert.equal(code, 0);
      assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors?.slice(0, 3)));
      const report = JSON.parse(stdout);
      const sum = report.functions.reduce((total: number, frame: { deltaFlat: number }) => total + frame.deltaFlat, 0);
      assert.equal(sum + report.omitted.deltaFlat, report.totals.net);
      assert.equal(report.totals.current - report.totals.base, report.totals.net);
      assert.equal(report.totals.grew - report.totals.shrank, report.totals.net);
    }
  }
});

test("Markdown fits a GitHub comment even for every frame of a large profile", async () => {
  const { stdout } = await runCli([
    "diff",
    ...modePair("informer-leak"),
    "-f",
    "markdown",
    "--granularity",
    "addresses",
  ]);
  assert.ok(stdout.length < 65_536, `${stdout.length}`);
  assert.match(stdout, /<details><summary>\d+ more frames<\/summary>/);
});

test("a file name chooses the format, and the file is whole", async () => {
  for (const [name, start] of [
    ["a.md", "**+54.1 MiB live heap"],
    ["a.json", "{"],
    ["a.csv", "name,"],
    ["a.txt", "+54.1 MiB live heap"],
  ] as const) {
    const path = join(folder, name);
    const { code, stdout } = await runCli([...RETAIN, "-o", path]);
    assert.equal(code, 0);
    assert.equal(stdout, "");
    assert.ok(readFileSync(path, "utf8").startsWith(start));
  }
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test("an unknown extension lists the known ones and writes nothing", async () => {
  const path = join(folder, "a.xyz");
  const { code, stderr } = await runCli([...RETAIN, "-o", path]);
  assert.equal(code, 2);
  assert.match(stderr, /\.md.*\.json.*\.csv/);
  assert.ok(!existsSync(path));
});

test("a write that fails leaves nothing behind and says so in one line", async () => {
  const { code, stderr } = await runCli([...RETAIN, "-o", join(folder, "no", "such", "folder.json")]);
  assert.equal(code, 2);
  assert.match(stderr, /^heapblame: .*folder\.json: cannot write: .*\n$/);
});

test("colour is for terminals, NO_COLOR, FORCE_COLOR and --color decide otherwise", async () => {
  const sequence = "\u001b[";
  const has = async (words: string[], around: Parameters<typeof runCli>[1]): Promise<boolean> =>
    (await runCli([...RETAIN, ...words], around)).stdout.includes(sequence);
  assert.equal(await has([], { columns: 100 }), true);
  assert.equal(await has([], {}), false);
  assert.equal(await has([], { columns: 100, env: { NO_COLOR: "1" } }), false);
  assert.equal(await has([], { env: { FORCE_COLOR: "1" } }), true);
  assert.equal(await has(["--color", "never"], { columns: 100 }), false);
  assert.equal(await has(["--color", "always"], { env: { NO_COLOR: "1" } }), true);
});

test("--fail-above turns growth into exit code 1, and only growth above it", async () => {
  const over = await runCli([...RETAIN, "--fail-above", "1MiB"]);
  assert.equal(over.code, 1);
  assert.match(over.stderr, /more than/);
  assert.equal((await runCli([...RETAIN, "--fail-above", "1GiB"])).code, 0);
  assert.equal((await runCli([...RETAIN, "--fail-above", "lots"])).code, 2);
});

test("a profile can come from standard input", async () => {
  const bytes = fixtureBytes("streamwatcher/retain/heap-after.out");
  const piped = await runCli([RETAIN[0], "-", "-f", "csv"], { stdin: bytes });
  const read = await runCli([...RETAIN, "-f", "csv"]);
  assert.equal(piped.stdout, read.stdout);
});

test("pprof's filters work by pprof's names", async () => {
  const all = JSON.parse((await runCli([...RETAIN, "-f", "json"])).stdout);
  const focused = JSON.parse((await runCli([...RETAIN, "-f", "json", "--focus", "StreamWatcher"])).stdout);
  assert.ok(focused.totals.net < all.totals.net && focused.totals.net > 0);
  assert.deepEqual(focused.filters, ["focus=StreamWatcher"]);
  const rest = JSON.parse((await runCli([...RETAIN, "-f", "json", "--ignore", "StreamWatcher"])).stdout);
  assert.equal(focused.totals.net + rest.totals.net, all.totals.net);
  const missed = await runCli([...RETAIN, "--focus", "nothing matches this"]);
  assert.match(missed.stderr, /Focus expression matched no samples/);
});

test("what is wrong with a pair is said on stderr and in the report", async () => {
  const swapped = await runCli([RETAIN[1], RETAIN[0], "-f", "json"]);
  assert.equal(swapped.code, 0);
  assert.match(swapped.stderr, /base is the newer one .* swapped/);
  assert.ok(JSON.parse(swapped.stdout).provenance.some((finding: { code: string }) => finding.code === "swapped"));
  const twice = await runCli([RETAIN[0], RETAIN[0]]);
  assert.match(twice.stderr, /are the same profile/);
  assert.equal((await runCli([...RETAIN])).stderr, "");
});

test("different builds are compared by canonical names, with the share that matched", async () => {
  const { stdout, stderr } = await runCli([RETAIN[0], fixture("programs/slice/heap-after.out"), "-f", "json"]);
  const report = JSON.parse(stdout);
  assert.ok(report.provenance.some((finding: { code: string }) => finding.code === "other-build"));
  assert.match(stderr, /different builds/);
  assert.ok(report.matched.base >= 0 && report.matched.base < 1);
});

test("--module says whose the frames are", async () => {
  const owners = async (...words: string[]): Promise<string[]> => {
    const { stdout } = await runCli([...modePair("goroutine-leak"), "-f", "json", ...words]);
    return JSON.parse(stdout).suspects.map((suspect: { ownFrame: string | null }) => suspect.ownFrame);
  };
  assert.match((await owners())[0] ?? "", /processUpdates$/);
  assert.deepEqual(await owners("--module", "example.com/other"), [null]);
});

const junk: readonly (readonly [name: string, bytes: Uint8Array | string, message: RegExp])[] = [
  ["empty.out", "", /empty/],
  ["page.html", "<!DOCTYPE html><html><title>404 Not Found</title></html>", /HTML.*404 Not Found/],
  ["error.json", '{"error":"not found"}', /JSON/],
  ["cpu.pprof", fixtureBytes("programs/kinds/cpu.out"), /no heap profile.*samples, cpu/],
  ["goroutines.txt", fixtureBytes("programs/kinds/goroutine.debug2.txt"), /goroutine/],
  ["cut.out", fixtureBytes("streamwatcher/retain/heap-after.out").subarray(0, 9_000), /ends too early/],
];

for (const [name, bytes, message] of junk) {
  test(`${name} gets one line that says what is wrong, exit 2`, async () => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const { code, stdout, stderr } = await runCli([RETAIN[0], path]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, message);
    assert.match(stderr, new RegExp(`^heapblame: \\S*${name.replace(".", "\\.")}: [^\\n]*\\n$`));
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
}

test("wrong words on the command line name the word", async () => {
  assert.match((await runCli(["diff", RETAIN[0]])).stderr, /the profile after is missing: give two profiles/);
  assert.match((await runCli([...RETAIN, "--sorted"])).stderr, /unknown option '--sorted'/);
  assert.match((await runCli([...RETAIN, "--sort", "size"])).stderr, /Allowed choices are flat, cum, objects/);
  assert.match((await runCli([...RETAIN, "--sample-index", "nope"])).stderr, /must be one of: \[alloc_objects/);
  assert.match((await runCli([...RETAIN, "--focus", "("])).stderr, /missing closing \)/);
  assert.match((await runCli([RETAIN[0], "no-such-file.out"])).stderr, /no-such-file\.out: /);
  assert.match((await runCli([RETAIN[0], folder])).stderr, /directory/);
});
