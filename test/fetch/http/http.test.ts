/** Answers that go wrong below and above HTTP, from servers that mean no good. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readHttp, saveHttp } from "../../../src/fetch/http/http.ts";
import { failureOf, usageErrorOf } from "../failure-of.ts";
import { answerProfile, closedPort, PROFILE, saying, serve, serveRaw } from "../servers.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-http-"));
after(() => rmSync(folder, { recursive: true }));
const target = join(folder, "heap.pb.gz");

const OK_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n";
const sent = (length: number, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${OK_HEAD}Content-Length: ${length}\r\n\r\n`), body]);
const chunk = (body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from("\r\n")]);
const chunked = (...parts: Uint8Array[]): Uint8Array =>
  Buffer.concat([Buffer.from(`${OK_HEAD}Transfer-Encoding: chunked\r\n\r\n`), ...parts]);

/** Nothing of a failed download is left, and what was there stays. */
async function saveFailure(url: string, settings = {}): Promise<{ code: string; message: string }> {
  writeFileSync(target, "before");
  const error = await failureOf(saveHttp(url, target, settings));
  assert.deepEqual(readdirSync(folder), ["heap.pb.gz"]);
  assert.equal(readFileSync(target, "utf8"), "before");
  return error;
}

test("a whole profile is read and saved as it was sent", async () => {
  const { url, requests } = await serve((_, response) => answerProfile(response));
  assert.deepEqual(Buffer.from(await readHttp(`${url}/debug/pprof/heap?gc=1`, {})), PROFILE);
  const { createHash } = await import("node:crypto");
  assert.deepEqual(await saveHttp(`${url}/x`, "heap.pb.gz", { cwd: folder }), {
    bytes: PROFILE.length,
    sha256: createHash("sha256").update(PROFILE).digest("hex"),
  });
  assert.deepEqual(readFileSync(target), PROFILE);
  assert.deepEqual(
    requests.map((request) => [
      request.method,
      request.url,
      request.headers["user-agent"],
      request.headers.authorization,
    ]),
    [
      ["GET", "/debug/pprof/heap?gc=1", "heapblame", undefined],
      ["GET", "/x", "heapblame", undefined],
    ],
  );
});

test("headers, a token that is read each time and user info are sent", async () => {
  const { url, port, requests } = await serve((_, response) => answerProfile(response));
  const tokenFile = join(folder, "token");
  for (const token of ["first", "second"]) {
    writeFileSync(tokenFile, `${token}\n`);
    await readHttp(url, {
      headers: [
        ["X-Tenant", "a"],
        ["Cookie", "s=1"],
      ],
      bearerTokenFile: "token",
      cwd: folder,
    });
  }
  await readHttp(`http://me:p%40ss@127.0.0.1:${port}/`, {});
  await readHttp(`http://me:pass@127.0.0.1:${port}/`, { headers: [["authorization", "Custom it"]] });
  rmSync(tokenFile);
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization),
    ["Bearer first", "Bearer second", `Basic ${Buffer.from("me:p@ss").toString("base64")}`, "Custom it"],
  );
  assert.equal(requests[0]?.headers["x-tenant"], "a");
  assert.equal(requests[0]?.headers.cookie, "s=1");
  assert.ok(requests.every((request) => !request.headers.host?.includes("@")));
});

test("a body that ends before its length is truncated", async () => {
  const { url } = await serveRaw(saying(sent(PROFILE.length + 100, PROFILE)));
  assert.equal((await failureOf(readHttp(url, {}))).code, "truncated");
  assert.equal((await saveFailure(url)).code, "truncated");
});

test("a body that is longer than its length is cut there, and the gzip trailer tells", async () => {
  const { url } = await serveRaw(saying(sent(PROFILE.length - 10, PROFILE)));
  assert.equal((await saveFailure(url)).code, "truncated");
});

