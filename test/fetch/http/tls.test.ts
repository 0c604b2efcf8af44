/** TLS with an authority of one's own, and with a client certificate. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readHttp } from "../../../src/fetch/http/http.ts";
import { makeCertificates } from "../certificates.ts";
import { failureOf } from "../failure-of.ts";
import { answerProfile, PROFILE, serve, serveRaw } from "../servers.ts";

const { file, pem } = makeCertificates();
const own = { cert: pem("server.pem"), key: pem("server.key") };
const client = { ca: file("ca.pem"), cert: file("client.pem"), key: file("client.key") };

test("an authority that is not known is refused, and named with --tls-ca or waived it is not", async () => {
  const { url, requests } = await serve((_, response) => answerProfile(response), own);
  for (const tls of [{}, { ca: file("stranger.pem") }]) {
    const error = await failureOf(readHttp(url, { tls, headers: [["X-Key", "hush"]] }));
    assert.equal(error.code, "tls");
    assert.match(
      error.message,
      /authority that is not trusted here: give it with --tls-ca FILE, or take any with --insecure$/,
    );
    assert.match(error.pprofText, /tls: failed to verify certificate: x509: certificate signed by unknown authority$/);
  }
  assert.equal(requests.length, 0);
  assert.equal((await readHttp(url, { tls: { ca: file("ca.pem") } })).length, PROFILE.length);
  assert.equal((await readHttp(url, { insecure: true })).length, PROFILE.length);
  assert.equal((await readHttp(url.replace("https:", "https+insecure:"), {})).length, PROFILE.length);
});

test("a certificate for another host is refused", async () => {
  const { url } = await serve((_, response) => answerProfile(response), {
    cert: pem("elsewhere.pem"),
    key: pem("elsewhere.key"),
  });
  const { code, message } = await failureOf(readHttp(url, { tls: { ca: file("ca.pem") } }));
  assert.equal(code, "tls");
  assert.match(message, /for another host/);
});

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  test(`${version}: a server that wants a client certificate says so, and takes the one it knows`, async () => {
    const wanting = {
      ...own,
      ca: pem("ca.pem"),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: version,
      maxVersion: version,
    };
    const { url, requests } = await serve((_, response) => answerProfile(response), wanting);
    const error = await failureOf(readHttp(url, { tls: { ca: file("ca.pem") } }));
    assert.equal(error.code, "tls", error.message);
    assert.match(error.message, /wants a client certificate .*--tls-cert FILE and --tls-key FILE$/);
    assert.equal(requests.length, 0);
    assert.equal((await readHttp(url, { tls: client })).length, PROFILE.length);
  });
}

test("http on a port of TLS, and TLS on a port of http", async () => {
  const secure = await serve((_, response) => answerProfile(response), own);
  assert.equal((await failureOf(readHttp(secure.url.replace("https", "http"), {}))).code, "reset");
  const plain = await serve((_, response) => answerProfile(response));
  const error = await failureOf(readHttp(plain.url.replace("http", "https"), {}));
  assert.deepEqual(
    [error.code, error.message],
    ["tls", "the server does not speak TLS: try http:// instead of https://"],
  );
  const silent = await serveRaw((socket) => socket.end());
  assert.equal((await failureOf(readHttp(silent.url.replace("http", "https"), {}))).code, "reset");
});

test("files that are missing or no certificates are errors that name the file's role", async () => {
  const { url } = await serve((_, response) => answerProfile(response), own);
  const missing = await failureOf(readHttp(url, { tls: { ca: file("none.pem") } }));
  assert.equal(missing.code, "unreadable");
  assert.match(missing.message, /^CA certificates .*none\.pem: no such file$/);
  const wrong = await failureOf(readHttp(url, { tls: { ...client, key: file("server.key") } }));
  assert.equal(wrong.code, "tls");
  assert.match(wrong.message, /key/);
  assert.equal(
    (await failureOf(readHttp(url, { tls: { ca: file("ca.pem"), cert: file("client.ext"), key: file("client.key") } })))
      .code,
    "tls",
  );
});
