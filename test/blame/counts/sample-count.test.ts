import assert from "node:assert/strict";
import { test } from "node:test";
import type { RowSampling } from "../../../src/blame/counts/row-sampling.ts";
import {
  countNegativeRows,
  recoverBothCounts,
  recoverCounts,
  recoverSampleCounts,
} from "../../../src/blame/counts/sample-count.ts";
import { recoverDiffCounts } from "../../../src/blame/provenance/diff-counts.ts";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { fixture, MODES } from "../../fixtures.ts";
import { corpusFile, hasCorpus, readUnpacked } from "../../profile/corpus.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { seededDraws } from "../draws.ts";
import { heapProfile, scaledPair } from "../heap-buckets.ts";
import { near } from "../near.ts";

const needsCorpus = { skip: hasCorpus ? false : "no corpus beside the project" };

function readCorpus(name: string): Profile {
  return decodeProfile(readUnpacked(corpusFile(name)));
}

test("the number of recorded objects comes back exactly, for every size class, rate and count", () => {
  const draws = seededDraws(41);
  for (const period of [1, 512, 4096, 524288, 2 ** 23]) {
    const buckets = Array.from({ length: 4000 }, (_, index) => ({
      stack: `main;f${index % 50}`,
      size: Math.max(1, Math.round(8 * 2 ** (draws.uniform() * 24))),
      inuse: Math.floor(2 ** (draws.uniform() * 20)) - 1,
      alloc: Math.floor(2 ** (draws.uniform() * 30)),
    }));
    const counts = recoverSampleCounts(heapProfile(buckets, { period: BigInt(period) }));
    assert.equal(counts.verdict, "exact");
    assert.deepEqual(
      Array.from(counts.inuse?.counts ?? []),
      buckets.map(({ inuse }) => inuse),
    );
    assert.deepEqual(
      Array.from(counts.alloc?.counts ?? []),
      buckets.map(({ alloc }) => alloc),
    );
  }
});

test("values of two captures added up are found out, and their counts are right all the same", () => {
  const bucket = (inuse: number) => ({ stack: "main;f", size: 4096, inuse, alloc: inuse });
  const one = heapProfile([bucket(3)]);
  const other = heapProfile([bucket(5)]);
  const counts = recoverSampleCounts(mergeProfiles([one, other]));
  assert.equal(counts.verdict, "aggregated");
  assert.equal(counts.failed, 2);
  assert.deepEqual(Array.from(counts.inuse?.counts ?? []), [8]);
});

test("values that were averaged keep the weight of their samples", () => {
  const profile = heapProfile([{ stack: "main;f", size: 1024, inuse: 3, alloc: 3 }]);
  const half = profile.samples.values.map((column) => (column as Float64Array).map((value) => Math.floor(value / 2)));
  const counts = recoverSampleCounts({ ...profile, samples: { ...profile.samples, values: half } });
  assert.equal(counts.verdict, "aggregated");
  near(counts.inuse?.counts[0] ?? 0, 1.5, 0.001);
});

test("a profile without the label is unlabelled, and its samples weigh one period each", () => {
  const profile = heapProfile([{ stack: "main;f", size: 1024, inuse: 3, alloc: 3 }]);
  const bare = { ...profile, samples: { ...profile.samples, labelSet: profile.samples.labelSet.map(() => -1) } };
  const counts = recoverSampleCounts(bare);
  assert.equal(counts.verdict, "unlabelled");
  near(counts.inuse?.counts[0] ?? 0, 3, 0.01);
  assert.equal(counts.sampling.weight[0], 524288);
});

test("noise without the label is bounded where bytes of a Go program were sampled, by one period each", () => {
  const { header, ...profile } = profileFromText("main.main;main.f 3 5000\nmain.main;main.g 1 700");
  const verdictOf = (type: string, unit: string) =>
    recoverSampleCounts({ ...profile, header: { ...header, periodType: { type, unit }, period: 524288n } }).verdict;
  assert.deepEqual(
    [verdictOf("space", "bytes"), verdictOf("space", "count"), verdictOf("cpu", "bytes")],
    ["bounded", "unlabelled", "unlabelled"],
  );
});

