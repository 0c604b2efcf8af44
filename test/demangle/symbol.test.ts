/**
 * Symbols and what Go's demangler makes of them: symbols.tsv has the symbol, then its text without parameters and template arguments, without
 * parameters, and in full; nothing where it stays as it is.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { demangleSymbol } from "../../src/demangle/symbol.ts";
import { mutations } from "../profile/mutations.ts";

const MODES = ["short", "templates", "full"] as const;

const rows = readFileSync(new URL("symbols.tsv", import.meta.url), "utf8")
  .replace(/\n$/, "")
  .split("\n")
  .map((line) => line.split("\t"));

for (const [symbol = "", ...texts] of rows) {
  test(`${symbol} reads ${texts[0] || "as it is"}`, () => {
    assert.deepEqual(
      MODES.map((mode) => demangleSymbol(symbol, mode) ?? ""),
      texts,
    );
  });
}

test("damaged symbols are demangled or left alone, never a crash", () => {
  let demangled = 0;
  for (const [seed, [symbol = ""]] of rows.entries()) {
    for (const bytes of mutations(new TextEncoder().encode(symbol), 100, seed)) {
      const damaged = new TextDecoder("latin1").decode(bytes);
      for (const mode of MODES) if (demangleSymbol(damaged, mode) !== undefined) demangled++;
    }
  }
  assert.ok(demangled > 100, `${demangled}`);
});

test("a symbol that would unfold to gigabytes is given up", () => {
  // Each pair holds the one before twice.
  const pairs = Array.from({ length: 40 }, (_, index) => {
    const before = index === 0 ? "S_" : `S${(2 * index - 1).toString(36).toUpperCase()}_`;
    return `1pI${before}${before}E`;
  });
  for (const mode of MODES) demangleSymbol(`_Z1fI1p${pairs.join("")}EvT_`, mode);
  demangleSymbol(`_Z1f${"P".repeat(100_000)}i`, "full");
  demangleSymbol(`_RIC1f${"T".repeat(100_000)}`, "full");
});
