/** One code for each state of the evidence, in the order in which they count. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type VerdictBasis, verdictCode } from "../../../src/blame/verdict/verdict.ts";

const BASIS: VerdictBasis = { type: "inuse_space", isBlocked: false, net: 5, isSignificant: true, suspects: 1 };

const cases: readonly (readonly [Partial<VerdictBasis>, ReturnType<typeof verdictCode>])[] = [
  [{}, "grew"],
  [{ net: 5n }, "grew"],
  [{ net: -5 }, "shrank"],
  [{ net: 0 }, "shrank"],
  [{ isBlocked: true, type: "alloc_space" }, "not-comparable"],
  [{ type: "alloc_objects", isSignificant: undefined }, "allocated"],
  [{ isSignificant: undefined }, "uncounted"],
  [{ isSignificant: false }, "parts-grew"],
  [{ isSignificant: false, suspects: 0 }, "did-not-change"],
];
for (const [basis, code] of cases) {
  test(`${JSON.stringify(basis, (_, value) => (typeof value === "bigint" ? `${value}n` : value))} is ${code}`, () =>
    assert.equal(verdictCode({ ...BASIS, ...basis }), code));
}
