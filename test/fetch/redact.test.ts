import assert from "node:assert/strict";
import { test } from "node:test";
import { scrub, withoutSecrets } from "../../src/fetch/redact.ts";

const cases: readonly (readonly [source: string, shown: string])[] = [
  ["http://host:6060/debug/pprof/heap?gc=1", "http://host:6060/debug/pprof/heap?gc=1"],
  ["http://me:word@host/x", "http://host/x"],
  ["http://me@host/x", "http://host/x"],
  ["http://me:w@rd@host/x", "http://host/x"],
  ["https+insecure://me:word@host", "https+insecure://host"],
  ["me:word@host:6060/heap", "host:6060/heap"],
  ["http://host/x?access_token=a&gc=1&API-Key=b#frag", "http://host/x?access_token=***&gc=1&API-Key=***"],
  ["http://host/x?tok%65n=a", "http://host/x?tok%65n=***"],
  ["http://host/@user/x@y", "http://host/@user/x@y"],
  ["http://host/x?a=b@c", "http://host/x?a=b@c"],
  ["k8s://ctx/ns/pod/x:6060/debug/pprof/heap", "k8s://ctx/ns/pod/x:6060/debug/pprof/heap"],
  ["heap@v1.out", "heap@v1.out"],
  ["dir/heap#1?token=x.pb.gz", "dir/heap#1?token=x.pb.gz"],
  [
    "https://bucket/heap?X-Amz-Credential=a%2F20261128&X-Amz-Expires=900&X-Amz-Signature=0f",
    "https://bucket/heap?X-Amz-Credential=***&X-Amz-Expires=900&X-Amz-Signature=***",
  ],
  ["https://account/heap?sv=2024&sig=a", "https://account/heap?sv=2024&sig=***"],
  ...["token", "secret", "password", "passwd", "pwd", "key", "auth", "cred", "session", "jwt", "cookie", "code"].map(
    (word) => [`http://host/x?a=1&my-${word}s=b`, `http://host/x?a=1&my-${word}s=***`] as const,
  ),
  ["-", "-"],
  ["http://me:word@", "http://"],
];
for (const [source, shown] of cases) {
  test(`${source} is shown as ${shown}`, () => assert.equal(withoutSecrets(source), shown));
}

test("a server's words lose what was sent to it and what moves the cursor", () => {
  assert.equal(scrub("you said Bearer hush\r\n\u001b[2Jok", ["Bearer hush", "hush", ""]), "you said *** [2Jok");
});
