/** `heapblame serve` and `-http`: who gets the page, who does not, and where pprof's addresses lead. Wants `npm run build`. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { browserCommand } from "../../../src/cli/serve/open-browser.ts";
import { fragmentOf } from "../../../src/cli/serve/pprof-address.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { replay } from "../../capture/replay.ts";
import { modePair } from "../../fixtures.ts";
import { runCli } from "../run-cli.ts";
import { enter, get, type Serving, serve } from "./serving.ts";

let serving: Serving;
let cookie = "";
const at = (path: string): URL => new URL(path, serving.url);

before(async () => {
  const [base, current] = modePair("retain");
  serving = await serve(["serve", current, "--base", base, "--no-open"]);
  const entered = await get(serving.url);
  assert.equal(entered.status, 303);
  assert.equal(entered.headers["location"], "/");
  cookie = String(entered.headers["set-cookie"]).split(";")[0] ?? "";
  assert.match(String(entered.headers["set-cookie"]), /; HttpOnly; SameSite=Strict; Path=\/$/);
});
after(async () => {
  assert.equal(await serving.stop(), 0);
});

test("the page is given to whoever has the token, under its policy", async () => {
  const { status, headers, body } = await get(at("/"), { cookie });
  assert.equal(status, 200);
  assert.match(body.toString(), /^<!DOCTYPE html>/);
  assert.match(String(headers["content-security-policy"]), /^default-src 'none'; .*frame-ancestors 'none'$/);
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(serving.url.hostname, "localhost");
});

test("without it there is a button, and no profile", async () => {
  const { body } = await get(at("/ui/peek?f=a%22%3E%3Cb"));
  assert.match(body.toString(), /<button>Open the profile<\/button>/);
  assert.match(body.toString(), /<meta name="viewport".*color-scheme:light dark/, "it looks like the page it leads to");
  assert.doesNotMatch(body.toString(), /id="profile"|value="a"/);
  const download = await get(at("/download"), { cookie: "heapblame-1=x" });
  assert.match(download.body.toString(), /<button>/);
});

test("other hosts, other sites and other methods get nothing", async () => {
  assert.equal((await get(at("/"), { cookie, host: "evil.example" })).status, 403);
  assert.equal((await get(at("/"), { cookie, host: `evil.example:${serving.url.port}` })).status, 403);
  assert.equal((await get(at("/"), { cookie, origin: "http://evil.example" })).status, 403);
  assert.equal((await get(at("/"), { cookie }, "POST")).status, 405);
  assert.equal((await get(at("/"), { cookie, host: `localhost:${serving.url.port}` })).status, 200);
  assert.equal((await get(at("/secret"), { cookie })).status, 404);
});

/** The first line of the answer to a target that no client of HTTP sends, and where it leads. */
function askRaw(target: string, headers = ""): Promise<string> {
  const host = `Host: localhost:${serving.url.port}`;
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(serving.url.port), "localhost");
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${target}`)));
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const [, location = ""] = /\r\nLocation: ([^\r]*)/.exec(answer) ?? [];
      resolve(`${answer.slice("HTTP/1.1 ".length, "HTTP/1.1 000".length)} ${location}`.trim());
    });
    socket.write(`GET ${target} HTTP/1.1\r\n${host}\r\nConnection: close\r\n${headers}\r\n`);
  });
}

test("what is no address of a page is refused, and the server goes on", async () => {
  const token = serving.url.searchParams.get("token") ?? "";
  for (const target of ["http://", "http://x:99999/", "http://evil.example/", "*"])
    assert.equal(await askRaw(target), "400", target);
  for (const target of ["/\\[", "//[", "/\\evil.example:x/"]) assert.equal(await askRaw(target), "200", target);
  for (const target of ["/x/..//evil.example/", "/.//evil.example/", "//evil.example/", "/\\evil.example/"])
    assert.match(await askRaw(`${target}?token=${token}`), /^303 \/evil\.example\/$/, target);
  assert.equal(await askRaw("/", `Cookie: ${cookie}\r\n`), "200");
});

test("what is downloaded is what pprof has there: with a base, what is more than it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-download-"));
  const [base, current] = modePair("retain");
  const theirs = join(folder, "theirs.pb.gz");
  const words = ["tool", "pprof", "-proto", `-output=${theirs}`, "-base", base, current];
  execFileSync("go", words, { stdio: "ignore", timeout: 60_000 });
  const wanted = parseProfile(gunzipSync(readFileSync(theirs))).samples;
  rmSync(folder, { recursive: true, force: true });
  const sums = (columns: readonly ArrayLike<number | bigint>[]): number[] =>
    columns.map((column) => Array.from(column, Number).reduce((sum, value) => sum + value, 0));
  for (const path of ["/download", "/ui/download"]) {
    const { headers, body } = await get(at(path), { cookie });
    assert.match(String(headers["content-disposition"]), /profile\.pb\.gz/);
    const { length, values } = parseProfile(gunzipSync(body)).samples;
    assert.equal(length, wanted.length, path);
    assert.deepEqual(sums(values), sums(wanted.values));
  }
});

for (const [address, fragment] of [
  ["/ui/", ""],
  ["/ui/flamegraph?si=alloc_space&f=watch", "v=flame&si=alloc_space&focus=watch"],
  ["/flamegraph?p=Unmarshal", "v=flame&search=Unmarshal"],
  ["/ui/top?g=lines&i=x&h=y&s=z&sf=w&n=10", "v=table&g=lines&ignore=x&hide=y&show=z&show_from=w&n=10"],
  ["/top?tf=a&ti=b&ts=c&th=d&prunefrom=e", "v=table&tagfocus=a&tagignore=b&tagshow=c&taghide=d&prune_from=e"],
  ["/ui/graph?n=20&nf=0.1&ef=0.2&calltree=t&trim=f", "v=graph&n=20&nf=0.1&ef=0.2&calltree=1&trim=0"],
  ["/ui/top?dropneg=t&sort=cum&g=filefunctions&f=", "v=table&dropneg=1&sort=cum&g=functions"],
  ["/ui/flamegraph?p=%5Emain%5C.f%24", "v=flame&sel=main.f&sandwich=1"],
  ["/ui/top?g=addresses&unit=MB&rel=t", "v=table&g=lines&left=g%3Daddresses+unit%3DMB+rel%3Dt"],
  ["/ui/top?compact=t&mean=t&norm=f", "v=table&left=compact%3Dt+mean%3Dt+norm%3Df"],
  ["/ui/saveconfig?config=x", undefined],
  ["/ui/flamegraph2", "v=flame"],
  ["/ui/peek?f=Unmarshal%24", "v=peek&q=Unmarshal%24"],
  ["/ui/source?f=main", "v=source&q=main"],
  ["/ui/graph?noinlines=t", "v=graph&noinlines=1"],
  ["/ui/constructor", undefined],
  ["/__proto__", undefined],
  ["/ui/top?toString=1&g=constructor", "v=table&left=toString%3D1+g%3Dconstructor"],
  ["/ui/top?f=a&f=b&g=nosuch", "v=table&focus=a&left=g%3Dnosuch"],
  ["/ui/disasm", undefined],
] as const) {
  test(`${address} is ${fragment === undefined ? "not there" : `#${fragment}`}`, async () => {
    assert.equal(fragmentOf(new URL(address, "http://x")), fragment);
    const { headers, status } = await get(at(address), { cookie });
    assert.equal(status, fragment === undefined ? 404 : 303);
    if (fragment !== undefined) assert.equal(headers["location"], `/#${fragment}`);
  });
}

