import assert from "node:assert/strict";
import { test } from "node:test";
import { readSource } from "../../src/fetch/index.ts";
import { parseSource } from "../../src/fetch/source.ts";

test("a word is a file, - is standard input, a scheme makes a URL or a pod", () => {
  assert.deepEqual(parseSource("heap.out"), { kind: "file", path: "heap.out" });
  assert.deepEqual(parseSource("localhost:6060"), { kind: "file", path: "localhost:6060" });
  assert.deepEqual(parseSource("-"), { kind: "stdin" });
  assert.deepEqual(parseSource("k8s://linkerd/deploy/linkerd-destination:9996"), {
    kind: "kubernetes",
    target: "linkerd/deploy/linkerd-destination:9996",
  });
});

test("a URL without a path asks for a heap profile after a collection", () => {
  for (const url of ["http://host:6060", "http://host:6060/"]) {
    assert.deepEqual(parseSource(url), { kind: "http", url: "http://host:6060/debug/pprof/heap?gc=1" });
  }
  assert.deepEqual(parseSource("https://host/x?y=1"), { kind: "http", url: "https://host/x?y=1" });
});

test("what cannot be a source is refused", () => {
  assert.throws(() => parseSource(""), { name: "UsageError" });
  assert.throws(() => parseSource("http://"), { name: "UsageError" });
});

test("servers and clusters are refused for now", async () => {
  await assert.rejects(readSource("http://localhost:6060"), { name: "UsageError", code: "unsupported" });
  await assert.rejects(readSource("k8s://a/b"), { name: "UsageError", code: "unsupported" });
});
