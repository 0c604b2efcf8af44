import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import fc from "fast-check";
import { findMainModule } from "../../../src/graph/go/main-module.ts";
import { buildModuleTable, type GoModule, isStandardPackage } from "../../../src/graph/go/module.ts";
import { hasKnownHost, hasNestedGroups, moduleRoot } from "../../../src/graph/go/module-root.ts";
import { parseSourceFile } from "../../../src/graph/go/source-origin.ts";

/** `own example.com/app`, `dependency k8s.io/client-go v0.29.0`. */
function text(module: GoModule): string {
  return [module.owner, module.module, module.version].filter((part) => part !== "").join(" ");
}

describe("moduleRoot", () => {
  const cases: readonly [path: string, root: string][] = [
    ["github.com/golang/snappy", "github.com/golang/snappy"],
    ["github.com/dgraph-io/badger/v2/table", "github.com/dgraph-io/badger/v2"],
    ["github.com/x/y/v1/z", "github.com/x/y"],
    ["github.com/x/y/v10", "github.com/x/y/v10"],
    ["github.com/x/y/v02", "github.com/x/y"],
    ["gitlab.com/a/b/c", "gitlab.com/a/b"],
    ["codeberg.org/a/b/c", "codeberg.org/a/b"],
    ["bitbucket.org/a/b/c", "bitbucket.org/a/b"],
    ["git.corp.example/team/app/internal/db", "git.corp.example/team/app"],
    ["golang.org/x/net/http2/hpack", "golang.org/x/net"],
    ["google.golang.org/grpc/internal/transport", "google.golang.org/grpc"],
    ["google.golang.org/genproto/googleapis/rpc/status", "google.golang.org/genproto/googleapis/rpc"],
    ["google.golang.org/genproto/googleapis/api/annotations", "google.golang.org/genproto/googleapis/api"],
    ["google.golang.org/genproto/googleapis/type/date", "google.golang.org/genproto"],
    ["google.golang.org/api/run/v2", "google.golang.org/api"],
    ["gopkg.in/yaml.v3", "gopkg.in/yaml.v3"],
    ["gopkg.in/natefinch/lumberjack.v2", "gopkg.in/natefinch/lumberjack.v2"],
    ["gopkg.in/square/go-jose.v2/json", "gopkg.in/square/go-jose.v2"],
    ["k8s.io/api/autoscaling/v2", "k8s.io/api"],
    ["sigs.k8s.io/structured-merge-diff/v4/fieldpath", "sigs.k8s.io/structured-merge-diff/v4"],
    ["sigs.k8s.io/controller-runtime/pkg/cache", "sigs.k8s.io/controller-runtime"],
    ["go.uber.org/zap/zapcore", "go.uber.org/zap"],
    ["go.opentelemetry.io/otel/attribute", "go.opentelemetry.io/otel"],
    ["go.opentelemetry.io/otel/sdk/trace", "go.opentelemetry.io/otel/sdk"],
    ["go.opentelemetry.io/otel/sdk/metric/metricdata", "go.opentelemetry.io/otel/sdk/metric"],
    [
      "go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc/internal",
      "go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc",
    ],
    ["go.opentelemetry.io/otel/exporters/otlp/otlptrace/internal", "go.opentelemetry.io/otel/exporters/otlp/otlptrace"],
    [
      "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp/internal",
      "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
    ],
    [
      "go.opentelemetry.io/contrib/instrumentation/github.com/gorilla/mux/otelmux",
      "go.opentelemetry.io/contrib/instrumentation/github.com/gorilla/mux/otelmux",
    ],
    ["go.etcd.io/bbolt", "go.etcd.io/bbolt"],
    ["go.etcd.io/etcd/api/v3/etcdserverpb", "go.etcd.io/etcd/api/v3"],
    ["go.etcd.io/etcd/client/pkg/v3/transport", "go.etcd.io/etcd/client/pkg/v3"],
    ["go.etcd.io/etcd/pkg/logutil", "go.etcd.io/etcd"],
    ["cloud.google.com/go/storage/internal/apiv2", "cloud.google.com/go/storage"],
    ["cloud.google.com/go/internal/trace", "cloud.google.com/go"],
    ["cloud.google.com/go/pubsub/v2", "cloud.google.com/go/pubsub/v2"],
    ["cloud.google.com/go", "cloud.google.com/go"],
    ["github.com/aws/aws-sdk-go-v2/service/s3/types", "github.com/aws/aws-sdk-go-v2/service/s3"],
    [
      "github.com/aws/aws-sdk-go-v2/service/internal/presigned-url",
      "github.com/aws/aws-sdk-go-v2/service/internal/presigned-url",
    ],
    ["github.com/aws/aws-sdk-go-v2/internal/endpoints/v2", "github.com/aws/aws-sdk-go-v2/internal/endpoints/v2"],
    ["github.com/aws/aws-sdk-go-v2/aws/retry", "github.com/aws/aws-sdk-go-v2"],
    ["github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime", "github.com/Azure/azure-sdk-for-go/sdk/azcore"],
    [
      "github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container",
      "github.com/Azure/azure-sdk-for-go/sdk/storage/azblob",
    ],
    ["github.com/Azure/azure-sdk-for-go/services/dns", "github.com/Azure/azure-sdk-for-go"],
    ["istio.io/istio/pilot/pkg/xds", "istio.io/istio"],
    ["knative.dev/pkg/controller", "knative.dev/pkg"],
    ["helm.sh/helm/v3/pkg/action", "helm.sh/helm/v3"],
    ["dario.cat/mergo", "dario.cat/mergo"],
    ["modernc.org/sqlite/lib", "modernc.org/sqlite"],
    ["filippo.io/edwards25519/field", "filippo.io/edwards25519"],
    ["honnef.co/go/tools/staticcheck", "honnef.co/go/tools"],
    ["rsc.io/quote/v3", "rsc.io/quote/v3"],
    ["gonum.org/v1/gonum/mat", "gonum.org/v1/gonum"],
    ["go.opencensus.io/stats/view", "go.opencensus.io"],
    ["vanity.example/app/internal", "vanity.example/app"],
    ["vanity.example", "vanity.example"],
    ["app/internal/db", "app"],
    ["", ""],
  ];
  for (const [path, root] of cases) it(`of ${path} is ${root}`, () => assert.equal(moduleRoot(path), root));
});