/** Names of pprof's parameters, by its own source. */
const webui = join(
  execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(),
  "src/cmd/vendor/github.com/google/pprof/internal/driver",
);

test("every parameter and every page of pprof's is known, or said not to be here", {
  skip: !existsSync(webui) && "Go's own source is not here",
}, () => {
  const config = readFileSync(join(webui, "config.go"), "utf8");
  const [, table = ""] = /urlparam := map\[string\]string\{\n([^}]*)\}/.exec(config) ?? [];
  const parameters = [...table.matchAll(/"[a-z_]+": +"([a-z]+)",/g)].map(([, name = ""]) => name);
  assert.ok(parameters.length > 20, table);
  for (const name of parameters) {
    const fragment = new URLSearchParams(fragmentOf(new URL(`/ui/top?${name}=t`, "http://x")));
    const shown = [...fragment].filter(([word]) => word !== "v");
    assert.equal(shown.length, 1, `${name}: ${shown}`);
  }
  const handlers = readFileSync(join(webui, "webui.go"), "utf8");
  const paths = [...handlers.matchAll(/^\t+"(\/[a-z0-9]*)": +/gm)].map(([, path = ""]) => path);
  assert.ok(paths.includes("/flamegraph") && paths.length > 8, String(paths));
  const others = paths.filter((path) => fragmentOf(new URL(path, "http://x")) === undefined);
  assert.deepEqual(others, ["/disasm", "/saveconfig", "/deleteconfig", "/download"]);
});

test("what is not here says what is instead", async () => {
  assert.match((await get(at("/ui/disasm"), { cookie })).body.toString(), /no disassembly here: \/ui\/source/);
  assert.match((await get(at("/ui/deleteconfig"), { cookie })).body.toString(), /Nothing is kept here/);
});

