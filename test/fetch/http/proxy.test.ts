/** Proxies from the environment. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { after, test } from "node:test";
import type { TLSSocket } from "node:tls";
import { readHttp } from "../../../src/fetch/http/http.ts";
import { proxyFor } from "../../../src/fetch/http/proxy.ts";
import { makeCertificates } from "../certificates.ts";
import { failureOf } from "../failure-of.ts";
import { answerProfile, closedPort, PROFILE, serve, serveRaw } from "../servers.ts";

interface Proxy {
  readonly url: string;
  readonly port: number;
  /** `GET http://...` and `CONNECT host:port`, with who asked. */
  readonly asked: string[];
}

/** Whatever the name, it leads to the port on loopback. */
async function openProxy(port: number, credentials?: string): Promise<Proxy> {
  const asked: string[] = [];
  const isWelcome = (request: IncomingMessage): boolean => {
    asked.push(
      `${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? "-"} ${request.headers.host}`,
    );
    const expected = credentials && `Basic ${Buffer.from(credentials).toString("base64")}`;
    return request.headers["proxy-authorization"] === expected;
  };
  const server = createServer((request, response) => {
    if (!isWelcome(request)) return void response.writeHead(407).end();
    const { pathname, search } = new URL(request.url as string);
    httpRequest({ host: "127.0.0.1", port, path: pathname + search, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode as number, answer.headers);
      answer.pipe(response);
    }).end();
  });
  server.on("connect", (request: IncomingMessage, socket) => {
    socket.on("error", () => {});
    if (!isWelcome(request)) return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const tunnel = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on("error", () => socket.destroy());
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${own}`, port: own, asked };
}

const { file, pem } = makeCertificates();

test("http goes through HTTP_PROXY with its whole URL, in either case of the name", async () => {
  const target = await serve((_, response) => answerProfile(response));
  const proxy = await openProxy(target.port);
  for (const name of ["HTTP_PROXY", "http_proxy"]) {
    await readHttp("http://pods.test:8080/debug/pprof/heap?gc=1", {
      env: { [name]: proxy.url },
      headers: [["X-Key", "k"]],
    });
  }
  assert.deepEqual(proxy.asked, Array(2).fill("GET http://pods.test:8080/debug/pprof/heap?gc=1 - pods.test:8080"));
  assert.equal(target.requests[0]?.headers["x-key"], "k");
});

test("https goes through a tunnel, checked end to end", async () => {
  const target = await serve((_, response) => answerProfile(response), {
    cert: pem("server.pem"),
    key: pem("server.key"),
  });
  const proxy = await openProxy(target.port);
  const settings = { env: { HTTPS_PROXY: proxy.url }, tls: { ca: file("ca.pem") } };
  assert.equal((await readHttp("https://secure.test/x", settings)).length, PROFILE.length);
  assert.deepEqual(
    target.requests.map(({ socket }) => (socket as TLSSocket & { servername: string }).servername),
    ["secure.test"],
  );
  assert.deepEqual(proxy.asked, ["CONNECT secure.test:443 - secure.test:443"]);
  assert.equal((await failureOf(readHttp("https://secure.test/x", { env: { HTTPS_PROXY: proxy.url } }))).code, "tls");
  assert.equal((await failureOf(readHttp("https://other.test/x", settings))).code, "tls");
});

test("a proxy that wants a password gets the one in its URL, and nobody else sees it", async () => {
  const plain = await serve((_, response) => answerProfile(response));
  const secure = await serve((_, response) => answerProfile(response), {
    cert: pem("server.pem"),
    key: pem("server.key"),
  });
  for (const [url, target] of [
    ["http://pods.test/", plain],
    ["https://secure.test/", secure],
  ] as const) {
    const proxy = await openProxy(target.port, "me:hu%sh");
    const env = (words: string): Record<string, string> => {
      const address = `http://${words}127.0.0.1:${proxy.port}`;
      return { HTTP_PROXY: address, HTTPS_PROXY: address };
    };
    assert.equal(
      (await readHttp(url, { env: env("me:hu%25sh@"), tls: { ca: file("ca.pem") } })).length,
      PROFILE.length,
    );
    assert.equal(
      target.requests[0]?.headers["proxy-authorization"],
      url.startsWith("https") ? undefined : `Basic ${Buffer.from("me:hu%sh").toString("base64")}`,
    );
    for (const wrong of ["", "me:hush2@"]) {
      const { code, message } = await failureOf(readHttp(url, { env: env(wrong), tls: { ca: file("ca.pem") } }));
      assert.equal(code, "proxy");
      assert.match(message, /wants a user name and password \(407\)$/);
      assert.doesNotMatch(message, /hush/);
    }
  }
});