test("hosts whose modules the rules know, and forges whose projects may lie in groups of groups", () => {
  const hosts: readonly [path: string, isKnown: boolean, isNested: boolean][] = [
    ["filippo.io/age", true, false],
    ["gitlab.com/a/b/c", true, true],
    ["gitlab.company.example/a/b", true, true],
    ["git.corp.example/team/app", true, true],
    ["gopkg.in/yaml.v3", true, false],
    ["k8s.io/client-go/rest", true, false],
    ["gitlab.community/a/b", true, true],
    ["github.com/a/b/tools/cmd/x", true, false],
    ["github.corp.example/a/b/tools", true, false],
    ["vanity.example/x", false, false],
    ["digit.example/x", false, false],
    ["app", false, false],
  ];
  for (const [path, isKnown, isNested] of hosts) {
    assert.deepEqual([path, hasKnownHost(path), hasNestedGroups(path)], [path, isKnown, isNested]);
  }
});

describe("parseSourceFile", () => {
  const cases: readonly [file: string, kind: string, module: string, version: string, inside: string][] = [
    [
      "/go/pkg/mod/k8s.io/client-go@v0.29.0/tools/cache/store.go",
      "module",
      "k8s.io/client-go",
      "v0.29.0",
      "tools/cache",
    ],
    ["k8s.io/client-go@v0.29.0/rest/request.go", "module", "k8s.io/client-go", "v0.29.0", "rest"],
    [
      "/go/pkg/mod/github.com/!azure/go-autorest@v14.2.0+incompatible/x.go",
      "module",
      "github.com/Azure/go-autorest",
      "v14.2.0+incompatible",
      "",
    ],
    [
      "C:\\Users\\me\\go\\pkg\\mod\\golang.org\\x\\net@v0.1.0\\idna\\a.go",
      "module",
      "golang.org/x/net",
      "v0.1.0",
      "idna",
    ],
    ["/gomodcache/gopkg.in/yaml.v3@v3.0.1/decode.go", "module", "gopkg.in/yaml.v3", "v3.0.1", ""],
    [
      "/home/first.last/cache/vanity.example/x@v1.0.0/a.go",
      "module",
      "first.last/cache/vanity.example/x",
      "v1.0.0",
      "",
    ],
    ["/home/me@vacation/app/main.go", "absolute", "", "", ""],
    ["/src/app/vendor/github.com/x/y/z.go", "vendor", "", "", ""],
    ["/usr/local/go/src/net/http/server.go", "goroot", "", "", "net/http"],
    ["/usr/local/go/src/vendor/golang.org/x/net/idna/idna.go", "goroot", "", "", "vendor/golang.org/x/net/idna"],
    ["vendor/golang.org/x/net/idna/idna.go", "goroot", "", "", "vendor/golang.org/x/net/idna"],
    [
      "/builds/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.0.linux-amd64/src/runtime/proc.go",
      "goroot",
      "",
      "",
      "runtime",
    ],
    ["/opt/hostedtoolcache/go/1.19.5/x64/src/sort/sort.go", "goroot", "", "", "sort"],
    ["/opt/homebrew/Cellar/go/1.21.3/libexec/src/io/io.go", "goroot", "", "", "io"],
    ["/usr/local/Cellar/go@1.21/1.21.13/libexec/src/io/io.go", "goroot", "", "", "io"],
    ["/opt/local/lib/go/src/io/io.go", "goroot", "", "", "io"],
    ["/nix/store/0c3y9kq1r4jp7z5v8m2x6w-go-1.21.4/share/go/src/io/io.go", "goroot", "", "", "io"],
    ["/snap/go/10489/src/io/io.go", "goroot", "", "", "io"],
    ["/root/.asdf/installs/golang/1.21.0/go/src/io/io.go", "goroot", "", "", "io"],
    ["/root/.gvm/gos/go1.21.3/src/io/io.go", "goroot", "", "", "io"],
    ["/root/.goenv/versions/1.21.0/src/io/io.go", "goroot", "", "", "io"],
    ["C:\\Users\\me\\scoop\\apps\\go\\current\\src\\io\\io.go", "goroot", "", "", "io"],
    ["external/go_sdk/src/io/io.go", "goroot", "", "", "io"],
    ["external/rules_go~~go_sdk~main___download_0/src/runtime/memmove_amd64.s", "goroot", "", "", "runtime"],
    ["external/rules_go++go_sdk+main___download_0/src/io/io.go", "goroot", "", "", "io"],
    ["external/rules_go~0.41.0/src/app/a.go", "trimmed", "", "", ""],
    ["/home/me/sdk/go1.16.2/src/io/io.go", "goroot", "", "", "io"],
    ["/usr/lib/go-1.21/src/io/io.go", "goroot", "", "", "io"],
    ["C:/Program Files/Go/src/io/io.go", "goroot", "", "", "io"],
    ["/go/src/github.com/me/app/main.go", "absolute", "", "", ""],
    ["/src/vendor/golang.org/x/net/idna/idna.go", "vendor", "", "", ""],
    ["net/http/server.go", "trimmed", "", "", ""],
    ["", "none", "", "", ""],
    ["<autogenerated>", "none", "", "", ""],
    ["_cgo_gotypes.go", "none", "", "", ""],
    ["??", "none", "", "", ""],
    ["/lib/libc.so", "absolute", "", "", ""],
    ["/src/heap.cc", "foreign", "", "", ""],
    ["/rustc/abc/library/std/src/rt.rs", "foreign", "", "", ""],
    ["node:internal/url", "foreign", "", "", ""],
    ["/app/parser/grammar.y", "absolute", "", "", ""],
  ];
  for (const [file, kind, module, version, inside] of cases) {
    it(`of ${JSON.stringify(file)} is ${kind}`, () => {
      const parsed = parseSourceFile(file);
      assert.deepEqual([parsed.kind, parsed.module, parsed.version, parsed.inside], [kind, module, version, inside]);
    });
  }
});