test("who opens an address in a browser gets a page that says why there is nothing, others get plain text", async () => {
  const accept = "text/html,application/xhtml+xml";
  const { body, headers, status } = await get(at("/ui/nothing"), { cookie, accept });
  assert.equal(status, 404);
  assert.match(String(headers["content-type"]), /^text\/html/);
  assert.match(String(headers["content-security-policy"]), /^default-src 'none'; style-src 'sha256-/);
  assert.match(body.toString(), /<html lang="en">.*<title>No such page[^<]*: heapblame<.*<h1>No such page.*href="\/"/);
  const plain = await get(at("/ui/nothing"), { cookie, accept: "*/*" });
  assert.match(String(plain.headers["content-type"]), /^text\/plain/);
  assert.equal(plain.body.toString(), "No such page: / has all views.\n");
  const hostile = await get(at("/graph.svg?focus=%5B%3Cscript%3E%E2%80%AE"), { cookie, accept });
  assert.equal(hostile.status, 422);
  assert.match(hostile.body.toString(), /&lt;script&gt;/);
  assert.doesNotMatch(hostile.body.toString(), /<script|\u202e/);
});

test("the call graph of what is seen is drawn", async () => {
  const draw = async (words: string): Promise<string> => {
    const { status, headers, body } = await get(at(`/graph.svg?${words}`), { cookie });
    assert.equal(status, 200, body.toString());
    assert.match(String(headers["content-type"]), /^image\/svg/);
    return body.toString();
  };
  const nodesIn = (svg: string): number => svg.match(/class="node/g)?.length ?? 0;
  const all = await draw("");
  const few = await draw("n=5");
  assert.ok(nodesIn(few) <= 5 && nodesIn(all) > 5, `${nodesIn(few)} of ${nodesIn(all)}`);
  assert.match(await draw("si=alloc_space"), /alloc_space/);
  assert.match(all, /StreamWatcher/);
  const selected = await draw(
    `sandwich=1&sel=${encodeURIComponent("k8s.io/client-go/tools/cache.(*Reflector).list.func1")}`,
  );
  assert.match(selected, /Reflector/);
  assert.doesNotMatch(selected, /StreamWatcher/);
  const bad = await get(at("/graph.svg?focus=%5B"), { cookie });
  assert.equal(bad.status, 422);
  assert.match(bad.body.toString(), /missing closing \]/);
});

test("several pairs have a page each, and one to choose from", async () => {
  const [base, retain] = modePair("retain");
  const other = await serve(["serve", retain, modePair("steady")[1], "--base", base, "--no-open"]);
  const ask = await enter(other);
  const chooser = (await ask("/ui/flamegraph?f=watch")).body.toString();
  assert.deepEqual(
    [...chooser.matchAll(/href="([^"]*)"/g)].map(([, link]) => link),
    ["/1/#v=flame&amp;focus=watch", "/2/#v=flame&amp;focus=watch"],
  );
  assert.match(chooser, /In <bdi>[^<]*streamwatcher\/<\/bdi>, each against retain\/heap-before\.out</);
  assert.match(chooser, /<bdi>retain\/heap-after\.out<\/bdi><\/a>.*<bdi>steady\/heap-after\.out<\/bdi><\/a>/);
  assert.equal((await ask("/2/ui/top?f=x")).headers["location"], "/2/#v=table&focus=x");
  assert.equal((await ask("/2")).headers["location"], "/2/#");
  const [one, two] = [await ask("/1/"), await ask("/2/")];
  assert.match(one.body.toString(), /<title>[^<]*heap-after\.out: heapblame</);
  assert.notEqual(one.body.toString(), two.body.toString());
  assert.match(String(one.headers["content-security-policy"]), /connect-src 'self'/);
  assert.match((await ask("/1/graph.svg?n=3")).body.toString(), /<svg/);
  assert.equal((await ask("/3/")).status, 404);
  assert.doesNotMatch((await get(new URL("/1/", other.url))).body.toString(), /id="profile"/);
  assert.equal(await other.stop(), 0);
});

test("files without a base are a series and each by itself; what cannot be read says why when it is opened", async () => {
  const [base, retain] = modePair("retain");
  const missing = join(tmpdir(), "heapblame-not-there.out");
  const other = await serve(["serve", base, retain, missing, "--no-open"]);
  const ask = await enter(other);
  const titles = [...(await ask("/")).body.toString().matchAll(/<small>([^<]*)</g)].map(([, text]) => text);
  assert.deepEqual(titles, ["compared, in order of time", "one heap", "one heap", "one heap"]);
  assert.equal((await ask("/2/")).status, 200);
  const failed = await ask("/4/");
  assert.equal(failed.status, 422);
  assert.match(failed.body.toString(), /heapblame-not-there\.out: no such file/);
  assert.equal(await other.stop(), 0);
});

test("a directory made by capture is its series; one of several pods has a page for each", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-serve-"));
  const { port } = await replay("steady");
  for (const pod of ["pods/a", "pods/b"]) {
    const words = ["--every", "20ms", "--count", "3", "-o", join(folder, pod)];
    assert.equal((await runCli(["capture", `http://127.0.0.1:${port}`, ...words])).code, 0);
  }
  const one = await serve(["serve", join(folder, "pods/a"), "--no-open"]);
  assert.match((await (await enter(one))("/")).body.toString(), /<title>[^<]*001[^<]* → [^<]*003[^<]*: heapblame</);
  assert.equal(await one.stop(), 0);
  const both = await serve(["serve", join(folder, "pods"), "--no-open"]);
  const ask = await enter(both);
  assert.match((await ask("/")).body.toString(), /pods\/<\/bdi>, each 3 snapshots of http[^<]*<.*<bdi>a<.*<bdi>b</);
  assert.match((await ask("/2/")).body.toString(), /id="profile"/);
  assert.equal(await both.stop(), 0);
  rmSync(folder, { recursive: true });
});