test("chunks that stop without the last are truncated", async () => {
  const { url } = await serveRaw(saying(chunked(chunk(PROFILE.subarray(0, 60)))));
  assert.equal((await failureOf(readHttp(url, {}))).code, "truncated");
  assert.equal((await saveFailure(url)).code, "truncated");
});

test("a body that ends when the connection does is whole only if its gzip data is", async () => {
  const close = `${OK_HEAD}Connection: close\r\n\r\n`;
  const whole = await serveRaw(saying(Buffer.concat([Buffer.from(close), PROFILE])));
  assert.equal((await saveHttp(whole.url, join(folder, "heap.pb.gz"), {})).bytes, PROFILE.length);
  const cut = await serveRaw(saying(Buffer.concat([Buffer.from(close), PROFILE.subarray(0, -4)])));
  assert.equal((await saveFailure(cut.url)).code, "truncated");
});

const gzipFaults: readonly (readonly [what: string, body: Buffer, code: string])[] = [
  [
    "a checksum that is wrong",
    Buffer.from(PROFILE.map((byte, at) => (at === PROFILE.length - 8 ? byte ^ 1 : byte))),
    "corrupt",
  ],
  [
    "a size that is wrong",
    Buffer.from(PROFILE.map((byte, at) => (at === PROFILE.length - 4 ? byte ^ 1 : byte))),
    "corrupt",
  ],
  ["no trailer", PROFILE.subarray(0, -8), "truncated"],
  ["nothing but a header", PROFILE.subarray(0, 10), "truncated"],
  ["a second member that is cut", Buffer.concat([PROFILE, PROFILE.subarray(0, -3)]), "truncated"],
  [
    "a second member with a wrong checksum",
    Buffer.concat([PROFILE, PROFILE.map((byte, at) => (at === PROFILE.length - 8 ? byte ^ 1 : byte))]),
    "corrupt",
  ],
];
for (const [what, body, code] of gzipFaults) {
  test(`gzip data with ${what} is not kept`, async () => {
    const { url } = await serve((_, response) => response.end(body));
    assert.equal((await saveFailure(url)).code, code);
  });
}

test("several gzip members in a row are one whole body", async () => {
  const { url } = await serve((_, response) => response.end(Buffer.concat([PROFILE, PROFILE])));
  assert.equal((await saveHttp(url, target, {})).bytes, 2 * PROFILE.length);
});

test("an endless body is given up at the limit", async () => {
  const noise = Buffer.alloc(64 << 10, 7);
  const { url } = await serve((_, response) => {
    response.write(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]));
    const more = (): void => {
      while (!response.destroyed && response.write(noise));
      response.once("drain", more);
    };
    more();
  });
  const { code, message } = await failureOf(readHttp(url, { sizeLimit: 1_000_000 }));
  assert.deepEqual([code, message], ["oversized", "the answer is larger than 1000000 bytes"]);
});

test("the timeout covers the whole request, however steadily bytes drip", async () => {
  const { url } = await serve((_, response) => {
    let at = 0;
    const drip = setInterval(() => response.write(PROFILE.subarray(at, ++at)), 20);
    response.on("close", () => clearInterval(drip));
  });
  const { code, message } = await saveFailure(url, { timeout: 0.3 });
  assert.deepEqual([code, message], ["timeout", "no whole answer within 0.3 s"]);
});

test("a server that never answers runs into the timeout, also where only the start of an answer is timed", async () => {
  const { url } = await serveRaw(() => {});
  assert.equal((await failureOf(readHttp(url, { timeout: 0.2 }))).code, "timeout");
  const { code, pprofText } = await failureOf(readHttp(`${url}/x`, { headersTimeout: 0.2 }));
  assert.equal(code, "timeout");
  assert.equal(pprofText, `Get "${url}/x": net/http: timeout awaiting response headers`);
});

test("where only the start of an answer is timed, a slow body is not", async () => {
  const { url } = await serve((_, response) => {
    response.flushHeaders();
    setTimeout(() => response.end(PROFILE), 500);
  });
  assert.equal((await readHttp(url, { headersTimeout: 0.3 })).length, PROFILE.length);
});