describe("the module of a package alone", () => {
  const app = "example.com/app";
  const cases: readonly [path: string, file: string, main: string | undefined, expected: string][] = [
    [
      "k8s.io/client-go/tools/cache",
      "/go/pkg/mod/k8s.io/client-go@v0.29.0/tools/cache/x.go",
      app,
      "dependency k8s.io/client-go v0.29.0",
    ],
    [
      "k8s.io/client-go/rest",
      "k8s.io/client-go@v0.29.0/rest/request.go",
      undefined,
      "dependency k8s.io/client-go v0.29.0",
    ],
    ["github.com/x/y/sub/z", "github.com/x/y/sub@v0.1.0/z/z.go", app, "dependency github.com/x/y/sub v0.1.0"],
    ["github.com/x/y/z", "/src/app/vendor/github.com/x/y/z/z.go", undefined, "dependency github.com/x/y"],
    ["net/http", "/usr/local/go/src/net/http/server.go", app, "stdlib std"],
    ["net/http", "net/http/server.go", app, "stdlib std"],
    ["net/http", "", undefined, "stdlib std"],
    ["net/http_test", "", undefined, "stdlib std"],
    ["net/http", "/usr/local/go/src/sync/once.go", app, "stdlib std"], // inlined
    ["net", "_cgo_gotypes.go", app, "stdlib std"],
    ["runtime", "runtime/proc.go", app, "runtime std"],
    ["runtime/pprof", "", app, "runtime std"],
    ["internal/runtime/maps", "/usr/local/go/src/internal/runtime/maps/map.go", app, "runtime std"],
    ["golang.org/x/net/idna", "/usr/local/go/src/vendor/golang.org/x/net/idna/idna.go", app, "stdlib std"],
    ["golang.org/x/net/idna", "vendor/golang.org/x/net/idna/idna.go", app, "stdlib std"],
    ["golang.org/x/net/idna", "/src/vendor/golang.org/x/net/idna/idna.go", app, "dependency golang.org/x/net"],
    ["golang.org/x/net/idna", "/go/src/shop/vendor/golang.org/x/net/idna/idna.go", app, "dependency golang.org/x/net"],
    ["go", "<autogenerated>", app, "stdlib std"],
    // The program itself.
    ["main", "/src/app/main.go", app, "own example.com/app"],
    ["main", "/src/app/main.go", undefined, "own main"],
    ["main", "/usr/local/go/src/sync/oncefunc.go", app, "own example.com/app"], // inlined
    ["main", "/go/pkg/mod/example.com/app@v1.2.0/main.go", app, "own example.com/app v1.2.0"],
    ["main", "/go/pkg/mod/example.com/other@v1.2.0/x.go", app, "own example.com/app"], // inlined
    ["example.com/app/db", "/src/app/db/db.go", app, "own example.com/app"],
    ["example.com/app/db_test", "", app, "own example.com/app"],
    ["example.com/application", "", app, "dependency example.com/application"],
    ["example.com/app/db", "/src/app/db/db.go", undefined, "own example.com/app"],
    ["example.com/app/db", "example.com/app/db/db.go", undefined, "own example.com/app"],
    ["example.com/app/db", "/go/src/example.com/app/db/db.go", undefined, "unknown example.com/app"], // or a dependency
    ["example.com/app/db", "", undefined, "unknown example.com/app"],
    ["shop/internal/cart", "/home/me/shop/internal/cart/cart.go", undefined, "own shop"],
    ["shop/internal/cart", "shop/internal/cart/cart.go", "shop", "own shop"],
    ["shop/internal/cart", "shop/internal/cart/cart.go", app, "dependency shop"],
    ["log/sink", "/home/me/log/sink/sink.go", undefined, "own log"], // a module named like a standard package
    ["command-line-arguments", "/tmp/x.go", undefined, "own main"],
    ["plugin/unnamed-4fa3c02e", "/tmp/x.go", app, "own example.com/app"],
    // A replace directive, and a closure that only looks like one.
    [
      "github.com/a/b/c",
      "/go/pkg/mod/github.com/me/fork@v1.0.0/c/x.go",
      app,
      "dependency github.com/a/b github.com/me/fork@v1.0.0",
    ],
    [
      "github.com/a/b/v2",
      "github.com/me/b/v2@v2.1.0/x.go",
      app,
      "dependency github.com/a/b/v2 github.com/me/b/v2@v2.1.0",
    ],
    ["github.com/a/b", "github.com/c/d@v1.0.0/x.go", app, "dependency github.com/a/b"],
    // Other languages.
    ["", "", app, "unknown"],
    ["std", "", app, "unknown"],
    ["alloc::vec", "", app, "unknown"],
    ["std", "/usr/include/c++/12/bits/stl_vector.h", app, "unknown"],
    ["jax", "/lib/python3.7/site-packages/jax/core.py", undefined, "unknown"],
    ["", "/usr/local/go/src/runtime/memmove_amd64.s", app, "runtime std"],
    ["", "internal/bytealg/equal_amd64.s", app, "stdlib std"],
    ["", "/home/me/app/sum_amd64.s", app, "unknown"],
  ];
  for (const [path, file, main, expected] of cases) {
    it(`of ${path || '""'} in ${file || "no file"} is ${expected}${main === undefined ? ", main unknown" : ""}`, () => {
      assert.equal(text(buildModuleTable([], main).resolve(path, file)), expected);
    });
  }

  it("takes any text", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (path, file) => text(buildModuleTable([], "a.com/b").resolve(path, file)) !== "",
      ),
    );
  });
});

