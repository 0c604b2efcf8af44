/** How much the engine would make of an expression, beside what it does make of it, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RE2JS } from "re2js";
import { UsageError } from "../../../src/errors.ts";
import { computePatternSize, limitTogether } from "../../../src/profile/filter/pattern-size.ts";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";

const SOURCES = [
  "main\\.(a|b)+[^x]{2,3}$",
  "a{1000}".repeat(20),
  "(?:a{10}){10}",
  "(((((a{2}){5}){5}){5}){4})",
  "(?i)abc.",
  "[^]a]{3}",
  "[[:alpha:]x\\]]{200}",
  "\\Qa{100}(\\E{7}",
  "(?P<name>a){2,500}",
  "(?<name>a?){2,}",
  "(?s:.{0,1000}|b)",
  "\\x{41}{50}",
  "\\({7}\\[{8}",
  "(a|b)*c??",
  "a{,3}{",
  "(?:.?){1000}",
];

for (const source of SOURCES) {
  test(`what ${source.slice(0, 30)} is compiled to is not more than what is told, and not half of it`, () => {
    const [told, made] = [computePatternSize(source), RE2JS.compile(source).programSize()];
    assert.ok(told + 5 >= made, `${told} instructions, ${made} made`);
    assert.ok(told <= 2 * made, `${told} instructions, ${made} made`);
  });
}

test("a class of Unicode counts for its ranges, once however often it is repeated within", () => {
  assert.equal(computePatternSize("\\pL."), 1 + 17 + 1);
  assert.equal(computePatternSize("[\\pL\\p{Greek}x]."), 1 + 33 + 1);
});

test("text that is only searched for is no program", () => {
  assert.equal(computePatternSize("a".repeat(1_000_000)), 0);
});

test("50,000 instructions are compiled, more are not", () => {
  const most = `.${"a{1000}".repeat(49)}${"a".repeat(998)}`;
  assert.equal(computePatternSize(most), 50_000);
  assert.ok(!compilePattern(most).matches("short"));
  assert.throws(() => compilePattern(`${most}a`), {
    code: "large-regexp",
    message:
      "error parsing regexp: expression too large: 50001 instructions, 50000 at most: what is repeated {1000} times counts as often",
  });
});

test("what Go has no room for is refused in Go's words", () => {
  const source = "a{1000}".repeat(3400);
  assert.throws(() => compilePattern(source), {
    code: "bad-regexp",
    message: `error parsing regexp: expression too large: \`${source}\``,
  });
});

test("expressions that are looked for together count together", () => {
  const compile = limitTogether(compilePattern, 2500);
  compile(".a{1000}");
  compile("only searched for");
  compile(".b{1000}");
  assert.throws(
    () => compile(".c{1000}"),
    (error) =>
      error instanceof UsageError && /: 3006 instructions with those before it, 2500 at most:/.test(error.message),
  );
});

test("any text is counted, in time that follows from its length", { timeout: 20_000 }, () => {
  for (const part of [
    "(",
    ")",
    "\\Q",
    "[",
    "(?",
    "{1",
    "\\p{",
    "[[:",
    "(?P<",
    "a{1",
    "[\\",
    "\\x{",
    "\\",
    "|",
    "(?i)",
    "\ud800",
  ]) {
    const before = process.cpuUsage().user;
    assert.ok(computePatternSize(part.repeat(Math.floor(50_000 / part.length))) >= 1);
    assert.ok(process.cpuUsage(undefined).user - before < 2e6, part);
  }
});
