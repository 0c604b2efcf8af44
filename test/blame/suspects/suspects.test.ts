import assert from "node:assert/strict";
import { test } from "node:test";
import type { Profile } from "../../../src/profile/tables.ts";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { growthOf } from "../../report/growth-of.ts";
import { seededDraws } from "../draws.ts";
import { type Bucket, heapProfile } from "../heap-buckets.ts";

const NOTHING = profileFromText("- 0 0");

function suspectsOf(text: string, base: Profile = NOTHING): GrowthReport["suspects"] {
  return growthOf(base, profileFromText(text)).suspects;
}

const frames = (text: string): string[] => suspectsOf(text).map(({ frame }) => frame);

test("the walk goes on while one child has most of the growth and stops where it fans out", () => {
  const text = `
    main.main;a.b/x.Run;a.b/x.Load;a.b/x.One    1 69
    main.main;a.b/x.Run;a.b/x.Load;a.b/x.Two    1 31
  `;
  assert.deepEqual(frames(text), ["a.b/x.Load"]);
  assert.deepEqual(frames(text.replace("69", "71").replace("31", "1")), ["a.b/x.One"]);
});

test("plumbing does not name a place: the nearest caller that is more does", () => {
  assert.deepEqual(frames("main.main;a.b/x.Save;encoding/json.Marshal;bytes.growSlice 1 10"), ["a.b/x.Save"]);
  assert.deepEqual(frames("net/http.(*conn).serve;net/http.newBufioReader;bufio.NewReaderSize 1 10"), [
    "bufio.NewReaderSize",
  ]);
});

test("handlers of one server are suspects of their own, even where one grew as the other shrank", () => {
  const trunk = "net/http.(*conn).serve;net/http.serverHandler.ServeHTTP;net/http.HandlerFunc.ServeHTTP";
  const found = growthOf(
    profileFromText(`${trunk};a.b/x.Old 1 90`),
    profileFromText(`${trunk};a.b/x.New 1 60\n${trunk};a.b/x.Other 1 40`),
  ).suspects;
  assert.deepEqual(
    found.map(({ frame, growth }) => [frame, growth]),
    [
      ["a.b/x.New", 60],
      ["a.b/x.Other", 40],
    ],
  );
});

test("the entry of a request is its handler, below the middleware that passes it on", () => {
  const [suspect] = suspectsOf(
    "net/http.(*conn).serve;a.b/mw.(*recovery).ServeHTTP;net/http.HandlerFunc.ServeHTTP;a.b/x.handleGet;a.b/x.load 1 10",
  );
  assert.equal(suspect?.entry, "a.b/x.handleGet");
  const [alone] = suspectsOf(
    "net/http.(*conn).serve;a.b/mw.(*recovery).ServeHTTP;net/http.HandlerFunc.ServeHTTP;a.b/x.handleGet 1 10",
  );
  assert.equal(alone?.entry, "a.b/x.handleGet");
});

test("a recursion of any depth is one place", () => {
  const deep = (depth: number): string =>
    `main.main;${Array(depth).fill("main.walk;main.step").join(";")};main.make 1 10`;
  const found = suspectsOf([1, 3, 9, 30].map(deep).join("\n"));
  assert.deepEqual(
    found.map(({ frame, growth }) => [frame, growth]),
    [["main.make", 40]],
  );
});

test("points of one entry that share most of the way are one cause", () => {
  const way = "main.main;main.run;main.serve;main.read;main.decode";
  const [suspect, ...others] = suspectsOf(`${way};main.a 1 60\n${way};main.b 1 40\nmain.main;main.far 1 30`);
  assert.deepEqual([suspect?.frame, suspect?.growth], ["main.decode", 100]);
  assert.deepEqual(
    others.map(({ frame }) => frame),
    ["main.far"],
  );
  const [merged] = suspectsOf(`${way};main.a 1 80\n${way};main.b 1 20`);
  assert.deepEqual([merged?.frame, merged?.growth, merged?.stacks], ["main.a", 100, 2]);
});

