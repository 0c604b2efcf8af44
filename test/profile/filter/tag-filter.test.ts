/** tagfocus, tagignore, tagshow, taghide: which label sets an expression means. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { filterByKeys } from "../../../src/profile/filter/keys.ts";
import { filterByLabels } from "../../../src/profile/filter/labels.ts";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";
import { parseTagFilter } from "../../../src/profile/filter/tag-filter.ts";
import { findNumericUnits, unitNotices } from "../../../src/profile/numeric-units.ts";
import { labelsOf } from "../stacks-of.ts";

function sampled(): ProfileBuilder {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  builder.addSample([], [1], [{ key: "bytes", value: 16n, unit: "bytes" }]);
  builder.addSample([], [2], [{ key: "bytes", value: 2048n, unit: "bytes" }]);
  builder.addSample(
    [],
    [3],
    [
      { key: "user", value: "anna" },
      { key: "zone", value: "eu" },
    ],
  );
  builder.addSample(
    [],
    [4],
    [
      { key: "user", value: "bert" },
      { key: "bytes", value: 4n, unit: "kb" },
    ],
  );
  builder.addSample([], [5]);
  return builder;
}

const profile = sampled().finish();

/** Values of the samples that the expression accepts. */
function accepted(text: string): number[] {
  const { accepts } = parseTagFilter(text, findNumericUnits(profile).units, compilePattern);
  return Array.from(filterByLabels(profile, accepts, undefined).profile.samples.values[0] as Float64Array);
}

const expressions: readonly (readonly [text: string, values: readonly number[]])[] = [
  ["16", []],
  ["16b", [1]],
  ["+16b", [1]],
  ["2kb", [2]],
  [":2kb", [1, 2, 4]],
  ["1kb:", [2]],
  ["1b:1kb", [1, 4]],
  ["1b:2kb", [1, 2, 4]],
  ["1b:2047b", [1, 4]],
  ["4b:16b", [1, 4]],
  ["5b:16b", [1]],
  ["2048b:1mb", [2]],
  ["2049b:1mb", []],
  ["16b:", [1, 2]],
  [":16b", [1, 4]],
  [":15b", [4]],
  ["bytes=16b", [1]],
  ["size=16b", []],
  ["1s:", []],
  ["user", [3, 4]],
  ["user:anna", [3]],
  ["^anna", []],
  ["user,eu", [3]],
  ["user=anna,bert", [3, 4]],
  ["user=^ann", [3]],
  ["zone=user", []],
  ["2kb ", []],
];

for (const [text, values] of expressions) {
  test(`tagfocus=${text} means ${values.length} of the samples`, () => assert.deepEqual(accepted(text), values));
}

test("a range is told apart from a pattern", () => {
  const rangeOf = (text: string) => parseTagFilter(text, new Map(), compilePattern).range;
  assert.equal(rangeOf("key=1kb:4mb"), "1kb:4mb");
  assert.equal(rangeOf("v1.2"), undefined);
  assert.equal(rangeOf("1kb:4s"), undefined);
});

test("a bound beyond int64 is an error, not a number", () => {
  assert.throws(() => parseTagFilter("99999999999999999999", new Map(), compilePattern), /value out of range/);
  assert.throws(() => parseTagFilter("9223372036854775808", new Map(), compilePattern), /value out of range/);
  assert.equal(parseTagFilter("9223372036854775807", new Map(), compilePattern).range, "9223372036854775807");
});

test("tagignore drops what it accepts", () => {
  const { accepts } = parseTagFilter("user", new Map(), compilePattern);
  const ignored = filterByLabels(profile, undefined, accepts);
  assert.deepEqual(Array.from(ignored.profile.samples.values[0] as Float64Array), [1, 2, 5]);
  assert.deepEqual(ignored.matched, { focus: true, ignore: true });
});

test("tagshow and taghide take labels off and keep the samples", () => {
  const shown = filterByKeys(profile, compilePattern("user"), compilePattern("zz"));
  assert.deepEqual(labelsOf(shown.profile), ["", "", "user:anna", "user:bert", ""]);
  assert.deepEqual(shown.matched, { show: true, hide: false });
  const hidden = filterByKeys(profile, undefined, compilePattern("user|zone"));
  assert.deepEqual(labelsOf(hidden.profile), ["bytes:16 bytes", "bytes:2048 bytes", "", "bytes:4 kb", ""]);
});

test("the first unit of a key is used, the others are reported", () => {
  const units = findNumericUnits(profile);
  assert.deepEqual([...units.units], [["bytes", "bytes"]]);
  assert.deepEqual(unitNotices(units), ["For tag bytes used unit bytes, also encountered unit(s) kb"]);
});

test("without a unit the key says what it is: request and alignment are bytes", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  builder.addSample(
    [],
    [1],
    ["request", "alignment", "depth"].map((key) => ({ key, value: 8n })),
  );
  const { units } = findNumericUnits(builder.finish());
  assert.deepEqual(Object.fromEntries(units), { alignment: "bytes", depth: "depth", request: "bytes" });
});
