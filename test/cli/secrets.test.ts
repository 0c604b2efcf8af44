/** No secret ever comes out: commands with user info and tokens in their URLs, against servers that fail in every way and echo what they get. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { closedPort, PROFILE, saying, serve, serveRaw } from "../fetch/servers.ts";
import { runCli } from "./run-cli.ts";

const SECRETS = /hush|aHVzaA|bWU6aHVzaA/;

const echo = await serve((request, response) => {
  const said = `${request.headers.authorization} ${request.url}\n`;
  response.writeHead(500, { "Content-Type": "text/plain", "X-Go-Pprof": "1" }).end(said);
});
const away = await serve((request, response) => {
  response.writeHead(302, { Location: `http://127.0.0.1:1${request.url}` }).end();
});
const loop = await serve((request, response) => response.writeHead(302, { Location: request.url as string }).end());
const page = await serve((request, response) => {
  response.writeHead(200, { "Content-Type": "text/html" }).end(`<html>${request.url} ${request.headers.authorization}`);
});
const good = await serve((_, response) => response.end(PROFILE));
const cut = await serveRaw(saying(`HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhush`));
const noise = await serveRaw(saying("hush\r\n\r\n"));
const ports = [echo, away, loop, page, good, cut, noise].map(({ port }) => port);
ports.push(await closedPort());

const commands: readonly (readonly string[])[] = [
  ["diff", "-f", "text"],
  ["diff", "-f", "json"],
  ["diff", "-f", "markdown"],
  ["check", "--max-growth", "1MiB"],
  ["check", "--max-growth", "1MiB", "-f", "sarif"],
  ["goroutines"],
  ["advise"],
  ["trend"],
  ["top"],
  ["-top"],
  ["-raw"],
  ["-dot"],
  ["folded"],
];

for (const command of commands) {
  test(`${command.join(" ")} keeps user info and query secrets to itself`, async () => {
    for (const port of ports) {
      for (const scheme of ["http://", "https+insecure://", ""]) {
        const source = `${scheme}me:hush@127.0.0.1:${port}/debug/pprof/heap?access_token=hush&x=1#hush`;
        const sources = command[0] === "folded" ? [source] : [source, source];
        const ran = await runCli([...command, ...sources], { env: { PPROF_TMPDIR: "/dev/null/none" } });
        assert.doesNotMatch(ran.stdout + ran.stderr, SECRETS, `${scheme} ${port}`);
        assert.doesNotMatch(ran.stderr, /bug in heapblame/, ran.stderr);
        assert.notEqual(ran.stderr + ran.stdout, "");
      }
    }
  });
}

test("a source that cannot be read as a URL is shown without its secrets", async () => {
  for (const source of [
    "http://me:hush@host:99999/x",
    "http://me:hush@",
    "https://me:hush@[::1/x",
    "me:hush@host:6o6o/heap",
  ]) {
    for (const command of [
      ["diff", source, source],
      ["-top", source],
      ["top", "--base", source, source],
    ]) {
      const ran = await runCli(command);
      assert.equal(ran.code, 2, ran.stderr);
      assert.doesNotMatch(ran.stdout + ran.stderr, SECRETS);
    }
  }
});

const folder = mkdtempSync(join(tmpdir(), "heapblame-secrets-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "token"), "hushToken\n");

/** Everything below the folder as text, but for the token itself. */
function filesIn(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "token")
    .map((entry) => `${entry.name} ${readFileSync(join(entry.parentPath, entry.name), "latin1")}`)
    .join("\n");
}

const HEADERS: readonly (readonly string[])[] = [
  ["--header", "Authorization: Bearer hushHeader", "--header", "Cookie: a=hushCookie; b=2"],
  ["--bearer-token-file", "token"],
];

for (const words of [
  ["fetch", "-o", "fetched"],
  ["fetch", "-o", "-"],
  ["capture", "--every", "10ms", "--count", "2", "-o", "captured", "--request-timeout", "5s"],
  ["capture", "--every", "10ms", "--count", "2", "-f", "json", "--request-timeout", "5s"],
  ["diff", "--save", "kept"],
  ["top", "--save", "none"],
]) {
  test(`${words.join(" ")} keeps headers and tokens out of output and files`, async () => {
    for (const port of ports) {
      for (const headers of HEADERS) {
        const source = `http://me:hush@127.0.0.1:${port}/debug/pprof/heap?access_token=hush`;
        const sources = words[0] === "diff" ? [source, source] : [source];
        const ran = await runCli([...words, ...headers, ...sources], { cwd: folder });
        const { stdout, stderr } = ran;
        assert.doesNotMatch(stdout + stderr + filesIn(folder), SECRETS, `${port} ${headers[0]}`);
        assert.doesNotMatch(stderr, /bug in heapblame/);
        assert.notEqual(stdout + stderr, "");
        for (const name of readdirSync(folder)) if (name !== "token") rmSync(join(folder, name), { recursive: true });
      }
    }
  });
}

test("a header that is none is refused without a word of it", async () => {
  for (const line of ["hush", "hush : x", "X: hush\u0000", "X: hush\nY: z"]) {
    for (const command of [["fetch", "-o", "x"], ["capture"]]) {
      const { code, stdout, stderr } = await runCli([...command, "127.0.0.1:1", "--header", line], { cwd: folder });
      assert.equal(code, 2);
      assert.doesNotMatch(stdout + stderr, SECRETS);
    }
  }
});
