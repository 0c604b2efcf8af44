/** Servers of profiles that never come to an answer, or send whoever asks elsewhere: each command ends by the time that one request has. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { serve, serveRaw } from "../../fetch/servers.ts";
import { serveProfiles } from "../../fetch/stores/stand-in.ts";
import { runCli } from "../run-cli.ts";

const cwd = mkdtempSync(join(tmpdir(), "heapblame-hostile-stores-"));
after(() => rmSync(cwd, { recursive: true }));

/** As fast as it is taken, or now and then, without end. */
async function endless(
  text: string,
  pace: "flood" | "drip",
): Promise<{ readonly host: string; readonly asked: () => number }> {
  let asked = 0;
  const { url } = await serveRaw((socket) => {
    asked++;
    socket.once("data", () => {
      const flood = (): void => {
        while (!socket.destroyed && socket.write(text));
      };
      const timer = setInterval(() => socket.write(text), 40);
      if (pace === "drip") return void socket.on("close", () => clearInterval(timer));
      clearInterval(timer);
      socket.on("drain", flood);
      flood();
    });
  });
  return { host: url.replace("http://", ""), asked: () => asked };
}

const WITHOUT_END = {
  "100 Continue": "HTTP/1.1 100 Continue\r\n\r\n",
  "102 Processing": "HTTP/1.1 102 Processing\r\n\r\n",
  "103 Early Hints": "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
  "a status line": "HTTP/1.1 200 O",
  nothing: "",
};

const COMMANDS = [
  ["trend", "--from", "60d"],
  ["fleet", "--from", "60d"],
  ["report"],
  ["diff", "--from", "60d"],
] as const;

describe("a server that never comes to an answer", { concurrency: 4 }, () => {
  for (const [name, text] of Object.entries(WITHOUT_END)) {
    for (const [at, [command, ...options]] of COMMANDS.entries()) {
      const kind = at % 2 === 0 ? "pyroscope" : "parca";
      test(`${command} of ${kind}: ${name}`, { timeout: 60_000 }, async () => {
        const { host, asked } = await endless(text, name === "nothing" || at % 2 === 0 ? "drip" : "flood");
        const words = [command, ...options, "--request-timeout", "1s", `${kind}://${host}`];
        const { code, stdout, stderr } = await runCli(words, { cwd });
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(stderr, /no whole answer within 1 s|is no HTTP|are too long/);
        assert.doesNotMatch(stderr, /bug in heapblame/);
        assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
        // Neither again nor day by day: what is asked at once has its time up at once.
        assert.ok(asked() <= 8, String(asked()));
      });
    }
  }
});

test("a server that fell silent after it had listed what it has is not waited for profile by profile", async () => {
  const server = await serveProfiles({ silent: /./ });
  for (let minute = 0; minute < 200; minute++) {
    const timeNanos = BigInt(Date.UTC(2026, 7, 20, 12, minute)) * 1_000_000n;
    const bucket = { stack: "main.main", size: 4096, inuse: 20, alloc: 50 };
    server.push({ pod: `web-${minute}` }, encodeProfile(heapProfile([bucket], { timeNanos })));
  }
  const stretch = ["--from", "2026-08-20T11:00", "--to", "2026-08-20T20:00", "--request-timeout", "1s"];
  const { code, stderr } = await runCli(["fleet", ...stretch, `parca://${server.host}`], { cwd });
  assert.equal(code, 2);
  assert.match(stderr, /no whole answer within 1 s/);
  assert.ok(server.reads() <= 32, String(server.reads()));
});

test("Parca's answers from another origin are taken without what was meant for it, which is told once", async () => {
  const store = await serveProfiles();
  for (let hour = 0; hour < 5; hour++) {
    const timeNanos = BigInt(Date.UTC(2026, 7, 20, 12 + hour)) * 1_000_000n;
    const bucket = { stack: "main.main", size: 4096, inuse: 20 * (hour + 1), alloc: 500 };
    store.push({ pod: "web" }, encodeProfile(heapProfile([bucket], { timeNanos })));
  }
  const front = await serve((request, response) => {
    response.writeHead(302, { Location: `http://localhost:${store.port}${request.url}` }).end();
  });
  const words = ["trend", "--from", "2026-08-20T11:00", "--to", "2026-08-20T18:00", "--header", "X-Key: hunter2"];
  const { code, stderr } = await runCli([...words, `parca://127.0.0.1:${front.port}`], { cwd });
  assert.equal(code, 0, stderr);
  const told = `heapblame: redirected to http://localhost:${store.port}: headers, tokens and certificates are not sent there\n`;
  assert.equal(stderr.split(told).length, 2, stderr);
  assert.ok(store.requests.length > 5);
  for (const { headers } of store.requests) assert.ok(!JSON.stringify(headers).includes("hunter2"));
});

for (const label of ["a\0b", "x y", "%00", "x".repeat(5000)]) {
  test(`a label called ${JSON.stringify(label.slice(0, 9))} is the server's, and makes no file of its address`, async () => {
    const server = await serveProfiles();
    for (let hour = 0; hour < 5; hour++) {
      const timeNanos = BigInt(Date.UTC(2026, 7, 20, 12 + hour)) * 1_000_000n;
      const bucket = { stack: "main.main", size: 4096, inuse: 20, alloc: 500 };
      server.push({ pod: "web", [label]: "v" }, encodeProfile(heapProfile([bucket], { timeNanos })));
    }
    const words = ["trend", "--from", "2026-08-20T11:00", "--to", "2026-08-20T18:00", `pyroscope://${server.host}`];
    const { stderr } = await runCli(words, { cwd });
    assert.match(stderr, /^heapblame: pyroscope:\/\//);
    assert.doesNotMatch(stderr, /invalid argument|bug in heapblame/);
  });
}

test("nothing is left where they were started", () => {
  assert.deepEqual(readdirSync(cwd), []);
});
