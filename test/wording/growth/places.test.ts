/** Who allocated what grew, in words: each threshold from both sides. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GrowthReport, SuspectGrowth } from "../../../src/report/growth/growth.ts";
import { allocatedWords } from "../../../src/wording/growth/places.ts";
import { growthWords, madeText } from "../../../src/wording/growth/words.ts";
import { wholePercent } from "../../../src/wording/phrases.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { growthOf } from "../../report/growth-of.ts";

const MIB = 1024 ** 2;
const stack = "main.main;main.serve;main.remember";
const bucket = (inuse: number) => [{ stack, size: MIB, inuse, alloc: inuse }];
const REPORT = growthOf(heapProfile(bucket(100)), heapProfile(bucket(400), { timeNanos: 600_000_000_000n }));
const SUSPECT = {
  ...(REPORT.suspects[0] as SuspectGrowth),
  ...{ frame: "main.remember", entry: "main.remember", leaf: "main.remember", ownFrame: "main.remember" },
  leafShare: 1,
  branches: [],
  ...{ role: null, owner: "own", stacks: 1, share: 1, growth: 3 * MIB, retention: null, goroutines: null },
} as const satisfies SuspectGrowth;

function say(suspects: readonly Partial<SuspectGrowth>[], report: Partial<GrowthReport> = {}) {
  const all = suspects.map((suspect): SuspectGrowth => ({ ...SUSPECT, ...suspect }));
  return allocatedWords({ ...REPORT, suspects: all, goroutines: null, ...report });
}

test("from 99.5% on it is all of it", () => {
  assert.equal(say([{ share: 0.995 }])?.lead, "All allocated in");
  assert.equal(say([{ share: 1.4 }])?.lead, "All allocated in");
  assert.equal(say([{ share: 0.994 }])?.lead, "99% allocated in");
});

test("the program's own function names the place, and what allocates it stands beside it", () => {
  const own = { frame: "a.B", ownFrame: "example.com/app/store.(*Store).Put", leaf: "bytes.Clone" };
  const place = say([own])?.places[0];
  assert.deepEqual([place?.frame, place?.by], ["store.(*Store).Put", "bytes.Clone"]);
  assert.deepEqual([say([{}])?.places[0]?.by, say([{ leafShare: 0.6 }])?.places[0]?.byPart], ["", ""]);
  assert.equal(say([{ ...own, leafShare: 0.9 }])?.places[0]?.byPart, "");
  assert.equal(say([{ ...own, leafShare: 0.89 }])?.places[0]?.byPart, "89% of it ");
});

test("what allocates two places of one name has its part of both", () => {
  const own = { frame: "a.B", ownFrame: "app.Put", leaf: "bytes.Clone", growth: 3 * MIB };
  const place = say([own, { ...own, growth: MIB, leafShare: 0.5 }])?.places[0];
  assert.equal(place?.byPart, "88% of it ");
});

test("a decoder without own code is named by where its goroutine starts, and by what it decodes", () => {
  const decoder = { ownFrame: null, role: "decoder", entry: "k8s.io/x/watch.(*StreamWatcher).receive" } as const;
  const frame = "k8s.io/api/core/v1.(*Pod).Unmarshal";
  const findings = [{ code: "decoder-not-holder", severity: "note", facts: { share: 1 } }] as const;
  const said = say([{ ...decoder, frame }], { findings });
  assert.equal(said?.lead, "All allocated decoding core/v1.Pod in");
  assert.equal(said?.places[0]?.frame, "watch.(*StreamWatcher).receive");
});

test("places of one name are one, and their errors add up as squares", () => {
  const place = (growth: number, reach: number) => ({
    growth,
    low: growth - reach,
    high: growth + reach,
    share: growth / 8 / MIB,
  });
  const said = say([place(5 * MIB, 3 * MIB), place(3 * MIB, 4 * MIB)]);
  assert.deepEqual(
    said?.places.map(({ amount, certainty, share }) => [amount, certainty, share]),
    [["+8.0", "5.0", "100%"]],
  );
  const apart = say([place(5 * MIB, MIB), { ...place(3 * MIB, MIB), ownFrame: "main.other" }]);
  assert.equal(apart?.places.length, 2);
});

test("four places are shown, the others counted", () => {
  const many = (count: number) => say(Array.from({ length: count }, (_, at) => ({ ownFrame: `main.f${at}` })));
  assert.deepEqual([many(4)?.places.length, many(4)?.left], [4, 0]);
  assert.deepEqual([many(6)?.places.length, many(6)?.left], [4, 2]);
});

test("nothing is said of who allocated where the heap did not change", () => {
  assert.equal(say([], { verdict: { ...REPORT.verdict, code: "did-not-change" } }), null);
  assert.equal(say([{}], { verdict: { ...REPORT.verdict, code: "did-not-change" } }), null);
});

test("where no place surely grew, the functions that allocated most are named, without a part or an interval", () => {
  const said = say([]);
  assert.match(said?.lead ?? "", /^No single place surely grew/);
  assert.deepEqual(
    said?.places.map(({ name, share, certainty }) => [name, share, certainty]),
    [["main.remember", "", ""]],
  );
  assert.equal(say([], { functions: [] }), null);
  assert.equal(
    say([], { sampleType: { type: "inuse_objects", unit: "count" } }),
    null,
    "most objects are not most of it",
  );
});

test("a share that is not nothing does not read as nothing", () => {
  assert.deepEqual([0.004, 0.005, 0.794, 0].map(wholePercent), ["<1%", "1%", "79%", "0%"]);
});

test("the first paragraph has the amount, both ends, the interval once and the place", () => {
  const { verdict } = growthWords(REPORT);
  assert.match(
    verdict,
    /^\+\d+\.\d MiB live heap, \d+\.\d -> \d+\.\d MiB \(95% \+\d+\.\d to \+\d+\.\d by sampling\)\. /,
  );
  assert.match(verdict, /All allocated in main\.remember\./);
  assert.equal(verdict.match(/95%/g)?.length, 1);
});

test("parts that grew are placed though the whole did not, and their shares are of what grew", () => {
  const findings = [{ code: "parts-grew", severity: "note", facts: { growth: MIB, shrank: MIB } }] as const;
  const still = [{ code: "did-not-change", severity: "note", facts: {} }] as const;
  const verdict = { ...REPORT.verdict, code: "did-not-change" } as const;
  assert.equal(say([{ share: 0.9 }], { verdict, findings })?.lead, "90% of what grew was allocated in");
  assert.equal(say([{ share: 0.9 }], { verdict, findings: [...findings, ...still] as never })?.places.length, 1);
  assert.equal(say([{}], { findings: [...still] as never }), null);
  const shrank = say([{ share: 0.9 }], { verdict: { ...REPORT.verdict, code: "shrank" }, findings });
  assert.deepEqual([shrank?.lead, shrank?.places[0]?.share], ["What grew was allocated in", ""]);
});

test("a part is told up to all of it, and what Go makes for a goroutine is called by that", () => {
  assert.equal(say([{ share: 1.005 }])?.places[0]?.share, "100%");
  assert.equal(say([{ share: 1.006 }])?.places[0]?.share, "");
  const place = say([{ role: "goroutine", ownFrame: null, leaf: "runtime.malg", frame: "runtime.newproc" }])?.places[0];
  assert.deepEqual([place?.frame, place?.by], ["runtime.malg", ""]);
});

test("of growth that no place surely has, three functions that grew are named, most first", () => {
  const functions = [1, 5, 3, 0, -9, 2].map((mib, at) => ({
    ...(REPORT.functions[0] as GrowthReport["functions"][number]),
    ...{ name: `main.f${at}`, deltaFlat: mib * MIB },
  }));
  assert.deepEqual(
    say([], { functions })?.places.map(({ name, amount }) => [name, amount]),
    [
      ["main.f1", "+5.0"],
      ["main.f2", "+3.0"],
      ["main.f5", "+2.0"],
    ],
  );
  assert.equal(say([], { functions: functions.slice(3, 5) }), null);
  const little = (deltaFlat: number) =>
    say([], {
      functions: functions.slice(0, 2).map((row, at) => ({ ...row, deltaFlat: at === 0 ? deltaFlat : 20 * MIB })),
    })?.places.length;
  assert.deepEqual([little(MIB), little(MIB - 1)], [2, 1]);
});

test("an interval is withheld for places of one name where that of one is", () => {
  const known = { growth: 5 * MIB, low: 4 * MIB, high: 6 * MIB };
  const [said] = say([known, { growth: 3 * MIB, low: null, high: null }])?.places ?? [];
  assert.deepEqual([said?.amount, said?.certainty], ["+8.0", ""]);
});

test("what was decoded is not said of all that grew where a tenth or more was not", () => {
  const findings = (share: number) => [{ code: "decoder-not-holder", severity: "note", facts: { share } }] as const;
  assert.equal(say([{}], { findings: findings(0.9) })?.lead, "All allocated while decoding in");
  assert.equal(say([{}], { findings: findings(0.81) })?.lead, "All allocated, 81% of it while decoding, in");
});

test("the functions that a place parts into stand beside it, each with its part", () => {
  const branches = [
    { frame: "app.(*Store).put", share: 0.57 },
    { frame: "app.connect", share: 0.43 },
  ];
  const [parting] = say([{ leaf: "bytes.Clone", leafShare: 0.57, branches }])?.places ?? [];
  assert.ok(parting !== undefined);
  assert.equal(madeText(parting), "57% of it by app.(*Store).put, 43% by app.connect");
  assert.equal(
    madeText(parting, (name) => `<${name}>`),
    "57% of it by <app.(*Store).put>, 43% by <app.connect>",
  );
  const [same] =
    say([
      { branches, growth: 3 * MIB },
      { branches, growth: MIB },
    ])?.places ?? [];
  assert.equal(same && madeText(same), "57% of it by app.(*Store).put, 43% by app.connect");
  const [other] = say([{ branches }, {}])?.places ?? [];
  assert.equal(other && madeText(other), "", "what one parts into is not what the other does");
});

test("the runtime's allocator is no place", () => {
  const verdict = { code: "grew", cause: null, facts: { isSeries: false, hasSurplus: false, isTests: false } } as const;
  const row = { ...(REPORT.functions[0] as GrowthReport["functions"][number]), name: "runtime.mallocgc" };
  const said = say([], { verdict, functions: [{ ...row, deltaFlat: MIB }] });
  assert.deepEqual(
    said?.places.map(({ frame }) => frame),
    ["the Go runtime itself"],
  );
});
