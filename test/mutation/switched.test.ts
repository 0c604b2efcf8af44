import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { computeMutants, mutatedText } from "./mutants.ts";
import { switchedText } from "./switched.ts";

const TEXTS = [
  "let b = 0; let i = 0; for (const a of [3, 1, 2]) { i++; if (a > 1) b += a * 2; else b -= --i; } done(b, i);",
  "const a = { 1: { b: (c, d) => c - d } }; done(a[1]?.b(2 + 1, 4)?.toString().slice(0, 1));",
  "const a = []; const f = (b, c) => ({ d: b, e: c }); f(1, 2).d = 3; a[f(1, 0).e] = -2; done(a, a.length);",
  "function f(a) { if (a === 0) return Math.max(1, 2); else return !a || a < 3; } done(f(0), f(2), f(3));",
  "let b = 0; const { 0: a } = [5]; if (a) if (a > 9) b = 1; else b = 2; done(a, b);",
  "const f = (a) => { for (const b of a) if (b < 0) return b; return Math.floor(0.5); }; done(f([1, -2]), f([]));",
];

function outcome(text: string, isMutant: (id: number) => boolean): string {
  let result = "nothing";
  const done = (...values: readonly unknown[]): void => {
    result = JSON.stringify(values);
  };
  try {
    runInNewContext(text, { isMutant, done });
  } catch (error) {
    return (error as Error).name;
  }
  return result;
}

test("a text with all mutants does what the text does, and what the chosen one does", () => {
  for (const text of TEXTS) {
    const mutants = computeMutants("a.ts", text);
    const switched = switchedText(
      text,
      mutants.map((mutant, id) => ({ id, mutant })),
    );
    assert.equal(
      outcome(switched, () => false),
      outcome(text, () => false),
    );
    for (const [chosen, mutant] of mutants.entries()) {
      const expected = outcome(mutatedText(text, mutant), () => false);
      assert.equal(
        outcome(switched, (id) => id === chosen),
        expected,
        mutatedText(text, mutant),
      );
    }
  }
});

test("whoever comes by a mutant asks for it by its number", () => {
  const text = "const f = (a) => a + 1; const g = (a) => a - 1; f(2);";
  const asked = new Set<number>();
  outcome(
    switchedText(
      text,
      computeMutants("a.ts", text).map((mutant, id) => ({ id: id + 10, mutant })),
    ),
    (id) => {
      asked.add(id);
      return false;
    },
  );
  const plus = computeMutants("a.ts", text).findIndex(({ replacement }) => replacement === "a - 1");
  const minus = computeMutants("a.ts", text).findIndex(({ replacement }) => replacement === "a + 1");
  assert.ok(asked.has(plus + 10) && !asked.has(minus + 10));
});
