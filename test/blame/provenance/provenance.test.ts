/** Where profiles come from: small ones written for the purpose, and the pairs of the corpus that evidence.md 4.4 names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPair, type PairProvenance } from "../../../src/blame/provenance/pair.ts";
import { type Capture, checkCapture, type Finding } from "../../../src/blame/provenance/provenance.ts";
import { checkSeries } from "../../../src/blame/provenance/series.ts";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { provenanceText } from "../../../src/wording/provenance.ts";
import { MODES, modePair } from "../../fixtures.ts";
import { corpusFile, hasCorpus, readUnpacked } from "../../profile/corpus.ts";
import { type Bucket, type HeapOptions, heapProfile } from "../heap-buckets.ts";

const needsCorpus = { skip: hasCorpus ? false : "no corpus beside the project" };

function readCorpus(name: string): Profile {
  return decodeProfile(readUnpacked(corpusFile(name)));
}

function pairOf(base: Profile, current: Profile): PairProvenance {
  return checkPair({ name: "base", profile: base }, { name: "current", profile: current }, diffProfiles(base, current));
}

function codesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ code, severity }) => `${severity} ${code}`).sort();
}

/** Eight stacks whose counters stand at `alloc(i)`, of which `inuse(i)` are live. */
function heap(alloc: (i: number) => number, inuse: (i: number) => number, options: HeapOptions = {}): Profile {
  const buckets: Bucket[] = Array.from({ length: 8 }, (_, i) => ({
    stack: `main.main;main.f${i}`,
    size: 64 * (i + 1),
    alloc: alloc(i),
    inuse: inuse(i),
  }));
  return heapProfile(buckets, options);
}

const early = heap(
  (i) => i + 1,
  () => 1,
);
const late = heap(
  (i) => i + 3,
  () => 2,
  { timeNanos: 2n },
);

test("counters that only rise are of one process", () => {
  const pair = pairOf(early, late);
  assert.equal(pair.relation, "same");
  assert.deepEqual(pair.counters, { compared: 8, decreased: 0 });
  assert.deepEqual(codesOf(pair.findings), ["note same-process"]);
  assert.equal(
    pair.findings.map(provenanceText)[0],
    "base and current are of one process: none of 8 allocation counters went down.",
  );
});

test("one counter that fell is another process", () => {
  const pair = pairOf(
    early,
    heap(
      (i) => (i === 7 ? 2 : i + 3),
      () => 2,
      { timeNanos: 2n },
    ),
  );
  assert.equal(pair.relation, "different");
  assert.deepEqual(pair.counters, { compared: 8, decreased: 1 });
  assert.deepEqual(codesOf(pair.findings), ["limiting different-process"]);
});

test("base and current the wrong way round are found out by the counters of one process, and between processes there is no order", () => {
  const byCounters = pairOf(late, early);
  assert.equal(byCounters.relation, "same");
  assert.equal(byCounters.isSwapped, true);
  assert.deepEqual(codesOf(byCounters.findings), ["blocking swapped", "note same-process"]);
  const other = heap(
    (i) => 12 - i,
    () => 2,
    { timeNanos: 1n },
  );
  const byTime = pairOf(late, other);
  assert.equal(byTime.relation, "different");
  assert.equal(byTime.isSwapped, false);
  assert.deepEqual(codesOf(byTime.findings), ["limiting different-process"]);
  const few = (timeNanos: bigint): Profile =>
    heap(
      (i) => (i < 3 ? 9 : 0),
      (i) => (i < 3 ? Number(timeNanos) : 0),
      { timeNanos },
    );
  assert.deepEqual(codesOf(pairOf(few(3n), few(1n)).findings), ["limiting later-base", "note process-unknown"]);
});

test("counters are believed more than clocks", () => {
  const pair = pairOf({ ...early, header: { ...early.header, timeNanos: 9n } }, late);
  assert.equal(pair.isSwapped, false);
  assert.deepEqual(codesOf(pair.findings), ["note clock", "note same-process"]);
});

