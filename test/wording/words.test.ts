import assert from "node:assert/strict";
import { test } from "node:test";
import { sayIn, type WordsFor } from "../../src/wording/words.ts";

test("a finding is said by the words of its code, from its facts", () => {
  const words: WordsFor<{ readonly a: { readonly n: number }; readonly b: { readonly s: string } }> = {
    a: ({ n }) => `a ${n}`,
    b: ({ s }) => `b ${s}`,
  };
  assert.deepEqual(
    [sayIn(words, { code: "a", facts: { n: 1 } }), sayIn(words, { code: "b", facts: { s: "x" } })],
    ["a 1", "b x"],
  );
});
