import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Profile } from "../../../src/profile/tables.ts";
import type { FrameGrowth, GrowthReport } from "../../../src/report/growth/growth.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { growthOf } from "../growth-of.ts";

const BASE = `
  main.main;main.serve;json.Unmarshal   2 200
  main.main;main.serve;main.cache       1 100
  main.main;main.old                    1 50
`;

const CURRENT = `
  main.main;main.serve;json.Unmarshal   6 600
  main.main;main.serve;main.cache       1 100
  main.main;main.fresh                  1 30
`;

function row(report: GrowthReport, name: string): FrameGrowth {
  const found = report.functions.find((frame) => frame.name === name);
  assert.ok(found, `no row for ${name}`);
  return found;
}

test("base, current and delta stand side by side for flat and cum", () => {
  const report = growthOf(profileFromText(BASE), profileFromText(CURRENT));
  assert.deepEqual([report.kind, report.schemaVersion], ["growth", 1]);
  assert.deepEqual(report.totals, { base: 350, current: 730, net: 380, grew: 430, shrank: 50 });
  const unmarshal = row(report, "json.Unmarshal");
  assert.deepEqual([unmarshal.baseFlat, unmarshal.currentFlat, unmarshal.deltaFlat], [200, 600, 400]);
  assert.equal(unmarshal.deltaObjects, 4);
  const serve = row(report, "main.serve");
  assert.deepEqual([serve.baseCum, serve.currentCum, serve.deltaCum, serve.deltaFlat], [300, 700, 400, 0]);
});

test("a frame is new, gone, grown, shrunk or the same by its cumulative value", () => {
  const report = growthOf(profileFromText(BASE), profileFromText(CURRENT));
  const changes = Object.fromEntries(report.functions.map((frame) => [frame.name, frame.change]));
  assert.deepEqual(changes, {
    "json.Unmarshal": "grown",
    "main.cache": "same",
    "main.fresh": "new",
    "main.main": "grown",
    "main.old": "gone",
    "main.serve": "grown",
  });
});

test("rows come with the largest change first, whichever way it goes, and ties by name", () => {
  const report = growthOf(profileFromText(BASE), profileFromText(CURRENT));
  assert.deepEqual(
    report.functions.map((frame) => [frame.name, frame.deltaFlat]),
    [
      ["json.Unmarshal", 400],
      ["main.old", -50],
      ["main.fresh", 30],
      ["main.serve", 0],
      ["main.main", 0],
      ["main.cache", 0],
    ],
  );
});

test("what a limit leaves out is summed up, so that the column adds up", () => {
  const report = growthOf(profileFromText(BASE), profileFromText(CURRENT), { limit: 1 });
  assert.equal(report.functions.length, 1);
  assert.deepEqual(report.omitted, { count: 5, deltaFlat: -20, deltaObjects: 0 });
});

test("shares are of the net growth while it is mostly one way, else of the gross growth", () => {
  const oneWay = growthOf(profileFromText(BASE), profileFromText(CURRENT));
  assert.deepEqual(oneWay.denominator, { of: "net", value: 380 });
  assert.equal(row(oneWay, "json.Unmarshal").share, 400 / 380);
  const churn = growthOf(profileFromText("main.a 1 1000"), profileFromText("main.b 1 1100"));
  assert.deepEqual(churn.denominator, { of: "grew", value: 1100 });
  assert.equal(row(churn, "main.a").share, -1000 / 1100);
});

test("gross growth tells stacks apart by their names, not by lines, addresses or vendoring", () => {
  const base = profileFromText("main.main;k8s.io/x/vendor/k8s.io/api/v1.Decode@a.go:10 1 100");
  const current = profileFromText("main.main;k8s.io/api/v1.Decode@b.go:99 1 140");
  assert.deepEqual(growthOf(base, current).totals, { base: 100, current: 140, net: 40, grew: 40, shrank: 0 });
});

test("a function that recurs counts once in cum", () => {
  const report = growthOf(profileFromText("main.f 0 0"), profileFromText("main.f;main.g;main.f;main.g 1 10"));
  assert.deepEqual([row(report, "main.f").deltaCum, row(report, "main.g").deltaCum], [10, 10]);
});

test("inlined frames are frames of their own unless they are charged to their caller", () => {
  const current = profileFromText("main.main;main.caller;~main.inlined 1 10");
  const kept = growthOf(profileFromText("- 0 0"), current);
  assert.equal(row(kept, "main.inlined").deltaFlat, 10);
  const charged = growthOf(profileFromText("- 0 0"), current, { noInlines: true });
  assert.equal(row(charged, "main.caller").deltaFlat, 10);
  assert.ok(!charged.functions.some((frame) => frame.name === "main.inlined"));
});

test("packages gather the functions of a package, modules those of a module", () => {
  const current = profileFromText(`
    main.main;k8s.io/client-go/rest.Get;k8s.io/client-go/tools/cache.Add   1 10
    main.main;k8s.io/client-go/tools/cache.Delete                          1 5
  `);
  const packages = growthOf(profileFromText("- 0 0"), current, { granularity: "packages" });
  assert.equal(row(packages, "k8s.io/client-go/tools/cache").deltaFlat, 15);
  const modules = growthOf(profileFromText("- 0 0"), current, { granularity: "modules" });
  assert.equal(row(modules, "k8s.io/client-go").deltaCum, 15);
});

