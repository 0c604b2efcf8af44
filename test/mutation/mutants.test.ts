import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { EQUIVALENT, staleIn } from "./equivalent.ts";
import { computeMutants, mutatedText } from "./mutants.ts";
import { sample } from "./sample.ts";

function changesOf(text: string): string[] {
  return computeMutants("a.ts", text)
    .map((mutant) => mutatedText(text, mutant))
    .sort();
}

function assertChanges(text: string, changes: readonly string[]): void {
  assert.deepEqual(changesOf(text), [...changes].sort());
}

test("edges of comparisons, operators and constants are changed", () => {
  assertChanges("const a = b < 2;", ["const a = b <= 2;", "const a = b < 3;", "const a = b < 1;"]);
  assertChanges("a += 0n;", ["{}", "a -= 0n;", "a += 1n;"]);
  assertChanges("const a = !b && i++ - -c;", [
    "const a = !b || i++ - -c;",
    "const a = !!b && i++ - -c;",
    "const a = !b && i++ + -c;",
    "const a = !b && i-- - -c;",
    "const a = !b && i++ - c;",
  ]);
  assertChanges("const a = 0.95;", ["const a = 1.95;"]);
});

test("statements go, branches and arguments change places, results are forgotten", () => {
  assertChanges("if (a) b(); else c();", ["if (a) {} else c();", "if (a) b(); else {}", "c();", "b();"]);
  assertChanges("const a = f(b, c, d);", ["const a = f(c, b, d);"]);
  assertChanges("const a = Math.max(b, c);", ["const a = Math.min(b, c);"]);
  assertChanges("const a = b ? c : true;", ["const a = (b) ? true : c;", "const a = b ? c : false;"]);
  assertChanges("function f() { return a; }", ["function f() { return undefined; }"]);
});

test("what no test can see by running is left alone", () => {
  assertChanges('import { a } from "a";\ntype B = { b: 1 };\nconst c = "d" + e;', []);
});

test("a seed chooses the same mutants each time, each once", () => {
  const all = Array.from({ length: 100 }, (_, row) => row);
  const chosen = sample(all, 20, 7);
  assert.deepEqual(sample(all, 20, 7), chosen);
  assert.notDeepEqual(sample(all, 20, 8), chosen);
  assert.equal(new Set(chosen).size, 20);
  assert.deepEqual(sample(all, 200, 7), all);
});

test("what is called equivalent says why, of a file that is there", () => {
  for (const { file, change, why } of EQUIVALENT) {
    assert.ok(existsSync(`src/${file}`), file);
    assert.ok(why.length > 20, change);
  }
});

test("what is called equivalent and is no longer there is told", () => {
  const entry = { file: "a.ts", change: "const a = [b + c]; -> [b - c]", why: "" };
  assert.deepEqual(staleIn("a.ts", "const a = b + c;", [entry]), []);
  assert.deepEqual(staleIn("a.ts", "const a = b;", [entry, { ...entry, file: "b.ts" }]), [entry]);
});
