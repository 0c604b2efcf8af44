/** Patterns in Go's syntax, and Go's words for bad ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageError } from "../../../src/errors.ts";
import { literalPattern, namesOf, onlyName, StringMatches } from "../../../src/profile/filter/pattern.ts";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";
import { decodeText, StringTable } from "../../../src/profile/string-table.ts";

const matching: readonly (readonly [pattern: string, text: string, isMatch: boolean])[] = [
  ["json", "encoding/json.Unmarshal", true],
  ["JSON", "encoding/json.Unmarshal", false],
  ["(?i)JSON", "encoding/json.Unmarshal", true],
  ["^json", "encoding/json.Unmarshal", false],
  ["json\\.Un.*l$", "encoding/json.Unmarshal", true],
  ["\\(\\*T\\)", "main.(*T).Run", true],
  ["\\Q(*T).\\E", "main.(*T).Run", true],
  ["[[:upper:]]", "main.run", false],
  ["\\pL+", "main.run", true],
  ["a.b", "a\nb", false],
  ["(?s)a.b", "a\nb", true],
  ["(?P<n>a)(?P<n>b)", "ab", true],
  ["\\z", "", true],
  ["", "anything", true],
];

for (const [pattern, text, isMatch] of matching) {
  test(`${JSON.stringify(pattern)} ${isMatch ? "is found in" : "is not found in"} ${JSON.stringify(text)}`, () => {
    assert.equal(compilePattern(pattern).matches(text), isMatch);
  });
}

const bad: readonly (readonly [pattern: string, message: string])[] = [
  ["(*x)", "missing argument to repetition operator: `*`"],
  ["a**", "invalid nested repetition operator: `**`"],
  ["a(", "missing closing ): `a(`"],
  ["a)", "unexpected ): `a)`"],
  ["[a", "missing closing ]: `[a`"],
  ["[z-a]", "invalid character class range: `z-a`"],
  ["a{1001}", "invalid repeat count: `{1001}`"],
  ["(?=x)", "invalid or unsupported Perl syntax: `(?=`"],
  ["(?P<n", "invalid named capture: `(?P<n`"],
  ["\\8", "invalid escape sequence: `\\8`"],
  ["a\\", "trailing backslash at end of expression: ``"],
];

for (const [pattern, message] of bad) {
  test(`${JSON.stringify(pattern)} is refused in Go's words`, () => {
    assert.throws(
      () => compilePattern(pattern),
      (error) =>
        error instanceof UsageError &&
        error.code === "bad-regexp" &&
        error.message === `error parsing regexp: ${message}`,
    );
  });
}

test("bytes that are no UTF-8 count as one character each, as in Go", () => {
  const text = decodeText(Uint8Array.of(0x61, 0xff, 0xfe, 0x62));
  assert.equal(compilePattern("^a..b$").matches(text), true);
  assert.equal(compilePattern("^a.b$").matches(text), false);
  assert.equal(compilePattern("\ufffd").matches(text), true);
});

test("a string of a profile is matched once, however often it is asked for", () => {
  let matched = 0;
  const strings = StringTable.from(["", "main.run", "json.Get"]);
  const matches = new StringMatches(strings, (text) => {
    matched++;
    return text.startsWith("json");
  });
  assert.deepEqual(
    [1, 2, 1, 2, 2].map((index) => matches.has(index)),
    [false, true, false, true, true],
  );
  assert.equal(matched, 2);
});

test("the pattern of a name finds this name alone, whatever is in it", () => {
  const name = "main.(*T[...]).f+g{1}|$^?\\";
  const pattern = compilePattern(onlyName(name));
  assert.deepEqual(
    [name, `${name}x`, `x${name}`, "main.f"].map((each) => pattern.matches(each)),
    [true, false, false, false],
  );
  assert.ok(
    compilePattern(literalPattern("a.b")).matches("xa.by") && !compilePattern(literalPattern("a.b")).matches("axb"),
  );
});

test("names come back out of the pattern of just these, and out of no other", () => {
  const names = ["main.(*T[...]).f+g{1}|$^?\\", "main.f", "a$|^b"];
  assert.deepEqual(namesOf(names.map(onlyName).join("|")), names);
  assert.deepEqual(namesOf(onlyName("main.f")), ["main.f"]);
  for (const pattern of ["", "main", "^main", "^main.f$", "^a$|b", "^a$|^b", "^(a|b)$"]) {
    assert.equal(namesOf(pattern), undefined, pattern);
  }
});

test("what is no text is refused as that", () => {
  assert.throws(
    () => compilePattern(5 as unknown as string),
    (error) => error instanceof UsageError && /a regular expression/.test(error.message),
  );
});