test("suspects are where growth fans out, disjoint, most first; values alone give no certainty", () => {
  const current = profileFromText(`
    main.main;main.serve;main.load;main.array   1 60
    main.main;main.serve;main.load;main.object  1 20
    main.main;main.serve;main.load;main.string  1 10
    main.main;main.other                        1 20
  `);
  const report = growthOf(profileFromText("- 0 0"), current);
  assert.deepEqual(
    report.suspects.map((suspect) => [suspect.frame, suspect.entry, suspect.leaf, suspect.growth]),
    [
      ["main.load", "main.main", "main.array", 90],
      ["main.other", "main.main", "main.other", 20],
    ],
  );
  assert.equal(report.certainty, null);
  for (const { low, high, samples } of report.suspects) assert.deepEqual([low, high, samples], [null, null, null]);
  for (const frame of report.functions)
    assert.deepEqual([frame.low, frame.samplesBase, frame.significant], [null, null, null]);
  assert.match(growthWords(report).verdict, /how much of that is sampling noise cannot be told/);
});

test("packages and modules each add up to the totals, and charge the standard library's frames to their callers", () => {
  const current = profileFromText(`
    main.main;github.com/a/b.Load;encoding/json.Unmarshal  1 60
    main.main;net/http.serve                               1 10
    net/http.serve;bufio.NewReader                         1 5
    -                                                      1 2
  `);
  const { modules, packages, totals } = growthOf(profileFromText("main.main;main.gone 1 7"), current, {
    mainModule: "x.y/z",
  });
  for (const table of [modules, packages]) {
    for (const key of ["base", "current"] as const) {
      assert.equal(
        table.reduce((sum, row) => sum + Number(row[key]), 0),
        totals[key],
      );
    }
    assert.equal(
      table.reduce((sum, row) => sum + Number(row.delta), 0),
      totals.net,
    );
  }
  assert.deepEqual(
    modules.map(({ module, delta }) => [module, delta]),
    [
      ["github.com/a/b", 60],
      ["std", 5],
      ["x.y/z", 3],
      ["", 2],
    ],
  );
});

test("values beyond 2^53 stay exact", () => {
  const report = growthOf(profileFromText("main.f 1 3"), profileFromText("main.f 1 1152921504606846977"));
  assert.equal(report.totals.net, 1152921504606846974n);
  assert.equal(row(report, "main.f").deltaFlat, 1152921504606846974n);
});

test("where a finding is blocking, it is the verdict, and nothing is suspected or certain", () => {
  const early = profileFromText(BASE, { timeNanos: 1_000_000_000n });
  const late = profileFromText(CURRENT, { timeNanos: 61_000_000_000n });
  const same = profileFromText(BASE, { timeNanos: 61_000_000_000n });
  // Counters that only rise, of more stacks than could be in order by accident.
  const [once, twice] = [1, 2].map((factor) =>
    heapProfile(
      Array.from({ length: 9 }, (_, i) => ({ stack: `main.f${i}`, size: 512, inuse: factor, alloc: factor * (i + 1) })),
    ),
  ) as [Profile, Profile];
  const blocking = (report: GrowthReport): string[] =>
    report.provenance.filter(({ severity }) => severity === "blocking").map(({ code }) => code);
  assert.deepEqual(blocking(growthOf(early, late)), []);
  for (const [report, code] of [
    [growthOf(twice, once), "swapped"],
    [growthOf(early, early), "same-file"],
    [growthOf(early, same), "same-state"],
  ] as const) {
    assert.deepEqual(blocking(report), [code]);
    assert.deepEqual([report.suspects, report.certainty], [[], null]);
    assert.match(growthWords(report).verdict, /So nothing is said about growth\.$/);
    assert.deepEqual(
      report.audit.map((entry) => entry.code),
      ["blocked"],
    );
  }
});

const stack = fc.array(fc.constantFrom("main.a", "main.b", "main.c", "main.d"), { minLength: 1, maxLength: 6 });
const side = fc.array(fc.tuple(stack, fc.integer({ min: 0, max: 1000 })), { maxLength: 12 });

test("flat deltas add up to the net growth, and so do gross growth and shrink", () => {
  const text = (samples: readonly (readonly [readonly string[], number])[]): string =>
    ["- 0 0", ...samples.map(([frames, value]) => `${frames.join(";")} 1 ${value}`)].join("\n");
  fc.assert(
    fc.property(side, side, (base, current) => {
      const { totals, functions } = growthOf(profileFromText(text(base)), profileFromText(text(current)));
      const sum = functions.reduce((total, frame) => total + Number(frame.deltaFlat), 0);
      assert.equal(sum, totals.net);
      assert.equal(Number(totals.grew) - Number(totals.shrank), totals.net);
      for (const frame of functions) assert.equal(Number(frame.currentCum) - Number(frame.baseCum), frame.deltaCum);
    }),
  );
});
