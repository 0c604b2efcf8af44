import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import {
  type GoDirectories,
  goSourceCandidates,
  type ProgramEvidence,
  resolveGoDirectories,
} from "../../../src/fetch/sources/go-directories.ts";
import { readSourceFile } from "../../../src/fetch/sources/source-file.ts";
import { runCli } from "../../cli/run-cli.ts";
import { fixture } from "../../fixtures.ts";

const temporary = mkdtempSync(join(tmpdir(), "sources-"));
after(() => rmSync(temporary, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(temporary, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const same = (file: string): string => file;

/** Shows nothing of itself. */
const UNKNOWN: ProgramEvidence = { releaseOf: () => undefined, hasModule: () => false, lastLineOf: () => 0 };
/** Of that module, built by that release. */
const OWN: ProgramEvidence = {
  releaseOf: (file) => /go1\.\d+\.\d+/.exec(file)?.[0] ?? "go1.22.1",
  hasModule: (module) => module === "example.com/app",
  lastLineOf: () => 0,
};

function read(
  file: string,
  functionName: string,
  searchPath: string,
  directories?: GoDirectories,
  program: ProgramEvidence = OWN,
): string {
  const go = directories && { ...directories, ...program };
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

test("finds the standard library of another machine below GOROOT, if the function is of that package and the release is the one", () => {
  write("goroot/src/net/http/server.go", "package http");
  write("goroot/VERSION", "go1.22.1\ntime 2024-02-29T18:18:48Z\n");
  const go = { ...NOWHERE, roots: [join(temporary, "goroot")] };
  const name = "net/http.(*conn).serve";
  for (const file of [
    "/opt/go1.22.1/src/net/http/server.go",
    "net/http/server.go",
    "C:\\Go\\src\\net\\http\\server.go",
  ]) {
    assert.equal(read(file, name, "/nowhere", go), "package http");
    assert.match(read(file, "example.com/app/net/http.Serve", "/nowhere", go), /^Error/);
  }
  assert.match(read("/opt/go1.22.2/src/net/http/server.go", name, "/nowhere", go), /^Error/);
  assert.match(read("net/http/server.go", name, "/nowhere", go, UNKNOWN), /^Error/);
  write("bare/src/net/http/server.go", "of no release");
  assert.match(read("net/http/server.go", name, "/nowhere", { ...go, roots: [join(temporary, "bare")] }), /^Error/);
});

test("finds modules in the cache, escaped there or not", () => {
  write("cache/github.com/!azure/go-autorest@v1.0.0/Rest/client.go", "package rest");
  const go = { ...NOWHERE, moduleCaches: [join(temporary, "cache")] };
  const name = "github.com/Azure/go-autorest/Rest.Do";
  assert.equal(read("github.com/Azure/go-autorest@v1.0.0/Rest/client.go", name, "/nowhere", go), "package rest");
  const elsewhere = "/home/ci/go/pkg/mod/github.com/!azure/go-autorest@v1.0.0/Rest/client.go";
  assert.equal(read(elsewhere, name, "/nowhere", go), "package rest");
});

test("finds vendored packages of the version that is vendored, or of the project's own program", () => {
  write("app/go.mod", "module example.com/app\n");
  write("app/vendor/k8s.io/client-go/tools/cache/store.go", "package cache");
  write("app/vendor/modules.txt", "# k8s.io/client-go v0.29.0\n## explicit; go 1.21\nk8s.io/client-go/tools/cache\n");
  const go = { ...NOWHERE, projects: [join(temporary, "app/cmd"), join(temporary, "app")] };
  const name = "k8s.io/client-go/tools/cache.(*cache).Add";
  const versioned = (version: string): string[] => [
    `k8s.io/client-go@${version}/tools/cache/store.go`,
    `/builds/go/pkg/mod/k8s.io/client-go@${version}/tools/cache/store.go`,
  ];
  for (const file of versioned("v0.29.0")) assert.equal(read(file, name, "/nowhere", go, UNKNOWN), "package cache");
  for (const file of versioned("v0.29.1")) assert.match(read(file, name, "/nowhere", go), /^Error/);
  const vendored = "/build/vendor/k8s.io/client-go/tools/cache/store.go";
  assert.equal(read(vendored, name, "/nowhere", go), "package cache");
  assert.match(read(vendored, name, "/nowhere", go, UNKNOWN), /^Error/);
});

test("finds the files of the module around the working directory by the package of the function", () => {
  write("own/go.mod", "// comment\nmodule example.com/app // more\n\ngo 1.22\n");
  write("own/internal/store/store.go", "package store");
  write("own/cmd/tool/main.go", "package main");
  write("own/root.go", "package app");
  const go = { ...NOWHERE, projects: [join(temporary, "own/internal"), join(temporary, "own")] };
  const store = "/workspace/internal/store/store.go";
  assert.equal(
    read(store, "example.com/app/internal/store.(*Store[example.com/b/c.T]).Put", "/nowhere", go, UNKNOWN),
    "package store",
  );
  assert.equal(read("/workspace/root.go", "example.com/app.Do.func1", "/nowhere", go, UNKNOWN), "package app");
  assert.match(read(store, "example.com/apple/internal/store.Put", "/nowhere", go), /^Error/);
});

test("a main package is the project's only if something else in the profile is, or if its path says so", () => {
  const go = { ...NOWHERE, projects: [join(temporary, "own")] };
  assert.equal(read("/workspace/cmd/tool/main.go", "main.main", "/nowhere", go), "package main");
  assert.match(read("/workspace/cmd/tool/main.go", "main.main", "/nowhere", go, UNKNOWN), /^Error/);
  assert.match(read("/elsewhere/main.go", "main.main", "/nowhere", go, UNKNOWN), /^Error/);
  assert.equal(read("example.com/app/cmd/tool/main.go", "main.main", "/nowhere", go, UNKNOWN), "package main");
});

test("what was read instead of the file in the profile is named, and what pprof finds is not", () => {
  const go = { ...NOWHERE, projects: [join(temporary, "own")], ...OWN };
  const search = { searchPath: "/nowhere", trim: same, go };
  const found = readSourceFile("/workspace/cmd/tool/main.go", "main.main", search);
  assert.equal(found.kind === "found" && found.instead, join(temporary, "own/cmd/tool/main.go"));
  const direct = readSourceFile(join(temporary, "own/root.go"), "example.com/app.Do", search);
  assert.equal(direct.kind === "found" && direct.instead, undefined);
});

test("devices are sources without lines as in pprof, and what may never end is not opened", () => {
  assert.equal(read("/dev/zero", "main.main", "/"), "");
  assert.equal(read("/dev/null", "main.main", "/"), "");
  const pipe = join(temporary, "pipe.go");
  execFileSync("mkfifo", [pipe]);
  assert.equal(read(pipe, "main.main", "/"), `Error: open ${pipe}: invalid argument`);
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
  write("order/vendor/modules.txt", "# k8s.io/api v1.0.0\n");
  write("order/VERSION", "go1.22.1\n");
  const [project, root] = [join(temporary, "order"), join(temporary, "order")];
  const go = { roots: [root], moduleCaches: ["/m"], projects: [project] };
  assert.deepEqual(goSourceCandidates("k8s.io/api@v1.0.0/core/types.go", "k8s.io/api/core.F", go, OWN), [
    "/m/k8s.io/api@v1.0.0/core/types.go",
    `${project}/vendor/k8s.io/api/core/types.go`,
  ]);
  assert.deepEqual(goSourceCandidates("/go/src/sort/sort.go", "sort.Sort", go, OWN), [`${root}/src/sort/sort.go`]);
});

test("a file that ends before a line on a stack is another one", () => {
  write("short/go.mod", "module example.com/app\n");
  write("short/main.go", "package main\n\nfunc main() {}\n");
  const directories = { roots: [], moduleCaches: [], projects: [join(temporary, "short")] };
  const readWith = (last: number): string =>
    read("example.com/app/main.go", "main.main", "/nowhere", directories, { ...OWN, lastLineOf: () => last });
  assert.match(readWith(3), /^package main/);
  assert.match(readWith(4), /^Error: could not find file/);
});

test("how far a file must go is told by the profile", async () => {
  write("other/go.mod", "module example.com/heapshapes\n");
  write("other/main.go", "package main\n\nfunc main() {}\n");
  const ran = await runCli(["-list=main\\.main$", fixture("programs/cache/heap-after.out")], {
    cwd: join(temporary, "other"),
  });
  assert.match(ran.stdout, /Error: could not find file example\.com\/heapshapes\/main\.go/);
  assert.equal(ran.stderr, "");
});
