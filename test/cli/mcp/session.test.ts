/** `heapblame mcp`, asked by the protocol's own client: ten planted leaks, in how many calls. Wants `npm run build`. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { replay } from "../../capture/replay.ts";
import { buildKinds } from "../../dump/held-program.ts";
import { missingGo } from "../../fetch/fixture-program.ts";
import { fixture } from "../../fixtures.ts";

const program = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-mcp-"));
const client = new Client({ name: "test", version: "1" });
before(async () => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, "mcp"],
    cwd: fixture("leaks"),
    env: { PATH: process.env["PATH"] ?? "", HOME: folder },
    stderr: "pipe",
  });
  await client.connect(transport);
});
after(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answered {
  readonly text: string;
  readonly isError: boolean;
}

const MOST_BYTES = 4096;

async function call(name: string, given: Record<string, unknown> = {}): Promise<Answered> {
  const { content, isError } = await client.callTool({ name, arguments: given }, undefined, { timeout: 60_000 });
  const [{ text }] = content as [{ text: string }];
  assert.ok(Buffer.byteLength(text) <= MOST_BYTES, `${name}: ${Buffer.byteLength(text)} bytes`);
  return { text, isError: isError === true };
}

interface Truth {
  readonly programs: readonly { readonly name: string; readonly kind: string; readonly allocatedBy: string | null }[];
}

test("names of files are one line each, and nothing that a terminal obeys", async () => {
  const strange = mkdtempSync(join(folder, "names-"));
  writeFileSync(join(strange, "a\x1b[2J\nsuspects:\u202e"), "");
  assert.equal((await call("files", { folder: strange })).text, "a\\x1b[2J\\nsuspects:\\u202e\n");
});

/** By what of the function that allocates, as the truth has it. */
const LEAKS: Readonly<Record<string, RegExp>> = {
  ticker: /session\.Open/,
  "goroutine-holds": /main\.worker/,
  generics: /main\.\(\*Store\[.*\]\)\.Put/,
  "json-kept": /main\.importCatalog/,
  "sync-map": /main\.remember/,
  closures: /main\.subscribe/,
  "queue-slow": /\(\*Dispatcher\)\.Enqueue/,
  interning: /main\.intern/,
  // Inlined: withCancel is what allocates.
  "context-tree": /context\.[wW]ithCancel/,
  "log-buffer": /\(\*memoryHandler\)\.Handle/,
};

test("of ten planted leaks each is named by the function that allocates, in two calls", async (context) => {
  const { programs } = JSON.parse(readFileSync(fixture("leaks/truth.json"), "utf8")) as Truth;
  for (const [name, frame] of Object.entries(LEAKS)) {
    const truth = programs.find((planted) => planted.name === name);
    assert.match(truth?.allocatedBy ?? "", frame);
    const files = await call("files", { folder: name });
    assert.match(files.text, /^heap-after\.out$/m);
    const diff = await call("diff", { before: `${name}/heap-before.out`, after: `${name}/heap-after.out` });
    assert.match(diff.text, frame, name);
    context.diagnostic(`${name}: named in 2 calls and ${Buffer.byteLength(files.text + diff.text)} bytes`);
  }
});

/** As `held` names them in `test/cli/held-kinds.test.ts`. */
const HELD: Readonly<Record<string, string>> = {
  sharded: "`main.store`",
  select: "a local variable of `main.worker` in 100 goroutines",
  genericcache: "the values of the map `items` of `main.Cache[string,*main.Pod]`",
};

test("of three planted holders each is named, in two calls", { skip: missingGo() }, async (context) => {
  const binary = join(folder, "kinds");
  copyFileSync(buildKinds(), binary);
  for (const [kind, holder] of Object.entries(HELD)) {
    execFileSync(binary, [kind, join(folder, kind)], { stdio: "pipe", timeout: 60_000 });
    const files = await call("files", { folder });
    assert.ok(files.text.includes(`${kind}-after.dump`), files.text);
    const [dump, from, to] = ["after.dump", "before.heap", "after.heap"].map((end) => join(folder, `${kind}-${end}`));
    const held = await call("held", { dump, binary, stack: "newPod" });
    assert.ok(held.text.includes(holder), held.text);
    const diff = await call("diff", { before: from, after: to, held: dump, binary });
    assert.ok(diff.text.replace(/\s+/g, " ").includes(holder), diff.text);
    context.diagnostic(`${kind}: named in 2 calls and ${Buffer.byteLength(files.text + held.text)} bytes`);
  }
});

test("a diff is told what piles up", async () => {
  const pair = { before: "ticker/heap-before.out", after: "ticker/heap-after.out" };
  const piling = { goroutine_base: "ticker/goroutine-before.out", goroutine_current: "ticker/goroutine-after.out" };
  assert.doesNotMatch((await call("diff", pair)).text, /more goroutines in/);
  const { text } = await call("diff", { ...pair, ...piling });
  assert.match(text.replace(/\s+/g, " "), /500 more goroutines in session\.\(\*Session\)\.heartbeat have not ended/);
});

