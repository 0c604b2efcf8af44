/** The grammar of Go's flag package. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FlagKind, HelpRequest, parseGoFlags } from "../../../../src/cli/pprof/go/flags.ts";

const KINDS = new Map<string, FlagKind>([
  ["on", "switch"],
  ["count", "integer"],
  ["part", "number"],
  ["name", "text"],
]);

function parse(line: string): { values: Record<string, unknown>; rest: readonly string[] } {
  const { values, rest } = parseGoFlags(line === "" ? [] : line.split(" "), KINDS);
  return { values: Object.fromEntries(values), rest };
}

const good: readonly (readonly [line: string, values: Record<string, unknown>, rest: string])[] = [
  ["", {}, ""],
  ["-on", { on: true }, ""],
  ["--on=false", { on: false }, ""],
  ["-on false", { on: true }, "false"],
  ["-count 5 x", { count: 5 }, "x"],
  ["-count=5 -count=6", { count: 6 }, ""],
  ["-count=0x10", { count: 16 }, ""],
  ["-count=010", { count: 8 }, ""],
  ["-count=0o17", { count: 15 }, ""],
  ["-count=-0b11", { count: -3 }, ""],
  ["-count=1_000", { count: 1000 }, ""],
  ["-part=.5e-1", { part: 0.05 }, ""],
  ["-part=0x1p-2", { part: 0.25 }, ""],
  ["-part=-Inf", { part: Number.NEGATIVE_INFINITY }, ""],
  ["-part=1_0.5", { part: 10.5 }, ""],
  ["-name= x", { name: "" }, "x"],
  ["-name=a=b", { name: "a=b" }, ""],
  ["-name -on", { name: "-on" }, ""],
  ["x -on", {}, "x -on"],
  ["-on -- -on", { on: true }, "-on"],
  ["- -on", {}, "- -on"],
];

for (const [line, values, rest] of good) {
  test(`"${line}" is ${JSON.stringify(values)} and then "${rest}"`, () => {
    assert.deepEqual(parse(line), { values, rest: rest === "" ? [] : rest.split(" ") });
  });
}

const bad: readonly (readonly [line: string, message: string])[] = [
  ["-nope", "flag provided but not defined: -nope"],
  ["--nope=1", "flag provided but not defined: -nope"],
  ["-=3", "bad flag syntax: -=3"],
  ["---on", "bad flag syntax: ---on"],
  ["---", "bad flag syntax: ---"],
  ["-count", "flag needs an argument: -count"],
  ["-count=x", 'invalid value "x" for flag -count: parse error'],
  ["-count=08", 'invalid value "08" for flag -count: parse error'],
  ["-count=_1", 'invalid value "_1" for flag -count: parse error'],
  ["-count=99999999999999999999", 'invalid value "99999999999999999999" for flag -count: value out of range'],
  ["-part=", 'invalid value "" for flag -part: parse error'],
  ["-part=1__0", 'invalid value "1__0" for flag -part: parse error'],
  ["-part=1e999", 'invalid value "1e999" for flag -part: value out of range'],
  ["-on=maybe", 'invalid boolean value "maybe" for -on: parse error'],
];

for (const [line, message] of bad) {
  test(`"${line}" is refused: ${message}`, () => assert.throws(() => parse(line), { message }));
}

test("-h and -help ask for help", () => {
  assert.throws(() => parse("-on -h"), HelpRequest);
  assert.throws(() => parse("--help"), HelpRequest);
});