test("buckets that differ only in hidden frames are one row of a diff, whose count is their sum", () => {
  const twice = heapProfile([
    { stack: "main;f", size: 48, inuse: 7, alloc: 9 },
    { stack: "main;f", size: 48, inuse: 2, alloc: 4 },
  ]);
  assert.equal(recoverSampleCounts(twice).verdict, "exact");
  const { base, current } = recoverDiffCounts(diffProfiles(twice, twice));
  assert.deepEqual(Array.from(base.inuse?.counts ?? []), [9]);
  assert.deepEqual(Array.from(current.alloc?.counts ?? []), [13]);
  assert.equal(current.verdict, "exact");
});

test("counts are the raw ones that the debug=1 twins of the fixtures show, bucket by bucket", () => {
  for (const mode of MODES) {
    for (const end of ["before", "after"]) {
      const text = new TextDecoder().decode(readUnpacked(fixture(`streamwatcher/${mode}/heap-${end}.debug1.txt.gz`)));
      const raw = new Map<string, number>();
      for (const [, inuse, , alloc, bytes] of text.matchAll(/^(\d+): (\d+) \[(\d+): (\d+)\] @/gm)) {
        const key = `${inuse}/${alloc}/${Number(bytes) / Number(alloc)}`;
        raw.set(key, (raw.get(key) ?? 0) + 1);
      }
      const profile = decodeProfile(readUnpacked(fixture(`streamwatcher/${mode}/heap-${end}.out`)));
      const { inuse, alloc, sampling, verdict } = recoverSampleCounts(profile);
      assert.equal(verdict, "exact");
      for (let row = 0; row < profile.samples.length; row++) {
        const key = `${inuse?.counts[row]}/${alloc?.counts[row]}/${sampling.size[row]}`;
        const left = raw.get(key) ?? 0;
        assert.ok(left > 0, `${mode} ${end}: no bucket ${key} in the text`);
        raw.set(key, left - 1);
      }
      // The text was fetched after the profile: what fetching the profile allocated is only there.
      const unmatched = [...raw.values()].reduce((sum, left) => sum + left, 0);
      assert.ok(unmatched <= 3, `${mode} ${end}: ${unmatched} buckets of the text are not in the profile`);
    }
  }
});

/** The table of 4.1; rows the corpus does not have are left out. */
const INVERSIONS: readonly (readonly [file: string, exact: number, failed: number, verdict: string])[] = [
  ["laixintao__flameshow/heap.out", 5074, 0, "exact"],
  ["grafana__pyroscope/pkg_phlaredb_testdata_heap", 5691, 0, "exact"],
  ["parca-dev__parca/alloc_objects.pb.gz", 4684, 0, "exact"],
  ["grafana__pyroscope/pkg_pprof_testdata_heap", 12086, 14, "aggregated"],
  ["grafana__pyroscope/heap_delta", 42, 6, "aggregated"],
  // 5 of the 2,170 that fit are negative: they fit as numbers, not as counts.
  ["parca-dev__parca/alloc_space_delta.pb.gz", 2165, 3123, "aggregated"],
  ["grafana__pyroscope/heap_go_truncated_4.pb.gz", 0, 6785, "bounded"],
  ["amckinley__cortex-heap/heap.out", 4319, 0, "exact"],
  ["amckinley__cortex-heap/heap2.out", 4296, 0, "exact"],
  ["arjunsk__go_profile_serde/heap.v07-20240529.pprof", 34966, 0, "exact"],
];

test("inversion tells untouched profiles of the corpus from merged and subtracted ones", needsCorpus, () => {
  for (const [file, exact, failed, verdict] of INVERSIONS) {
    const counts = recoverSampleCounts(readCorpus(file));
    assert.deepEqual([counts.exact, counts.failed, counts.verdict], [exact, failed, verdict], file);
  }
});

test("every live stack of the prometheus-operator profile is one sample", needsCorpus, () => {
  const { inuse } = recoverSampleCounts(readCorpus("parca-dev__parca/alloc_objects.pb.gz"));
  assert.deepEqual(
    inuse?.counts.filter((count) => count > 0),
    new Float64Array(23).fill(1),
  );
});