test("the caller can give up, before and during the answer", async () => {
  const { url } = await serve((_, response) => void response.write(PROFILE.subarray(0, 40)));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  assert.equal((await failureOf(readHttp(url, {}, controller.signal))).code, "aborted");
  assert.equal((await failureOf(readHttp(url, {}, controller.signal))).code, "aborted");
});

test("a closed port, an unknown host, a connection that is dropped and what is no HTTP are told apart", async () => {
  const port = await closedPort();
  const refused = await failureOf(readHttp(`http://127.0.0.1:${port}/`, {}));
  assert.equal(refused.code, "refused");
  assert.match(refused.message, /^nothing listens at 127\.0\.0\.1:\d+: connection refused$/);
  assert.equal((await failureOf(readHttp(`http://localhost:${port}/`, {}))).code, "refused");
  assert.equal((await failureOf(readHttp("http://no-such-host.invalid/", {}))).code, "no-such-host");
  const dropped = await serveRaw((socket) => socket.once("data", () => socket.resetAndDestroy()));
  assert.equal((await failureOf(readHttp(dropped.url, {}))).code, "reset");
  const hungUp = await serveRaw((socket) => socket.once("data", () => socket.end()));
  assert.equal((await failureOf(readHttp(hungUp.url, {}))).code, "reset");
  const foreign = await serveRaw(saying("SSH-2.0-OpenSSH_9.2\r\n"));
  assert.equal((await failureOf(readHttp(foreign.url, {}))).code, "not-http");
  const endless = await serveRaw(saying(`HTTP/1.1 200 OK\r\nX: ${"y".repeat(100_000)}\r\n\r\n`));
  assert.match(
    (await failureOf(readHttp(endless.url, {}))).message,
    /^the status line or the headers of what \S+ answers are too long$/,
  );
});

const refusals: readonly (readonly [status: number, headers: Record<string, string>, body: string, message: string])[] =
  [
    [401, {}, "", "the server answered 401 Unauthorized"],
    [403, { "Content-Type": "application/json" }, '{"kind":"Status"}', "the server answered 403 Forbidden"],
    [
      404,
      { "Content-Type": "text/plain; charset=utf-8", "X-Go-Pprof": "1" },
      "Unknown profile\n",
      "the server answered 404 Not Found: Unknown profile",
    ],
    [
      404,
      { "Content-Type": "text/plain" },
      "404 page not found\n",
      "the server answered 404 Not Found: 404 page not found",
    ],
    [
      500,
      { "Content-Type": "text/plain", "X-Go-Pprof": "1" },
      "Could not enable CPU profiling: in use\nmore\n",
      "the server answered 500 Internal Server Error: Could not enable CPU profiling: in use",
    ],
    [204, {}, "", "the server answered 204 No Content"],
    [
      500,
      { "Content-Type": "text/plain" },
      "\u001b[31mred\u001b[0m\u0007\n",
      "the server answered 500 Internal Server Error: [31mred [0m",
    ],
  ];
for (const [status, headers, body, message] of refusals) {
  test(`${status} ${JSON.stringify(body)} is an error that knows its status`, async () => {
    const { url } = await serve((_, response) => response.writeHead(status, headers).end(body));
    const error = await failureOf(readHttp(url, {}));
    assert.deepEqual([error.code, error.status, error.message], ["http", status, message]);
    assert.equal(error.pprofText.includes(" - "), headers["X-Go-Pprof"] !== undefined);
  });
}

test("the server's own words for a status are kept, without what would move the cursor", async () => {
  const { url } = await serveRaw(saying("HTTP/1.1 418 Short and stout\r\nContent-Length: 0\r\n\r\n"));
  const error = await failureOf(readHttp(url, {}));
  assert.equal(error.message, "the server answered 418 Short and stout");
  assert.equal(error.pprofText, "server response: 418 Short and stout");
});

