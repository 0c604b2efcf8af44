/** What a series is said to show: a sentence for each shape, and the edges of those beside it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProfile } from "../../src/profile/parse.ts";
import { type TrendMeasure, type TrendReport, trendReport } from "../../src/report/trend/trend.ts";
import { trendWords } from "../../src/wording/trend.ts";
import { fixture } from "../fixtures.ts";
import { readUnpacked } from "../profile/corpus.ts";

const MIB = 1024 ** 2;
const captures = ["before", "1", "2", "3", "4", "after"].map((name) => ({
  name: `${name}.out`,
  profile: parseProfile(readUnpacked(fixture(`streamwatcher/retain/heap-${name}.out`))),
}));
const REPORT = trendReport(captures, {
  ...{ sampleIndex: "", granularity: "functions", noInlines: false, sort: "flat" },
  ...{ limit: undefined, iterations: undefined, limitBytes: undefined },
});

const QUIET = { ...REPORT.verdict.facts, steady: null, runs: 1, limitBytes: null, seconds: 60 };

function say(
  trend: Partial<TrendMeasure>,
  facts: Partial<TrendReport["verdict"]["facts"]> = {},
  rest: Partial<TrendReport> = {},
): string {
  const verdict = { code: trend.shape ?? "flat", cause: null, facts: { ...QUIET, ...facts } } as TrendReport["verdict"];
  return trendWords({ ...REPORT, trend: { ...REPORT.trend, growth: 3 * MIB, ...trend }, verdict, ...rest }).verdict;
}

const shapes: readonly (readonly [TrendMeasure["shape"], RegExp])[] = [
  [
    "too-few",
    /^Too few: 6 captures show 6 states of the heap, and a trend takes three\. From the first to the last it is \+3\.00 MiB\.$/,
  ],
  ["unknown", /^\+3\.00 MiB over 6 states of the heap in 1m\. .*no shape is given\.$/],
  ["slowing", /^It grew, and more slowly at the end: \+3\.00 MiB .* is not known/],
  ["unclear", /^It grew: .* cannot be told/],
  ["returns", /^It comes back to .* Growth that stays is not shown/],
  ["falling", /^It shrank: /],
  ["saturating", /^It rose at first and then hardly: .* is a guess from 6 points\.$/],
  ["irregular", /^It goes up and down .* is not shown\.$/],
  ["flat", /^Flat: \+3\.00 MiB .*, no more than noise explains\.$/],
];
for (const [shape, words] of shapes) {
  test(`${shape} is said with no more than it supports`, () => {
    assert.match(say({ shape }), words);
    assert.doesNotMatch(say({ shape }), /undefined|NaN|leak/);
  });
}

test("a step has its height and the capture it came with", () => {
  assert.match(
    say({ shape: "step", rise: 2 * MIB, stepAt: 2 }),
    /^A step: \+2\.00 MiB at 2\.out, and no steady growth/,
  );
});

test("a rise has its rate where times or iterations are known", () => {
  const rising = { shape: "rising", slopePerHour: MIB, low: 0, high: 2 * MIB, slopePerIteration: null } as const;
  assert.match(say(rising), /, \+1\.00 MiB an hour \(95% interval 0 to \+2\.00 MiB\)\. It shows no sign of an end/);
  assert.match(say({ ...rising, slopePerHour: null, slopePerIteration: 1024 }), /in 1m, \+1\.00 KiB an iteration\./);
});

test("few points are called few below nine, of a rise alone", () => {
  const points = (count: number) => ({
    points: Array.from({ length: count }, (_, at) => ({ source: `${at}`, timeNanos: null })),
  });
  assert.match(say({ shape: "rising" }, {}, points(8)), /8 points are few/);
  assert.doesNotMatch(say({ shape: "rising" }, {}, points(9)), /are few/);
  assert.doesNotMatch(say({ shape: "rising" }, {}, points(2)), /are few/);
  assert.doesNotMatch(say({ shape: "flat" }, {}, points(8)), /are few/);
});

test("the function that rises most is named, alone or among others", () => {
  const steady = { name: "main.f", growth: MIB, of: 1 };
  assert.match(
    say({ shape: "rising" }, { steady }),
    /Of the functions, main\.f allocated the largest part .*, \+1\.00 MiB; who holds it/,
  );
  assert.match(say({ shape: "rising" }, { steady: { ...steady, of: 3 } }), /\+1\.00 MiB \(of 3 that do\); who/);
  assert.doesNotMatch(say({ shape: "too-few" }, { steady }), /main\.f/);
});

test("a limit is reckoned with where a sure rise goes on, else not", () => {
  const hoursToLimit = { expected: 2, low: 1, high: null };
  assert.match(
    say({ shape: "rising" }, { limitBytes: 250 * MIB }, { hoursToLimit }),
    /is at 250\.00 MiB in 2h \(1h or more; it may never be\)\./,
  );
  const bounded = { hoursToLimit: { ...hoursToLimit, high: 3 } };
  assert.match(say({ shape: "rising" }, { limitBytes: 250 * MIB }, bounded), /in 2h \(1h to 3h\)\./);
  assert.match(say({ shape: "flat" }, { limitBytes: 250 * MIB }), /When it would reach 250\.00 MiB is not to be had/);
  assert.doesNotMatch(say({ shape: "flat" }), /reach/);
});

test("of several processes the run that is looked at is named", () => {
  assert.match(
    say({ shape: "flat" }, { runs: 2 }),
    /of 2 processes; only the longest run is looked at, before\.out to after\.out\./,
  );
  assert.doesNotMatch(say({ shape: "flat" }, { runs: 1 }), /processes/);
});