test("a suspect's fingerprint leads to its callers and callees, without the name", async () => {
  const pair = { before: "ticker/heap-before.out", after: "ticker/heap-after.out" };
  const { text } = await call("diff", pair);
  const [, fingerprint = ""] = /^(GS-[0-9a-f]+) /m.exec(text) ?? [];
  const sandwich = await call("sandwich", { frame: fingerprint, profile: pair.after, before: pair.before });
  assert.match(sandwich.text, /session\.Open/);
  const named = await call("sandwich", { frame: "session.Open", profile: pair.after, before: pair.before });
  assert.match(named.text, /session\.Open/);
});

test("a trend says the shape, next says what to measure, capture takes its own", async () => {
  const names = ["before", "1", "2", "3", "4", "after"].map((at) => `ticker/heap-${at}.out`);
  assert.match((await call("trend", { profiles: names.join(" ") })).text, /rises/);
  const next = await call("next", { before: "ticker/heap-before.out", after: "ticker/heap-after.out" });
  assert.match(next.text, /\nnext:\n.*heapblame /);
  const { port } = await replay("retain");
  const output = join(folder, "captures");
  const taken = await call("capture", { source: `127.0.0.1:${port}`, output, every: "300ms", count: 3 });
  assert.ok(!taken.isError, taken.text);
  assert.match(taken.text, /StreamWatcher/);
  assert.match((await call("diff", { before: output })).text, /^suspects:\nGS-/);
});

test("a capture that the client cancels ends as by Ctrl-C, and the next call is answered", async () => {
  const { port } = await replay("retain");
  const output = join(folder, "cancelled");
  const stop = new AbortController();
  const given = { source: `127.0.0.1:${port}`, output, every: "200ms", count: 1000 };
  const taken = client.callTool({ name: "capture", arguments: given }, undefined, { signal: stop.signal });
  const isTaken = (): boolean => existsSync(join(output, "002"));
  for (let waited = 0; !isTaken() && waited < 300; waited++) await sleep(100);
  stop.abort("not wanted");
  await assert.rejects(taken);
  // Nobody holds the directory any more.
  for (let waited = 0; existsSync(join(output, "capture.lock")) && waited < 300; waited++) await sleep(100);
  assert.ok(isTaken() && !existsSync(join(output, "capture.lock")));
  assert.match((await call("diff", { before: output })).text, /^suspects:\nGS-/);
});

test("what is longer than 4 kB comes in pages that make up the whole", async () => {
  const first = await call("sandwich", { frame: ".", profile: "ticker/heap-after.out" });
  const whole = await call("files", { folder: "." });
  assert.ok(!whole.text.includes("characters more"));
  let { text } = await call("sandwich", { frame: "e", profile: "ticker/heap-after.out" });
  assert.match(text, /characters more: call more \{"handle":"t\d+","offset":\d+\}\]\n$/);
  const pages: string[] = [];
  for (let calls = 0; calls < 200; calls++) {
    const [line, given] = /\[\d+ characters more: call more (\{.*\})\]\n$/.exec(text) ?? [];
    pages.push(line === undefined ? text : text.slice(0, -line.length));
    if (given === undefined) break;
    ({ text } = await call("more", JSON.parse(given) as Record<string, unknown>));
  }
  assert.ok(pages.length > 2);
  assert.match(pages.join(""), /^[\s\S]*-{20}/);
  assert.ok(first.text.length > 0);
});

test("what cannot be done says what to call next", async () => {
  for (const [name, given, fact, next] of [
    ["diff", { before: "nowhere.out", after: "ticker/heap-after.out" }, /nowhere\.out/, /call files/],
    ["diff", {}, /before is missing/, /call diff with before, after, focus/],
    ["diff", { before: "a", base: "b" }, /no argument base/, /call diff with/],
    ["diff", { before: ["a"] }, /before is no text/, /call diff with/],
    ["held", { dump: "ticker/heap-after.out" }, /no heap dump but a heap profile/, /call next/],
    ["more", { handle: "t999" }, /t999/, /call the tool/],
    ["files", { folder: "nowhere" }, /nowhere/, /call files/],
    ["nonsense", {}, /no tool nonsense/, /call one of .*diff/],
    ["diff", { before: "--output=x", after: "ticker/heap-after.out" }, /output=x/, /call files/],
  ] as const) {
    const { text, isError } = await call(name, given);
    assert.ok(isError, `${name} ${JSON.stringify(given)}: ${text}`);
    assert.match(text, fact);
    assert.match(text, /\nnext: .*\n$/);
    assert.match(text, next);
  }
});

test("every tool is listed with its arguments", async () => {
  const { tools } = await client.listTools();
  const names = tools.map(({ name }) => name);
  assert.deepEqual(names, ["capture", "diff", "trend", "held", "sandwich", "list", "next", "files", "more"]);
  for (const { inputSchema } of tools) assert.equal(inputSchema.type, "object");
  assert.ok(JSON.stringify(tools).length <= 2 * MOST_BYTES);
});
