import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  canonicalFunction,
  fingerprintFunction,
  packageOf,
  parseFunctionName,
  symbolOf,
} from "../../../src/graph/go/symbol.ts";

describe("packageOf and symbolOf", () => {
  it("finds no package in a path without a dot behind its last element, be its host named go", () => {
    assert.deepEqual([packageOf("go.dev/x"), packageOf("go.dev/x.F")], ["", "go.dev/x"]);
  });

  const cases: readonly [name: string, path: string, symbol: string][] = [
    [
      "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive",
      "k8s.io/apimachinery/pkg/watch",
      "(*StreamWatcher).receive",
    ],
    ["net/http.(*conn).serve", "net/http", "(*conn).serve"],
    ["encoding/json.Unmarshal", "encoding/json", "Unmarshal"],
    ["runtime.mallocgc", "runtime", "mallocgc"],
    ["main.main.func1", "main", "main.func1"],
    ["main.(*T).M-fm", "main", "(*T).M-fm"],
    ["main.T.M-fm", "main", "T.M-fm"],
    ["main.Walk-range1", "main", "Walk-range1"],
    ["main.main·dwrap·1", "main", "main·dwrap·1"],
    ["main.glob..func1", "main", "glob..func1"],
    ["example.com/a.init.0", "example.com/a", "init.0"],
    ["example.com/a.init.func1", "example.com/a", "init.func1"],
    ["example.com/a.map.init.0", "example.com/a", "map.init.0"],
    ["main._Cfunc_x", "main", "_Cfunc_x"],
    ["runtime/cgo._cgo_sys_thread_start", "runtime/cgo", "_cgo_sys_thread_start"],
    ["command-line-arguments.main", "command-line-arguments", "main"],
    ["plugin/unnamed-4fa3c02e.Handle", "plugin/unnamed-4fa3c02e", "Handle"],
    ["example.com/foo_test.TestX", "example.com/foo_test", "TestX"],
    ["foo_test.TestX", "foo_test", "TestX"],
    ["example.com/foo%2etest.main", "example.com/foo.test", "main"],
    ["go/parser.ParseFile", "go/parser", "ParseFile"],
    ["go.uber.org/zap.(*Logger).Info", "go.uber.org/zap", "(*Logger).Info"],
    ["example.com/x+y/~z.F", "example.com/x+y/~z", "F"],
    // Dots in the last element are escaped, but not by every tool.
    ["gopkg.in/yaml%2ev3.(*parser).parse", "gopkg.in/yaml.v3", "(*parser).parse"],
    ["gopkg.in/yaml%2Ev3.Unmarshal", "gopkg.in/yaml.v3", "Unmarshal"],
    ["gopkg.in/yaml.v3.(*parser).parse", "gopkg.in/yaml.v3", "(*parser).parse"],
    ["github.com/nats-io/nats%2ego.Connect", "github.com/nats-io/nats.go", "Connect"],
    ["github.com/nats-io/nats.go.(*Conn).readLoop", "github.com/nats-io/nats.go", "(*Conn).readLoop"],
    ["github.com/nats-io/nats.go/jetstream.New", "github.com/nats-io/nats.go/jetstream", "New"],
    ["gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun", "gopkg.in/natefinch/lumberjack.v2", "(*Logger).millRun"],
    // Type arguments hold slashes, dots and, in struct tags, anything.
    [
      "example.com/a/b.Map[go.shape.string,k8s.io/api/core/v1.Pod].Get.func1",
      "example.com/a/b",
      "Map[go.shape.string,k8s.io/api/core/v1.Pod].Get.func1",
    ],
    ["example.com/a.(*List[github.com/x/y.T]).Push", "example.com/a", "(*List[github.com/x/y.T]).Push"],
    ["main.F[[2]map[string]a/b.T]", "main", "F[[2]map[string]a/b.T]"],
    ["a/b.F[...]", "a/b", "F[...]"],
    ['a/b.F[go.shape.struct { X int "json:\\"]/c.d\\"" }]', "a/b", 'F[go.shape.struct { X int "json:\\"]/c.d\\"" }]'],
    // Vendor directories.
    ["vendor/golang.org/x/net/http2/hpack.(*Decoder).Write", "golang.org/x/net/http2/hpack", "(*Decoder).Write"],
    ["k8s.io/kubernetes/vendor/k8s.io/apimachinery/pkg/watch.X", "k8s.io/apimachinery/pkg/watch", "X"],
    ["a.com/b/vendor/c.com/d/vendor/e.com/f.G", "e.com/f", "G"],
    // The compiler's own.
    ["type:.eq.foo/bar.T", "foo/bar", "type:.eq.foo/bar.T"],
    ["type..eq.github.com/a/b.T", "github.com/a/b", "type..eq.github.com/a/b.T"],
    ["type:.hash.[2]string", "go", "type:.hash.[2]string"],
    ["type:.eq.type:.eq.a.T", "go", "type:.eq.type:.eq.a.T"],
    ["go:struct { io.Reader; a/b.C }.Read", "go", "go:struct { io.Reader; a/b.C }.Read"],
    ["go.(*struct { sync.Mutex }).Lock", "go", "go.(*struct { sync.Mutex }).Lock"],
    ["go.shape.int.F", "go", "go.shape.int.F"],
    // Other languages.
    ["", "", ""],
    ["_Cfunc_x", "", "_Cfunc_x"],
    ["x_cgo_thread_start", "", "x_cgo_thread_start"],
    ["memeqbody", "", "memeqbody"],
    ["malloc.part.0", "", "malloc.part.0"],
    ["operator new[](unsigned long)", "", "operator new[](unsigned long)"],
    [
      "std::vector<int, std::allocator<int> >::push_back(int&&)",
      "std",
      "std::vector<int, std::allocator<int> >::push_back(int&&)",
    ],
    ["void rocksdb::util::Sort<a::B>(a::B*)", "rocksdb::util", "void rocksdb::util::Sort<a::B>(a::B*)"],
    ["rocksdb::DBImpl::Write(int)", "rocksdb", "rocksdb::DBImpl::Write(int)"],
    ["alloc::vec::Vec<T>::push", "alloc::vec", "alloc::vec::Vec<T>::push"],
    ["<alloc::vec::Vec<T> as core::ops::Drop>::drop", "alloc::vec", "<alloc::vec::Vec<T> as core::ops::Drop>::drop"],
    ["std::panicking::try::he98a7fab8d6dec0c", "std::panicking", "std::panicking::try::he98a7fab8d6dec0c"],
    ["(anonymous namespace)::f", "", "(anonymous namespace)::f"],
    ["log::log", "", "log::log"], // else it would pass for the Go package
    ["java.util.HashMap.put", "java.util", "java.util.HashMap.put"],
    ["com.example.Foo$1.run(I)V", "com.example", "com.example.Foo$1.run(I)V"],
    ["Array.map", "", "Array.map"],
    ["Object.<anonymous>", "", "Object.<anonymous>"],
    ["(anonymous:L#10:C#21)", "", "(anonymous:L#10:C#21)"],
    ["<module>", "", "<module>"],
    ["node:internal/url.parse", "", "node:internal/url.parse"],
    ["./lib/x.js:run", "", "./lib/x.js:run"],
    ["/a/b.c", "", "/a/b.c"],
    [".", "", "."],
  ];
  for (const [name, path, symbol] of cases) {
    it(`reads ${JSON.stringify(name)}`, () => {
      assert.equal(packageOf(name), path);
      assert.equal(symbolOf(name), symbol);
    });
  }
});

