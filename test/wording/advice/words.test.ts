/** The paragraph of the advice: what leads, and what a limit and GOMEMLIMIT come to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceReport } from "../../../src/report/advice/report.ts";
import { arithmeticSteps } from "../../../src/wording/advice/arithmetic.ts";
import { adviceWords, isSaid } from "../../../src/wording/advice/words.ts";

const MIB = 1024 ** 2;
const USE = { live: 50 * MIB, roots: MIB, other: 4 * MIB, fragmentation: 2 * MIB, nonGo: 10 * MIB };
const OUTLOOK = {
  ...{
    use: USE,
    memoryLimit: 225 * MIB,
    recommended: 225 * MIB,
    peak: 120 * MIB,
    liveMaximum: 116 * MIB,
    liveMaximumUnder: 200 * MIB,
  },
  ...{ buys: 1.72, hoursWithout: null, hoursUnder: null, effectiveGogc: 100 },
};
const SETTINGS = { limit: 250 * MIB, gogc: 100, inferredGogc: null };

function reportOf(given: object = {}): AdviceReport {
  const none = { growth: null, outlook: null, explained: null, liveGrowth: null, findings: [] };
  return {
    ...none,
    kind: "advice",
    settings: SETTINGS,
    live: { bytes: 50 * MIB, low: 40 * MIB, high: 60 * MIB },
    ...given,
  } as unknown as AdviceReport;
}

const verdict = (given: object = {}) => adviceWords(reportOf(given)).verdict.join(" ");
const finding = (code: string, facts: object = {}) => ({ code, severity: "note", facts });
const OVER = finding("over-limit", { what: "go", bytes: MIB, limit: MIB });
const MOST = finding("most-memory", { segment: "nonGo", bytes: MIB, total: MIB, resident: MIB, measure: "now" });
const OUTSIDE = finding("outside-heap", { growth: MIB, before: 1, after: 2, measure: "now", isMost: true });
const GROWTH = { growth: {}, total: 0, grown: undefined };

test("with nothing known nothing is said", () => {
  assert.equal(verdict(), "");
});

test("what leads is told as sentences; the largest part only of one capture", () => {
  assert.match(verdict({ findings: [MOST] }), /^Of 1 MiB, .*\.$/);
  assert.doesNotMatch(verdict({ findings: [MOST], growth: GROWTH }), /Of 1 MiB, 1 MiB/);
  assert.match(verdict({ findings: [OVER] }), /^Already over the limit/);
  assert.match(verdict({ growth: GROWTH }), /^The memory of the process did not grow/);
  assert.doesNotMatch(verdict({ growth: GROWTH, findings: [OUTSIDE] }), /did not grow/);
});

test("what leads, and where it is that is not Go's, is not said again", () => {
  const report = reportOf({ findings: [OVER, MOST, OUTSIDE, finding("memlimit-off")] });
  assert.deepEqual(
    report.findings.map((each) => isSaid(report, each)),
    [true, true, true, false],
  );
  const grown = reportOf({ findings: [OUTSIDE, MOST], growth: GROWTH });
  assert.equal(isSaid(grown, grown.findings[1] as AdviceReport["findings"][number]), true);
  const alone = reportOf({ findings: [MOST], growth: GROWTH });
  assert.equal(isSaid(alone, alone.findings[0] as AdviceReport["findings"][number]), false);
});

test("an outlook says at which live heap the process dies, and what GOMEMLIMIT moves that to", () => {
  assert.match(
    verdict({ outlook: OUTLOOK }),
    /^With 50\.00 MiB ±10\.00 live, a limit of 250Mi kills the process at 116\.00 MiB live; GOMEMLIMIT=225MiB moves that to 200\.00 MiB, 1\.7 times as much\. It buys time; it does not mend a leak\.$/,
  );
  assert.match(verdict({ outlook: { ...OUTLOOK, buys: null } }), /moves that to 200\.00 MiB\. /);
  assert.match(
    verdict({ outlook: OUTLOOK, settings: { ...SETTINGS, gogc: null } }),
    /GOGC=off nothing is collected below GOMEMLIMIT/,
  );
  assert.equal(verdict({ outlook: { ...OUTLOOK, liveMaximumUnder: 0 } }), "");
});

test("times until then are told by both ends, once where they are the same, in hours, days or minutes", () => {
  const hours = (expected: number, low: number, high: number | null) => ({ expected, low, high });
  const line = (under: object, without: object) =>
    verdict({ outlook: { ...OUTLOOK, hoursUnder: under, hoursWithout: without } });
  assert.match(
    line(hours(10.3, 6, 19.9), hours(0.5, 0.5, 0.5)),
    /that is in 10\.3 h \(6\.0 h to 19\.9 h\) instead of 30 min\./,
  );
  assert.match(
    line(hours(48, 24, null), hours(1, 1, 1)),
    /2\.0 days \(24\.0 h or more; it may never be\) instead of 1\.0 h/,
  );
});

test("GOMEMLIMIT is written in the largest unit that it is a whole number of", () => {
  const limit = (memoryLimit: number) =>
    /GOMEMLIMIT=(\S+) /.exec(verdict({ outlook: { ...OUTLOOK, memoryLimit } }))?.[1];
  assert.deepEqual(
    [limit(2 * 1024 ** 3), limit(3 * MIB), limit(5 * 1024), limit(1000)],
    ["2GiB", "3MiB", "5KiB", "1000"],
  );
  assert.equal(limit(1), "1");
});

test("the exact counter is explained by so much of the profiles, with its range where it is known", () => {
  const explained = { heapAlloc: 10 * MIB, share: 0.5, low: 0.25, high: 0.75 };
  assert.match(
    verdict({ explained, liveGrowth: {} }),
    /grew by 10\.00 MiB: the profiles show 50\.0% of that \(95% interval 25\.0% to 75\.0%\)\.$/,
  );
  assert.match(verdict({ explained: { ...explained, low: null }, liveGrowth: {} }), /50\.0% of that\.$/);
  assert.equal(verdict({ explained }), "");
});

test("GOGC that the heap goal shows is a bound", () => {
  assert.match(verdict({ settings: { ...SETTINGS, inferredGogc: 99.6 } }), /GOGC is at least 100: exactly that if/);
});

test("the reckoning has its numbers put in; without a limit there is none", () => {
  const steps = arithmeticSteps(reportOf({ outlook: OUTLOOK }));
  assert.deepEqual(
    steps.map(({ name }) => name),
    [
      "GOMEMLIMIT to set",
      "peak before a collection",
      "largest live heap without GOMEMLIMIT",
      "largest live heap with GOMEMLIMIT",
      "GOGC that GOMEMLIMIT leaves now",
    ],
  );
  assert.deepEqual(arithmeticSteps(reportOf()), []);
  assert.deepEqual(arithmeticSteps(reportOf({ outlook: OUTLOOK, settings: { ...SETTINGS, limit: null } })), []);
});

test("the hours that are won are told where both ends are known, in the unit that reads best", () => {
  const hours = (expected: number, low = expected, high: number | null = expected) => ({ expected, low, high });
  const said = (hoursWithout: object | null, hoursUnder: object | null): string =>
    verdict({ outlook: { ...OUTLOOK, hoursWithout, hoursUnder } });
  assert.match(said(hours(1), hours(47.9)), /At this slope that is in 47\.9 h instead of 1\.0 h\./);
  assert.match(said(hours(0), hours(48)), /that is in 2\.0 days instead of 0\.0 h\./);
  assert.match(
    said(hours(0.99), hours(2, 1, null)),
    /in 2\.0 h \(1\.0 h or more; it may never be\) instead of 59 min\./,
  );
  assert.match(said(hours(2, 1, 3), hours(4)), /instead of 2\.0 h \(1\.0 h to 3\.0 h\)\./);
  for (const none of [said(null, hours(1)), said(hours(1), null)]) assert.doesNotMatch(none, /At this slope/);
});

test("without the runtime's books the live heap is all that is told, with its interval where it has one", () => {
  const live = (low: number | null, high: number | null) =>
    verdict({ waterfall: null, live: { bytes: 50 * MIB, low, high } });
  assert.match(live(40 * MIB, 60 * MIB), /^50\.0+ MiB is live heap \(95% 40\.0+ to 60\.0+\); where the rest/);
  assert.match(live(null, null), /^50\.0+ MiB is live heap; where the rest/);
  assert.match(live(50 * MIB, 50 * MIB), /^50\.0+ MiB is live heap; where the rest/);
});