test("the same file twice, and the same heap twice, leave nothing to compare", () => {
  assert.deepEqual(codesOf(pairOf(early, early).findings), ["blocking same-file"]);
  const again = { ...early, header: { ...early.header, timeNanos: 5n } };
  const pair = pairOf(early, again);
  assert.equal(pair.isSameState, true);
  assert.deepEqual(codesOf(pair.findings), ["blocking same-state"]);
});

test("a few counters prove nothing", () => {
  const few = (n: number) =>
    heap(
      (i) => (i < 3 ? n : 0),
      (i) => (i < 3 ? 1 : 0),
      { timeNanos: BigInt(n) },
    );
  const pair = pairOf(few(3), few(5));
  assert.equal(pair.relation, "unknown");
  assert.deepEqual(codesOf(pair.findings), ["note process-unknown"]);
});

test("other builds and other sampling rates are named", () => {
  const build = pairOf(
    early,
    heap(
      (i) => i + 3,
      () => 2,
      { timeNanos: 2n, buildId: "b2" },
    ),
  );
  assert.equal(build.relation, "different");
  assert.deepEqual(codesOf(build.findings), ["limiting other-build"]);
  const path = pairOf(
    heap(
      (i) => i + 1,
      () => 1,
      { buildId: "", file: "/tmp/a/main" },
    ),
    heap(
      (i) => i + 3,
      () => 2,
      { timeNanos: 2n, buildId: "", file: "/tmp/b/main" },
    ),
  );
  assert.deepEqual(codesOf(path.findings), ["limiting other-build"]);
  const rate = pairOf(
    early,
    heap(
      (i) => i + 3,
      () => 2,
      { timeNanos: 2n, period: 4096n },
    ),
  );
  assert.equal(rate.relation, "same");
  assert.deepEqual(codesOf(rate.findings), ["limiting other-rate", "note same-process"]);
});

function assertHas(codes: readonly string[], wanted: string): void {
  assert.ok(codes.includes(wanted), `no "${wanted}" among ${codes.join(", ")}`);
}

function codesOfOne(profile: Profile): string[] {
  return codesOf(checkCapture({ name: "base", profile }));
}

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
  assert.deepEqual(codesOfOne(bare), ["limiting no-size-label"]);
  assert.equal(pairOf(bare, bare).relation, "unknown");
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

test("places without names are counted", () => {
  const nameless = heapProfile([{ stack: "main;", size: 64, inuse: 1, alloc: 1 }]);
  assert.deepEqual(codesOfOne(nameless), ["limiting unsymbolised"]);
});

test("a series is put in order, cleared of repeated states and split at restarts", () => {
  const at = (time: bigint, profile: Profile): Capture => ({
    name: `t${time}`,
    profile: { ...profile, header: { ...profile.header, timeNanos: time } },
  });
  const restarted = heap(
    (i) => 9 - i,
    () => 1,
  );
  const captures = [at(1n, early), at(4n, restarted), at(2n, early), at(3n, late), at(5n, restarted)];
  const series = checkSeries(captures);
  assert.deepEqual(series.runs, [[0, 3], [1]]);
  assert.deepEqual(series.repeated, [2, 4]);
  assert.deepEqual(codesOf(series.findings), ["limiting different-process", "limiting same-states", "note order"]);
});

test("a series of one state is no series", () => {
  const captures = [1n, 2n, 3n].map((timeNanos) => ({
    name: "x",
    profile: { ...early, header: { ...early.header, timeNanos } },
  }));
  const { runs, findings } = checkSeries(captures);
  assert.deepEqual(runs, [[0]]);
  assert.deepEqual(codesOf(findings), ["blocking same-states"]);
});