describe("parseFunctionName", () => {
  const cases: readonly [name: string, receiver: string, method: string, closure: string][] = [
    ["a/b.(*StreamWatcher).receive", "*StreamWatcher", "receive", ""],
    ["a/b.HandlerFunc.ServeHTTP", "HandlerFunc", "ServeHTTP", ""],
    ["a/b.F", "", "F", ""],
    ["a/b.F.func1.2", "", "F", "func1.2"],
    ["a/b.(*T).M.func1.gowrap2", "*T", "M", "func1.gowrap2"],
    ["a/b.F.gowrap1", "", "F", "gowrap1"],
    ["a/b.F.deferwrap1", "", "F", "deferwrap1"],
    ["a/b.(*T).M-fm", "*T", "M-fm", ""],
    ["a/b.init.0", "", "init", "0"],
    ["a/b.init.func1", "", "init", "func1"],
    ["a/b.map.init.0", "", "map", "init.0"],
    ["a/b.glob..func1", "", "glob", "func1"],
    ["a/b.Log.Wrap.func1", "Log", "Wrap", "func1"],
    ["a/b.(*Tree[go.shape.struct { A.B; C int }]).Get", "*Tree[go.shape.struct { A.B; C int }]", "Get", ""],
    ["a/b.Map[go.shape.string,x.com/y.Z].Get.func1", "Map[go.shape.string,x.com/y.Z]", "Get", "func1"],
    ["a/b.(*T).Merge.(*T).wait.func2", "*T", "Merge", "(*T).wait.func2"],
    ["a/b.(*T", "", "(*T", ""],
    ["std::move", "", "std::move", ""],
  ];
  for (const [name, receiver, method, closure] of cases) {
    it(`takes ${name} apart`, () => {
      const parsed = parseFunctionName(name);
      assert.deepEqual([parsed.receiver, parsed.method, parsed.closure], [receiver, method, closure]);
      assert.equal(parsed.isGo, !name.includes("::"));
    });
  }
});