test("a proxy that is not there, or speaks something else, is what is blamed", async () => {
  const gone = `http://127.0.0.1:${await closedPort()}`;
  const odd = await serveRaw((socket) => socket.end("220 ftp ready\r\n"));
  for (const [address, reason] of [
    [gone, /connection refused/],
    [odd.url, /no HTTP|closed/],
  ] as const) {
    for (const url of ["http://pods.test/", "https://pods.test/"]) {
      const error = await failureOf(readHttp(url, { env: { HTTP_PROXY: address, HTTPS_PROXY: address } }));
      assert.equal(error.code, "proxy", error.message);
      assert.ok(error.message.startsWith(`the proxy ${address}: `), error.message);
      assert.match(error.message, reason);
    }
  }
  const { code, message } = await failureOf(
    readHttp("http://pods.test/", { env: { HTTP_PROXY: "socks5://me:hush@h:1" } }),
  );
  assert.deepEqual(
    [code, message],
    ["proxy", "the proxy in HTTP_PROXY is of scheme socks5: only http and https are supported"],
  );
});

const env = { HTTP_PROXY: "proxy.test:3128", HTTPS_PROXY: "http://secure-proxy.test:3129" };
const rules: readonly (readonly [url: string, noProxy: string, proxy: string | undefined])[] = [
  ["http://pods.test/", "", "http://proxy.test:3128"],
  ["https://pods.test/", "", "http://secure-proxy.test:3129"],
  ["http://localhost:6060/", "", undefined],
  ["http://127.0.0.1:6060/", "", undefined],
  ["http://127.8.9.1/", "", undefined],
  ["http://[::1]:6060/", "", undefined],
  ["http://pods.test/", "*", undefined],
  ["http://a.pods.test/", "other.test, pods.test", undefined],
  ["http://pods.test/", "pods.test", undefined],
  ["http://pods.test/", ".pods.test", "http://proxy.test:3128"],
  ["http://a.pods.test/", ".pods.test", undefined],
  ["http://a.pods.test/", "*.pods.test", undefined],
  ["http://mypods.test/", "pods.test", "http://proxy.test:3128"],
  ["http://pods.test:8080/", "pods.test:8080", undefined],
  ["http://pods.test:8081/", "pods.test:8080", "http://proxy.test:3128"],
  ["https://pods.test/", "pods.test:443", undefined],
  ["http://10.1.2.3/", "10.0.0.0/8", undefined],
  ["http://11.1.2.3/", "10.0.0.0/8", "http://proxy.test:3128"],
  ["http://10.1.2.3/", "10.1.2.3", undefined],
  ["http://[fd00::7]/", "fd00::/8", undefined],
  ["http://[fd00::7]:80/", "[fd00::7]:80", undefined],
  ["http://PODS.test/", "Pods.Test", undefined],
];
for (const [url, noProxy, proxy] of rules) {
  test(`${url} with NO_PROXY=${noProxy} goes ${proxy === undefined ? "straight" : "through the proxy"}`, () => {
    assert.equal(proxyFor(new URL(url), { ...env, NO_PROXY: noProxy })?.origin, proxy);
    assert.equal(proxyFor(new URL(url), { ...env, no_proxy: noProxy })?.origin, proxy);
  });
}

test("without an environment there is no proxy, and loopback is never asked for through one", async () => {
  assert.equal(proxyFor(new URL("http://pods.test/"), {}), undefined);
  const target = await serve((_, response) => answerProfile(response));
  const proxy = await openProxy(target.port);
  assert.equal((await readHttp(target.url, { env: { HTTP_PROXY: proxy.url } })).length, PROFILE.length);
  assert.deepEqual(proxy.asked, []);
});
