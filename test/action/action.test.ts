/** The GitHub Action: its steps, run in order with a recorded event as GitHub would run them, but for those of other actions. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { SaxesParser } from "saxes";
import { modePair } from "../fixtures.ts";

const action = fileURLToPath(new URL("../../.ci/action", import.meta.url));
const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const text = readFileSync(join(action, "action.yml"), "utf8");
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** In gh's place: keeps comments as GitHub would, and notes each call. */
const GH = `#!/usr/bin/env node
const fs = require("node:fs");
const words = process.argv.slice(2);
const file = process.env.COMMENTS;
const comments = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : [{ id: 7, body: "by a person" }];
const method = words.includes("--method") ? words[words.indexOf("--method") + 1] : "GET";
const body = words.find((word) => word.startsWith("body=@"));
const said = body && fs.readFileSync(body.slice(6), "utf8");
const path = words.find((word) => word.startsWith("repos/"));
const { repository, pull_request } = JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"));
const issues = "repos/" + repository.full_name + "/issues/";
if (path !== issues + pull_request.number + "/comments" && !/^comments\\/\\d+$/.test(path.replace(issues, ""))) { console.error("404 " + path); process.exit(1); }
if (method === "GET") for (const { id, body } of comments) { if (body.startsWith(process.env.MARK)) console.log(id); }
if (method === "POST") comments.push({ id: 100 + comments.length, body: said });
if (method === "PATCH") comments.find(({ id }) => path.endsWith("/" + id)).body = said;
fs.writeFileSync(file, JSON.stringify(comments));
`;

interface Recorded {
  readonly action?: string;
  readonly ref?: string;
  readonly pull_request?: { readonly number: number };
  readonly repository: { readonly full_name: string; readonly default_branch: string };
}

interface Job {
  readonly folder: string;
  /** A step of ours, by the name of its script. */
  readonly step: (
    script: string,
    env?: Record<string, string>,
  ) => { readonly status: number | null; readonly said: string };
  readonly outputs: () => Record<string, string>;
  readonly read: (file: string) => string;
}