test(
  "the node-exporter profile has twelve live stacks of one sample, one of two, two of three, one of four",
  needsCorpus,
  () => {
    const { inuse } = recoverSampleCounts(readCorpus("laixintao__flameshow/heap.out"));
    assert.deepEqual(Array.from(inuse?.counts.filter((count) => count > 0) ?? []).sort(), [
      ...Array(12).fill(1),
      2,
      3,
      3,
      4,
    ]);
  },
);

test("half a million rows are recovered exactly", () => {
  const rows = 500_000;
  const sizes = Float64Array.from({ length: rows }, (_, row) => 16 * (1 + (row % 300)));
  const scale = sizes.map((size) => 1 / (1 - Math.exp(-size / 524288)));
  const sampling: RowSampling = { period: 524288, size: sizes, scale, weight: sizes };
  const pairs = Array.from(sizes, (size, row) => scaledPair(1 + (row % 97), size, 524288));
  const objects = Float64Array.from(pairs, ([count]) => count);
  const bytes = Float64Array.from(pairs, ([, space]) => space);
  const { counts } = recoverCounts(sampling, objects, bytes, 1);
  assert.ok(counts.every((count, row) => count === 1 + (row % 97)));
});

test("a profile half of whose rows are as the runtime wrote them is aggregated, and negative rows are counted", () => {
  const whole = heapProfile(["main.a", "main.b"].map((stack) => ({ stack, size: 1024, inuse: 4, alloc: 7 })));
  const change = (of: (value: number) => number): Profile => {
    const values = whole.samples.values.map((column) =>
      Float64Array.from(column as Float64Array, (value, row) => (row === 1 ? of(value) : value)),
    );
    return { ...whole, samples: { ...whole.samples, values } };
  };
  const averaged = recoverSampleCounts(change((value) => Math.floor(value / 3)));
  assert.deepEqual([averaged.exact, averaged.failed, averaged.negative, averaged.verdict], [2, 2, 0, "aggregated"]);
  const negative = recoverSampleCounts(change((value) => -value));
  assert.deepEqual([negative.negative, negative.inuse?.negative, negative.inuse?.counts[1]], [2, 1, 0]);
  assert.deepEqual([recoverSampleCounts(whole).exact, recoverSampleCounts(whole).negative], [4, 0]);
});

test("a period that the profile does not say is the runtime's; one of 1 is so only where sizes are told", () => {
  const buckets = [{ stack: "main;f", size: 4096, inuse: 3, alloc: 5 }];
  const at = (period: bigint, profile: Profile) =>
    recoverSampleCounts({ ...profile, header: { ...profile.header, period } }).sampling;
  const [usual, whole] = [heapProfile(buckets), heapProfile(buckets, { period: 1n })];
  assert.deepEqual([at(0n, usual).period, at(-1n, usual).period, at(1n, whole).period], [524288, 524288, 1]);
  assert.deepEqual([...at(1n, whole).scale, ...at(1n, whole).weight], [1, 0], "what is all recorded has no noise");
  const noSet = whole.samples.labelSet.map(() => -1);
  const bare = {
    ...whole,
    samples: { ...whole.samples, labelSet: noSet },
    labelSets: { ...whole.labelSets, length: 0, start: new Int32Array(1) },
  };
  const sampling = at(1n, bare);
  assert.deepEqual([sampling.period, ...sampling.size, ...sampling.scale, ...sampling.weight], [524288, 0, 0, 524288]);
});

test("each row has the size, the scale and the weight of its own label", () => {
  const buckets = [1024, 4096].map((size) => ({ stack: `main;f${size}`, size, inuse: 3, alloc: 5 }));
  const { size, scale, weight } = recoverSampleCounts(heapProfile(buckets)).sampling;
  assert.deepEqual([...size], [1024, 4096]);
  for (const [row, bytes] of [1024, 4096].entries()) {
    near(scale[row] ?? 0, 1 / (1 - Math.exp(-bytes / 524288)), 1e-9);
    near(weight[row] ?? 0, bytes / Math.expm1(bytes / 524288), 1e-3);
  }
});

