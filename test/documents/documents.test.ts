/** README and GUIDE never lie: each command in them is run, each output and picture is that of the program as it is built. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { formatsOf, type ReportKind } from "../../src/render/index.ts";
import { type HeldRun, removeHeld, runHeld } from "../dump/held-program.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { fixture } from "../fixtures.ts";
import { isLongRun, sampled } from "../sample.ts";
import { type Block, blocksOf, commandsOf, DOCUMENTS, documentText } from "./blocks.ts";
import { makeDesk } from "./desk.ts";

const isInUsualRun = isLongRun && "in the usual run";
const isInLongRun = !isLongRun && "in the long run";

test("every output and picture in the documents is what its command gives", { skip: isInUsualRun }, () => {
  const script = fileURLToPath(new URL("../../.ci/documents.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8", timeout: 300_000 });
  assert.equal(status, 0, stderr);
});

const blocks = DOCUMENTS.flatMap(blocksOf);

test("no line of code is wider than a page", () => {
  const wide = blocks.flatMap(({ document, lines }) =>
    lines.filter((line) => line.length > 100).map((line) => `${document}: ${line}`),
  );
  assert.deepEqual(wide, []);
});

test("the README has what is typed first, word for word", () => {
  const readme = documentText("README.md");
  const retain = "fixtures/streamwatcher/retain";
  const first = `npm ci && npx heapblame ${retain}/heap-before.out ${retain}/heap-after.out`;
  for (const command of [first, "npm ci && npm test"]) assert.ok(readme.includes(`\n    ${command}\n`), command);
});

const typed = blocks.filter(({ language }) => language === "sh");
const isAboutDumps = (command: string): boolean => command.includes("./server");

describe("commands of the documents", () => {
  after(removeHeld);
  let held: HeldRun | undefined;
  for (const block of sampled(typed, Math.ceil(typed.length / 5))) {
    const commands = commandsOf(block);
    test(`${block.document}: ${commands[0]}`, async (context) => {
      const wantsDump = commands.some(isAboutDumps);
      if (wantsDump && missingGo() === false) held ??= runHeld({ args: ["-only", "map key", "-scale", "10"] });
      const isCapturing = commands.some((command) => /(?:-n|capture) \S+ .*-o captures/.test(command));
      const desk = await makeDesk(!isCapturing, held);
      for (const command of commands) {
        if (isAboutDumps(command) && held === undefined) {
          context.diagnostic(`not run, as there is no go: ${command}`);
          continue;
        }
        const { code, said } = await desk.run(command);
        assert.ok(isFine(command, code), `${command}\nexit ${code}\n${said}`);
      }
    });
  }
});

/** A budget that is exceeded is what these examples show; what grew is not the program's own, and known to a baseline. */
function isFine(command: string, code: number | null): boolean {
  const isWithin = command.includes(" --baseline") || command.includes("--scope own");
  return code === (/heapblame check|--fail-above/.test(command) && !isWithin ? 1 : 0);
}

test("commands in workflows run too", { skip: isInUsualRun }, async () => {
  const commands = blocks.filter(({ language }) => language === "yaml").flatMap(workflowCommands);
  assert.equal(commands.length, 4);
  const desk = await makeDesk(false);
  for (const command of commands) {
    const { code, said } = await desk.run(command.replace('"$GITHUB_STEP_SUMMARY"', "summary.md"));
    assert.ok(isFine(command, code), `${command}\nexit ${code}\n${said}`);
  }
});

function workflowCommands({ lines }: Block): string[] {
  return lines.flatMap((line) => /^[\s-]*(?:run: )?(heapblame .*)$/.exec(line)?.[1] ?? []);
}

test("git bisect finds the commit that leaks", { skip: isInLongRun }, async () => {
  const [block] = blocks.filter(({ language }) => language === "sh bisect");
  const desk = await makeDesk(false);
  copyFileSync(fixture("streamwatcher/steady/heap-before.out"), join(desk.folder, "steady-before"));
  copyFileSync(fixture("streamwatcher/steady/heap-after.out"), join(desk.folder, "steady-after"));
  copyFileSync(fixture("streamwatcher/retain/heap-before.out"), join(desk.folder, "leaks-before"));
  copyFileSync(fixture("streamwatcher/retain/heap-after.out"), join(desk.folder, "leaks-after"));
  const history = ["steady", "steady", "broken", "leaks", "leaks", "leaks"].map((manner, at) => {
    const measure =
      manner === "broken" ? "exit 7" : `cp ${manner}-before heap-before.out; cp ${manner}-after heap-after.out`;
    const commit = `git -c user.name=t -c user.email=t@example.com commit -qm 'commit ${at}'`;
    return `printf '#!/bin/sh\\n%s # %s\\n' '${measure}' ${at} > measure.sh && git add measure.sh && ${commit}${at === 0 ? " && git tag v1.0" : ""}`;
  });
  const made = await desk.run(["git init -q .", ...history].join(" && "));
  assert.equal(made.code, 0, made.said);
  const { said } = await desk.run((block as Block).lines.join("\n"));
  assert.match(said, /commit 3/, said);
  assert.match(said, /skip|only 'skip'ped commits left|first bad commit/, said);
});

test("the memory test in Go passes what stays and fails what leaks", { skip: missingGo() || isInLongRun }, async () => {
  const [block] = blocks.filter(({ language }) => language === "go");
  for (const [work, isLeak] of [
    ["_ = make([]byte, 64<<10)", false],
    ["kept = append(kept, make([]byte, 64<<10))", true],
  ] as const) {
    const desk = await makeDesk(false);
    writeFileSync(join(desk.folder, "go.mod"), "module example.com/leak\n\ngo 1.22\n");
    writeFileSync(join(desk.folder, "leak_test.go"), `${(block as Block).lines.join("\n")}\n`);
    writeFileSync(join(desk.folder, "work.go"), `package leak\n\nvar kept [][]byte\n\nfunc work() {\n\t${work}\n}\n`);
    chmodSync(join(desk.folder, "leak_test.go"), 0o644);
    const { code, said } = await desk.run(`GOCACHE='${goCache()}' go test .`);
    assert.equal(code, isLeak ? 1 : 0, said);
    if (isLeak) assert.match(said, /leak\.work/, said);
  }
});

/** Outside the desk, which has a home of its own. */
function goCache(): string {
  return spawnSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).stdout.trim();
}

/** Each report as it is asked for. */
const COMMANDS: Readonly<Record<ReportKind, string>> = {
  growth: "diff",
  heap: "report",
  trend: "trend",
  fleet: "fleet",
  check: "check",
  goroutines: "goroutines",
  held: "held",
  advice: "advise",
  capture: "capture",
  replicas: "capture",
};

test("the table of formats has those of every report", () => {
  const guide = documentText("GUIDE.md");
  for (const [kind, command] of Object.entries(COMMANDS)) {
    const [, formats] = new RegExp(`^\\| \`${command}\` *\\| ([a-z, ]+?) *\\|$`, "m").exec(guide) ?? [];
    assert.equal(formats, formatsOf(kind as ReportKind).join(", "), kind);
  }
});