test("the fingerprint outlives lines, closure numbers, vendoring and versions, but not another path", () => {
  const fingerprint = (text: string): string | undefined => suspectsOf(text)[0]?.fingerprint;
  const original = fingerprint(
    "main.main;github.com/a/b/v2.Run.func1@b.go:10;github.com/a/b/v2.(*T).Load@b.go:99 1 10",
  );
  assert.match(original ?? "", /^GS-[0-9a-f]{12}$/);
  assert.equal(
    fingerprint(
      "main.main;x.y/vendor/github.com/a/b/v3.Run.func4@c.go:12;x.y/vendor/github.com/a/b/v3.(*T).Load@c.go:1 1 70",
    ),
    original,
  );
  assert.notEqual(fingerprint("main.main;github.com/a/b/v2.Stop.func1;github.com/a/b/v2.(*T).Load 1 10"), original);
});

test("roles: what a foreign decoder calls is decoded, what own code makes below it is not", () => {
  const role = (text: string): unknown => suspectsOf(text)[0]?.role;
  assert.equal(role("k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive;k8s.io/api/core/v1.make 1 10"), "decoder");
  assert.equal(role("main.main;encoding/json.(*decodeState).object;main.(*T).fill 1 10"), null);
  assert.equal(role("main.main;sync.(*Pool).Get;golang.org/x/net/http2.init.func5 1 10"), "pool");
  assert.equal(role("main.main;container/list.(*List).PushBack 1 10"), "container");
  assert.equal(role("runtime.doInit;github.com/a/b.init.0;github.com/a/b.table 1 10"), "init");
  assert.equal(role("main.main;runtime/pprof.writeHeap;compress/flate.NewWriter 1 10"), "observability");
  assert.equal(role("main.main;runtime/pprof.Do;main.work 1 10"), null);
});

const KIB = 1024;
const bucket = (stack: string, inuse: number, alloc: number): Bucket => ({ stack, size: KIB, inuse, alloc });
const OTHERS = Array.from({ length: 6 }, (_, index) => bucket(`main.main;main.other${index}`, 3, 3 + index));

test("growth that noise explains is no suspect, however large its share", () => {
  const base = heapProfile([...OTHERS, bucket("main.main;main.churn", 4, 10)], { timeNanos: 1_000_000_000n });
  const current = heapProfile([...OTHERS, bucket("main.main;main.churn", 7, 40)], { timeNanos: 61_000_000_000n });
  const report = growthOf(base, current);
  assert.deepEqual(report.suspects, []);
  assert.equal(report.functions[0]?.significant, false);
  assert.match(growthWords(report).verdict, /did not change by more than sampling explains/);
});

test("samples, retention and age of a suspect are those of its stacks", () => {
  const base = heapProfile([...OTHERS, bucket("main.main;main.grow", 10, 20)], { timeNanos: 1_000_000_000n });
  const current = heapProfile([...OTHERS, bucket("main.main;main.grow", 50, 70)], { timeNanos: 101_000_000_000n });
  const [suspect] = growthOf(base, current).suspects;
  assert.equal(suspect?.samples, 40);
  assert.equal(suspect?.retention?.ratio, 40 / 50);
  const { low = 0, high = 1 } = suspect?.retention ?? {};
  assert.ok(low > 0.45 && low < 0.8 && high > 0.8 && high < 1, `${low} to ${high}`);
  assert.equal(suspect?.ageSeconds, 100);
});

test("rows tell their samples and an interval that holds the change", () => {
  const base = heapProfile([...OTHERS, bucket("main.main;main.grow", 10, 20)], { timeNanos: 1_000_000_000n });
  const current = heapProfile([...OTHERS, bucket("main.main;main.grow", 50, 70)], { timeNanos: 101_000_000_000n });
  const row = growthOf(base, current).functions.find(({ name }) => name === "main.grow");
  assert.deepEqual([row?.samplesBase, row?.samplesCurrent, row?.significant], [10, 50, true]);
  assert.ok((row?.low ?? 0) < Number(row?.deltaFlat) && Number(row?.deltaFlat) < (row?.high ?? 0));
});