function startJob(event: Recorded): Job {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-action-"));
  folders.push(folder);
  writeFileSync(join(folder, "gh"), GH);
  chmodSync(join(folder, "gh"), 0o755);
  writeFileSync(join(folder, "event.json"), JSON.stringify(event));
  const read = (file: string): string =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
  const step: Job["step"] = (script, env = {}) => {
    assert.ok(text.includes(`run: bash "$GITHUB_ACTION_PATH/${script}"`), `${script} is a step`);
    const { status, stdout, stderr } = spawnSync("bash", [join(action, script)], {
      cwd: folder,
      encoding: "utf8",
      timeout: 120_000,
      env: {
        PATH: `${folder}${delimiter}${process.env["PATH"]}`,
        ...{ HOME: folder, GITHUB_ACTION_PATH: action, GITHUB_REPOSITORY: event.repository.full_name },
        ...{ GITHUB_EVENT_PATH: join(folder, "event.json"), COMMENTS: join(folder, "comments.json") },
        ...{ GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary.md") },
        ...env,
      },
    });
    return { status, said: stdout + stderr };
  };
  const outputs = (): Record<string, string> =>
    Object.fromEntries(
      read("output")
        .split("\n")
        .filter(Boolean)
        .map((line) => line.split("=") as [string, string]),
    );
  return { folder, step, outputs, read };
}

const examples = createRequire(import.meta.url)("@octokit/webhooks-examples") as readonly {
  readonly name: string;
  readonly examples: readonly Recorded[];
}[];

/** As GitHub sent it, but for people: its own examples of what webhooks and `event.json` have. */
function recorded(name: string, isIt: (event: Recorded) => boolean): Recorded {
  const events = examples.find((event) => event.name === name)?.examples;
  return events?.find(isIt) ?? assert.fail(`${name} is not among the recorded events`);
}

const PULL_REQUEST = recorded("pull_request", ({ action }) => action === "synchronize");
const PUSH = recorded("push", ({ ref, repository }) => ref === `refs/heads/${repository.default_branch}`);

function report(job: Job, mode: "retain" | "steady", given: Record<string, string> = {}): void {
  const [BEFORE, AFTER] = modePair(mode);
  const { status, said } = job.step("report.sh", {
    ...{ HEAPBLAME: heapblame, BEFORE, AFTER, BASE_FROM: "files", MAX_GROWTH: "5MiB", SCOPE: "", NAME: "heap" },
    ...given,
  });
  assert.equal(status, 0, said);
}

function xmlIsWhole(xml: string): void {
  const parser = new SaxesParser();
  parser.on("error", (error) => assert.fail(error));
  parser.write(xml).close();
}

test("growth beyond the budget is in every form, and fails the job at its end", () => {
  const job = startJob(PULL_REQUEST);
  assert.equal(job.step("install.sh", { HEAPBLAME: heapblame }).status, 0);
  assert.equal(job.outputs()["heapblame"], heapblame);
  report(job, "retain");
  assert.equal(job.outputs()["outcome"], "grown");
  assert.match(job.read("summary.md"), /^## heap: grown\n[\s\S]*\+54\.05 MiB[\s\S]*<details>[\s\S]*StreamWatcher/);
  xmlIsWhole(job.read(".heapblame/heap/heap.xml"));
  assert.match(job.read(".heapblame/heap/heap.xml"), /<failure /);
  const sarif = JSON.parse(job.read(".heapblame/heap/heap.sarif"));
  assert.equal(sarif.version, "2.1.0");
  assert.ok(sarif.runs[0].results.length > 0);
  assert.match(job.read(job.outputs()["page"] as string), /^<!doctype html>/i);
  const { status, said } = job.step("judge.sh", { OUTCOME: "grown" });
  assert.equal(status, 1);
  assert.match(said, /^::error /);
});

test("within the budget the job passes", () => {
  const job = startJob(PULL_REQUEST);
  report(job, "steady");
  assert.equal(job.outputs()["outcome"], "ok");
  assert.match(job.read("summary.md"), /^## heap: ok\n/);
  assert.equal(job.step("judge.sh", { OUTCOME: "ok" }).status, 0);
  assert.equal(job.step("judge.sh", { OUTCOME: "unmeasurable" }).status, 0);
});

test("one comment is kept up to date, beside those of others", () => {
  const job = startJob(PULL_REQUEST);
  const comments = (): { readonly body: string }[] => JSON.parse(job.read("comments.json"));
  report(job, "retain");
  for (let run = 0; run < 2; run++) assert.equal(job.step("comment.sh", { NAME: "heap" }).status, 0);
  assert.equal(comments().length, 2);
  assert.match(comments()[1]?.body ?? "", /^<!-- heapblame heap -->\n## heap: grown\n/);
  report(job, "steady");
  assert.equal(job.step("comment.sh", { NAME: "heap" }).status, 0);
  assert.equal(comments().length, 2);
  assert.match(comments()[1]?.body ?? "", /^<!-- heapblame heap -->\n## heap: ok\n/);
  assert.equal(comments()[0]?.body, "by a person");
});

test("a comment that would be too long ends with a whole row, closes what is open, and says so", () => {
  const job = startJob(PULL_REQUEST);
  report(job, "retain");
  const row = `| \`main.${"\u65e5".repeat(40)}\` | +1.00 |\n`;
  const head = "## heap: grown\n\n<details><summary>Who grew</summary>\n\n";
  for (const [name, text, isCut] of [
    ["short", `${head}${row.repeat(400)}\n</details>\n`, false],
    ["long", `${head}${row.repeat(600)}\n</details>\n`, true],
    ["code", `${head}\`\`\`sh\n${row.repeat(600)}\`\`\`\n\n</details>\n`, true],
  ] as const) {
    writeFileSync(join(job.folder, ".heapblame/heap/summary.md"), text);
    assert.equal(job.step("comment.sh", { NAME: "heap" }).status, 0);
    const body = (JSON.parse(job.read("comments.json")) as { readonly body: string }[])[1]?.body ?? "";
    const shown = body.split("\n").filter((line) => line.startsWith("|"));
    assert.ok(
      shown.every((line) => `${line}\n` === row),
      name,
    );
    assert.equal(body.split("<details>").length, body.split("</details>").length, name);
    assert.equal((body.match(/^```/gm) ?? []).length % 2, 0, name);
    assert.equal(/Cut here/.test(body), isCut, name);
    assert.equal(shown.length === (name === "short" ? 400 : 600), !isCut, name);
    assert.ok(Buffer.byteLength(body) < 60_500 && (!isCut || Buffer.byteLength(body) > 59_000), name);
  }
});

test("a push has no comment", () => {
  const job = startJob(PUSH);
  report(job, "steady");
  assert.equal(job.step("comment.sh", { NAME: "heap" }).status, 0);
  assert.equal(job.read("comments.json"), "");
});

test("the base comes from the cache: none at first, then what was kept", () => {
  const job = startJob(PUSH);
  const [before, current] = modePair("retain");
  const cached = { BASE_FROM: "cache", BEFORE: ".heapblame/heap.base", AFTER: before };
  report(job, "retain", cached);
  assert.equal(job.outputs()["outcome"], "no-base");
  assert.equal(job.outputs()["page"], undefined);
  assert.equal(job.step("judge.sh", { OUTCOME: "no-base" }).status, 0);
  assert.equal(job.step("keep.sh", { AFTER: before, NAME: "heap" }).status, 0);
  report(job, "retain", { ...cached, AFTER: current });
  assert.equal(job.outputs()["outcome"], "grown");
});

test("what cannot be done fails at once, and names it", () => {
  const job = startJob(PULL_REQUEST);
  const { status, said } = job.step("report.sh", {
    ...{ HEAPBLAME: heapblame, BEFORE: "nowhere.out", AFTER: "nowhere.out", BASE_FROM: "files" },
    ...{ MAX_GROWTH: "5MiB", SCOPE: "", NAME: "heap" },
  });
  assert.equal(status, 2);
  assert.match(said, /nowhere\.out/);
  assert.deepEqual(job.outputs(), {});
});
