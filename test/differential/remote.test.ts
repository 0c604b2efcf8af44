/** pprof's own command line on servers: what it says, asks, prints and saves, beside go tool pprof. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { makeCertificates } from "../fetch/certificates.ts";
import { type FixtureProgram, startFixtureProgram } from "../fetch/fixture-program.ts";
import { closedPort, serve, serveRaw } from "../fetch/servers.ts";
import { fixture, fixtureBytes } from "../fixtures.ts";
import { type Bench, findPprof, type Outcome, openBench } from "./oracle.ts";

const pprof = findPprof();
const skip = "missing" in pprof ? pprof.missing : false;

const FILES: Readonly<Record<string, string>> = {
  "/before": "streamwatcher/retain/heap-before.out",
  "/after": "streamwatcher/retain/heap-after.out",
  "/debug/pprof/profile": "programs/kinds/cpu.out",
  "/text": "programs/kinds/heap.debug1.txt",
};

const answer: RequestListener = (request, response) => {
  const { pathname } = new URL(request.url as string, "http://x");
  const file = FILES[pathname];
  if (file !== undefined) return void response.end(fixtureBytes(file));
  if (pathname === "/moved") return void response.writeHead(302, { Location: "/after" }).end();
  if (pathname === "/loop") return void response.writeHead(302, { Location: "/loop" }).end();
  if (pathname === "/page") return void response.writeHead(200, { "Content-Type": "text/html" }).end("<html>");
  if (pathname === "/empty") return void response.end();
  if (pathname === "/cut") return void response.end(fixtureBytes(FILES["/after"] as string).subarray(0, 5000));
  if (pathname === "/teapot") return void response.writeHead(418, "Short and stout").end("tea\n");
  const type = { "Content-Type": "text/plain; charset=utf-8", "X-Go-Pprof": "1" };
  response.writeHead(404, type).end("Unknown profile\n");
};

/** Two writers of gzip need not agree on its bytes. */
function textOf(bytes: Buffer): string {
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("latin1");
}

/** Sources are fetched at the same time, so pprof announces them in any order. */
function messagesOf({ stderr }: Outcome): string {
  const lines = stderr.toString().split("\n");
  const isAnnounced = (line: string): boolean => line.startsWith("Fetching profile over HTTP");
  return [...lines.filter(isAnnounced).sort(), ...lines.filter((line) => !isAnnounced(line))].join("\n");
}

const server = await serve(answer);
const closed = await closedPort();
const short = await serveRaw((socket) => {
  socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nheap"));
});

const silent = await serveRaw(() => {});
const certificates = makeCertificates();
const secure = await serve(answer, { cert: certificates.pem("server.pem"), key: certificates.pem("server.key") });