test("a function that calls itself counts once in its cumulative interval, and its callers have that of all below", () => {
  const deep = "main.main;main.walk;main.walk;main.walk";
  const rows = growthOf(
    heapProfile([bucket("main.idle", 6, 9)]),
    heapProfile([bucket(deep, 30, 30), bucket("main.idle", 6, 9)]),
  );
  const row = (wanted: string) => rows.functions.find(({ name }) => name === wanted);
  const [walk, main] = [row("main.walk"), row("main.main")];
  assert.ok((walk?.lowCum ?? 0) > 0);
  assert.deepEqual([walk?.lowCum, walk?.highCum, walk?.significantCum], [walk?.low, walk?.high, true]);
  assert.deepEqual([main?.lowCum, main?.highCum, main?.low], [walk?.low, walk?.high, null]);
  assert.equal(row("main.idle")?.significantCum, false);
});

/** A process between two captures: stacks in balance with some churn, and one that grew by `planted` recorded objects on average. */
function simulate(seed: number, planted: number, relation: "same" | "different"): GrowthReport {
  const draws = seededDraws(seed);
  const stacks = Array.from({ length: 15 }, (_, index) => {
    const churn = 1 + (index % 5) * 3;
    const survivors = draws.poisson(10);
    const [freed, added, gone] = [
      draws.poisson(churn),
      draws.poisson(churn + (index === 7 ? planted : 0)),
      draws.poisson(5),
    ];
    const stack = `main.main;main.handle${index}`;
    const before = survivors + freed;
    const after = relation === "same" ? survivors + added : draws.poisson(10) + added;
    return { stack, before, after, alloc: before + draws.poisson(20), between: added + gone, other: draws.poisson(20) };
  });
  const side = (isCurrent: boolean): Profile =>
    heapProfile(
      stacks.map(({ stack, before, after, alloc, between, other }) => ({
        stack,
        size: KIB,
        inuse: isCurrent ? after : before,
        alloc: !isCurrent ? alloc : relation === "same" ? alloc + between : after + other,
      })),
      { timeNanos: isCurrent ? 61_000_000_000n : 1_000_000_000n },
    );
  return growthOf(side(false), side(true));
}

for (const relation of ["same", "different"] as const) {
  test(`of processes that did not grow (${relation}), one in twenty at most has a suspect, or a frame that is significant`, () => {
    const runs = 400;
    let [suspected, framed, total] = [0, 0, 0];
    for (let seed = 1; seed <= runs; seed++) {
      const report = simulate(seed, 0, relation);
      assert.equal(
        report.provenance.some(({ code }) => code === "same-process"),
        relation === "same",
      );
      if (report.suspects.length > 0) suspected++;
      if (report.functions.some(({ significant }) => significant)) framed++;
      if (report.certainty?.significant) total++;
    }
    for (const [what, count] of Object.entries({ suspected, framed, total })) {
      assert.ok(count <= 0.05 * runs + 9, `${what}: ${count} of ${runs}`);
    }
  });
}

test("growth of 40 samples that is planted on one of 15 stacks in balance is found, and its interval holds it", () => {
  const runs = 200;
  let [found, held] = [0, 0];
  for (let seed = 1; seed <= runs; seed++) {
    const { suspects } = simulate(seed, 40, "same");
    const suspect = suspects.find(({ frame }) => frame === "main.handle7");
    if (suspect === undefined) continue;
    found++;
    const planted = 40 * 524288;
    if ((suspect.low ?? 0) <= planted && planted <= (suspect.high ?? 0)) held++;
  }
  assert.ok(found >= 0.9 * runs, `found ${found} of ${runs}`);
  assert.ok(held >= 0.94 * found, `held ${held} of ${found}`);
});

