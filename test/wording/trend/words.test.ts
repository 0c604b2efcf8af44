/** What is said of a limit: a time only where a sure rise goes on, and no time for an end that has none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { TrendReport } from "../../../src/report/trend/report.ts";
import { trendReport } from "../../../src/report/trend/trend.ts";
import { trendWords } from "../../../src/wording/trend/words.ts";
import { fixture } from "../../fixtures.ts";
import { readUnpacked } from "../../profile/corpus.ts";

const MIB = 1024 ** 2;
const captures = ["before", "1", "2", "3", "4", "after"].map((name) => ({
  name: `${name}.out`,
  profile: parseProfile(readUnpacked(fixture(`streamwatcher/retain/heap-${name}.out`))),
}));
const REPORT = trendReport(captures, { limitBytes: 250 * MIB });

function say(hoursToLimit: TrendReport["hoursToLimit"]): string {
  return trendWords({ ...REPORT, hoursToLimit }).verdict;
}

test("the time until a limit has both ends, or says that it may never be", () => {
  assert.match(say({ expected: 2, low: 1, high: 3 }), /is at 250\.00 MiB in 2h \(1h to 3h\)\./);
  assert.match(say({ expected: 2, low: 1, high: null }), /in 2h \(1h or more; it may never be\)\./);
  assert.doesNotMatch(say({ expected: 2, low: 1, high: null }), /NaN|Infinity/);
});

test("without a sure rise no time is given", () => {
  assert.match(say(null), /When it would reach 250\.00 MiB is not to be had from this/);
});
