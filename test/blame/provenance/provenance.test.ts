/** What a profile by itself shows of where it comes from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCapture } from "../../../src/blame/provenance/provenance.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import { markJoined } from "../../../src/profile/merge/stored-mark.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { provenanceText } from "../../../src/wording/provenance.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { type Bucket, heapProfile } from "../heap-buckets.ts";
import { assertHas, codesOfOne, early, late, needsCorpus, pairOf, readCorpus } from "./captures.ts";

function withValues(profile: Profile, change: (value: number) => number): Profile {
  const values = profile.samples.values.map((column) => Float64Array.from(column as Float64Array, change));
  return { ...profile, samples: { ...profile.samples, values } };
}

test("what a profile lost since it was captured is named", () => {
  assert.deepEqual(codesOfOne(early), []);
  assert.deepEqual(codesOfOne(withValues(late, (value) => Math.floor(value / 3))), ["limiting aggregated"]);
  assert.deepEqual(codesOfOne(withValues(late, (value) => -value)), ["blocking delta"]);
  const { samples } = late;
  const bare = { ...late, samples: { ...samples, labelSet: samples.labelSet.map(() => -1) } };
  assert.deepEqual(codesOfOne(bare), ["limiting bounded-noise"]);
  assert.equal(pairOf(bare, bare).relation, "unknown");
  const foreign = { ...bare, header: { ...bare.header, periodType: { type: "cpu", unit: "nanoseconds" } } };
  assert.deepEqual(codesOfOne(foreign), ["limiting no-size-label"], "only sampling by bytes has that bound");
  assert.deepEqual(codesOfOne(heapProfile([])), ["limiting empty"]);
  const inuse = {
    ...late,
    header: { ...late.header, sampleTypes: late.header.sampleTypes.slice(2) },
    samples: { ...samples, values: samples.values.slice(2) },
  };
  assert.deepEqual(codesOfOne(inuse), ["limiting no-alloc"]);
});

test("stacks of exactly 32 or 128 frames at most were cut", () => {
  const deep = (depth: number): Profile => {
    const stack = Array.from({ length: depth }, (_, i) => `f${i}`).join(";");
    return heapProfile([{ stack, size: 64, inuse: 1, alloc: 1 }]);
  };
  assert.deepEqual(codesOfOne(deep(32)), ["limiting truncated-stacks"]);
  assert.deepEqual(codesOfOne(deep(128)), ["limiting truncated-stacks"]);
  assert.deepEqual(codesOfOne(deep(33)), []);
  const findings = checkCapture({ name: "base", profile: deep(32) });
  assert.equal(
    findings.map(provenanceText)[0],
    "base has 1 of 1 stacks cut at 32 frames: who called them is not known.",
  );
});

test("programs that were merged are named, from two on", () => {
  const of = (file: string): Profile =>
    heapProfile([{ stack: "main.main;main.f", size: 64, inuse: 1, alloc: 1 }], { file, buildId: file });
  const merged = mergeProfiles(["/bin/web", "/bin/worker"].map(of));
  const found = checkCapture({ name: "x", profile: merged }).find(({ code }) => code === "merged-programs");
  assert.deepEqual(found?.facts, { name: "x", programs: ["/bin/web", "/bin/worker"] });
  assert.ok(!codesOfOne(mergeProfiles(["/bin/web", "/bin/web"].map(of))).includes("limiting merged-programs"));
});

test("places without names are counted", () => {
  const nameless = heapProfile([{ stack: "main;", size: 64, inuse: 1, alloc: 1 }]);
  assert.deepEqual(codesOfOne(nameless), ["limiting unsymbolised"]);
});

test("Pyroscope's heap_delta was changed after capture, Parca's delta has values below zero", needsCorpus, () => {
  const codes = (file: string): string[] => codesOfOne(readCorpus(file));
  assertHas(codes("grafana__pyroscope/heap_delta"), "limiting alloc-delta");
  assertHas(codes("parca-dev__parca/alloc_space_delta.pb.gz"), "blocking delta");
  assertHas(codes("DataDog__dd-trace-go/big-heap.pprof"), "limiting alloc-delta");
  assertHas(codes("GearFramework__urlshort/base.pprof"), "blocking delta");
  assertHas(codes("grafana__pyroscope/heap_go_truncated_4.pb.gz"), "limiting bounded-noise");
  assertHas(codes("grafana__pyroscope/heap_go_truncated_4.pb.gz"), "blocking delta");
  assertHas(codes("ardanlabs__gotraining/topics_go_profiling_memcpu_mem.out"), "limiting unsymbolised");
  assertHas(codes("amckinley__cortex-heap/heap.out"), "limiting truncated-stacks");
});

test("samples of nothing are an empty profile, those of another writer's values are not", () => {
  assert.deepEqual(codesOfOne(withValues(late, () => 0)), ["limiting empty"]);
  const other = profileFromText("main.a 0 0\nmain.b 1 5");
  assert.ok(!codesOfOne(other).includes("limiting empty"));
});

test("without sizes the noise is bounded by the period, and that is said; an assumed one too", () => {
  const { samples } = late;
  const bare = { ...late, samples: { ...samples, labelSet: samples.labelSet.map(() => -1) } };
  const textOf = (period: bigint): string =>
    checkCapture({ name: "x.pb", profile: { ...bare, header: { ...bare.header, period } } })
      .map(provenanceText)
      .join(" ");
  assert.match(textOf(524288n), /intervals are bounds, .* one sample in 524288 bytes\.$/);
  assert.match(textOf(4096n), /one sample in 4096 bytes\.$/);
  assert.match(textOf(0n), /one sample in 524288 bytes, which is assumed: the profile does not say it\.$/);
});

test("two states that are known to be of one process are told apart by their counters, without sizes too", () => {
  const bareOf = (profile: Profile, isOne: boolean): Profile => ({
    ...profile,
    header: isOne ? markJoined(profile.header) : profile.header,
    samples: { ...profile.samples, labelSet: profile.samples.labelSet.map(() => -1) },
  });
  const buckets = (more: number): Bucket[] =>
    Array.from({ length: 8 }, (_, at) => ({
      stack: `main.main;main.f${at}`,
      size: 512,
      inuse: 2,
      alloc: 5 + at + more,
    }));
  const [first, last] = [heapProfile(buckets(0), { timeNanos: 1n }), heapProfile(buckets(3), { timeNanos: 2n })];
  assert.equal(pairOf(bareOf(first, true), bareOf(last, true)).relation, "same");
  assert.equal(pairOf(bareOf(first, false), bareOf(last, false)).relation, "unknown", "it may be a sum of several");
  assert.equal(pairOf(bareOf(first, true), bareOf(last, false)).relation, "unknown");
  assert.equal(
    pairOf(bareOf(heapProfile(buckets(3)), true), bareOf(heapProfile(buckets(0).slice(0, 4)), true)).relation,
    "unknown",
  );
});

test("only stacks as deep as the deepest are cut, wherever shorter ones stand", () => {
  const frames = (depth: number, name: string): string =>
    Array.from({ length: depth }, (_, at) => (at === 0 ? `main.${name}` : `main.f${at}`)).join(";");
  const cutOf = (...depths: readonly number[]): unknown => {
    const buckets = depths.map((depth, at) => ({ stack: frames(depth, `g${at}`), size: 64, inuse: 1, alloc: 1 }));
    const found = checkCapture({ name: "x", profile: heapProfile(buckets) });
    return found.find(({ code }) => code === "truncated-stacks")?.facts;
  };
  assert.deepEqual(cutOf(3, 32, 5, 32, 31), { name: "x", cut: 2, stacks: 5, frames: 32 });
  assert.deepEqual(cutOf(32, 3), { name: "x", cut: 1, stacks: 2, frames: 32 });
  assert.deepEqual(cutOf(128, 32, 128), { name: "x", cut: 2, stacks: 3, frames: 128 });
  assert.deepEqual([cutOf(31), cutOf(33), cutOf(127), cutOf(129, 32)], [undefined, undefined, undefined, undefined]);
});

test("a process that records nothing has no period, and what is there is not scaled", () => {
  const bucket = { stack: "main.init", size: 1792, inuse: 1, alloc: 3 };
  const unscaled = (period: bigint): Profile => {
    const profile = heapProfile([bucket], { period: 1n });
    return { ...profile, header: { ...profile.header, period } };
  };
  const says = (profile: Profile) => codesOfOne(profile).includes("blocking not-sampled");
  assert.deepEqual([says(unscaled(0n)), says(unscaled(1n))], [true, false]);
  const lost = heapProfile([bucket]);
  assert.equal(says({ ...lost, header: { ...lost.header, period: 0n } }), false, "a server lost the period");
});

test("a heap of which nothing was freed may be from before the first collection is counted, unless many were", () => {
  const heap = (freed: number, samples: number, numGC?: number): Profile => {
    const size = 1 << 20;
    const buckets = [
      { stack: "main.keep", size, inuse: samples - 1, alloc: samples - 1 },
      { stack: "main.drop", size, inuse: 1, alloc: 1 + freed },
    ];
    const profile = heapProfile(buckets);
    return numGC === undefined ? profile : { ...profile, memStats: { numGC } as NonNullable<Profile["memStats"]> };
  };
  const says = (profile: Profile) => codesOfOne(profile).includes("limiting nothing-freed");
  assert.deepEqual([says(heap(0, 20)), says(heap(1, 20)), says(heap(0, 19))], [true, false, false]);
  assert.deepEqual([says(heap(0, 20, 0)), says(heap(0, 20, 1)), says(heap(0, 20, 2))], [true, true, false]);
});
