import assert from "node:assert/strict";
import { test } from "node:test";
import { liveChange } from "../../../src/report/capture/live-change.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { growthOf } from "../growth-of.ts";

test("a row has the totals, and the net's interval where there is one", () => {
  const report = growthOf(profileFromText("main.f 1 16"), profileFromText("main.f 3 64"));
  assert.deepEqual(liveChange(report), { base: 16, current: 64, net: 48, low: null, high: null, significant: null });
  const interval = { low: 0, high: 1 };
  const certainty = {
    ...{ base: interval, current: interval, net: { low: -5, high: 99 }, significant: false },
    ...{ detectionLimit: 1, detectionLimitOfStack: 1, samplesBase: 1, samplesCurrent: 2 },
  };
  const { low, high, significant } = liveChange({ ...report, certainty });
  assert.deepEqual([low, high, significant], [-5, 99, false]);
});
