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
