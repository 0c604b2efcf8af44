import assert from "node:assert/strict";
import { test } from "node:test";
import { makePlan, type PlanOptions } from "../../src/capture/plan.ts";

const MINUTE = 60_000;

const plans: readonly (readonly [options: PlanOptions, plan: object])[] = [
  [{}, { kind: "timed", count: 6, everyMs: MINUTE, iterations: 0 }],
  [
    { every: 10, count: 4 },
    { kind: "timed", count: 4, everyMs: 10, iterations: 0 },
  ],
  [{ for: 25 * MINUTE }, { kind: "timed", count: 6, everyMs: 5 * MINUTE, iterations: 0 }],
  [
    { for: 25 * MINUTE, count: 11 },
    { kind: "timed", count: 11, everyMs: 2.5 * MINUTE, iterations: 0 },
  ],
  [
    { for: 25 * MINUTE, every: 10 * MINUTE },
    { kind: "timed", count: 3, everyMs: 10 * MINUTE, iterations: 0 },
  ],
  [
    { every: MINUTE, count: 10, during: "x" },
    { kind: "timed", count: 10, everyMs: MINUTE, iterations: 1 },
  ],
  [{ during: "x" }, { kind: "around", count: 2, settleMs: 5000, iterations: 1 }],
  [
    { during: "x", iterations: 20, count: 5, settle: 1 },
    { kind: "around", count: 5, settleMs: 1, iterations: 20 },
  ],
];

for (const [options, plan] of plans) {
  test(`${JSON.stringify(options)} makes a plan that is ${(plan as { kind: string }).kind}`, () => {
    assert.deepEqual(makePlan(options), plan);
  });
}

test("a condition makes one snapshot after the first, or as many as come in a given time", () => {
  const trigger = { text: "heap>75%limit", measure: "heap", threshold: { kind: "limit", share: 0.75 } };
  const common = { kind: "triggered", trigger, pollMs: 15_000, coolDownMs: 5 * MINUTE, iterations: 0 };
  assert.deepEqual(makePlan({ when: "heap > 75% limit" }), { ...common, count: 2, forMs: undefined });
  assert.deepEqual(makePlan({ when: "heap>75%limit", for: 9, every: 3, coolDown: 2 }), {
    ...common,
    count: Number.POSITIVE_INFINITY,
    forMs: 9,
    pollMs: 3,
    coolDownMs: 2,
  });
});

const refused: readonly (readonly [options: PlanOptions, message: RegExp])[] = [
  [{ iterations: 3 }, /--during/],
  [{ count: 1 }, /heapblame fetch/],
  [{ for: 10, every: 2, count: 3 }, /two of them/],
  [{ for: 10, every: 20 }, /longer than --for/],
  [{ coolDown: 3 }, /--when/],
  [{ settle: 3 }, /--settle/],
  [{ during: "x", count: 3 }, /1 run of the command have 2 ends/],
  [{ when: "heap>75" + "%" }, /no percentage of its own/],
  [{ when: "cpu>3" }, /give heap>75%limit/],
  [{ when: "heap>much" }, /no size|give heap/],
];

for (const [options, message] of refused) {
  test(`${JSON.stringify(options)} is refused`, () => {
    assert.throws(() => makePlan(options), { name: "UsageError", code: "bad-option", message });
  });
}
