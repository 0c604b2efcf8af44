/** Trends of the fixtures, whose truth is in fixtures/README.md, and of series made from them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { UsageError } from "../../../src/errors.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { TrendQuery, TrendReport } from "../../../src/report/trend/report.ts";
import { trendReport } from "../../../src/report/trend/trend.ts";
import { trendWords } from "../../../src/wording/trend/words.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { fixture, type MODES } from "../../fixtures.ts";
import { readUnpacked } from "../../profile/corpus.ts";
import { growthOfFiles } from "../growth-of.ts";
import { capturesOf, RISING } from "./series-of.ts";

const MIB = 1024 ** 2;
type Mode = (typeof MODES)[number];

function snapshots(mode: Mode): string[] {
  return ["before", "1", "2", "3", "4", "after"].map((name) => fixture(`streamwatcher/${mode}/heap-${name}.out`));
}

function trendOf(files: readonly string[], query: Partial<TrendQuery> = {}): TrendReport {
  const captures = files.map((name) => ({ name, profile: parseProfile(readUnpacked(name)) }));
  const defaults = {
    sampleIndex: "",
    granularity: "functions",
    noInlines: false,
    sort: "flat",
    limit: undefined,
  } as const;
  return trendReport(captures, { ...defaults, iterations: undefined, limitBytes: undefined, ...query });
}

for (const mode of ["retain", "slow-handler", "informer-leak", "goroutine-leak"] as const) {
  test(`${mode} rises to the end, surely, and the verdict does not call it a leak`, () => {
    const report = trendOf(snapshots(mode));
    const { trend, points } = report;
    assert.equal(points.length, 6);
    assert.equal(trend.shape, "rising");
    assert.ok(trend.significant && (trend.low as number) > 0);
    assert.match(trendWords(report).verdict, /^It rises: .* 6 points are few/);
    assert.doesNotMatch(trendWords(report).verdict, /is a leak/);
  });
}

test("a warm-up levels off and is not called growth that goes on", () => {
  const report = trendOf(snapshots("warm-up"), { limitBytes: 250 * MIB });
  assert.equal(report.trend.shape, "saturating");
  assert.equal(report.trend.significant, false);
  assert.equal(report.hoursToLimit, null);
  assert.match(trendWords(report).verdict, /^It rose at first and then hardly/);
  assert.deepEqual(
    report.functions.filter(({ flat }) => flat.significant),
    [],
  );
});

test("a steady process is flat, and none of its functions surely rises", () => {
  const report = trendOf(snapshots("steady"));
  assert.equal(report.trend.shape, "flat");
  assert.deepEqual(
    report.functions.filter(({ flat, cum }) => flat.significant || cum.significant),
    [],
  );
});

test("the slope an iteration is that an hour over as many iterations as went into it", () => {
  const { trend, points } = trendOf(snapshots("retain"), { iterations: 16 });
  const hours = Number((points.at(-1)?.timeNanos as bigint) - (points[0]?.timeNanos as bigint)) / 3.6e12;
  assert.ok(Math.abs((trend.slopePerIteration as number) * 16 - (trend.slopePerHour as number) * hours) < 1);
});

test("the time until a limit is given for a rise that goes on, and lies within its interval", () => {
  const { hoursToLimit } = trendOf(snapshots("retain"), { limitBytes: 250 * MIB });
  assert.ok(hoursToLimit !== null && hoursToLimit.low < hoursToLimit.expected);
  assert.ok(hoursToLimit.expected < (hoursToLimit.high as number));
});

test("growth from the first to the last is bounded as the diff of the two bounds it", () => {
  const files = snapshots("retain");
  const { trend, functions } = trendOf(files);
  const { certainty, functions: frames } = growthOfFiles(files[0] as string, files.at(-1) as string);
  assert.deepEqual(
    [trend.growthLow, trend.growthHigh],
    [Math.round(certainty?.net.low ?? 0), Math.round(certainty?.net.high ?? 0)],
  );
  const clone = functions.find(({ name }) => name === "bytes.Clone");
  const same = frames.find(({ name }) => name === "bytes.Clone");
  assert.ok((clone?.flat.growthLow ?? 0) > 0 && Number(same?.low) > 0);
  assert.ok(Math.abs((clone?.flat.growthLow ?? 0) / Number(same?.low) - 1) < 0.05);
});

test("functions that surely rise are found by what they called, where their own samples are few", () => {
  const names = (mode: "retain" | "steady") =>
    trendOf(snapshots(mode))
      .functions.filter(({ cum }) => cum.significant)
      .map(({ name }) => name);
  assert.ok(names("retain").includes("k8s.io/api/core/v1.(*Pod).Unmarshal"), names("retain").join(" "));
  assert.deepEqual(names("steady"), []);
});

test("flat growth of all functions adds up to that of the total", () => {
  const { trend, functions } = trendOf(snapshots("retain"));
  assert.equal(
    functions.reduce((sum, { flat }) => sum + flat.growth, 0),
    trend.growth,
  );
});

test("captures are put in order of time, and one that repeats a state is left out", () => {
  const files = snapshots("retain");
  const again = trendOf([...files].reverse().concat(files[2] as string));
  assert.deepEqual(
    again.points.map(({ source }) => source),
    files,
  );
  assert.deepEqual(again.dropped, [{ source: files[2], reason: "repeated" }]);
  assert.deepEqual(again.trend.values, trendOf(files).trend.values);
});

test("after a restart only the longest run is looked at, and the verdict says so", () => {
  const report = trendOf([
    ...snapshots("steady").slice(0, 2),
    ...snapshots("steady").slice(2),
    ...snapshots("retain").slice(0, 3),
  ]);
  assert.equal(report.points.length, 6);
  assert.deepEqual(
    report.dropped.map(({ reason }) => reason),
    ["other-process", "other-process", "other-process"],
  );
  assert.match(
    trendWords(report).verdict,
    /^The process was started anew between retain\/heap-2\.out and .*\. Before: \+25\.1 MiB live heap.* After: /,
  );
});

test("two states are too few for a shape, and growth between them is said", () => {
  const [first, , , , , last] = snapshots("retain");
  const report = trendOf([first as string, last as string]);
  const { trend, functions } = report;
  assert.equal(trend.shape, "too-few");
  assert.equal(trend.slopePerHour, null);
  assert.deepEqual(functions, []);
  assert.match(trendWords(report).verdict, /^Too few: .*\+54\.1 MiB/);
});

test("what was ever allocated has no trend", () => {
  assert.throws(() => trendOf(snapshots("steady"), { sampleIndex: "alloc_space" }), UsageError);
});

const parca = fileURLToPath(new URL("../../../../shared/corpus/parca-dev__parca/", import.meta.url));

test("ten captures of parca show two states: too few", { skip: !existsSync(parca) && "no corpus" }, () => {
  const files = readdirSync(parca).filter((name) => /^16445\d+\.pb\.gz$/.test(name));
  assert.equal(files.length, 10);
  const report = trendOf(
    files.map((name) => parca + name),
    { sampleIndex: "inuse_space" },
  );
  const { trend, dropped } = report;
  assert.equal(trend.shape, "too-few");
  assert.equal(dropped.filter(({ reason }) => reason === "repeated").length, 8);
  assert.match(trendWords(report).verdict, /10 captures show 2 states/);
});

/** Six states: what was held goes, a megabyte a state is kept, and a goroutine a megabyte more stands there. */
function hidden(kept: (at: number) => number): TrendReport {
  const stack = (name: string) => `main.main;main.serve;main.${name}`;
  const captures = [0, 1, 2, 3, 4, 5].map((at) => ({
    name: `${at}.out`,
    profile: heapProfile([
      { stack: stack("cache"), size: MIB, inuse: 400 - 40 * at, alloc: 500 },
      { stack: stack("keep"), size: MIB, inuse: kept(at), alloc: 500 + 20 * at },
    ]),
  }));
  return trendReport(captures, { limit: 0 });
}