describe("canonicalFunction and fingerprintFunction", () => {
  const cases: readonly [name: string, canonical: string, fingerprint: string][] = [
    ["a.com/b/c.F.func1.2", "a.com/b/c.F.func1.2", "a.com/b/c.F.func"],
    ["a.com/b.F.func1.gowrap2", "a.com/b.F.func1.gowrap2", "a.com/b.F.func.gowrap"],
    ["a.com/b.F.gowrap1", "a.com/b.F.gowrap1", "a.com/b.F.gowrap"],
    ["a.com/b.F-range1.func2-range3", "a.com/b.F-range1.func2-range3", "a.com/b.F-range.func-range"],
    ["a.com/b.(*T).M-fm", "a.com/b.(*T).M-fm", "a.com/b.(*T).M"],
    ["a.com/b.(*T).(a.com/b.m)-fm", "a.com/b.(*T).m-fm", "a.com/b.(*T).m"],
    ["main.main·dwrap·1", "main.main·dwrap·1", "main.main.deferwrap"],
    ["a.com/b.init.0", "a.com/b.init.0", "a.com/b.init"],
    ["a.com/b.map.init.0", "a.com/b.map.init.0", "a.com/b.map.init"],
    ["a.com/b.glob..func1.2", "a.com/b.glob..func1.2", "a.com/b.init.func"],
    ["main.func1", "main.func1", "main.func1"],
    ["main.route.func3.Gzip.1", "main.route.func3.Gzip.1", "main.route.func.Gzip"],
    ["k8s.io/kubernetes/vendor/k8s.io/api/core/v1.F", "k8s.io/api/core/v1.F", "k8s.io/api/core/v1.F"],
    [
      "github.com/dgraph-io/badger/v2/table.Open",
      "github.com/dgraph-io/badger/table.Open",
      "github.com/dgraph-io/badger/table.Open",
    ],
    ["k8s.io/api/autoscaling/v2.F", "k8s.io/api/autoscaling/v2.F", "k8s.io/api/autoscaling/v2.F"], // an API version
    ["go.etcd.io/etcd/client/v3.New", "go.etcd.io/etcd/client.New", "go.etcd.io/etcd/client.New"],
    ["gopkg.in/yaml%2ev3.F", "gopkg.in/yaml.v3.F", "gopkg.in/yaml.v3.F"],
    ["a/b.Map[go.shape.string,c.d/v1.E[f.G]].Get.func1", "a/b.Map[...].Get.func1", "a/b.Map[...].Get.func"],
    ["a/b.(*L[[]c.d/e.F]).Do[int]", "a/b.(*L[...]).Do[...]", "a/b.(*L[...]).Do[...]"],
    ["a/b.F[...]", "a/b.F[...]", "a/b.F[...]"],
    ['a/b.F[struct { X int "a]b\\"]" }].G', "a/b.F[...].G", "a/b.F[...].G"],
    ["a/b.F[go.shape.stri", "a/b.F[...]", "a/b.F[...]"], // cut short
    ["type:.eq.[2]string", "type:.eq.[2]string", "type:.eq.[2]string"],
    ["type:.eq.a/b.T[int]", "type:.eq.a/b.T[...]", "type:.eq.a/b.T[...]"],
    ["operator new[](unsigned long)", "operator new[](unsigned long)", "operator new[](unsigned long)"],
    ["alloc::vec::Vec<[T; 2]>::push.1", "alloc::vec::Vec<[T; 2]>::push.1", "alloc::vec::Vec<[T; 2]>::push.1"],
    ["", "", ""],
  ];
  for (const [name, canonical, fingerprint] of cases) {
    it(`folds ${JSON.stringify(name)}`, () => {
      assert.equal(canonicalFunction(name), canonical);
      assert.equal(fingerprintFunction(name), fingerprint);
    });
  }

  const piece = fc.constantFrom(
    ...'a b.c / . .. (* ) [ ] { } " \\ < > :: - -fm -range1 .func1 .2 %2e vendor/ /vendor/ /v2 go. type:.eq. main. · é operator init glob'.split(
      " ",
    ),
    " ",
    "",
  );
  const name = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
  );

  it("takes any text, and leaves its own results as they are", () => {
    fc.assert(
      fc.property(name, (text) => {
        assert.doesNotMatch(packageOf(text), /[()[\]{}]/);
        assert.ok(text.endsWith(symbolOf(text)));
        parseFunctionName(text);
        const canonical = canonicalFunction(text);
        const fingerprint = fingerprintFunction(text);
        // Without its escapes, or as `gotest.tools.F` for `gotest.tools/v3.F`, a name may read otherwise.
        if (/%2e/i.test(text) || /^[^/]*\/v\d/.test(packageOf(text))) return;
        assert.equal(canonicalFunction(canonical), canonical, "canonical twice");
        assert.equal(fingerprintFunction(canonical), fingerprint, "fingerprint of canonical");
      }),
      { numRuns: 3000 },
    );
  });

  it("takes time in proportion to the length", () => {
    const long = (text: string): string => text.repeat(Math.ceil(400_000 / text.length));
    const hostile = [
      "[",
      "x[y],",
      "a.1",
      "a::b<",
      "a.f(*",
      "/vendor/",
      "x.y/v2/",
      'x["\\',
      "a.b[c]",
      "x ",
      "a.F-range1",
    ];
    for (const text of hostile.flatMap((part) => [long(part), `a/b.F${long(part)}`, `a/b.F[${long(part)}]`])) {
      packageOf(text);
      parseFunctionName(text);
      fingerprintFunction(text);
    }
  });
});

