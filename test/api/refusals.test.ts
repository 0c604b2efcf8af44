/** What makes no sense is refused by every function of the library with one of its own errors; what may be left out may be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as heapblame from "../../src/index.ts";
import { fixture, fixtureBytes, modePair } from "../fixtures.ts";
import { readUnpacked } from "../profile/corpus.ts";

const { compare, compareHeaps, ProfileError, parseProfile, UsageError } = heapblame;
const [base, current] = modePair("retain").map((file) => parseProfile(readUnpacked(file))) as [
  heapblame.Profile,
  heapblame.Profile,
];
const goroutines = parseProfile(fixtureBytes("programs/kinds/goroutine.out"));
const comparison = compare(base, current);
const capture = { name: "one", profile: base };
const { report, words } = compareHeaps(base, current);

/** Bad input for every exported function, as a program without a compiler may give it. */
const BAD: Readonly<Record<string, readonly (() => unknown)[]>> = {
  parseProfile: [
    () => parseProfile(new Uint8Array()),
    () => parseProfile(Uint8Array.of(1, 2, 3)),
    () => parseProfile("text" as unknown as Uint8Array),
    () => parseProfile(new ArrayBuffer(8) as unknown as Uint8Array),
    () => parseProfile(undefined as unknown as Uint8Array),
  ],
  parseGoroutineText: [() => heapblame.parseGoroutineText("text" as unknown as Uint8Array)],
  gzip: [() => heapblame.gzip("text" as unknown as Uint8Array)],
  encodeProfile: [() => heapblame.encodeProfile(undefined as unknown as heapblame.Profile)],
  compare: [() => compare(base, goroutines), () => compare(base, undefined as unknown as heapblame.Profile)],
  compareHeaps: [
    () => compareHeaps(base, goroutines),
    () => compareHeaps(base, {} as heapblame.Profile),
    () => compareHeaps(base, current, { focus: "(" }),
    () => compareHeaps(base, current, { sampleIndex: 4 }),
    () => compareHeaps(base, current, { sampleIndex: -1 }),
    () => compareHeaps(base, current, { sampleIndex: Number.NaN }),
    () => compareHeaps(base, current, { sampleIndex: "cpu" }),
    () => compareHeaps(base, current, { granularity: "function" as heapblame.Granularity }),
    () => compareHeaps(base, current, { sort: "name" as "flat" }),
    () => compareHeaps(base, current, { limit: -1 }),
    () => compareHeaps(base, current, { limit: 1.5 }),
  ],
  growthReport: [() => heapblame.growthReport(comparison, { sampleIndex: 99 })],
  checkReport: [
    () => heapblame.checkReport(compare(goroutines, goroutines)),
    () => heapblame.checkReport(comparison, { maxGrowth: Number.NaN }),
  ],
  diffProfiles: [() => heapblame.diffProfiles(base, goroutines)],
  subtractBase: [() => heapblame.subtractBase(base, goroutines)],
  normalizeTo: [() => heapblame.normalizeTo(base, goroutines)],
  mergeProfiles: [() => heapblame.mergeProfiles([]), () => heapblame.mergeProfiles([base, goroutines])],
  currentValues: [4, -1, 0.5, Number.NaN].map((index) => () => heapblame.currentValues(comparison.diff, index)),
  baseValues: [4, -1, 0.5, Number.NaN].map((index) => () => heapblame.baseValues(comparison.diff, index)),
  filterProfile: [() => heapblame.filterProfile(base, { hide: "[" })],
  resolveSampleIndex: [() => heapblame.resolveSampleIndex(base.header, "4")],
  buildCheck: [() => heapblame.buildCheck(compare(goroutines, goroutines))],
  buildTrend: [() => heapblame.buildTrend([])],
  compareSeries: [
    () => heapblame.compareSeries([]),
    () => heapblame.compareSeries([capture], { sampleIndex: "alloc_space" }),
    () => heapblame.compareSeries([capture], { limit: -1 }),
  ],
  trendReport: [
    () => heapblame.trendReport([]),
    () => heapblame.trendReport([capture], { sampleIndex: "alloc_space" }),
    () => heapblame.trendReport([capture], { granularity: "x" as heapblame.Granularity }),
    () => heapblame.trendReport([capture], { iterations: -3 }),
  ],
  adviceReport: [
    () =>
      heapblame.adviceReport({
        current: { source: "a", profile: goroutines, memStats: undefined, workingSet: undefined },
      }),
    () =>
      heapblame.adviceReport({
        current: { source: "a", profile: base, memStats: undefined, workingSet: undefined },
        limit: { text: "x", bytes: Number.NaN },
      }),
  ],
  fleetReport: [
    () => heapblame.fleetReport([]),
    () => heapblame.fleetReport([undefined as unknown as heapblame.PodSeries]),
  ],
  goroutineReport: [() => heapblame.goroutineReport([], [], { iterations: Number.NaN })],
  goroutinesOf: [() => heapblame.goroutinesOf(undefined as unknown as heapblame.Profile)],
  anonymizeProfiles: [() => heapblame.anonymizeProfiles([undefined as unknown as heapblame.Profile])],
  objectCount: [() => heapblame.objectCount("pods", -1)],
  render: [() => heapblame.render(report, words, "pdf" as "text")],
  formatsOf: [() => heapblame.formatsOf("x" as "growth")],
};