test("what survived adds no noise: 12 samples more on a stack of 200 that frees nothing are found in one process", () => {
  const base = heapProfile([...OTHERS, bucket("main.main;main.grow", 200, 200)], { timeNanos: 1_000_000_000n });
  const grown = bucket("main.main;main.grow", 212, 212);
  const same = growthOf(base, heapProfile([...OTHERS, grown], { timeNanos: 61_000_000_000n }));
  assert.deepEqual(
    same.suspects.map(({ frame }) => frame),
    ["main.grow"],
  );
  const restarted = OTHERS.map((other) => ({ ...other, alloc: other.alloc - 1, inuse: 2 }));
  const different = growthOf(base, heapProfile([...restarted, grown], { timeNanos: 61_000_000_000n }));
  assert.ok(different.provenance.some(({ code }) => code === "different-process"));
  assert.deepEqual(different.suspects, []);
});

test("an alloc counter of one process is compared by what came on top, not as two heaps", () => {
  const base = heapProfile([...OTHERS, bucket("main.main;main.work", 1, 2000)], { timeNanos: 1_000_000_000n });
  const current = heapProfile([...OTHERS, bucket("main.main;main.work", 1, 2020)], { timeNanos: 61_000_000_000n });
  const { certainty } = growthOf(base, current, { sampleIndex: 1 });
  assert.ok((certainty?.net.low ?? 0) > 5 * 524288 && (certainty?.net.high ?? 0) < 20 * 2 * 524288);
});

test("an own function is named for a place only if nearly all of it was allocated under it", () => {
  const named = (login: number, sampler: number): unknown => {
    const [first] = suspectsOf(
      `main.main;main.step;main.login 1 ${login}\nmain.main;main.step;main.newSampler 1 ${sampler}`,
    );
    return [first?.ownFrame, first?.leaf];
  };
  assert.deepEqual(named(49, 51), ["main.step", "main.newSampler"]);
  assert.deepEqual(named(50, 0), ["main.login", "main.login"]);
});

test("nearly all is nine tenths of what its place grew by", () => {
  const ownFrame = (under: number): unknown => {
    const stacks = [
      ["one;main.login", 450],
      ["two;main.login", under - 450],
      ["three", 1000 - under],
    ] as const;
    const text = stacks.map(([frames, amount]) => `main.main;main.step;main.${frames};bytes.growSlice 1 ${amount}`);
    return suspectsOf(text.join("\n")).map((suspect) => [suspect.ownFrame, suspect.growth]);
  };
  assert.deepEqual(ownFrame(900), [["main.login", 1000]]);
  assert.deepEqual(ownFrame(899), [["main.step", 1000]]);
});

test("what allocates is named only if it allocates half", () => {
  const leafOf = (amounts: readonly number[]): string | undefined => {
    const text = amounts.map((amount, at) => `main.main;main.Match;regexp.compile;regexp.part${at} 1 ${amount}`);
    return suspectsOf(text.join("\n"))[0]?.leaf;
  };
  assert.equal(leafOf([50, 30, 20]), "regexp.part0");
  assert.equal(leafOf([49, 31, 20]), "main.Match");
});

test("where the handler itself is what is left of a request, it is the entry", () => {
  const trunk = "net/http.(*conn).serve;net/http.serverHandler.ServeHTTP;net/http.HandlerFunc.ServeHTTP";
  const [first] = suspectsOf(`${trunk};a.b/x.Handle;a.b/x.Keep 1 100`);
  assert.equal(first?.entry, "a.b/x.Handle");
  const [relay] = suspectsOf("main.main;a.b/x.Run;a.b/x.(*Mux).ServeHTTP 1 100");
  assert.equal(relay?.entry, "main.main");
});

test("where no leaf has half of a place and no function is the program's own, the place is named for what allocates", () => {
  const way = "a.b/x.Run;a.b/x.Load";
  const [suspect] = suspectsOf(
    [`${way};a.b/x.One`, `${way};a.b/x.Two`, `${way};a.b/x.Three`].map((stack) => `${stack} 1 10`).join("\n"),
  );
  assert.deepEqual(
    [suspect?.frame, suspect?.leaf, suspect?.ownFrame, suspect?.leafShare],
    ["a.b/x.Load", "a.b/x.Load", null, 1],
  );
});
