/** What the symbolizer's last step does to the names of a profile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { demangleName, demangleProfile, hasMangledNames } from "../../src/demangle/demangle.ts";
import { demangleSymbol } from "../../src/demangle/symbol.ts";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import type { Profile } from "../../src/profile/tables.ts";

/** pprof's texts for names that are no mangled ones. */
const plain: readonly (readonly [name: string, short: string])[] = [
  ["main.run", "main.run"],
  ["pkg.(*T).M", "pkg.(*T).M"],
  ["pkg.(*T[...]).M", "pkg.(*T[...]).M"],
  ["pkg.(*T).M.Map[...].func2", "pkg..M.Map[...].func2"],
  ["pkg.Map[go.shape.int]", "pkg.Map[go.shape.int]"],
  ["java.util.List.<init>", "java.util.List.<init>"],
  ["std::vector<int>::push_back(int const&)", "std::vector::push_back"],
  ["a::f(b(c), d)::g(e)", "a::f::g"],
  ["a::f) (x)", "a::f) (x)"],
  ["a::f(x)) (y)", "a::f) (y)"],
  ["a::(unclosed", "a::(unclosed"],
];

for (const [name, short] of plain) {
  test(`${name} is shown as ${short}`, () => {
    assert.equal(
      demangleName(name, "short", () => undefined),
      short,
    );
    assert.equal(
      demangleName(name, "full", () => undefined),
      name,
    );
  });
}

test("template arguments stay where templates are asked for", () => {
  assert.equal(
    demangleName("a::f<int>(x)", "templates", () => undefined),
    "a::f<int>",
  );
});

test("the extra underscore of macOS is looked past", () => {
  assert.equal(demangleName("__Z3foov", "short", demangleSymbol), "foo");
});

function named(...functions: readonly (readonly [name: string, systemName: string])[]): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  for (const [name, systemName] of functions) builder.addFunction({ name, systemName });
  return builder.finish();
}

function namesOf({ functions, strings }: Profile): string[] {
  return Array.from(functions.name, (row) => strings.at(row));
}

const functions = named(["_Z3foov", "_Z3foov"], ["own", "_Z3barv"], ["", "_Z3bazi"], ["a::f(x)", "a::f(x)"]);

test("names that differ from their system name are left alone, unless forced", () => {
  const demangle = (force: boolean) => namesOf(demangleProfile(functions, { mode: "short", force }, demangleSymbol));
  assert.deepEqual(demangle(false), ["foo", "own", "baz", "a::f"]);
  assert.deepEqual(demangle(true), ["foo", "bar", "baz", "a::f"]);
});

test("with mode none, force brings back the system names", () => {
  const { none, full } = {
    none: demangleProfile(functions, { mode: "none", force: true }, demangleSymbol),
    full: demangleProfile(functions, { mode: "full", force: true }, demangleSymbol),
  };
  assert.deepEqual(namesOf(none), ["_Z3foov", "_Z3barv", "", "a::f(x)"]);
  assert.deepEqual(namesOf(full), ["foo()", "bar()", "baz(int)", "a::f(x)"]);
});

test("a demangler is wanted only where a name may be mangled", () => {
  assert.equal(hasMangledNames(functions), true);
  assert.equal(hasMangledNames(named(["main.run", "main.run"], ["_x", "_x"])), false);
});

test("names are looked through byte by byte as they are letter by letter", () => {
  for (const [name] of [...plain, ["a:b"], ["a:"], [":a::"], ["a>"], ["_x"], ["é::f(x)"], ["<a>"], ["]"]]) {
    const profile = named([name as string, name as string], ["::", "::"]);
    assert.equal(
      namesOf(demangleProfile(profile, { mode: "short", force: false }, () => undefined))[0],
      demangleName(name as string, "short", () => undefined),
    );
  }
});