test("what grew in a heap that shrank is told in a series too, with its place", () => {
  const report = hidden((at) => 1 + 20 * at);
  const codes = report.findings.map(({ code }) => code);
  assert.equal(codes[0], "falls");
  assert.ok(codes.includes("parts-grew"));
  assert.match(trendWords(report).verdict, /Parts of it grew all the same, by 11\d MiB; others shrank\. .*main\.keep/);
  const other = hidden(() => 1);
  assert.ok(!other.findings.some(({ code }) => code === "parts-grew"));
  assert.doesNotMatch(trendWords(other).verdict, /main\./);
});

test("what is not asked is decided: functions by their own, all of them, of bytes in use", () => {
  const report = trendReport(capturesOf(RISING));
  assert.deepEqual(
    [report.granularity, report.sort, report.omitted, report.iterations],
    ["functions", "flat", 0, null],
  );
  assert.deepEqual([report.sampleType.type, report.kind, report.schemaVersion], ["inuse_space", "trend", 1]);
  assert.deepEqual([report.verdict.cause, report.verdict.facts.limitBytes, report.verdict.facts.runs], [null, null, 1]);
  const shown = trendReport(capturesOf(RISING), { limit: 1, sort: "cum" });
  assert.deepEqual([shown.functions.length, shown.omitted, shown.sort], [1, report.functions.length - 1, "cum"]);
  const [first] = shown.functions;
  assert.deepEqual(first, trendReport(capturesOf(RISING), { sort: "cum" }).functions[0]);
});

