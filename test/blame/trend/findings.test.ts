/** The finding of a series by its shape, and what stands beside it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CourseFacts, findSeries, type RunFacts, type SeriesSigns } from "../../../src/blame/trend/findings.ts";

const COURSE: CourseFacts = {
  ...{ unit: "bytes", first: 100, last: 400, growth: 300, low: 200, high: 380, points: 4, seconds: 60 },
};
const RATE = { rate: 5, low: 4, high: 6 };

function found(given: Partial<SeriesSigns>) {
  return findSeries({
    ...{
      course: COURSE,
      shape: "rising",
      by: "samples",
      values: [100, 450, 50, 400],
      perHour: null,
      perIteration: null,
    },
    ...{
      lull: null,
      goesOn: null,
      part: null,
      step: undefined,
      captures: 7,
      runs: [{} as RunFacts],
      restart: "counters",
      goroutines: undefined,
    },
    hasStacks: true,
    ...given,
  } as SeriesSigns);
}

test("each shape is its finding, with what it rests on", () => {
  const cases: readonly (readonly [SeriesSigns["shape"], string, string, object])[] = [
    ["rising", "rises", "limiting", { ...COURSE, perHour: RATE, perIteration: null, by: "samples", lull: null }],
    ["slowing", "slows", "limiting", { ...COURSE, part: null, by: "samples", goesOn: null }],
    ["saturating", "levels-off", "note", { ...COURSE, part: null }],
    ["returns", "comes-back", "note", { ...COURSE, part: null, top: 450 }],
    ["falling", "falls", "note", { ...COURSE, part: null, goesOn: null }],
    ["irregular", "irregular", "note", { ...COURSE, part: null, lowest: 50, highest: 450, goesOn: null }],
    ["flat", "flat", "note", { ...COURSE, part: null }],
    ["unclear", "unclear", "limiting", { ...COURSE, part: null }],
    ["unknown", "uncounted", "limiting", COURSE],
    ["too-few", "too-few", "limiting", { ...COURSE, captures: 7 }],
  ];
  for (const [shape, code, severity, facts] of cases) {
    assert.deepEqual(found({ shape, perHour: RATE }), [{ code, severity, facts }], shape);
  }
});

test("a step has its own height and place; without them it is all of the growth", () => {
  const step = { height: 250, from: "b", to: "c", beside: { low: -5, high: 20 }, isLast: true };
  assert.deepEqual(found({ shape: "step", step })[0]?.facts, { ...COURSE, part: null, ...step });
  assert.deepEqual(found({ shape: "step" })[0]?.facts, {
    ...COURSE,
    part: null,
    ...{ height: 300, from: "", to: "", beside: null, isLast: false },
  });
});

test("of two processes there is no course", () => {
  const runs = [{ from: "a" }, { from: "b" }] as RunFacts[];
  const facts = { runs, kind: "known" };
  assert.deepEqual(found({ runs, restart: "known" }), [{ code: "restart", severity: "limiting", facts }]);
  assert.deepEqual(
    found({ runs: [] }).map(({ code }) => code),
    ["rises"],
  );
});

test("goroutines that rise are said beside the course, and after a restart; bytes for each only where the heap goes with them", () => {
  const goroutines = [10, 30, 70];
  const rise = (each: number | null) => ({
    code: "goroutines-rise",
    severity: "limiting",
    facts: { first: 10, last: 70, each },
  });
  assert.deepEqual(found({ goroutines })[1], rise(null));
  assert.deepEqual(found({ goroutines, by: "goroutines" as SeriesSigns["by"] })[1], rise(5));
  assert.deepEqual(
    found({ goroutines, runs: [{}, {}] as RunFacts[] }).map(({ code }) => code),
    ["restart", "goroutines-rise"],
  );
});

test("states without stacks are said to have none, of one process and of two", () => {
  const codes = (given: Partial<SeriesSigns>) => found({ hasStacks: false, ...given }).map(({ code }) => code);
  assert.deepEqual(codes({}), ["rises", "no-stacks"]);
  assert.deepEqual(codes({ runs: [{}, {}] as RunFacts[] }), ["restart", "no-stacks"]);
});