const foreign: readonly (readonly [what: string, type: string, body: string | Buffer])[] = [
  ["a login page", "text/html", "<!doctype html><title>Sign in</title>"],
  ["a web page", "text/html", "<html><body>It works!"],
  ["a web page", "application/octet-stream", "\n <!DOCTYPE HTML>"],
  ["JSON", "application/json", '{"error":"no"}'],
  ["JSON", "text/plain", "[1, 2]"],
  ["empty", "application/octet-stream", ""],
  ["text that is no profile", "text/plain", "pong"],
  ["binary data of no profile", "image/png", Buffer.from("\u0089PNG\r\n\u001a\n\0\0\0\r", "latin1")],
  ["the index page of pprof, not a profile", "text/html", "<html>\n<head>\n<title>/debug/pprof/</title>"],
];
for (const [what, type, body] of foreign) {
  test(`200 with ${JSON.stringify(String(body)).slice(0, 30)} is refused as ${what}`, async () => {
    const { url } = await serve((_, response) => response.writeHead(200, { "Content-Type": type }).end(body));
    const { code, message } = await failureOf(readHttp(`${url}/x?token=hush`, {}));
    assert.deepEqual([code, message], ["not-pprof", `the answer of ${url}/x?token=*** is ${what}`]);
    assert.equal((await readHttp(url, { expect: "anything" })).length, Buffer.from(body).length);
  });
}

const welcome: readonly (readonly [what: string, body: string | Buffer])[] = [
  ["debug=1 of the heap", "heap profile: 1: 2 [3: 4] @ heap/1048576\n"],
  ["debug=1 of goroutines", "goroutine profile: total 5\n"],
  ["debug=2 of goroutines", "goroutine 1 [running]:\n"],
  ["contention", "--- contention:\ncycles/second=1\n"],
  ["jemalloc's", "heap_v2/524288\n"],
  ["a profile without gzip", Buffer.from([0x0a, 4, 8, 1, 16, 2])],
  ["an execution trace", "go 1.26 trace\0\0\0"],
];
for (const [what, body] of welcome) {
  test(`${what} is let through`, async () => {
    const { url } = await serve((_, response) => response.end(body));
    assert.equal((await readHttp(url, {})).length, body.length);
  });
}

test("compression for the way, though not asked for, is undone; what is unknown is refused", async () => {
  const text = "heap profile: 1: 2 [3: 4] @ heap/1048576\n";
  const packed = await serve((_, response) =>
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(text)),
  );
  assert.equal(Buffer.from(await readHttp(packed.url, {})).toString(), text);
  const cut = await serve((_, response) => {
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(text).subarray(0, -9));
  });
  assert.equal((await failureOf(readHttp(cut.url, {}))).code, "truncated");
  const odd = await serve((_, response) => response.writeHead(200, { "Content-Encoding": "br" }).end("x"));
  assert.match((await failureOf(readHttp(odd.url, {}))).message, /encoded as br/);
});

test("seconds= with gc=1 is said to be without a collection; alone it is not", async () => {
  const { url } = await serve((_, response) => answerProfile(response));
  const notices: string[] = [];
  const settings = { onNotice: (line: string): void => void notices.push(line) };
  await readHttp(`${url}/debug/pprof/heap?seconds=1`, settings);
  await readHttp(`${url}/debug/pprof/heap?gc=1`, settings);
  assert.deepEqual(notices, []);
  await readHttp(`${url}/debug/pprof/heap?gc=1&seconds=1`, settings);
  assert.equal(notices.length, 1);
  assert.match(notices.join(), /^Go ignores gc=1/);
});

