/** Profiles that cannot be compared: which differs from which, by what. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { checkComparable, type NamedProfile } from "../../../src/profile/merge/check-comparable.ts";
import type { ValueType } from "../../../src/profile/tables.ts";

/** `types`: as `space/bytes objects`. */
function named(name: string, types: string, period = ""): NamedProfile {
  const typeOf = (text: string): ValueType => {
    const [type = "", unit = ""] = text.split("/");
    return { type, unit };
  };
  const sampleTypes = types.split(" ").filter(Boolean).map(typeOf);
  const ofPeriod = period === "" ? {} : { periodType: typeOf(period), period: 4n };
  return { name, profile: new ProfileBuilder({ sampleTypes, ...ofPeriod }).finish() };
}

test("profiles with a type in common are fine, and one alone is", () => {
  checkComparable([named("a", "x y"), named("b", "y z")]);
  checkComparable([named("a", "space/kb"), named("b", "space/bytes")]);
  checkComparable([named("a", "")]);
  checkComparable([]);
});

test("the one that differs is named, beside those that most are", () => {
  assert.throws(() => checkComparable([named("a", "x y"), named("b", "z"), named("c", "y x")]), {
    code: "no-common-sample-type",
    message: "b has the sample types z; a and 1 more have x, y: they have no sample type in common",
  });
  assert.throws(() => checkComparable([named("a", "x"), named("b", "")]), {
    message: "b has no sample type; a has x: they have no sample type in common",
  });
});

test("where each has something of the others all kinds are named", () => {
  assert.throws(() => checkComparable([named("a", "x y"), named("b", "y z"), named("c", "z x")]), {
    message: "a has the sample types x, y; b has y, z; c has z, x: they have no sample type in common",
  });
});

test("a name that one has twice counts for none, as in pprof", () => {
  assert.throws(() => checkComparable([named("a", "x x"), named("b", "x")]), {
    message: "a has the sample types x, x; b has x: they have no sample type in common",
  });
});

test("units that do not go together are named, of values and of periods", () => {
  assert.throws(() => checkComparable([named("a", "x/kb"), named("b", "x/bytes"), named("c", "x/s")]), {
    code: "incompatible-types",
    message: "c counts x in s, a x in kb",
  });
  assert.throws(() => checkComparable([named("a", "x", "space/bytes"), named("b", "x", "cpu/ns")]), {
    message: "b counts x, a sample per cpu in ns, a x, a sample per space in bytes",
  });
});

test("of many types and many kinds some are said", () => {
  const many = Array.from({ length: 2000 }, (_, at) => named(`f${at}`, `${at} ${at + 1}`));
  assert.throws(
    () => checkComparable(many),
    (error: Error) => error.message.length < 200,
  );
  const wide = named("w", Array.from({ length: 5000 }, (_, at) => `t${at}`).join(" "));
  assert.throws(
    () => checkComparable([wide, named("a", "x")]),
    /a has the sample types x; w has t0, .*, t7 and 4992 more: /,
  );
});