describe("buildModuleTable", () => {
  const files = [
    "/go/pkg/mod/vanity.example/a/b/c@v1.0.0/x.go",
    "/go/pkg/mod/cloud.google.com/go@v0.111.0/internal/x.go",
    "/go/pkg/mod/cloud.google.com/go/storage@v1.35.1/x.go",
    "/go/pkg/mod/two.example/x@v1.0.0/x.go",
    "/go/pkg/mod/two.example/x@v1.1.0/x.go",
    "/go/pkg/mod/example.com/app/api@v0.3.0/x.go",
    "/builds/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.0.linux-amd64/src/runtime/proc.go",
  ];
  const table = buildModuleTable(files, "example.com/app");
  const cases: readonly [path: string, file: string, expected: string][] = [
    ["vanity.example/a/b/c/d", "", "dependency vanity.example/a/b/c v1.0.0"],
    ["vanity.example/a/b/cc", "", "dependency vanity.example/a"],
    ["cloud.google.com/go/storage/internal", "", "dependency cloud.google.com/go/storage v1.35.1"],
    ["cloud.google.com/go/storage", files[1] ?? "", "dependency cloud.google.com/go/storage v1.35.1"], // inlined
    ["cloud.google.com/go/iam", "", "dependency cloud.google.com/go v0.111.0"],
    ["two.example/x", "", "dependency two.example/x"],
    ["two.example/x", files[4] ?? "", "dependency two.example/x v1.1.0"],
    ["example.com/app/api/v1", "", "dependency example.com/app/api v0.3.0"], // a module of its own
    ["example.com/app/db", "", "own example.com/app"],
    ["golang.org/toolchain", "", "dependency golang.org/toolchain"],
  ];
  for (const [path, file, expected] of cases) {
    it(`finds ${path} in ${expected}`, () => assert.equal(text(table.resolve(path, file)), expected));
  }
});

