/** `heapblame check` end to end: exit codes, and the formats that other programs read. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SaxesParser } from "saxes";
import { fixture, modePair } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

const retain = modePair("retain");

test("exit codes: 0 within the budget, 1 beyond it, 2 could not do it, 125 unmeasurable", async () => {
  const codeOf = async (...args: string[]): Promise<number> => (await runCli(["check", ...args])).code;
  assert.equal(await codeOf(...retain, "--max-growth", "500MiB"), 0);
  assert.equal(await codeOf(...retain, "--max-growth", "5MiB"), 1);
  assert.equal(await codeOf(...modePair("steady")), 0);
  assert.equal(await codeOf(retain[0], "/no/such/file"), 2);
  assert.equal(await codeOf(...retain, "--scope", "nonsense"), 2);
  assert.equal(await codeOf(...retain, "--baseline", fixture("README.md")), 2);
  assert.equal(await codeOf(retain[0], retain[0]), 125);
  assert.equal(await codeOf(retain[1], retain[0]), 125);
});

test("bytes of a file that is no baseline, or no list of frames, are not repeated in the error", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-check-"));
  try {
    const [binary, pattern] = [join(folder, "binary"), join(folder, "pattern")];
    writeFileSync(binary, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 0, 0x1b, 0x5b, 0x32, 0x4a, 0x28, 0xff]));
    writeFileSync(pattern, "# known\nmain\\.ok\nmain.(x\n");
    const said = async (...words: string[]): Promise<string> => {
      const { code, stdout, stderr } = await runCli(["check", ...retain, "-f", "json", ...words]);
      assert.deepEqual([code, stdout], [2, ""]);
      return stderr.replaceAll(folder, "");
    };
    const see = "; see heapblame check --help\n";
    assert.equal(
      await said("--baseline", binary),
      `heapblame: /binary: this is no JSON; --write-baseline makes one${see}`,
    );
    assert.equal(await said("--suppress", binary), `heapblame: /binary:1: this is no regular expression${see}`);
    assert.match(
      await said("--suppress", pattern),
      /^heapblame: \/pattern:3: error parsing regexp: missing closing \): `main\.\(x`; see/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a baseline that was written excuses what it saw, and a suppression file takes comments", async () => {
  const directory = mkdtempSync(join(tmpdir(), "heapblame-test-"));
  try {
    const known = join(directory, "known.json");
    assert.equal((await runCli(["check", ...retain, "--max-growth", "5MiB", "--write-baseline", known])).code, 1);
    assert.match(readFileSync(known, "utf8"), /"fingerprint": "GS-/);
    assert.equal((await runCli(["check", ...retain, "--max-growth", "5MiB", "--baseline", known])).code, 0);
    const rules = join(directory, "rules");
    writeFileSync(rules, "# known to us\n\nStreamWatcher\\)\n");
    const { code, stdout } = await runCli(["check", ...retain, "--max-growth", "20MiB", "--suppress", rules]);
    assert.equal(code, 0);
    assert.match(stdout.replace(/\s+/g, " "), /\+42\.53 MiB is suppressed \(StreamWatcher\\\)\)/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("lists of what does not count may be long, patterns at most 2000, and the first that takes a stack is named", async () => {
  const directory = mkdtempSync(join(tmpdir(), "heapblame-test-"));
  try {
    const [rules, known] = [join(directory, "rules"), join(directory, "known.json")];
    const check = async (lines: readonly string[], ...more: string[]) => {
      writeFileSync(rules, lines.join("\n"));
      return await runCli(["check", ...retain, "--max-growth", "20MiB", "--suppress", rules, ...more]);
    };
    const distinct = Array.from({ length: 1998 }, (_, at) => `main.none${at}`);
    const fingerprints = Array.from({ length: 100_000 }, (_, at) => `GS-${at.toString(16).padStart(12, "0")}`);
    const entries = fingerprints.map((fingerprint) => ({ fingerprint, growth: 1 }));
    writeFileSync(known, JSON.stringify({ kind: "baseline", suspects: entries }));
    const repeated = new Array<string>(100_000).fill("main.none");
    const most = [...fingerprints, ...distinct, "StreamWatcher\\)", ...repeated, "Stream"];
    const beyond = await check(most);
    assert.equal(beyond.code, 2);
    assert.match(beyond.stderr, /rules: more than 2000 patterns: join those that are alike by \|; see/);
    const { code, stdout } = await check(most.slice(0, -1), "--baseline", known);
    assert.equal(code, 0);
    assert.match(stdout.replace(/\s+/g, " "), /\+42\.53 MiB is suppressed \(StreamWatcher\\\)\)/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

function elementsOf(xml: string): { readonly name: string; readonly attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => assert.fail(error));
  parser.on("opentag", ({ name, attributes }) =>
    found.push({ name, attributes: { ...attributes } as Record<string, string> }),
  );
  parser.write(xml).close();
  return found;
}

test("JUnit is well-formed and has a failure, an error or neither", async () => {
  const outcomes = [
    [[...retain], "failure"],
    [[retain[0], retain[0]], "error"],
    [[...retain, "--max-growth", "1GiB", "--scope", "frame=<.*>&"], undefined],
  ] as const;
  for (const [args, outcome] of outcomes) {
    const elements = elementsOf((await runCli(["check", ...args, "-f", "junit"])).stdout);
    const found = elements.find(({ name }) => name === "failure" || name === "error");
    assert.equal(found?.name, outcome);
    const suite = elements.find(({ name }) => name === "testsuite")?.attributes;
    assert.equal(suite?.["tests"], "1");
    assert.equal(suite?.["failures"], outcome === "failure" ? "1" : "0");
    assert.equal(suite?.["errors"], outcome === "error" ? "1" : "0");
  }
});

test("SARIF has what 2.1.0 requires, a result for each suspect, and says when nothing could be measured", async () => {
  const log = JSON.parse((await runCli(["check", ...retain, "-f", "sarif"])).stdout);
  assert.equal(log.version, "2.1.0");
  const [run] = log.runs;
  assert.equal(run.tool.driver.name, "heapblame");
  assert.ok(run.results.length > 0);
  for (const result of run.results) {
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.equal(typeof result.message.text, "string");
    assert.match(result.partialFingerprints["heapblame/v1"], /^GS-[0-9a-f]{12}$/);
    assert.equal(typeof result.locations[0].logicalLocations[0].fullyQualifiedName, "string");
  }
  const blocked = JSON.parse((await runCli(["check", retain[0], retain[0], "-f", "sarif"])).stdout).runs[0];
  assert.equal(blocked.invocations[0].executionSuccessful, false);
  assert.deepEqual(blocked.results, []);
});

test("diff --fail-above and check are one gate: the same outcome on every pair, and for each budget", async () => {
  for (const mode of ["retain", "steady", "warm-up"] as const) {
    const pair = modePair(mode);
    for (const budget of ["0", "1MiB", "10%", "1GiB"]) {
      const check = await runCli(["check", ...pair, "--max-growth", budget]);
      const diff = await runCli(["diff", ...pair, "--fail-above", budget]);
      assert.equal(diff.code, check.code, `${mode} ${budget}`);
    }
  }
  assert.equal((await runCli([retain[0], retain[0], "--fail-above", "1MiB"])).code, 125);
  assert.equal((await runCli([...retain, "--fail-above", "1MiB", "--sample-index", "alloc_space"])).code, 2);
});

test("the name of -o chooses the format, and the verdict is on standard error too", async () => {
  const directory = mkdtempSync(join(tmpdir(), "heapblame-test-"));
  try {
    for (const [name, start] of [
      ["a.sarif", "{"],
      ["a.xml", "<?xml"],
      ["a.json", "{"],
      ["a.md", "### Heap check failed"],
      ["a.txt", "FAILED: "],
    ] as const) {
      const { code, stdout, stderr } = await runCli(["check", ...retain, "-o", join(directory, name)]);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /^heapblame: FAILED: The heap grew by \+54\.05 MiB/);
      assert.equal(readFileSync(join(directory, name), "utf8").slice(0, start.length), start);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  assert.equal((await runCli(["check", ...retain])).stderr, "");
});

test("results of SARIF have a file: that of the own function, else go.mod", async () => {
  const placesOf = async (mode: "retain" | "warm-up"): Promise<unknown[]> => {
    const { stdout } = await runCli(["check", ...modePair(mode), "-f", "sarif"]);
    const { results } = JSON.parse(stdout).runs[0];
    return results.map(
      ({ locations }: { locations: { physicalLocation: unknown }[] }) => locations[0]?.physicalLocation,
    );
  };
  const goMod = { artifactLocation: { uri: "go.mod" }, region: { startLine: 1 } };
  assert.deepEqual(await placesOf("retain"), [goMod, goMod]);
  const [own] = (await placesOf("warm-up")) as { artifactLocation: { uri: string }; region: { startLine: number } }[];
  const source = fixture(`streamwatcher/src/${own?.artifactLocation.uri}`);
  assert.match(readFileSync(source, "utf8"), /func newRoute|newRoute\(/);
  assert.ok((own?.region.startLine ?? 0) > 0);
});

test("captures that are normal bound what counts: growth is what is above all of them", async () => {
  const [before, after] = retain;
  const last = fixture("streamwatcher/retain/heap-4.out");
  assert.equal((await runCli(["check", before, after, "--max-growth", "5MiB"])).code, 1);
  const { code, stdout } = await runCli([
    "check",
    before,
    after,
    "--max-growth",
    "5MiB",
    "--normal",
    last,
    "-f",
    "json",
  ]);
  assert.equal(code, 0);
  const { normal, outcome } = JSON.parse(stdout);
  assert.deepEqual([normal.captures, outcome], [2, "clean"]);
  assert.ok(normal.spread > 40 * 1024 ** 2);
  assert.ok(normal.low > 0 && normal.low < normal.spread && normal.spread < normal.high);
  assert.equal(normal.significant, true);
  const again = await runCli(["check", before, after, "--normal", before, "--normal", last]);
  assert.match(
    again.stdout.replace(/\s+/g, " "),
    /The 3 normal captures differ by .* \(95% interval: \+\S+ MiB to \+\S+ MiB\); .* A budget below that would fail/,
  );
});

test("normal captures that differ by what sampling explains promise nothing of smaller budgets", async () => {
  const [before, after] = retain;
  const third = fixture("streamwatcher/retain/heap-3.out");
  const { stdout } = await runCli(["check", third, after, "--normal", fixture("streamwatcher/retain/heap-4.out")]);
  const text = stdout.replace(/\s+/g, " ");
  assert.match(text, /The 2 normal captures differ by 6\.92 MiB \(95% interval: -4\.41 MiB to \+18\.41 MiB\);/);
  assert.match(text, /Sampling alone may make that difference\./);
  assert.doesNotMatch(text, /would fail on one of them/);
  const difference = fixture("programs/kinds/heap-seconds.out");
  const ran = await runCli(["check", before, after, "--normal", difference]);
  assert.equal(ran.code, 125);
  assert.match(ran.stdout.replace(/\s+/g, " "), /heap-seconds\.out is a difference of two heaps/);
});
