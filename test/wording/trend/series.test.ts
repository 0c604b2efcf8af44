/** No sentence of a series contradicts another: every course with everything else that may be found beside it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BesideHeapFinding } from "../../../src/blame/memory/beside-heap.ts";
import {
  type CourseFacts,
  findSeries,
  type SeriesFinding,
  type SeriesSigns,
} from "../../../src/blame/trend/findings.ts";
import { TREND_SHAPES } from "../../../src/blame/trend/shape.ts";
import { trendFindingText } from "../../../src/wording/trend/words.ts";

const MIB = 1024 ** 2;
const course = { unit: "bytes", first: 5 * MIB, last: 35 * MIB, growth: 30 * MIB, low: 22 * MIB, high: 38 * MIB };
const rate = { rate: 9 * MIB, low: 8 * MIB, high: 10 * MIB };
const run = { ...course, points: 3, seconds: 10, from: "a", to: "b", shape: "rising" as const };

const SIGNS: SeriesSigns = {
  course: { ...course, points: 6, seconds: 25 },
  shape: "rising",
  by: "samples",
  values: [5, 11, 17, 23, 29, 35].map((mib) => mib * MIB),
  perHour: rate,
  perIteration: null,
  step: { height: 29 * MIB, from: "heap-2.out", to: "heap-3.out", beside: { low: -MIB, high: MIB }, isLast: false },
  lull: null,
  goesOn: null,
  part: null,
  captures: 6,
  runs: [],
  restart: "counters",
  goroutines: undefined,
  hasStacks: true,
};

const BESIDE: readonly BesideHeapFinding[] = [
  {
    code: "outside-heap",
    severity: "limiting",
    facts: { growth: 80 * MIB, before: 20 * MIB, after: 100 * MIB, measure: "peak", isMost: true },
  },
  {
    code: "goroutine-stacks",
    severity: "note",
    facts: {
      growth: 2 * MIB,
      before: MIB,
      after: 3 * MIB,
      isMost: false,
      goroutinesBefore: null,
      goroutinesAfter: null,
    },
  },
];

/** What a sentence claims of the course as a whole. */
const CLAIMS: readonly (readonly [claim: string, pattern: RegExp])[] = [
  ["goes on", /It rises|No sign of an end|no sign of an end/],
  ["ended", /then hardly/],
  ["gave back", /No leak in this time/],
  ["no growth", /^Flat|no more than noise explains/],
  ["up and down", /up and down/],
  ["at once", /A step/],
  ["shrank", /It shrank/],
];

function claimsOf(findings: readonly SeriesFinding[]): string[] {
  const text = findings.map(trendFindingText).join(" ");
  return CLAIMS.filter(([, pattern]) => pattern.test(text)).map(([claim]) => claim);
}

test("every shape with every finding makes one claim about the course at most", () => {
  const seen = new Set<string>();
  for (const shape of [...TREND_SHAPES, "unknown"] as const) {
    for (const by of ["samples", "goroutines", "heap-alloc"] as const) {
      for (const goroutines of [undefined, [10, 200, 400, 600, 800, 1000]]) {
        for (const beside of [[], BESIDE]) {
          const findings = findSeries({ ...SIGNS, shape, by, goroutines });
          seen.add(findings[0]?.code ?? "");
          const claims = claimsOf(findings);
          assert.ok(claims.length <= 1, `${shape} by ${by}: ${claims.join(", ")}`);
          const isTold = findings.some(({ code }) => code === "goroutines-rise");
          assert.equal(isTold, goroutines !== undefined);
          for (const finding of [...findings, ...beside]) assert.match(trendFindingText(finding), /^\S.*\.$/s);
        }
      }
    }
  }
  assert.equal(seen.size, TREND_SHAPES.length + 1);
});

