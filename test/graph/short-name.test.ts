import assert from "node:assert/strict";
import { test } from "node:test";
import { shortenFunctionName } from "../../src/graph/short-name.ts";

/** Checked once against pprof's expressions on 200,000 random names. */
const CASES: readonly (readonly [name: string, short: string])[] = [
  ["k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive", "watch.(*StreamWatcher).receive"],
  ["github.com/x/y/v2.Func", "y.Func"],
  ["github.com/x/y/v2/z.Func", "z.Func"],
  ["github.com/x/y/v1.Func", "v1.Func"],
  ["github.com/x/y/v10/v11.Func", "v11.Func"],
  ["github.com/x/v2xyz.Func", "v2xyz.Func"],
  ["gopkg.in/yaml%2ev3.(*parser).parse", "yaml%2ev3.(*parser).parse"],
  ["foo/xyz", "foo/xyz"],
  ["a/b/.c", "b/.c"],
  ["main.main", "main.main"],
  ["runtime.mallocgc", "runtime.mallocgc"],
  ["java.util.HashMap.put(Object)", "HashMap.put"],
  ["com.x.Cache$1.<init>", "Cache$1.<init>"],
  ["java.util.hashMap.put", "java.util.hashMap.put"],
  ["(anonymous namespace)::Foo::Bar", "Foo::Bar"],
  ["std::vector::Foo::Bar<int>", "Foo::Bar<int>"],
  ["std::Foo::Bar<int> const", "Foo::Bar<int>"],
  ["std::Foo::Bar<int>::Baz<char>(x)", "Foo::Bar<int>::Baz<char>"],
  ["std::Foo::Bar<int", "Foo::Bar"],
  ["a::b::Foo::~Foo", "Foo::~Foo"],
  ["a::Foo::Bar::baz", "Bar::baz"],
  ["a::Foo::bar::baz", "Foo::bar"],
  ["Foo::bar", "Foo::bar"],
  ["a::b::c", "a::b::c"],
  ["", ""],
];

for (const [name, short] of CASES) {
  test(`shortens ${name} to ${short}`, () => assert.equal(shortenFunctionName(name), short));
}

/** Backtracking would take hours, and the runner gives up long before. */
test("comes to an end with names made to make expressions backtrack", () => {
  for (const part of ["a/", "/v1", "A::", "a::", "a.", "A.a$1", "::B<", "_", "1"]) {
    shortenFunctionName(part.repeat(200_000));
    shortenFunctionName(`/v${part.repeat(200_000)}-`);
  }
});

test("a line break ends a name, and a class that nothing is before is no scope to cut", () => {
  for (const [name, short] of [
    ["x/b.\nc", "x/b.\nc"],
    ["x/b\n.c", "b\n.c"],
    ["Foo::bar(int)", "Foo::bar(int)"],
    ["a::Foo::bar(int)", "Foo::bar"],
  ] as const)
    assert.equal(shortenFunctionName(name), short);
});
