import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { type GoDirectories, goSourceCandidates, resolveGoDirectories } from "../../../src/fetch/sources/go-source.ts";
import { readSourceFile } from "../../../src/fetch/sources/source-file.ts";

const temporary = mkdtempSync(join(tmpdir(), "sources-"));
after(() => rmSync(temporary, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(temporary, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const same = (file: string): string => file;

function read(file: string, functionName: string, searchPath: string, go?: GoDirectories): string {
  const content = readSourceFile(file, functionName, { searchPath, trim: same, go });
  return content.kind === "found" ? new TextDecoder().decode(content.bytes) : `Error: ${content.error}`;
}

test("opens an absolute name as it is", () => {
  const file = write("abs/a.go", "package a");
  assert.equal(read(file, "a.F", "/nowhere"), "package a");
});

test("says in Go's words why an absolute name cannot be opened", () => {
  write("file", "");
  const missing = join(temporary, "no.go");
  assert.equal(read(missing, "a.F", "/"), `Error: open ${missing}: no such file or directory`);
  const below = join(temporary, "file", "no.go");
  assert.equal(read(below, "a.F", "/"), `Error: open ${below}: not a directory`);
});

test("looks for a relative name in every directory of the search path and in all their parents", () => {
  write("tree/x/a.go", "upper");
  write("other/b.go", "second");
  const searchPath = `${join(temporary, "tree/y/z")}:${join(temporary, "other")}`;
  assert.equal(read("x/a.go", "a.F", searchPath), "upper");
  assert.equal(read("b.go", "a.F", searchPath), "second");
  assert.equal(read("q/c.go", "a.F", searchPath), `Error: could not find file q/c.go on path ${searchPath}`);
});

test("finds a directory to be a source without lines, as pprof does", () => {
  mkdirSync(join(temporary, "dir.go"));
  assert.equal(read("dir.go", "a.F", temporary), "");
});

const NOWHERE: GoDirectories = { roots: [], moduleCaches: [], projects: [] };

test("finds the standard library of another machine below GOROOT, if the function is of that package", () => {
  write("goroot/src/net/http/server.go", "package http");
  const go = { ...NOWHERE, roots: [join(temporary, "goroot")] };
  for (const file of [
    "/opt/go1.20/src/net/http/server.go",
    "net/http/server.go",
    "C:\\Go\\src\\net\\http\\server.go",
  ]) {
    assert.equal(read(file, "net/http.(*conn).serve", "/nowhere", go), "package http");
    assert.match(read(file, "example.com/app/net/http.Serve", "/nowhere", go), /^Error/);
  }
});

test("finds modules in the cache, escaped there or not", () => {
  write("cache/github.com/!azure/go-autorest@v1.0.0/Rest/client.go", "package rest");
  const go = { ...NOWHERE, moduleCaches: [join(temporary, "cache")] };
  const name = "github.com/Azure/go-autorest/Rest.Do";
  assert.equal(read("github.com/Azure/go-autorest@v1.0.0/Rest/client.go", name, "/nowhere", go), "package rest");
  const elsewhere = "/home/ci/go/pkg/mod/github.com/!azure/go-autorest@v1.0.0/Rest/client.go";
  assert.equal(read(elsewhere, name, "/nowhere", go), "package rest");
});

test("finds vendored packages in a project", () => {
  write("app/vendor/k8s.io/client-go/tools/cache/store.go", "package cache");
  const go = { ...NOWHERE, projects: [join(temporary, "app/cmd"), join(temporary, "app")] };
  const name = "k8s.io/client-go/tools/cache.(*cache).Add";
  for (const file of [
    "/build/vendor/k8s.io/client-go/tools/cache/store.go",
    "k8s.io/client-go@v0.29.0/tools/cache/store.go",
    "/builds/go/pkg/mod/k8s.io/client-go@v0.29.0/tools/cache/store.go",
  ]) {
    assert.equal(read(file, name, "/nowhere", go), "package cache");
  }
});

test("finds the files of the module around the working directory by the package of the function", () => {
  write("own/go.mod", "// comment\nmodule example.com/app // more\n\ngo 1.22\n");
  write("own/internal/store/store.go", "package store");
  write("own/cmd/tool/main.go", "package main");
  write("own/root.go", "package app");
  const go = { ...NOWHERE, projects: [join(temporary, "own/internal"), join(temporary, "own")] };
  const store = "/workspace/internal/store/store.go";
  assert.equal(
    read(store, "example.com/app/internal/store.(*Store[example.com/b/c.T]).Put", "/nowhere", go),
    "package store",
  );
  assert.equal(read("/workspace/root.go", "example.com/app.Do.func1", "/nowhere", go), "package app");
  assert.equal(read("/workspace/cmd/tool/main.go", "main.main", "/nowhere", go), "package main");
  assert.match(read(store, "example.com/apple/internal/store.Put", "/nowhere", go), /^Error/);
});

test("does not look beyond what pprof finds, nor at all without Go directories", () => {
  const file = write("app2/a.go", "as pprof finds it");
  const go = { ...NOWHERE, projects: [join(temporary, "own")] };
  assert.equal(read(file, "main.main", "/nowhere", go), "as pprof finds it");
  assert.match(read("cmd/tool/main.go", "main.main", "/nowhere"), /^Error/);
});

test("takes Go's directories from the environment, and GOROOT from where the go command really is", () => {
  write("sdk/bin/go", "");
  mkdirSync(join(temporary, "bin"));
  symlinkSync(join(temporary, "sdk/bin/go"), join(temporary, "bin/go"));
  const go = resolveGoDirectories({ HOME: "/home/u", PATH: `/nowhere:${join(temporary, "bin")}` }, "/a/b");
  assert.equal(go.roots[0], join(temporary, "sdk"));
  assert.deepEqual(go.moduleCaches, ["/home/u/go/pkg/mod"]);
  assert.deepEqual(go.projects, ["/a/b", "/a", "/"]);
  assert.equal(resolveGoDirectories({ GOROOT: "/goroot" }, "/").roots[0], "/goroot");
  const paths = resolveGoDirectories({ GOPATH: "/x:/y" }, "/").moduleCaches;
  assert.deepEqual(paths, ["/x/pkg/mod", "/y/pkg/mod"]);
  assert.deepEqual(resolveGoDirectories({ GOPATH: "/x", GOMODCACHE: "/c" }, "/").moduleCaches, ["/c"]);
});

test("asks the standard library before modules, modules before vendor directories", () => {
  const go = { roots: ["/r"], moduleCaches: ["/m"], projects: ["/p"] };
  assert.deepEqual(goSourceCandidates("k8s.io/api@v1.0.0/core/types.go", "k8s.io/api/core.F", go), [
    "/m/k8s.io/api@v1.0.0/core/types.go",
    "/p/vendor/k8s.io/api/core/types.go",
  ]);
  assert.deepEqual(goSourceCandidates("/go/src/sort/sort.go", "sort.Sort", go), ["/r/src/sort/sort.go"]);
});
