/** What a limit holds: with GOMEMLIMIT, without, and for how long. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceReport } from "../../../src/report/advice/advice.ts";
import { DEFAULT_GOGC, outlookOf } from "../../../src/report/advice/outlook.ts";
import type { AdviceInput } from "../../../src/report/advice/report.ts";
import { heapOf } from "../growth/evidence-of.ts";

const MIB = 1024 ** 2;
const current = {
  ...{
    source: "a.out",
    profile: heapOf(`main.main;main.put ${MIB} 40 400`),
    memStats: undefined,
    workingSet: undefined,
  },
};
const of = (given: Partial<AdviceInput> = {}) => adviceReport({ current, ...given });
const LIMIT = { text: "250Mi", bytes: 250 * MIB };

test("an outlook reckons with what is live, and GOMEMLIMIT moves the end further", () => {
  const { outlook, settings } = of({ limit: LIMIT });
  assert.ok(outlook);
  assert.equal(outlook.use.live, of().live.bytes);
  assert.equal(outlook.liveMaximum, 125 * MIB, "half of the limit at GOGC=100");
  assert.ok(outlook.liveMaximumUnder > outlook.liveMaximum && outlook.memoryLimit === outlook.recommended);
  assert.equal(outlook.buys, outlook.liveMaximumUnder / 125 / MIB);
  assert.deepEqual([settings.limit, settings.gogc, settings.gomemlimit], [LIMIT.bytes, 100, null]);
});

test("GOGC=off has no peak and is no number", () => {
  const { outlook, settings } = of({ limit: LIMIT, gogc: Number.POSITIVE_INFINITY });
  assert.deepEqual([outlook?.peak, settings.gogc, outlook?.hoursWithout], [null, null, null]);
});

test("a GOMEMLIMIT that is set is reckoned with, unless it makes no sense", () => {
  const limit = (gomemlimit: string) => of({ limit: LIMIT, gomemlimit }).outlook;
  assert.equal(limit("200MiB")?.memoryLimit, 200 * MIB);
  for (const unsound of ["300MiB", "250MiB", "5", "off", "200Mi"]) {
    const outlook = limit(unsound);
    assert.equal(outlook?.memoryLimit, outlook?.recommended, unsound);
  }
});

test("time is left where there is a slope, and where it rises", () => {
  const slope = (expected: number) => of({ limit: LIMIT, slope: { expected, low: expected, high: expected } }).outlook;
  const { hoursWithout, hoursUnder } = slope(10 * MIB) ?? {};
  assert.ok((hoursWithout?.expected ?? 0) > 7 && (hoursWithout?.expected ?? 9) < 8.5, String(hoursWithout?.expected));
  assert.ok((hoursUnder?.expected ?? 0) > (hoursWithout?.expected ?? 0));
  assert.deepEqual([slope(-1)?.hoursWithout, slope(0)?.hoursUnder], [null, null]);
});

test("hours are reckoned for at least what is live now, whatever the profiles' interval is", () => {
  const use = { live: 100 * MIB, roots: 0, other: 0, fragmentation: 0, nonGo: 0 };
  const slope = { expected: MIB, low: MIB, high: MIB };
  const hours = (low: number | null, high: number | null) =>
    outlookOf(400 * MIB, use, { gogc: DEFAULT_GOGC, slope }, { bytes: use.live, low, high }, []).hoursWithout;
  assert.deepEqual(hours(null, null), hours(use.live, use.live));
  assert.deepEqual(hours(use.live, 50 * MIB), hours(use.live, use.live));
  assert.ok((hours(use.live, 150 * MIB)?.low ?? 0) < (hours(use.live, use.live)?.low ?? 0));
});

test("the peak is what is live, garbage of as much as GOGC lets gather, and all else", () => {
  const use = { live: 100 * MIB, roots: 0, other: 30 * MIB, fragmentation: 0, nonGo: 20 * MIB };
  const live = { bytes: use.live, low: null, high: null };
  const at = (gogc: number, given: object = {}) => outlookOf(1000 * MIB, use, { gogc, ...given }, live, []);
  assert.equal(at(100).peak, 250 * MIB);
  assert.equal(at(50).peak, 200 * MIB);
  assert.equal(at(100, { gomemlimit: "900MiB" }).effectiveGogc, 100);
  const tight = at(100, { gomemlimit: "180MiB" }).effectiveGogc ?? 0;
  assert.ok(tight > 0 && tight < 100, String(tight));
});