describe("findMainModule", () => {
  const dependency = "k8s.io/client-go/rest.F /go/pkg/mod/k8s.io/client-go@v0.29.0/rest/x.go";
  const cases: readonly [title: string, functions: readonly string[], module: string | undefined][] = [
    ["-trimpath", ["main.main example.com/destination/cmd/x/main.go"], "example.com/destination"],
    [
      "-trimpath, a module deeper than the rule",
      ["main.main corp.example/team/app/cmd/x/main.go", "corp.example/team/app/db.F corp.example/team/app/db/db.go"],
      "corp.example/team/app",
    ],
    [
      "-trimpath, a replaced module beside",
      ["main.main corp.example/app/cmd/x/main.go", "corp.example/lib.F corp.example/lib/x.go"],
      "corp.example/app",
    ],
    [
      "a checkout",
      [
        "main.main /app/cmd/prometheus/main.go",
        "github.com/prometheus/prometheus/tsdb.F /app/tsdb/head.go",
        dependency,
      ],
      "github.com/prometheus/prometheus",
    ],
    [
      "a checkout named like the repository",
      ["main.main /w/app/app/cmd/x/main.go", "github.com/me/app/db.F /w/app/app/db/x.go"],
      "github.com/me/app",
    ],
    [
      "a checkout of a fork",
      ["main.main /src/fork/repo/cmd/main.go", "github.com/orig/repo/db.F /src/fork/repo/db/x.go"],
      "github.com/orig/repo",
    ],
    [
      "a major version",
      ["main.main /app/cmd/main.go", "github.com/me/app/v2/db.F /app/db/x.go"],
      "github.com/me/app/v2",
    ],
    [
      "groups of groups",
      ["main.main /b/cmd/x/main.go", "git.corp.example/a/b/c/pkg/db.F /b/pkg/db/x.go"],
      "git.corp.example/a/b/c",
    ],
    [
      "a module without a host",
      ["main.main /home/me/dir/main.go", "shop/internal/cart.F /home/me/dir/internal/cart/x.go"],
      "shop",
    ],
    ["GOPATH", ["main.main /go/src/github.com/me/app/cmd/x/main.go"], "github.com/me/app"],
    [
      "GOPATH beside a dependency",
      ["main.main /go/src/github.com/me/app/main.go", "github.com/a/b.F /go/src/github.com/a/b/x.go"],
      "github.com/me/app",
    ],
    [
      "GOPATH and a vendor directory, no main",
      [
        "github.com/me/app/db.F /go/src/github.com/me/app/db/x.go",
        "github.com/me/app/vendor/a.com/b.F /go/src/github.com/me/app/vendor/a.com/b/x.go",
      ],
      "github.com/me/app",
    ],
    ["go install", ["main.main /go/pkg/mod/example.com/app@v1.0.0/cmd/app/main.go", dependency], "example.com/app"],
    [
      "a closure inlined into main",
      [
        "main.main.New.func1 /go/pkg/mod/k8s.io/client-go@v0.29.0/x.go",
        "main.main /app/main.go",
        "example.com/app/db.F /app/db/x.go",
      ],
      "example.com/app",
    ],
    ["no main", ["example.com/app/db.F /app/db/x.go", dependency], "example.com/app"],
    ["no main, two candidates", ["example.com/app/db.F /app/db/x.go", "example.com/lib.F /lib/x.go"], undefined],
    ["no main in a GOPATH", ["example.com/app/db.F /go/src/example.com/app/db/x.go"], undefined],
    ["main alone", ["main.main /home/me/x/main.go", "runtime.main /usr/local/go/src/runtime/proc.go"], undefined],
    ["go run", ["main.main command-line-arguments/x.go"], undefined],
    ["go test", ["main.main _testmain.go", "example.com/app/db.TestF /app/db/x_test.go"], "example.com/app"],
    ["dependencies only", [dependency], undefined],
    ["another language", ["main /src/main.rs", "std::rt::lang_start /rustc/src/rt.rs"], undefined],
    ["nothing", [], undefined],
  ];
  for (const [title, functions, module] of cases) {
    it(`${module === undefined ? "does not know" : "finds"} the module of ${title}`, () => {
      const parsed = functions.map((text) => ({ name: text.split(" ")[0] ?? "", file: text.split(" ")[1] ?? "" }));
      assert.equal(findMainModule(parsed)?.module, module);
    });
  }

  it("takes any text", () => {
    const functions = fc.array(fc.record({ name: fc.string().map((rest) => `main.${rest}`), file: fc.string() }));
    fc.assert(fc.property(functions, (list) => findMainModule(list)?.module !== ""));
  });
});