test("every pair of the fixtures is of one process, in order, untouched", () => {
  for (const mode of MODES) {
    const [base, current] = modePair(mode).map((file) => decodeProfile(readUnpacked(file))) as [Profile, Profile];
    const pair = pairOf(base, current);
    assert.equal(pair.relation, "same", mode);
    assert.equal(pair.isSwapped, false, mode);
    assert.deepEqual(codesOf(pair.findings), ["note same-process"], mode);
    assert.equal(pairOf(current, base).isSwapped, true, mode);
  }
});

/** base, current, relation, counters of base, of them lower in current */
const PAIRS: readonly (readonly [
  base: string,
  current: string,
  relation: string,
  compared: number,
  decreased: number,
])[] = [
  ["profefe__profefe/collector_heap_1.prof", "profefe__profefe/collector_heap_2.prof", "same", 224, 0],
  ["amckinley__cortex-heap/heap.out", "amckinley__cortex-heap/heap2.out", "different", 4072, 3509],
  ["qiuhawei__go-leak-experiment/heap.out", "qiuhawei__go-leak-experiment/heap-leak.out", "different", 10, 10],
  ["xmge__gonote/heap.v02-20210308.base", "xmge__gonote/heap.current", "same", 12, 0],
  ["Fuonder__metriccoll/base.pprof", "Fuonder__metriccoll/result.pprof", "different", 26, 26],
  ["lawt3__sticky-cache-repro/heap.out", "lawt3__sticky-cache-repro/heap2.out", "same", 222, 0],
  ["mosn__holmes/GCHeap.20220224112401.285.bin", "mosn__holmes/GCHeap.20220224112402.221.bin", "same", 27, 0],
];

test("pairs of the corpus are known for what they are", needsCorpus, () => {
  for (const [base, current, relation, compared, decreased] of PAIRS) {
    const pair = pairOf(readCorpus(base), readCorpus(current));
    assert.deepEqual([pair.relation, pair.counters], [relation, { compared, decreased }], base);
    assert.equal(pair.isSwapped, false, base);
  }
});

test("the profefe pair given the wrong way round is swapped", needsCorpus, () => {
  const [base, current] = [1, 2].map((n) => readCorpus(`profefe__profefe/collector_heap_${n}.prof`)) as [
    Profile,
    Profile,
  ];
  assertHas(codesOf(pairOf(current, base).findings), "blocking swapped");
});

test("Pyroscope's heap_delta was changed after capture, Parca's delta has values below zero", needsCorpus, () => {
  const codes = (file: string): string[] => codesOfOne(readCorpus(file));
  assertHas(codes("grafana__pyroscope/heap_delta"), "limiting alloc-delta");
  assertHas(codes("parca-dev__parca/alloc_space_delta.pb.gz"), "blocking delta");
  assertHas(codes("DataDog__dd-trace-go/big-heap.pprof"), "limiting alloc-delta");
  assertHas(codes("GearFramework__urlshort/base.pprof"), "blocking delta");
  assertHas(codes("grafana__pyroscope/heap_go_truncated_4.pb.gz"), "limiting no-size-label");
  assertHas(codes("grafana__pyroscope/heap_go_truncated_4.pb.gz"), "blocking delta");
  assertHas(codes("ardanlabs__gotraining/topics_go_profiling_memcpu_mem.out"), "limiting unsymbolised");
  assertHas(codes("amckinley__cortex-heap/heap.out"), "limiting truncated-stacks");
});

const PARCA = [
  "1644509272337470000",
  "1644509275338070000",
  "1644509278338696000",
  "1644509281339135000",
  "1644509284338649000",
  "1644509287338709000",
  "1644509290338056000",
  "1644509293338714000",
  "1644509296350592000",
  "1644509299337903000",
].map((time) => `parca-dev__parca/${time}.pb.gz`);

test("eight of Parca's ten captures show one state of the heap, the other two the next", needsCorpus, () => {
  const captures = PARCA.map((name) => ({ name, profile: readCorpus(name) }));
  const { runs, repeated } = checkSeries(captures);
  assert.deepEqual(runs, [[0, 8]]);
  assert.deepEqual(repeated, [1, 2, 3, 4, 5, 6, 7, 9]);
});