test("a series that cannot be compared has no findings, no functions and no ends, and says which of the causes", () => {
  const captures = capturesOf(RISING.map((moment, at) => (at === 3 ? { put: -100, keep: -50 } : moment)));
  const { verdict, findings, functions, ends, step, trend } = trendReport(captures);
  assert.deepEqual([verdict.code, verdict.cause, verdict.facts.steady], ["not-comparable", "delta", null]);
  assert.deepEqual([findings, functions, ends, step], [[], [], null, null]);
  assert.equal(trend.values.length, 6);
});

test("a process that records nothing has no trend, and that is the reason", () => {
  const captures = capturesOf(RISING).map(({ name, profile }) => {
    const samples = {
      ...profile.samples,
      values: profile.samples.values.map((column) => column.map(() => 0 as never)),
    };
    return { name, profile: { ...profile, samples, header: { ...profile.header, period: 0n } } };
  });
  const { verdict, findings } = trendReport(captures as Parameters<typeof trendReport>[0]);
  assert.deepEqual([verdict.code, verdict.cause, findings], ["not-comparable", "not-sampled", []]);
});

test("captures of differing types are read by those that all have; of none in common there is no trend", () => {
  const captures = capturesOf(RISING);
  const only = (types: readonly string[], at: number) => {
    const { profile } = captures[at] as (typeof captures)[number];
    const kept = profile.header.sampleTypes.flatMap(({ type }, index) => (types.includes(type) ? [index] : []));
    const header = {
      ...profile.header,
      sampleTypes: kept.map((index) => profile.header.sampleTypes[index] as { type: string; unit: string }),
    };
    const values = kept.map((index) => profile.samples.values[index] as (typeof profile.samples.values)[number]);
    return { name: `t${at}`, profile: { ...profile, header, samples: { ...profile.samples, values } } };
  };
  const mixed = captures.map((capture, at) => (at === 2 ? only(["inuse_objects", "inuse_space"], at) : capture));
  const query = { sampleIndex: "inuse_space" };
  assert.deepEqual(trendReport(mixed, query).trend.values, trendReport(captures).trend.values);
  const apart = captures.map((_, at) => only([at === 0 ? "inuse_space" : "inuse_objects"], at));
  assert.throws(() => trendReport(apart), { code: "no-common-sample-type" });
});

test("questions that make no sense are refused, and so is nothing", () => {
  const captures = capturesOf(RISING);
  for (const [query, wanted] of [
    [{ sampleIndex: "alloc_objects" }, /a trend is of what is live: .* not alloc_objects/],
    [{ sampleIndex: "inuse_objects", limitBytes: 5 }, /--limit-bytes is a size, but this counts objects/],
    [{ granularity: "rows" as "files" }, /granularity/],
    [{ sort: "name" as "cum" }, /sort/],
    [{ iterations: -1 }, /iterations/],
  ] as const)
    assert.throws(
      () => trendReport(captures, query),
      (error) => error instanceof UsageError && wanted.test(error.message),
      JSON.stringify(query),
    );
  assert.throws(() => trendReport([]), /a trend needs captures: there is none/);
  assert.throws(() => trendReport([{ name: "a" } as never]), /profile/);
});

test("a moment that is not known is null, and then there is no time to a limit", () => {
  const timed = trendReport(capturesOf(RISING), { limitBytes: 1024 * MIB });
  assert.ok(timed.hoursToLimit !== null && timed.points.every(({ timeNanos }) => timeNanos !== null));
  const untimed = trendReport(capturesOf(RISING, { timeNanos: 0n }), { limitBytes: 1024 * MIB });
  assert.deepEqual(
    [untimed.hoursToLimit, ...untimed.points.map(({ timeNanos }) => timeNanos)],
    new Array(7).fill(null),
  );
  assert.equal(untimed.verdict.facts.limitBytes, 1024 * MIB);
});

test("the steadiest function is the one that rises most along a line, beside how many do", () => {
  const live = RISING.map(({ put }, at) => ({ put, slow: 40 + 60 * at, keep: 50 }));
  const { steady } = trendReport(capturesOf(live)).verdict.facts;
  assert.deepEqual([steady?.name, steady?.of], ["main.put", 2]);
  assert.equal(trendReport(capturesOf(RISING.map(() => ({ keep: 50 })))).verdict.facts.steady, null);
});
