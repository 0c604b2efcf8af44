import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readSource, resolveSource } from "../../src/fetch/index.ts";
import { isAddress, parseSource } from "../../src/fetch/source.ts";

test("a word is a file, - is standard input, a scheme makes a URL or a pod", () => {
  assert.deepEqual(parseSource("heap.out"), { kind: "file", path: "heap.out" });
  assert.deepEqual(parseSource("heap:after.out"), { kind: "file", path: "heap:after.out" });
  assert.deepEqual(parseSource("-"), { kind: "stdin" });
  assert.deepEqual(parseSource("k8s://linkerd/deploy/linkerd-destination:9996"), {
    kind: "kubernetes",
    target: "linkerd/deploy/linkerd-destination:9996",
  });
});

test("a URL without a path asks for a heap profile after a collection", () => {
  for (const url of ["http://host:6060", "http://host:6060/", "host:6060", "host:6060/"]) {
    assert.deepEqual(parseSource(url), { kind: "http", url: "http://host:6060/debug/pprof/heap?gc=1" });
  }
  for (const url of ["https://host/x?y=1", "https+insecure://host/x", "http://[::1]:6060/debug/pprof/allocs"]) {
    assert.deepEqual(parseSource(url), { kind: "http", url });
  }
  for (const word of ["localhost:6060/debug/pprof/allocs", "[::1]:80/x", "me:word@host:6060/heap"]) {
    assert.deepEqual(parseSource(word), { kind: "http", url: `http://${word}` });
  }
});

test("the index of pprof, as a browser shows it, stands for the heap that it lists", () => {
  for (const index of ["host:6060/debug/pprof", "http://host:6060/debug/pprof/", "http://host:6060/debug/pprof/#top"]) {
    assert.deepEqual(parseSource(index), { kind: "http", url: "http://host:6060/debug/pprof/heap?gc=1" });
  }
  assert.deepEqual(parseSource("https://me@host/behind/debug/pprof/"), {
    kind: "http",
    url: "https://me@host/behind/debug/pprof/heap?gc=1",
  });
  for (const url of ["http://host/debug/pprof/?debug=1", "http://host/debug/pprofs", "http://host/pprof/"]) {
    assert.deepEqual(parseSource(url), { kind: "http", url });
  }
});

test("an address is told from a name where only files are read", () => {
  const addresses = [
    "http://a/b",
    "https+insecure://a",
    "k8s://",
    "k8s://a/b",
    ":6060/x",
    "host:6060",
    "me:word@host:6060/x",
  ];
  for (const word of [...addresses, "pyroscope://a?b", "parca://a"]) assert.equal(isAddress(word), true, word);
  for (const word of ["heap.out", "heap:after.out", ":heap.out", "-", "", "http:", "a/http://b"])
    assert.equal(isAddress(word), false, word);
});

test("a port alone is this machine's", () => {
  assert.deepEqual(parseSource(":6060"), { kind: "http", url: "http://localhost:6060/debug/pprof/heap?gc=1" });
  for (const word of [":6060/x", "http://:6060/x"]) {
    assert.deepEqual(parseSource(word), { kind: "http", url: "http://localhost:6060/x" });
  }
  assert.deepEqual(parseSource("https://me:word@:443/x"), { kind: "http", url: "https://me:word@localhost:443/x" });
  assert.equal(parseSource(":heap.out").kind, "file");
});

test("ports and escapes that there are not are named", () => {
  const failure = (text: string): RegExp => new RegExp(text);
  assert.equal(parseSource("http://host:65535/x").kind, "http");
  assert.throws(() => parseSource("http://host:65536/x"), failure("there is no port 65536, the last is 65535"));
  assert.throws(() => parseSource("host:99999"), failure("there is no port 99999"));
  assert.throws(() => parseSource("http://host/%zz"), failure("%zz is no escape; a % itself is %25"));
  assert.equal(parseSource("http://host/%25zz?q=%zz").kind, "http");
});

test("what cannot be a source is refused", () => {
  assert.throws(() => parseSource(""), { name: "UsageError" });
  assert.throws(() => parseSource("http://"), { name: "UsageError" });
});

test("an existing file wins over what else its name may mean", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "heapblame-source-"));
  try {
    writeFileSync(join(cwd, "host:6060"), "");
    assert.deepEqual(await resolveSource("host:6060", cwd), { kind: "file", path: "host:6060" });
    assert.equal((await resolveSource("host:6061", cwd)).kind, "http");
    assert.equal((await resolveSource("-", cwd)).kind, "stdin");
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

test("what names no pod is refused", async () => {
  await assert.rejects(readSource("k8s://a/b"), { name: "UsageError", code: "bad-option" });
});
