/** `heapblame serve` and `-http`: who gets the page, who does not, and where pprof's addresses lead. Wants `npm run build`. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { run } from "../../../src/cli/run.ts";
import { browserCommand } from "../../../src/cli/serve/open-browser.ts";
import { fragmentOf } from "../../../src/cli/serve/pprof-address.ts";
import type { Output } from "../../../src/cli/terminal/io.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { modePair } from "../../fixtures.ts";

interface Serving {
  readonly url: URL;
  readonly said: () => string;
  /** Ctrl-C; the exit code. */
  readonly stop: () => Promise<number>;
}

/** Until it has said where. */
async function serve(args: readonly string[]): Promise<Serving> {
  let said = "";
  let interrupt = (): void => {};
  let isThere: (url: URL) => void = () => {};
  const there = new Promise<URL>((resolve) => {
    isThere = resolve;
  });
  const output = (onText: (text: string) => void): Output => ({
    isTerminal: false,
    columns: undefined,
    write: async (chunk) => onText(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()),
  });
  const ended = run(args, {
    env: {},
    cwd: process.cwd(),
    stdin: async () => new Uint8Array(),
    stdout: output(() => {}),
    stderr: output((text) => {
      said += text;
      const [, url] = /Serving web UI on (\S+)/.exec(said) ?? [];
      if (url !== undefined) isThere(new URL(url));
    }),
    onInterrupt: (handler) => {
      interrupt = handler;
      return () => {};
    },
  });
  const url = await Promise.race([there, ended.then((code) => assert.fail(`ended with ${code}: ${said}`))]);
  return {
    url,
    said: () => said,
    stop: async () => {
      // The address is printed before interrupts are listened to.
      await new Promise((resolve) => setTimeout(resolve, 50));
      interrupt();
      return await ended;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

function get(url: URL | string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}

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

test("the profile is downloaded as it is", async () => {
  const { headers, body } = await get(at("/download"), { cookie });
  assert.match(String(headers["content-disposition"]), /profile\.pb\.gz/);
  const profile = parseProfile(gunzipSync(body));
  assert.ok(profile.samples.length > 0);
});

for (const [address, fragment] of [
  ["/ui/", ""],
  ["/ui/flamegraph?si=alloc_space&f=watch", "v=flame&si=alloc_space&focus=watch"],
  ["/flamegraph?p=Unmarshal", "v=flame&search=Unmarshal"],
  ["/ui/top?g=lines&i=x&h=y&s=z&sf=w&n=10", "v=table&g=lines&ignore=x&hide=y&show=z&show_from=w"],
  ["/ui/peek?f=Unmarshal%24", "v=peek&q=Unmarshal%24"],
  ["/ui/source?f=main", "v=source&q=main"],
  ["/ui/graph?noinlines=t", "v=graph&noinlines=1"],
  ["/ui/disasm", undefined],
] as const) {
  test(`${address} is ${fragment === undefined ? "not there" : `#${fragment}`}`, async () => {
    assert.equal(fragmentOf(new URL(address, "http://x")), fragment);
    const { headers, status } = await get(at(address), { cookie });
    assert.equal(status, fragment === undefined ? 404 : 303);
    if (fragment !== undefined) assert.equal(headers["location"], `/#${fragment}`);
  });
}

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
