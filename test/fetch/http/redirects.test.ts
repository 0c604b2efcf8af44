/** Redirects: followed, but nothing secret goes where it was not meant to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HttpSettings } from "../../../src/fetch/http/http.ts";
import { readHttp } from "../../../src/fetch/http/http.ts";
import { makeCertificates } from "../certificates.ts";
import { failureOf } from "../failure-of.ts";
import { answerProfile, PROFILE, serve, type TestServer } from "../servers.ts";

const certificates = makeCertificates();

function redirecting(location: string, status = 302): Promise<TestServer> {
  return serve((_, response) => response.writeHead(status, { Location: location }).end("moved"));
}

const SECRETS: HttpSettings = {
  headers: [
    ["Authorization", "Bearer hush"],
    ["Cookie", "session=hush"],
    ["X-Api-Key", "hush"],
    ["User-Agent", "hush"],
  ],
};

test("within one origin headers go along", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const { url, requests } = await serve((request, response) => {
      if (request.url === "/end") answerProfile(response);
      else response.writeHead(status, { Location: "/end" }).end();
    });
    assert.equal((await readHttp(`${url}/start`, SECRETS)).length, PROFILE.length);
    assert.equal(requests[1]?.headers["x-api-key"], "hush");
    assert.equal(requests[1]?.headers.authorization, "Bearer hush");
  }
});

test("another origin, if only another port, gets no header of the user's, and that is said", async () => {
  const end = await serve((_, response) => answerProfile(response));
  const start = await redirecting(`${end.url}/there`);
  const notices: string[] = [];
  const settings = { ...SECRETS, onNotice: (line: string): void => void notices.push(line) };
  assert.equal((await readHttp(`http://me:hush@127.0.0.1:${start.port}/`, settings)).length, PROFILE.length);
  assert.deepEqual(notices, [`redirected to ${end.url}: headers, tokens and certificates are not sent there`]);
  assert.equal(end.requests.length, 1);
  assert.doesNotMatch(
    JSON.stringify([end.requests[0]?.rawHeaders, end.requests[0]?.url]),
    /hush|authorization|cookie/i,
  );
  assert.match(JSON.stringify(start.requests[0]?.rawHeaders), /hush/);
});

test("user info and a token are dropped too, and do not come back on the way back", async () => {
  const seen: string[] = [];
  const home = await serve((request, response) => {
    seen.push(`home ${request.url} ${request.headers.authorization}`);
    if (request.url === "/back") answerProfile(response);
    else response.writeHead(302, { Location: `${away.url}/` }).end();
  });
  const away: TestServer = await serve((request, response) => {
    seen.push(`away ${request.headers.authorization}`);
    response.writeHead(302, { Location: `http://stolen:word@127.0.0.1:${home.port}/back` }).end();
  });
  await readHttp(`http://me:hush@127.0.0.1:${home.port}/`, {});
  const basic = `Basic ${Buffer.from("me:hush").toString("base64")}`;
  assert.deepEqual(seen, [`home / ${basic}`, "away undefined", "home /back undefined"]);
});

test("a loop ends at the tenth redirect, and a chain of nine is followed to its end", async () => {
  const loop = await redirecting("/again?token=hush");
  const error = await failureOf(readHttp(loop.url, SECRETS));
  assert.equal(error.code, "redirect");
  assert.equal(error.message, `10 redirects and no end, the last from ${loop.url}/again?token=***`);
  assert.equal(loop.requests.length, 10);
  const chain: TestServer = await serve((_, response) => {
    if (chain.requests.length > 9) answerProfile(response);
    else response.writeHead(302, { Location: "/next" }).end();
  });
  assert.equal((await readHttp(chain.url, {})).length, PROFILE.length);
});

test("from https to http is not followed", async () => {
  const end = await serve((_, response) => answerProfile(response));
  const tls = { cert: certificates.pem("server.pem"), key: certificates.pem("server.key") };
  const start = await serve((_, response) => response.writeHead(302, { Location: end.url }).end(), tls);
  const error = await failureOf(readHttp(start.url, { ...SECRETS, tls: { ca: certificates.file("ca.pem") } }));
  assert.equal(error.code, "redirect");
  assert.equal(error.message, `redirected from https to http, ${end.url}: not followed`);
  assert.equal(end.requests.length, 0);
});

test("a client certificate is for the first origin alone", async () => {
  const tls = { cert: certificates.pem("server.pem"), key: certificates.pem("server.key") };
  const asking = { ...tls, ca: certificates.pem("ca.pem"), requestCert: true, rejectUnauthorized: false };
  const seen: boolean[] = [];
  const note = (request: { socket: unknown }): void => {
    seen.push((request.socket as { authorized: boolean }).authorized);
  };
  const end = await serve((request, response) => {
    note(request);
    answerProfile(response);
  }, asking);
  const start = await serve((request, response) => {
    note(request);
    response.writeHead(302, { Location: end.url }).end();
  }, asking);
  const files = {
    ca: certificates.file("ca.pem"),
    cert: certificates.file("client.pem"),
    key: certificates.file("client.key"),
  };
  await readHttp(start.url, { tls: files });
  assert.deepEqual(seen, [true, false]);
});

const nowhere: readonly (readonly [location: string, message: RegExp])[] = [
  ["file:///etc/passwd", /^redirected to file, not http$/],
  ["http://", /^redirected to what is no URL: http:\/\/$/],
  ["http://[bad/?token=hush", /^redirected to what is no URL: /],
];
for (const [location, message] of nowhere) {
  test(`a redirect to ${location} is an error`, async () => {
    const { url } = await redirecting(location);
    const error = await failureOf(readHttp(url, SECRETS));
    assert.equal(error.code, "redirect");
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /hush/);
  });
}

test("a redirect that names no place is an answer like any other", async () => {
  const { url } = await serve((_, response) => response.writeHead(302).end());
  assert.equal((await failureOf(readHttp(url, {}))).status, 302);
});

test("a login page behind a redirect is named by where it is", async () => {
  const { url } = await serve((request, response) => {
    if (request.url === "/") response.writeHead(302, { Location: "/login?session=hush" }).end();
    else response.writeHead(200, { "Content-Type": "text/html" }).end("<html><form>Password</form></html>");
  });
  assert.equal((await failureOf(readHttp(url, {}))).message, `the answer of ${url}/login?session=*** is a login page`);
});