test("wrong settings are refused without showing what may be a secret", async () => {
  const { url, requests } = await serve((_, response) => answerProfile(response));
  const wrong: readonly (readonly [settings: object, message: string])[] = [
    [{ headers: [["Bearer hush", "x"]] }, "a header's name is not one"],
    [{ headers: [["X-Key", "hush\r\nX-Other: 1"]] }, "header X-Key: its value has a character that no header may have"],
    [{ tls: { cert: "c.pem" } }, "a client certificate was given without its key: give both"],
    [{ tls: { key: "hush.pem" } }, "a client key was given without its certificate: give both"],
  ];
  for (const [settings, message] of wrong) {
    assert.equal((await usageErrorOf(readHttp(url, settings))).message, message);
  }
  for (const address of ["http://user:hush@", "ftp://user:hush@host/", "http://user:hush@host:99999/"]) {
    assert.doesNotMatch((await usageErrorOf(readHttp(address, {}))).message, /hush/);
  }
  assert.match(
    (await failureOf(readHttp(url, { bearerTokenFile: "none", cwd: folder }))).message,
    /^bearer token none: no such file$/,
  );
  writeFileSync(join(folder, "two"), "hush one");
  assert.doesNotMatch((await failureOf(readHttp(url, { bearerTokenFile: "two", cwd: folder }))).message, /hush/);
  rmSync(join(folder, "two"));
  assert.equal(requests.length, 0);
});

test("a file that cannot be written is an error of that file", async () => {
  const { url } = await serve((_, response) => answerProfile(response));
  const { code, message } = await usageErrorOf(saveHttp(url, "missing/heap.pb.gz", { cwd: folder }));
  assert.equal(code, "write-failed");
  assert.match(message, /missing\/heap\.pb\.gz: cannot write: there is no directory \S+missing$/);
});

test("no failure shows a header, a token, a cookie or user info, however deep one looks", async () => {
  const echo = await serve((request, response) => {
    const said = JSON.stringify([request.rawHeaders, request.url]);
    response.writeHead(request.url === "/page" ? 200 : 500, said.slice(0, 3000).replace(/[^ -~]/g, ""), {
      "Content-Type": request.url === "/page" ? "text/html" : "text/plain",
      "X-Go-Pprof": "1",
      "X-Echo": said,
    });
    response.end(said);
  });
  const loop = await serve((request, response) => {
    response.writeHead(302, { Location: `/${request.headers["x-key"]}?key=${request.headers["x-key"]}` }).end();
  });
  const astray = await serve((request, response) => {
    response.writeHead(302, { Location: `mailto:${request.headers["x-key"]}` }).end();
  });
  const cut = await serveRaw(saying(sent(PROFILE.length + 5, PROFILE)));
  const noise = await serveRaw(saying("hush hush\r\n\r\n"));
  writeFileSync(join(folder, "token"), "hush-token\n");
  const settings = {
    headers: [
      ["X-Key", "hush"],
      ["Cookie", "a=1; session=hush-session"],
    ] as const,
    bearerTokenFile: "token",
    cwd: folder,
  };
  const ports = [echo, loop, astray, cut, noise].map(({ port }) => port);
  for (const port of [...ports, await closedPort()]) {
    for (const path of ["", "page"]) {
      const error = await failureOf(readHttp(`http://me:hush-word@127.0.0.1:${port}/${path}`, settings));
      const words: string[] = [];
      for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
        words.push(cause.message, cause.stack ?? "", JSON.stringify(cause));
      }
      assert.doesNotMatch(words.join("\n"), /hush|bWU6aHVza/, `port ${port}`);
    }
  }
  rmSync(join(folder, "token"));
});

test("a server that switches to another protocol is refused with its status, and nobody waits", async () => {
  const head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  const { url } = await serveRaw((socket) => socket.write(head));
  const error = await failureOf(readHttp(url, {}));
  assert.deepEqual([error.code, error.status], ["http", 101]);
});

test("a connection that is closed before any answer is a failure, not silence", async () => {
  const { url } = await serveRaw((socket) => socket.end());
  assert.equal((await failureOf(readHttp(url, {}))).code, "reset");
});