test("of two processes each has its course, and the series has none", () => {
  const runs = [run, { ...run, from: "c", to: "d", shape: "flat" as const }];
  for (const shape of TREND_SHAPES) {
    for (const restart of ["known", "counters", "other-build"] as const) {
      const findings = findSeries({ ...SIGNS, shape, runs, restart });
      assert.deepEqual(
        findings.map(({ code }) => code),
        ["restart"],
      );
      const text = trendFindingText(findings[0] as SeriesFinding);
      assert.match(text, /between b and c.*Before: \+30\.0 MiB.*it rises\. After: .*no growth is shown\.$/);
      assert.equal(/replicas/.test(text), restart === "counters");
    }
  }
});

test("that nothing leaks is said where the growth may be none, and not where a part of it surely stays", () => {
  const told = (low: number | null): string =>
    findSeries({ ...SIGNS, shape: "returns", course: { ...SIGNS.course, low } })
      .map(trendFindingText)
      .join(" ");
  assert.match(told(-MIB), /No leak in this time/);
  assert.match(told(0), /No leak in this time/);
  assert.match(told(MIB), /At least 1\.0 MiB of it stays/);
  assert.doesNotMatch(told(MIB), /No leak/);
  assert.doesNotMatch(told(null), /No leak|stays|undefined/);
});

test("no course is claimed that its own interval denies", () => {
  const told = (shape: SeriesSigns["shape"], given: Partial<CourseFacts>): string =>
    findSeries({ ...SIGNS, shape, course: { ...SIGNS.course, ...given } })
      .map(trendFindingText)
      .join(" ");
  const steady = { first: 100 * MIB, last: 101 * MIB, growth: MIB };
  assert.match(told("flat", { ...steady, low: -9 * MIB, high: 10 * MIB }), /^Flat: .* no more than noise explains\.$/);
  assert.match(told("flat", { ...steady, low: -9 * MIB, high: 11 * MIB }), /^No growth is shown: .* which noise may/);
  const halved = { first: 200 * MIB, last: 100 * MIB, growth: -100 * MIB, low: -20 * MIB, high: MIB };
  assert.match(told("flat", halved), /^Flat: /, "a tenth of the larger end");
  assert.match(told("falling", { low: -3 * MIB, high: 0 }), /^It shrank: /);
  assert.match(told("falling", { low: -3 * MIB, high: MIB }), /^It fell, though not surely from first to last: /);
});

const PART = { name: "example.com/app/login.Keep", growth: 22 * MIB, low: 15 * MIB, high: 29 * MIB, isCum: false };

test("a part that rises to the end is named in every course that does not, and nothing that it denies is said", () => {
  const told = (shape: SeriesSigns["shape"], isCum: boolean): string =>
    trendFindingText(findSeries({ ...SIGNS, shape, part: { ...PART, isCum } })[0] as SeriesFinding);
  const hiding = ["flat", "slowing", "saturating", "step", "returns", "falling", "irregular", "unclear"] as const;
  for (const shape of hiding) {
    assert.match(
      told(shape, false),
      /\. In it login\.Keep rises to the end all the same: \+22\.0 MiB \(95% \+15\.0 to \+29\.0\); 6 points are few\.$/,
      shape,
    );
    assert.match(told(shape, true), /In it login\.Keep and what it calls rise to the end/, shape);
    assert.doesNotMatch(
      told(shape, false),
      /No leak|A rise that goes on is not shown|cannot be told|no steady growth besides/,
      shape,
    );
  }
  for (const shape of ["rising", "unknown", "too-few"] as const)
    assert.doesNotMatch(told(shape, false), /In it/, shape);
});

test("a step denies growth besides only within its interval, and says what lies beside it", () => {
  const told = (beside: { low: number; high: number } | null, isLast = false): string => {
    const step = { height: 40 * MIB, from: "b", to: "c", beside, isLast };
    return trendFindingText(findSeries({ ...SIGNS, shape: "step", step })[0] as SeriesFinding);
  };
  assert.match(told({ low: -MIB, high: 2 * MIB }), /b and c, and no steady growth besides: /);
  assert.match(told({ low: MIB, high: 2 * MIB }), /and no steady growth besides: /);
  assert.match(
    told({ low: -MIB, high: 2.1 * MIB }),
    /b and c; steady growth besides is not shown, 2\.1 MiB in all at most: /,
  );
  assert.match(told({ low: 0, high: 9 * MIB }), /is not shown/);
  assert.match(told({ low: MIB, high: 9 * MIB }), /b and c, and steady growth besides, 1\.0 to 9\.0 MiB in all: /);
  assert.doesNotMatch(told(null), /besides/);
  assert.doesNotMatch(told(null), /It is the last/);
  assert.match(told(null, true), /It is the last: whether it stays is not known\.$/);
});

