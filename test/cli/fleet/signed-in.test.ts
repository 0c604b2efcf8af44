/** A fleet of a server behind a proxy with TLS, a token and a tenant: all of it is sent, none of it comes out. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { makeCertificates } from "../../fetch/certificates.ts";
import { serveProfiles } from "../../fetch/stores/stand-in.ts";
import { runCli } from "../run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-signed-in-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const { file, pem } = makeCertificates();
const SECRETS = /geheim|Z2VoZWlt/;
const START = BigInt(Date.UTC(2026, 7, 17)) * 1_000_000n;
const WINDOW = ["--from", "2026-08-17T00:00", "--to", "2026-08-17T12:00"];

for (const kind of ["parca", "pyroscope"] as const) {
  test(`${kind}+https with a token file and a tenant`, async () => {
    const tls = { cert: pem("server.pem"), key: pem("server.key") };
    const server = await serveProfiles({ tls, token: "geheim-1" });
    for (let hour = 0n; hour < 12n; hour++) {
      const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse: 30 + 9 * Number(hour), alloc: 400 };
      const timeNanos = START + hour * 3_600_000_000_000n;
      server.push({ pod: "web-0" }, encodeProfile(heapProfile([bucket], { timeNanos })));
    }
    writeFileSync(join(folder, "token"), "geheim-1\n");
    const source = `${kind}+https://127.0.0.1:${server.port}`;
    const signed = [
      "--tls-ca",
      file("ca.pem"),
      "--bearer-token-file",
      "token",
      "--header",
      "X-Scope-OrgID: geheim-team",
    ];
    const ran = await runCli(["fleet", source, ...WINDOW, ...signed, "-f", "json"], { cwd: folder });
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /"grew": "main\.keep"/);
    assert.doesNotMatch(ran.stdout + ran.stderr, SECRETS);
    assert.ok(server.requests.length > 3);
    for (const { headers } of server.requests) {
      assert.deepEqual([headers.authorization, headers["x-scope-orgid"]], ["Bearer geheim-1", "geheim-team"]);
    }
    writeFileSync(join(folder, "token"), "geheim-2\n");
    const refused = await runCli(["fleet", source, ...WINDOW, ...signed], { cwd: folder });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /401/);
    assert.doesNotMatch(refused.stdout + refused.stderr, SECRETS);
    const unknown = await runCli(["fleet", source, ...WINDOW], { cwd: folder });
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /certificate/);
    const named = source.replace("//", "//me:geheim@");
    const info = await runCli(["fleet", named, ...WINDOW, "--tls-ca", file("ca.pem")], { cwd: folder });
    assert.equal(info.code, 2);
    assert.doesNotMatch(info.stdout + info.stderr, SECRETS);
  });
}
