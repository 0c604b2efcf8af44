/** What kinds of files there are is held by module.test.ts, where they decide whose a package is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSourceFile, sourceFileParser } from "../../../src/graph/go/source-origin.ts";

test("a name is taken apart once", () => {
  const parse = sourceFileParser();
  const file = "/go/pkg/mod/k8s.io/client-go@v0.29.0/rest/request.go";
  assert.deepEqual(parse(file), parseSourceFile(file));
  assert.equal(parse(file), parse(file));
  assert.notEqual(parse(file), parse("/src/app/main.go"));
});

test("a module in a cache elsewhere begins at its host, known or looking like one", () => {
  const moduleOf = (path: string): string => parseSourceFile(path).module;
  assert.equal(moduleOf("/cache/x/go.etcd.io/etcd@v3.5.0/a.go"), "go.etcd.io/etcd");
  assert.equal(moduleOf("/cache/x/golang.org/x/net@v0.1.0/a.go"), "golang.org/x/net");
  assert.equal(moduleOf("/a.bcd/gopkg.in/yaml.v3@v3.0.1/a.go"), "gopkg.in/yaml.v3", "one that is known goes first");
  assert.equal(moduleOf("/a.bcd/go.opentelemetry.io/contrib@v1.0.0/a.go"), "go.opentelemetry.io/contrib");
  assert.equal(moduleOf("/cache/plain@v1.0.0/a.go"), "/cache/plain", "no host at all: the path as it is");
});

test("directory, version and what is below the module", () => {
  assert.deepEqual(parseSourceFile("C:\\mod\\pkg\\mod\\example.com\\!big!name@v1.2.3\\a\\b\\c.go"), {
    ...{ kind: "module", directory: "C:/mod/pkg/mod/example.com/!big!name@v1.2.3/a/b" },
    ...{ module: "example.com/BigName", version: "v1.2.3", inside: "a/b" },
  });
  assert.equal(parseSourceFile("/go/pkg/mod/example.com/a@v1.2.3/c.go").inside, "");
  assert.equal(parseSourceFile("a.com/b@v1.2.3/c.go").version, "v1.2.3");
  assert.equal(parseSourceFile("/pkg/mod/a.com/b@v1.2.3/d/c.go").module, "a.com/b");
  assert.equal(parseSourceFile("go.etcd.io/etcd@v3.5.0/d/c.go").module, "go.etcd.io/etcd");
  assert.equal(parseSourceFile("@v1.2.3/c.go").kind, "trimmed", "a version of nothing is none");
  assert.equal(parseSourceFile("./main.go").kind, "none");
  assert.equal(parseSourceFile("a.b/Makefile").kind, "none", "a dot in the directory is no file's");
});

test("a host that is known begins the module though it looks like none", () => {
  assert.equal(parseSourceFile("git.corp1/a.bcd/app@v1.2.3/x.go").module, "git.corp1/a.bcd/app");
});