test("no sign of an end is said of a rise whose last step is one, and not of one that hardly rose at its end", () => {
  const told = (given: Partial<SeriesSigns>): string =>
    trendFindingText(findSeries({ ...SIGNS, ...given })[0] as SeriesFinding);
  assert.match(told({}), /No sign of an end/);
  const lull = told({ lull: { from: "e", to: "f" } });
  assert.doesNotMatch(lull, /No sign of an end/);
  assert.match(lull, /It hardly did from e to f: that may be its end, or less load/);
});

test("what slows and rises again at its end is said to go on", () => {
  const told = (goesOn: SeriesSigns["goesOn"]): string =>
    trendFindingText(findSeries({ ...SIGNS, shape: "slowing", goesOn })[0] as SeriesFinding);
  assert.match(told(null), /Whether it levels off or goes on is not known/);
  const text = told({ from: "c", to: "f", growth: 6 * MIB });
  assert.match(text, /It goes on: \+6\.0 MiB from c to f, with no sign of an end there\.$/);
  assert.doesNotMatch(text, /not known/);
});

const say = (signs: Partial<SeriesSigns>): string =>
  findSeries({ ...SIGNS, ...signs })
    .map(trendFindingText)
    .join(" ");

test("few points are called few, and the basis is named where it is not the samples", () => {
  assert.match(
    say({}),
    /^It rises: \+30\.0 MiB live heap, 5\.0 -> 35\.0 MiB \(95% \+22\.0 to \+38\.0\), 6 states in 25s/,
  );
  assert.match(say({}), /so do load that rises and a cache that fills; 6 points are few\.$/);
  const points = (count: number): string => say({ course: { ...SIGNS.course, points: count } });
  assert.match(points(8), /8 points are few\.$/);
  assert.match(points(9), /load that rises and a cache that fills\.$/);
  assert.match(
    say({ by: "heap-alloc" }),
    /seconds|iteration\)|hour .*\. The samples alone would leave that open; HeapAlloc.*\. No sign/,
  );
});

test("a course is told before what it may mean", () => {
  const irregular = say({ shape: "irregular" });
  assert.match(
    irregular,
    /^It goes up and down between 5\.0 MiB and 35\.0 MiB, .*\. A rise that goes on is not shown\.$/,
  );
  const few = (points: number, captures = 3): string =>
    say({ shape: "too-few", captures, course: { ...SIGNS.course, points } });
  assert.equal(
    few(2),
    "Too few: 3 captures show 2 states of the heap, and a trend takes three. From the first to the last it is +30.0 MiB.",
  );
  assert.equal(few(1, 1), "Too few: 1 capture shows 1 state of the heap, and a trend takes three.");
});

test("a change that is sure and small is no noise, in either direction", () => {
  const flat = (low: number | null, high: number | null): string =>
    say({ shape: "flat", course: { ...SIGNS.course, first: 100 * MIB, last: 101 * MIB, growth: MIB, low, high } });
  assert.match(flat(1, 2 * MIB), /^Hardly changed: \+1\.0 MiB live heap/);
  assert.match(flat(-2 * MIB, -1), /^Hardly changed: /);
  assert.match(flat(0, 2 * MIB), /^Flat: /);
  assert.match(flat(-2 * MIB, 0), /^Flat: /);
  assert.match(flat(null, null), /^No growth is shown: /);
});

