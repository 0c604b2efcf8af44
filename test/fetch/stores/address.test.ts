import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageError } from "../../../src/errors.ts";
import { parseSource } from "../../../src/fetch/source.ts";
import { isStore, parseStore, withParameters } from "../../../src/fetch/stores/address.ts";

test("host, port, prefix and selector", () => {
  const address = parseStore('pyroscope+https://u:p@h.example/pyro/?query={namespace="linkerd"}&at=2026-08-21');
  assert.deepEqual(address, {
    ...{ kind: "pyroscope", origin: "https://u:p@h.example", tunnel: undefined, prefix: "/pyro" },
    ...{ query: '{namespace="linkerd"}', at: "2026-08-21", within: undefined },
  });
  assert.equal(parseStore("parca://h").origin, "http://h:7070");
  assert.equal(parseStore("pyroscope://h").origin, "http://h:4040");
  assert.equal(parseStore("parca://h:80").origin, "http://h:80");
  assert.equal(parseStore("parca+https://h").origin, "https://h");
});

test("a selector may be escaped or not, and may have the type in front", () => {
  assert.equal(parseStore("parca://h?query=%7Bpod%3D%22a%26b%22%7D").query, '{pod="a&b"}');
  assert.equal(parseStore('parca://h?query={pod=~"a.+"}').query, '{pod=~"a.+"}');
  assert.equal(parseStore('parca://h?query=memory:inuse_space:bytes:space:bytes{a="b"}').query, '{a="b"}');
});

test("a server inside a cluster is reached through its service", () => {
  const { tunnel, kind, prefix, origin } = parseStore("k8s://monitoring/svc/pyroscope:4040/pyroscope://x?query={}");
  assert.deepEqual(
    { tunnel, kind, prefix, origin },
    { tunnel: "monitoring/svc/pyroscope:4040", kind: "pyroscope", prefix: "/x", origin: undefined },
  );
  assert.throws(() => parseStore("k8s://monitoring/svc/parca/parca://"), /port of the server is needed/);
});

test("such words are sources of their own kind; others are not", () => {
  assert.equal(parseSource("parca://h").kind, "store");
  assert.equal(parseSource("k8s://a/svc/b:1/parca://").kind, "store");
  assert.equal(parseSource("k8s://a/svc/b:1/debug").kind, "kubernetes");
  assert.equal(isStore("parca"), false);
});

test("parameters are changed, and what was typed stays readable", () => {
  const source = 'parca://h?query={pod="a&b%25"}'.replace("&", "%26");
  const later = withParameters(source, { at: "2026-08-21T00:00:00Z" });
  assert.equal(parseStore(later).query, '{pod="a&b%"}');
  assert.equal(parseStore(later).at, "2026-08-21T00:00:00Z");
  assert.equal(withParameters("parca://h", { query: '{a="b"}' }), 'parca://h?query={a="b"}');
});

test("what is wrong is said without the password", () => {
  for (const text of [
    "parca://",
    "parca+ftp://h",
    "parca://u:geheim@h?q=1",
    "parca://u:geheim@h?query=a",
    "pyroscope://u:geheim@h?query={a",
  ]) {
    assert.throws(
      () => parseStore(text),
      (error: unknown) => error instanceof UsageError && !error.message.includes("geheim"),
      text,
    );
  }
});