test("what told the main module is said with it", () => {
  const at = (name: string, file: string) => ({ name, file });
  assert.deepEqual(findMainModule([at("main.main", "example.com/app/main.go")]), {
    module: "example.com/app",
    by: "main",
  });
  assert.deepEqual(findMainModule([at("github.com/me/app/db.F", "/src/app/db/x.go")]), {
    module: "github.com/me/app",
    by: "paths",
  });
  assert.equal(findMainModule([at("k8s.io/api.F", "/go/pkg/mod/k8s.io/api@v0.29.0/x.go")]), undefined);
});

test("of several own modules a package is of the one it lies deepest in", () => {
  const table = buildModuleTable([], ["example.com/app", "example.com/app/sdk", "corp.example/lib"]);
  const moduleOf = (path: string) => table.resolve(path, "").module;
  assert.deepEqual(["main", "example.com/app/db", "example.com/app/sdk/v", "corp.example/lib"].map(moduleOf), [
    ...["example.com/app", "example.com/app", "example.com/app/sdk", "corp.example/lib"],
  ]);
  assert.equal(table.resolve("example.com/application", "").owner, "dependency");
});

test("of two own modules too", () => {
  const table = buildModuleTable([], ["example.com/app", "corp.example/lib"]);
  assert.deepEqual(
    ["corp.example/lib/x", "example.com/app"].map((path) => table.resolve(path, "").module),
    ["corp.example/lib", "example.com/app"],
  );
});