test("of nothing live the most that may have been is told, and of something what it was", () => {
  const of = (first: number, last: number, high: number | null): string =>
    say({ shape: "flat", course: { ...SIGNS.course, first, last, growth: last - first, low: 0, high } });
  assert.match(of(0, 0, 3 * MIB), /nothing live was sampled \(3\.0 MiB at most\), 6 states/);
  assert.match(of(0, 0, null), /nothing live was sampled, 6 states/);
  for (const [first, last] of [
    [MIB, 0],
    [0, MIB],
    [MIB, MIB],
    [1, 1],
  ] as const)
    assert.doesNotMatch(of(first, last, 3 * MIB), /nothing live/);
  assert.match(of(MIB, 3 * MIB, 0), /\+2\.0 MiB live heap, 1\.0 -> 3\.0 MiB, 6 states/);
});

test("restarts are counted where there are several, and each process is told in its order", () => {
  const runs = (count: number) => Array.from({ length: count }, (_, at) => ({ ...run, from: `f${at}`, to: `t${at}` }));
  const said = (count: number): string => say({ runs: runs(count), restart: "known" });
  assert.match(said(2), /^The process was started anew between t0 and f1: .*Before: .*f0 to t0.*After: .*f1 to t1/);
  assert.match(said(3), /^The process was started anew 2 times: .*Before: .*f0.*Then: .*f1.*After: .*f2/);
  const single = [{ ...run, points: 1, from: "only" }, run];
  assert.match(say({ runs: single, restart: "known" }), /Before: one state of the heap, only\. After: \+30/);
  assert.match(say({ runs: [{ ...run, points: 2 }, run], restart: "known" }), /Before: \+30\.0 MiB .*, 2 states/);
});

test("goroutines are whole numbers", () => {
  const said = say({ goroutines: [10, 200, 400, 600, 800, 1000] });
  assert.match(said, /Goroutines, which are counted exactly, rise to the end: 10 -> 1,000\.$/);
});

test("what rises at its end is told after a fall or after ups and downs, and then no rise is denied", () => {
  const goesOn = { from: "b", to: "f", growth: 11 * MIB };
  const irregular = say({ shape: "irregular", goesOn });
  assert.match(irregular, /At its end it rises: \+11\.0 MiB from b to f, with no sign of an end there\.$/);
  assert.doesNotMatch(irregular, /not shown/);
  assert.match(say({ shape: "falling", goesOn }), /At its end it rises: /);
  assert.doesNotMatch(say({ shape: "falling" }), /rises/);
});

const told = (code: SeriesFinding["code"], facts: object): string =>
  trendFindingText({
    code,
    severity: "note",
    facts: { ...course, points: 6, seconds: 25, part: null, ...facts },
  } as SeriesFinding);

test("what grew more slowly says what denies an end only where that is something beside the samples", () => {
  const slows = (by: string) => told("slows", { by, goesOn: null });
  assert.match(slows("samples"), /, 6 states in 25s\. Whether it levels off or goes on is not known/);
  for (const by of ["goroutines", "heap-alloc"]) assert.match(slows(by), /, 6 states in 25s\. (?!Whether).+\. Whether/);
});

test("without counts the change is told before what cannot be told of it", () => {
  assert.match(told("uncounted", {}), /^\+30\.0 MiB.*\. The samples cannot be counted/);
});

test("a heap is flat where a tenth of it, at most, may have come or gone, either way", () => {
  const flat = (low: number | null, high: number | null) =>
    /^Flat: /.test(
      told("flat", { first: 100 * MIB, last: 90 * MIB, growth: 0, low: low && low * MIB, high: high && high * MIB }),
    );
  assert.deepEqual([flat(-10, 10), flat(-11, 10), flat(-10, 11)], [true, false, false]);
  assert.deepEqual([flat(null, 1), flat(-1, null)], [false, false]);
});

test("what fell by any number that may be none did not surely fall", () => {
  const fell = (high: number | null) => {
    const facts = { ...course, first: 35 * MIB, last: 5 * MIB, growth: -30 * MIB, low: -40 * MIB, high };
    const [falls] = findSeries({ ...SIGNS, shape: "falling", course: { ...facts, points: 6, seconds: 25 } });
    return falls === undefined ? "" : trendFindingText(falls);
  };
  assert.match(fell(1), /^It fell, though not surely/);
  assert.match(fell(-1), /^It shrank/);
});
