/** Whose code it is, by the build info of the program: in every report that says "own". */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { missingGo } from "../binary/programs.ts";
import { fixture } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-own-"));
const binary = join(folder, "program");
const SNAPSHOTS = ["before", "1", "2", "3", "4", "after"].map((at) =>
  fixture(`leaks/dependency-called/heap-${at}.out`),
);
const [first, last] = [SNAPSHOTS[0] as string, SNAPSHOTS[5] as string];

// Any program will do: what its build info names is taken as own, here the module of somebody else's.
const skip = missingGo();

before(() => {
  if (skip !== false) return;
  writeFileSync(join(folder, "go.mod"), "module example.net/lib\n\ngo 1.21\n");
  writeFileSync(join(folder, "main.go"), "package main\n\nfunc main() {}\n");
  const env = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod", CGO_ENABLED: "0" };
  execFileSync("go", ["build", "-trimpath", "-buildvcs=false", "-o", binary, "."], {
    cwd: folder,
    env,
    timeout: 120_000,
  });
});
after(() => rmSync(folder, { recursive: true }));

const OWN = /example\.net\/lib \(main's module by the build info of the binary/;

for (const [command, words] of [
  ["heap", [last]],
  ["diff", ["diff", first, last]],
  ["trend", ["trend", ...SNAPSHOTS]],
] as const) {
  test(`${command} takes main's module of the program as own, but for what is stated`, { skip }, async () => {
    const told = async (...more: string[]): Promise<string> => (await runCli([...words, "-f", "json", ...more])).stdout;
    assert.doesNotMatch(await told(), /"build-info"/);
    assert.match(await told("--binary", binary), /"owner": "own"/);
    assert.doesNotMatch(await told("--binary", binary, "--module", "example.com/leaks"), /"build-info"/);
  });
}

test("a diff says by what it knows it", { skip }, async () => {
  const { stdout } = await runCli(["diff", first, last, "--binary", binary, "--explain"]);
  assert.match(stdout.replace(/\s+/g, " "), OWN);
});

test("check counts what is own by the program", { skip }, async () => {
  const own = async (...words: string[]): Promise<string> =>
    (await runCli(["check", first, last, "--scope", "own", ...words])).stdout;
  assert.notEqual(await own("--binary", binary), await own());
});

test("a file that is no program is refused", async () => {
  const { code, stderr } = await runCli(["diff", first, last, "--binary", fixture("README.md")]);
  assert.equal(code, 2);
  assert.match(stderr, /README\.md/);
});