test("what is named like a package of the standard library is one, unless its files lie elsewhere than in a src", () => {
  const isStandard = (path: string, file: string) => isStandardPackage(path, parseSourceFile(file));
  assert.equal(isStandard("log", "/home/me/log/x.go"), false);
  assert.equal(isStandard("log", "/build/src/log/x.go"), true);
  assert.equal(isStandard("log", "/build/gen/x.go"), true, "what is made elsewhere has no directory of its name");
  assert.equal(isStandard("log", "log/x.go"), true);
  assert.equal(isStandard("example.com/log", "/build/src/log/x.go"), false);
  assert.equal(
    isStandard("vendor/golang.org/x/net/idna", ""),
    true,
    "what the standard library has vendored is its own",
  );
});

test("a version is told by a file that has one, not by one of a Go installation", () => {
  const table = buildModuleTable([], undefined);
  const file = "/usr/local/go/src/net/http/server.go";
  assert.equal(table.resolve("example.com/fork/net/http", file).version, "");
  assert.equal(table.resolve("example.com/fork/net/http", file).module, "example.com/fork");
});

test("a module of a major version may be replaced by one that has none in its name", () => {
  const table = buildModuleTable([], undefined);
  const replaced = (path: string, file: string) => table.resolve(path, file).version;
  assert.equal(
    replaced("example.com/lib/v2", "/go/pkg/mod/github.com/fork/lib@v2.1.0/a.go"),
    "github.com/fork/lib@v2.1.0",
  );
  assert.equal(
    replaced("example.com/lib", "/go/pkg/mod/github.com/fork/lib/v3@v3.1.0/a.go"),
    "github.com/fork/lib/v3@v3.1.0",
  );
  assert.equal(replaced("example.com/v2", "/go/pkg/mod/github.com/fork/other@v2.1.0/a.go"), "");
});
