/** What a client that means ill, or is broken, writes. Wants `npm run build`. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { MOST_BYTES, messageLines, type Refusal } from "../../../src/cli/mcp/messages.ts";
import { answerProfile, serve } from "../../fetch/servers.ts";

const program = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));

async function read(...chunks: readonly (string | Uint8Array)[]): Promise<{ lines: string[]; refusals: Refusal[] }> {
  const refusals: Refusal[] = [];
  const lines: string[] = [];
  async function* given(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  }
  const isMessage = (value: unknown): boolean => typeof value === "object" && value !== null && "ok" in value;
  const refuse = async (refusal: Refusal): Promise<void> => void refusals.push(refusal);
  for await (const line of messageLines(given(), isMessage, refuse)) lines.push(line);
  return { lines, refusals };
}

test("lines come whole, however they are cut, and the last one without its end", async () => {
  const text = '{"ok":1}\r\n\n{"ok":"é"}\n{"ok":3}';
  const bytes = Buffer.from(text);
  const all = ['{"ok":1}\r\n', '{"ok":"é"}\n', '{"ok":3}\n'];
  assert.deepEqual(await read(bytes), { lines: all, refusals: [] });
  assert.deepEqual((await read(...[...bytes].map((byte) => Uint8Array.of(byte)))).lines, all);
});

test("a message of the most bytes is read, one of a byte more is not, and the next one is", async () => {
  const sized = (size: number): string => `{"ok":"${"x".repeat(size - '{"ok":""}'.length)}"}`;
  assert.equal((await read(`${sized(MOST_BYTES)}\n`)).lines.length, 1);
  const { lines, refusals } = await read(sized(MOST_BYTES + 1), `tail\n{"ok":2}\n`);
  assert.deepEqual(lines, ['{"ok":2}\n']);
  assert.deepEqual(refusals, [
    {
      jsonrpc: "2.0",
      id: null,
      error: { code: -32600, message: "a message is longer than 1 MiB, and is left out" },
    },
  ]);
});

test("what is no message is answered by its id, if it has one", async () => {
  const { lines, refusals } = await read('{\n{"id":7}\n{"id":{}}\n5\n{"id":"a"}\n');
  assert.deepEqual(lines, []);
  assert.deepEqual(
    refusals.map(({ id, error }) => [id, error.code]),
    [
      [null, -32700],
      [7, -32600],
      [null, -32600],
      [null, -32600],
      ["a", -32600],
    ],
  );
});

const ASKS = `${JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2024-11-05", capabilities: {}, clientInfo: { name: "a", version: "1" } },
})}\n`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function served(write: (stdin: NodeJS.WritableStream) => void, stdout: "pipe" | "closed" = "pipe"): Promise<Ended> {
  const child = spawn(process.execPath, [program, "mcp"], { timeout: 60_000, killSignal: "SIGKILL" });
  const said = { stdout: "", stderr: "" };
  if (stdout === "closed") child.stdout.destroy();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk) => {
      said[name] += String(chunk);
    });
  }
  child.stdin.on("error", () => {});
  write(child.stdin);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...said })));
}

test("a line that does not end is refused as it comes, and what follows is answered", async () => {
  const { code, stdout, stderr } = await served((stdin) => {
    stdin.write("x".repeat(MOST_BYTES + 1));
    stdin.end(`\n${ASKS}`);
  });
  assert.equal(code, 0);
  assert.equal(stderr, "heapblame: a message is longer than 1 MiB, and is left out\n");
  const [refused, answered] = stdout.split("\n").map((line) => (line === "" ? undefined : JSON.parse(line)));
  assert.equal(refused.id, null);
  assert.equal(answered.result.serverInfo.name, "heapblame");
});

test("a client that takes no answers is no crash", async () => {
  const { code, stderr } = await served((stdin) => stdin.end(ASKS.repeat(3)), "closed");
  assert.equal(stderr, "");
  assert.equal(code, 0);
});

for (const [how, leave] of [
  ["whose client goes away", (child: ChildProcess) => child.stdin?.end()],
  ["of a server that is told to end", (child: ChildProcess) => child.kill("SIGTERM")],
] as const) {
  test(`a capture ${how} ends with what it has, and so does the server`, { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "heapblame-mcp-"));
    const { port } = await serve((_, response) => answerProfile(response));
    const child = spawn(process.execPath, [program, "mcp"], { cwd: folder, stdio: ["pipe", "ignore", "ignore"] });
    const guard = setTimeout(() => child.kill("SIGKILL"), 50_000);
    const ended = once(child, "exit");
    const asked = { source: `127.0.0.1:${port}`, output: "taken", every: "1h", count: "3" };
    const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "capture", arguments: asked } };
    child.stdin.write(`${JSON.stringify(call)}\n`);
    const manifest = join(folder, "taken", "manifest.json");
    for (let waited = 0; !existsSync(manifest) && waited < 400; waited++) await sleep(50);
    leave(child);
    await ended;
    clearTimeout(guard);
    assert.equal(child.signalCode, null);
    assert.deepEqual(readdirSync(join(folder, "taken")).sort(), ["001", "manifest.json"]);
    rmSync(folder, { recursive: true });
  });
}

test("a call without a tool's name, or with arguments that are none, is refused in a line", async () => {
  const calls = [undefined, {}, { name: 5 }, { name: "diff", arguments: [] }, { name: "diff", arguments: "a" }];
  const { code, stdout, stderr } = await served((stdin) => {
    const lines = calls.map((params, id) => JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params }));
    stdin.end(`${lines.join("\n")}\n`);
  });
  assert.equal(code, 0);
  const refusal = "a message is not of the protocol, and is left out";
  assert.equal(stderr, `heapblame: ${refusal}\n`.repeat(calls.length));
  assert.deepEqual(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
    calls.map((_, id) => ({ jsonrpc: "2.0", id, error: { code: -32600, message: refusal } })),
  );
});