/** Functions of what other functions of ours give: there is nothing to refuse. */
const OF_REPORTS = ["adviceWords", "checkWords", "fleetWords", "growthWords", "trendWords", "renderJson"];

const functions = Object.entries(heapblame).filter(([, value]) => typeof value === "function");

test("every exported function is among those that are tried", () => {
  const classes = ["ProfileError", "UsageError"];
  const names = functions.map(([name]) => name).filter((name) => !classes.includes(name));
  assert.deepEqual(names.sort(), [...Object.keys(BAD), ...OF_REPORTS].sort());
});

for (const [name, calls] of Object.entries(BAD)) {
  test(`${name} refuses what makes no sense with an error of ours`, async () => {
    for (const [at, call] of calls.entries()) {
      await assert.rejects(
        async () => await call(),
        (error: Error) => {
          assert.ok(error instanceof UsageError || error instanceof ProfileError, `call ${at}: ${error.stack}`);
          assert.doesNotMatch(error.message, /undefined|\[object/, `call ${at}`);
          return true;
        },
        `call ${at}`,
      );
    }
  });
}

/** Arguments that are right, in order. */
const RIGHT: Readonly<Record<string, readonly unknown[]>> = {
  parseProfile: [readUnpacked(modePair("retain")[0])],
  parseGoroutineText: [fixtureBytes("programs/kinds/goroutine.debug1.txt")],
  gzip: [new Uint8Array(3)],
  encodeProfile: [base],
  compare: [base, current, {}],
  compareHeaps: [base, current, {}],
  growthReport: [comparison, {}],
  checkReport: [comparison, {}],
  buildCheck: [comparison, {}],
  diffProfiles: [base, current],
  subtractBase: [base, current],
  normalizeTo: [base, current],
  mergeProfiles: [[base, current]],
  currentValues: [comparison.diff, 0],
  baseValues: [comparison.diff, 0],
  filterProfile: [base, {}],
  resolveSampleIndex: [base.header, "inuse_space"],
  buildTrend: [[capture, capture], {}],
  compareSeries: [[capture, capture], {}],
  trendReport: [[capture, capture], {}],
  adviceReport: [{ current: { source: "a", profile: base, memStats: undefined, workingSet: undefined } }],
  fleetReport: [[]],
  goroutineReport: [[], []],
  goroutinesOf: [goroutines],
  anonymizeProfiles: [[base]],
  objectCount: ["pods", 3],
  // Words are of their report, and nothing in them says so.
  render: [report],
  formatsOf: ["growth"],
  adviceWords: [report],
  checkWords: [report],
  fleetWords: [report],
  growthWords: [report],
  trendWords: [report],
  renderJson: [report],
};

/** Their options, each of which may be wrong by itself: the place of the object that has them. */
const OPTIONS: Readonly<Record<string, readonly [at: number, names: readonly string[]]>> = {
  compare: [2, ["mainModule"]],
  compareHeaps: [
    2,
    ["sampleIndex", "granularity", "sort", "limit", "mainModule", "focus", "ignore", "hide", "show", "showFrom"],
  ],
  growthReport: [1, ["sampleIndex", "granularity", "sort", "limit"]],
  checkReport: [1, ["maxGrowth", "scope", "suppressions", "baseline"]],
  filterProfile: [1, ["focus", "ignore", "hide", "show", "showFrom", "tagFocus", "tagIgnore", "pruneFrom"]],
  trendReport: [1, ["sampleIndex", "granularity", "sort", "limit", "iterations", "mainModule"]],
  adviceReport: [0, ["current", "gogc", "gomemlimit"]],
};

const JUNK: readonly unknown[] = [
  ...[undefined, Number.NaN, -1, 1e308, "", "x".repeat(1000), {}, [], [null], [{}], true, () => 1, new Uint8Array()],
  ...[5n, new Date(Number.NaN), Symbol("x")],
];

async function refusesJunk(name: string, given: readonly unknown[], what: string): Promise<void> {
  const called = (heapblame as unknown as Record<string, (...words: unknown[]) => unknown>)[name];
  try {
    await called?.(...given);
  } catch (error) {
    const isOurs = error instanceof UsageError || error instanceof ProfileError;
    assert.ok(isOurs, `${name}, ${what}: ${error instanceof Error ? error.stack : error}`);
  }
}

for (const [name, given] of Object.entries(RIGHT)) {
  test(`${name} takes anything in place of each argument: it works, or fails with an error of ours`, async () => {
    for (const [at, junk] of given.flatMap((_, place) => [null, ...JUNK].map((each) => [place, each] as const))) {
      await refusesJunk(name, given.with(at, junk), `argument ${at + 1} is ${String(junk)}`);
    }
    const [place, names] = OPTIONS[name] ?? [0, []];
    for (const option of names) {
      for (const junk of JUNK.slice(1)) {
        const options = { ...(given[place] as object), [option]: junk };
        await refusesJunk(name, given.with(place, options), `${option} is ${String(junk)}`);
      }
    }
  });
}

test("every exported function is tried with anything", () => {
  const names = functions.map(([name]) => name).filter((name) => !["ProfileError", "UsageError"].includes(name));
  assert.deepEqual(Object.keys(RIGHT).sort(), names.sort());
});

test("questions have defaults, and a limit of 0 is none", () => {
  assert.equal(report.functions.length, compareHeaps(base, current, { limit: 0 }).report.functions.length);
  assert.equal(compareHeaps(base, current, { limit: 3 }).report.functions.length, 3);
  assert.equal(report.sampleType.type, "inuse_space");
  assert.equal(report.granularity, "functions");
  const series = [capture, { name: "two", profile: current }];
  assert.equal(heapblame.trendReport(series).granularity, "functions");
  assert.equal(heapblame.goroutineReport([], []).baseSource, "base");
  assert.equal(heapblame.checkReport(comparison).outcome, "exceeded");
  const memory = { source: fixture(""), profile: base, memStats: undefined, workingSet: undefined };
  assert.equal(heapblame.adviceReport({ current: memory }).kind, "advice");
});

test("a series is compared by one call, which is what the report and its words are", () => {
  const series = [capture, { name: "two", profile: current }];
  const report = heapblame.trendReport(series, { limit: 2 });
  const { run, ...built } = heapblame.buildTrend(series, { limit: 2 });
  assert.deepEqual(built, { report });
  assert.deepEqual(run, [0, 1]);
  assert.deepEqual(heapblame.compareSeries(series, { limit: 2 }), { report, words: heapblame.trendWords(report) });
  assert.ok(heapblame.buildCheck(comparison).baseline.length > 0);
});

test("filters are given by name, and the report says them", () => {
  const { report: focused } = compareHeaps(base, current, { focus: "watch" });
  assert.deepEqual(focused.filters, ["focus=watch"]);
  assert.ok(focused.totals.current < report.totals.current);
});