test("a label that is no size, or one of nothing, leaves the size unknown", () => {
  const profile = heapProfile([{ stack: "main;f", size: 1024, inuse: 3, alloc: 3 }]);
  const sized = (size: bigint) => {
    const number = profile.labelSets.number.map(() => size) as typeof profile.labelSets.number;
    return recoverSampleCounts({ ...profile, labelSets: { ...profile.labelSets, number } }).sampling;
  };
  for (const size of [0n, -5n]) {
    const { size: sizes, scale, weight } = sized(size);
    assert.deepEqual([...sizes, ...scale, ...weight], [0, 0, 524288]);
  }
  // An object of one byte weighs half a byte less than the period.
  near(sized(1n).weight[0] ?? 0, 524287.5, 0.01);
});

test("without buckets that were merged a byte more than the floors take is not theirs", () => {
  const [size, period] = [1024, 524288];
  const scale = 1 / (1 - Math.exp(-size / period));
  const sampling: RowSampling = {
    ...{ period, size: Float64Array.of(size), scale: Float64Array.of(scale), weight: Float64Array.of(period) },
  };
  const [, bytes] = scaledPair(3, size, period);
  const exactOf = (off: number, buckets: number): number =>
    recoverCounts(sampling, undefined, Float64Array.of(bytes - off), buckets).exact;
  assert.deepEqual([exactOf(0, 1), exactOf(1, 1), exactOf(1, 2), exactOf(2, 2)], [1, 0, 1, 0]);
});

test("columns that a profile does not have add nothing to what was recovered", () => {
  const text = (types: string): Profile => {
    const whole = heapProfile([{ stack: "main.main", size: 1024, inuse: 3, alloc: 5 }]);
    const sampleTypes = whole.header.sampleTypes.map((each) => ({ ...each, type: each.type.replace(/^/, types) }));
    return { ...whole, header: { ...whole.header, sampleTypes } };
  };
  const none = recoverSampleCounts(text("x_"));
  assert.deepEqual([none.exact, none.failed, none.negative, none.verdict], [0, 0, 0, "empty"]);
});

test("at a period of 1 everything is recorded, the smallest objects too", () => {
  const { scale, weight } = recoverSampleCounts(
    heapProfile([{ stack: "main.main", size: 1, inuse: 3, alloc: 3 }], { period: 1n }),
  ).sampling;
  assert.deepEqual([...scale, ...weight], [1, 0]);
});

test("rows below zero are counted without the counts too", () => {
  const whole = heapProfile(["a", "b", "c"].map((stack) => ({ stack, size: 64, inuse: 2, alloc: 3 })));
  const withRows = (rows: readonly (readonly number[])[]): Profile => ({
    ...whole,
    samples: { ...whole.samples, values: rows.map((row) => Float64Array.from(row)) },
  });
  for (const rows of [
    [
      [1, 1, 0],
      [64, 64, 0],
      [1, 1, 0],
      [64, 64, 0],
    ],
    [
      [1, -1, 0],
      [64, 64, 0],
      [1, 1, -1],
      [64, -64, -64],
    ],
    [
      [1, 1, 0],
      [-1, 64, 0],
      [1, 1, 0],
      [64, 64, -3],
    ],
  ]) {
    const profile = withRows(rows);
    assert.equal(countNegativeRows(profile), recoverSampleCounts(profile).negative);
  }
});

test("two captures have the counts that each has by itself, whether they share their labels or not", () => {
  const base = heapProfile([{ stack: "a", size: 64, inuse: 2, alloc: 3 }]);
  const { samples, header } = base;
  const others = [
    { ...base, samples: { ...samples, values: samples.values.map((column) => column.slice()) } },
    { ...base, header: { ...header, period: 4096n } },
    heapProfile([{ stack: "a", size: 128, inuse: 2, alloc: 3 }]),
  ];
  for (const current of others) {
    const both = recoverBothCounts(base, current);
    assert.deepEqual(both, { base: recoverSampleCounts(base), current: recoverSampleCounts(current) });
  }
  const { base: before, current: after } = recoverBothCounts(base, others[0] as Profile);
  assert.equal(before.sampling, after.sampling);
});