describe("servers, as go tool pprof asks them", { skip }, () => {
  let bench: Bench;
  const home = (): string => join(bench.folder, "home");

  before(async () => {
    bench = openBench((pprof as { path: string }).path);
  });
  after(() => bench.close());

  /** Both start from an empty folder of saved profiles, so names and contents of what they save compare. */
  async function both(args: readonly string[]): Promise<{ want: Outcome; saved: Map<string, string> }> {
    const saved = (): Map<string, string> => {
      const names = readdirSync(home())
        .filter((name) => name.startsWith("pprof."))
        .sort();
      const contents = new Map(
        names.map((name) => [name, gunzipSync(readFileSync(join(home(), name))).toString("latin1")]),
      );
      for (const name of names) rmSync(join(home(), name));
      return contents;
    };
    const asked = (): unknown[] => server.requests.map(({ url }) => url);
    const start = asked().length;
    const want = await bench.pprof(args);
    const [wantSaved, wantAsked] = [saved(), asked().slice(start)];
    const got = await bench.heapblame(args);
    const gotSaved = saved();
    assert.equal(messagesOf(got), messagesOf(want));
    assert.equal(textOf(got.stdout), textOf(want.stdout));
    assert.equal(got.code, want.code);
    assert.deepEqual([...gotSaved.keys()], [...wantSaved.keys()]);
    for (const [name, content] of wantSaved) assert.ok(gotSaved.get(name) === content, `${name} differs`);
    assert.deepEqual(
      asked()
        .slice(start + wantAsked.length)
        .sort(),
      wantAsked.sort(),
    );
    return { want, saved: wantSaved };
  }

  const lines: readonly (readonly [what: string, args: (url: string, host: string) => string[], saves: number])[] = [
    ["a profile", (url) => ["-top", `${url}/after`], 1],
    ["HOST:PORT/path", (_, host) => ["-top", `${host}/after`], 1],
    ["no path: the CPU", (_, host) => ["-top", host], 1],
    ["no path but a slash", (url) => ["-raw", `${url}/`], 1],
    [
      "a base beside a file",
      (url) => ["-top", `-base=${url}/before`, fixture("streamwatcher/retain/heap-after.out")],
      1,
    ],
    ["a relative difference", (url) => ["-top", `-diff_base=${url}/before`, `-comments`, "nope"], 0],
    ["seconds", (url) => ["-top", "-seconds=90", `${url}/after?x=1&seconds=3`], 1],
    ["hours", (url) => ["-top", "-seconds", "3723", "-timeout=20", `${url}/after`], 1],
    ["a query to sort", (url) => ["-tags", `${url}/after?b=%7e&a=x y&c&a=(1)&;=2&%zz=1`], 1],
    ["a path to escape", (url) => ["-top", `${url}/nope "é|`], 0],
    ["a redirect", (url) => ["-proto", `${url}/moved`], 1],
    ["redirects without end", (url) => ["-top", `${url}/loop`], 0],
    ["404 of pprof's", (url) => ["-top", `${url}/debug/pprof/nope`], 0],
    ["another status", (url) => ["-top", `${url}/teapot`], 0],
    ["a page", (url) => ["-top", `${url}/page`], 0],
    ["nothing", (url) => ["-top", `${url}/empty`], 0],
    ["a profile that is cut", (url) => ["-top", `${url}/cut`], 0],
    ["text of the heap", (url) => ["-symbolize=local", "-top", `${url}/text`], 1],
    ["a scheme that is none", (_, host) => ["-top", `ftp://${host}/after`], 0],
    ["a port that is none", () => ["-top", "localhost:port/after"], 0],
    ["a port alone", (_, host) => ["-top", `${host.replace(/^[^:]*/, "")}/after`], 1],
    ["a URL without a host", (url) => ["-top", `${url.replace(/127[.\d]*/, "")}/after`], 1],
    ["a closed port alone", () => ["-top", `http://:${closed}/x`], 0],
    ["a port that there is not", () => ["-top", "http://127.0.0.1:65536/x"], 0],
    ["no host and no port", () => ["-top", "http://:/x"], 0],
    ["a colon", () => ["-top", ":"], 0],
    ["colons", () => ["-top", "::1"], 0],
    ["an escape that is none", (url) => ["-top", `${url}/%zz`], 0],
    ["an escape that is none, without a scheme", (_, host) => ["-top", `${host}/%zz`], 0],
    ["an escape in the host", () => ["-top", "http://%zz:80/x"], 0],
    ["an address in another spelling", (url) => ["-top", `${url.replace("127.0.0.1", "127.1")}/after`], 0],
    ["an address as one number", (url) => ["-top", `${url.replace("127.0.0.1", "2130706433")}/after`], 0],
    ["an address that ends in a dot", (url) => ["-top", `${url.replace("127.0.0.1", "127.0.0.1.")}/after`], 0],
    ["a file that is not there", () => ["-top", "./heap-after.out"], 0],
    ["a comment", (url) => ["-top", "-add_comment=hello", `${url}/after`], 1],
    ["a program that is no program", (url) => ["-top", `${url}/nope`, `${url}/after`], 1],
  ];
  for (const [what, args, saves] of lines) {
    test(what, async () => {
      const { saved, want } = await both(args(server.url, server.url.slice("http://".length)));
      assert.equal(saved.size, saves, want.stderr.toString());
    });
  }

  test("a closed port and an answer that is cut short", async () => {
    await both(["-top", `http://127.0.0.1:${closed}/x`]);
    await both(["-top", `127.0.0.1:${closed}`]);
    await both(["-top", `${short.url}/x`]);
  });

  test("a server that does not begin to answer, after the timeout and five seconds", async () => {
    const source = `${silent.url}/x`;
    const args = ["-top", "-timeout=1", source];
    const [want, got] = await Promise.all([bench.pprof(args), bench.heapblame(args)]);
    assert.deepEqual([got.code, got.stderr.toString()], [want.code, want.stderr.toString()]);
    assert.match(got.stderr.toString(), /timeout awaiting response headers/);
  });

  test("the second copy of a profile has the next number", async () => {
    for (const run of [bench.pprof, bench.heapblame]) {
      const said = [await run(["-top", `${server.url}/after`]), await run(["-top", `${server.url}/after`])];
      const names = said.map(({ stderr }) => /Saved profile in .*\/(.*)\n/.exec(stderr.toString())?.[1]);
      const name = "pprof.destination.alloc_objects.alloc_space.inuse_objects.inuse_space";
      assert.deepEqual(names, [`${name}.001.pb.gz`, `${name}.002.pb.gz`]);
      for (const file of names) rmSync(join(home(), file as string));
    }
  });

  test("TLS of an authority that is not known, taken as it is or, beyond pprof, trusted", async () => {
    await both(["-top", `${secure.url}/after`]);
    const insecure = `${secure.url.replace("https:", "https+insecure:")}/after`;
    const { saved, want } = await both(["-top", insecure]);
    assert.equal(saved.size, 1, want.stderr.toString());
    const trusting = await bench.heapblame(["-top", `-tls_ca=${certificates.file("ca.pem")}`, `${secure.url}/after`]);
    assert.equal(trusting.stdout.toString(), want.stdout.toString());
    const half = await bench.heapblame(["-top", "-tls_key=key.pem", `${secure.url}/after`]);
    assert.match(half.stderr.toString(), /a client key was given without its certificate/);
  });
});

