/** How two captures belong together: small ones written for the purpose, the fixtures, and the pairs of the corpus that evidence.md 4.4 names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { provenanceText } from "../../../src/wording/provenance.ts";
import { MODES, modePair } from "../../fixtures.ts";
import { readUnpacked } from "../../profile/corpus.ts";
import { assertHas, codesOf, early, heap, late, needsCorpus, pairOf, readCorpus } from "./captures.ts";

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
  assert.deepEqual(codesOf(rate.findings), ["blocking rate-changed", "note same-process"]);
  const others = pairOf(
    heap(
      (i) => i + 3,
      () => 2,
    ),
    heap(
      (i) => i,
      () => 2,
      { timeNanos: 2n, period: 4096n },
    ),
  );
  assert.equal(
    others.findings.some(({ code }) => code === "rate-changed"),
    others.relation === "same",
  );
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
