import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTrigger, parseTrigger, type Vitals } from "../../src/capture/trigger.ts";

const MIB = 1024 ** 2;
const vitals: Vitals = { heapBytes: 150 * MIB, residentBytes: 240 * MIB, limitBytes: 200 * MIB };
const FIRST = 120 * MIB;

const cases: readonly (readonly [condition: string, holds: boolean, why: RegExp])[] = [
  ["heap>75%limit", false, /heap 150\.00 MiB, above 150\.00 MiB \(75\.0% of the limit\)/],
  ["heap>74%limit", true, /74\.0% of the limit/],
  ["heap>150Mi", false, /above 150\.00 MiB$/],
  ["heap>149.9Mi", true, /above 149\.90 MiB$/],
  ["growth>25%", false, /growth \+30\.00 MiB, above 30\.00 MiB \(25\.0% of the first\)/],
  ["growth>24%", true, /24\.0% of the first/],
  ["growth>50Mi", false, /growth/],
  ["rss > 1.1 Gi", false, /rss>1\.1Gi: rss/],
  ["rss>110%limit", true, /rss 240\.00 MiB, above 220\.00 MiB/],
];

for (const [condition, holds, why] of cases) {
  test(`${condition} ${holds ? "holds" : "does not hold"}`, () => {
    const checked = checkTrigger(parseTrigger(condition), vitals, FIRST);
    assert.equal(checked.holds, holds);
    assert.match(checked.why, why);
  });
}

test("a condition that can never hold is refused when that shows", () => {
  const noLimit = { ...vitals, limitBytes: undefined };
  assert.throws(() => checkTrigger(parseTrigger("heap>75%limit"), noLimit, FIRST), {
    message: /no memory limit; name a size/,
  });
  const silent = { heapBytes: undefined, residentBytes: undefined, limitBytes: 1 };
  assert.throws(() => checkTrigger(parseTrigger("heap>1Mi"), silent, FIRST), { message: /does not tell its heap/ });
  assert.throws(() => checkTrigger(parseTrigger("rss>1Mi"), silent, FIRST), { message: /does not tell its rss/ });
});
