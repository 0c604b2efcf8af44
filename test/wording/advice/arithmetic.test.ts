/** The formulas of the advice with their numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceReport } from "../../../src/report/advice/report.ts";
import { arithmeticSteps } from "../../../src/wording/advice/arithmetic.ts";

const MIB = 1024 ** 2;
const USE = { live: 50 * MIB, roots: MIB, other: 4 * MIB, fragmentation: 2 * MIB, nonGo: 10 * MIB };
const OUTLOOK = {
  use: USE,
  memoryLimit: 225 * MIB,
  peak: 120 * MIB,
  liveMaximum: 116 * MIB,
  liveMaximumUnder: 200 * MIB,
  effectiveGogc: 100,
};

function stepsOf(outlook: object = {}, gogc: number | null = 100) {
  return arithmeticSteps({
    outlook: { ...OUTLOOK, ...outlook },
    settings: { limit: 250 * MIB, gogc },
  } as unknown as AdviceReport);
}

test("each step has its formula's numbers in MiB", () => {
  const [set, peak, without, under, left] = stepsOf();
  assert.deepEqual([set?.numbers, set?.result], ["min(225.0, 250.0 - 10.0 - 12.5)", "225MiB"]);
  assert.equal(peak?.numbers, "50.0 * 2.00 + 1.0 * 1.00 + 4.0 + 2.0 + 10.0");
  assert.equal(without?.numbers, "(250.0 - 4.0 - 2.0 - 10.0 - 1.0 * 1.00) / 2.00");
  assert.match(under?.numbers ?? "", /^0?\.?\d+(?:\.\d+)? \* 225\.0 - 4\.0 - 2\.0$/);
  assert.match(left?.numbers ?? "", /- 4\.0 - 2\.0 - 50\.0\) \/ \(50\.0 \+ 1\.0\)$/);
  assert.deepEqual(
    [peak?.result, without?.result, under?.result, left?.result],
    ["120.00 MiB", "116.00 MiB", "200.00 MiB", "100"],
  );
});

test("with GOGC=off there is no peak, and nothing dies without GOMEMLIMIT", () => {
  const steps = stepsOf({ effectiveGogc: null }, null);
  assert.equal(steps.length, 3);
  assert.equal(steps.at(-1)?.result, "off");
});

test("a GOMEMLIMIT that memory outside Go brings above the limit is as none", () => {
  assert.match(stepsOf({ memoryLimit: 245 * MIB })[3]?.numbers ?? "", /exceeds the limit: as without/);
  assert.doesNotMatch(stepsOf({ memoryLimit: 240 * MIB })[3]?.numbers ?? "", /exceeds/);
});