it("folds a method value of before Go 1.10, and nothing that only ends like one", () => {
  assert.equal(canonicalFunction("main.(*T).(example.com/p.run)-fm"), "main.(*T).run-fm");
  assert.equal(canonicalFunction("main.T.(main.run)"), "main.T.(main.run)");
  for (const name of ["main.x)-fm", "main.(*T).(y z)-fm", "main.f.(x)-fm"]) assert.equal(canonicalFunction(name), name);
});

describe("operators of C++", () => {
  it("belong to no group, whatever they are members of", () => {
    for (const name of [
      "std::operator<<(std::ostream&)",
      "bool std::operator==<int>(int)",
      "operator new(unsigned long)",
    ])
      assert.equal(packageOf(name), "", name);
    assert.equal(packageOf("std::operators::apply(int)"), "std::operators");
  });
});

describe("names that begin with a dot or a slash", () => {
  it("are of no package", () => {
    for (const name of [".F", "a/.F", "/a.F", "a/b", "/"]) assert.equal(packageOf(name), "", name);
    assert.equal(packageOf("a/b.F"), "a/b");
  });
});

describe("functions whose names begin with a keyword", () => {
  it("are functions", () => {
    for (const name of ["gox", "go1", "v3x", "gopher"]) {
      assert.equal(packageOf(`example.com/a.${name}`), "example.com/a");
      assert.equal(symbolOf(`gopkg.in/a.${name}`), name);
    }
  });
});