describe("a Go program, as go tool pprof asks it", { skip }, () => {
  let bench: Bench;
  let program: FixtureProgram;
  before(async () => {
    bench = openBench((pprof as { path: string }).path);
    program = await startFixtureProgram();
  });
  after(async () => {
    await program.stop();
    bench.close();
  });

  /** The program goes on meanwhile, so the report is compared with pprof's of what was saved. */
  const forms: readonly (readonly [args: readonly string[], path: string])[] = [
    [["-top"], "/debug/pprof/heap?gc=1"],
    [["-top", "-sample_index=alloc_space"], "/debug/pprof/allocs"],
    [["-tree", "-seconds=1"], "/debug/pprof/heap"],
    [["-top", "-seconds=1"], ""],
    [["-traces"], "/debug/pprof/goroutine"],
  ];
  for (const [args, path] of forms) {
    test(`${args.join(" ")} ${path}`, async () => {
      const source = `http://${program.address}${path}`;
      const [want, got] = [await bench.pprof([...args, source]), await bench.heapblame([...args, source])];
      const savedIn = (outcome: Outcome): string =>
        /Saved profile in (.*)\n/.exec(outcome.stderr.toString())?.[1] ?? assert.fail(outcome.stderr.toString());
      const withoutNumber = (outcome: Outcome): string =>
        outcome.stderr.toString().replace(/\.\d{3}\.pb\.gz/g, ".NNN.pb.gz");
      assert.equal(withoutNumber(got), withoutNumber(want));
      assert.equal(got.code, 0);
      const again = await bench.pprof([...args.filter((word) => !word.startsWith("-seconds")), savedIn(got)]);
      assert.equal(got.stdout.toString(), again.stdout.toString());
      assert.notEqual(savedIn(got), savedIn(want));
    });
  }

  test("what it does not have is said in its words", async () => {
    for (const path of ["/debug/pprof/nope", "/nope", "/debug/pprof/", "/debug/pprof/heap?debug=1&seconds=1"]) {
      const source = `${program.address}${path}`;
      const [want, got] = [await bench.pprof(["-top", source]), await bench.heapblame(["-top", source])];
      assert.deepEqual([got.code, got.stderr.toString()], [want.code, want.stderr.toString()]);
    }
  });
});