test("bases that do not go with the profiles are said", async () => {
  const [base, current] = modePair("retain");
  const args = ["serve", current, current, current, "--base", base, "--base", base, "--no-open"];
  await assert.rejects(
    serve(args),
    /ended with 2: heapblame: 2 bases for 3 profiles: give one for all, or one for each/,
  );
});

test("-http shows the same, at a free port of this machine", async () => {
  const [base, current] = modePair("retain");
  const other = await serve(["-http=:0", "-no_browser", `-base=${base}`, current]);
  assert.equal(other.url.hostname, "localhost");
  const entered = await get(other.url);
  const { body } = await get(new URL("/", other.url), {
    cookie: String(entered.headers["set-cookie"]).split(";")[0] ?? "",
  });
  assert.match(body.toString(), /id="profile"/);
  assert.equal(await other.stop(), 0);
});

test("-http opens the page at what else pprof's options ask for, and it says what of that it has not", async () => {
  const [base, current] = modePair("retain");
  const options = ["-nodecount=7", "-nodefraction=0.1", "-edgefraction=0.2", "-call_tree", "-trim=false", "-cum"];
  const others = ["-drop_negative", "-addresses", "-unit=MB", "-mean", "-tagroot=x", "-normalize", "-focus=Pod"];
  const other = await serve(["-http=:0", "-no_browser", ...options, ...others, `-base=${base}`, current]);
  const entered = new URL(String((await get(other.url)).headers["location"]), other.url);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(fragmentOf(entered))), {
    ...{ n: "7", nf: "0.1", ef: "0.2", calltree: "1", trim: "0", dropneg: "1", sort: "cum", g: "lines" },
    left: "g=addresses tagroot=x unit=MB mean=t norm=t",
  });
  assert.equal(await other.stop(), 0);
});

test("an address that everybody reaches is warned of", async () => {
  const other = await serve(["serve", modePair("retain")[1], "--host", "0.0.0.0", "--no-open"]);
  assert.equal(await other.stop(), 0);
  assert.match(other.said(), /anybody who reaches 0\.0\.0\.0 .* sees the profile/);
});

test("a port that is taken is said", async () => {
  await assert.rejects(
    serve(["serve", modePair("retain")[1], "--http", `127.0.0.1:${serving.url.port}`, "--no-open"]),
    /ended with 2: heapblame: .*address already in use: give another port/,
  );
});

test("a browser is opened only where one can be seen", () => {
  assert.equal(browserCommand({}, "linux"), undefined);
  assert.deepEqual(browserCommand({ DISPLAY: ":0" }, "linux"), ["xdg-open"]);
  assert.deepEqual(browserCommand({}, "darwin"), ["open"]);
});

test("elsewhere than on loopback nobody gets the token who has not got it", async () => {
  const [, current] = modePair("retain");
  const open = await serve(["serve", current, "--host", "0.0.0.0", "--no-open"]);
  try {
    const token = open.url.searchParams.get("token") ?? "";
    const { status, body } = await get(`http://127.0.0.1:${open.url.port}/`);
    assert.equal(status, 403);
    assert.ok(token.length > 20 && !body.toString().includes(token));
    assert.equal((await get(`http://127.0.0.1:${open.url.port}/?token=${token}`)).status, 303);
  } finally {
    assert.equal(await open.stop(), 0);
  }
});
