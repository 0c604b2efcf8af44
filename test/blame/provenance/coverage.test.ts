/** States, differences, and what is half of each. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { recoverSampleCounts } from "../../../src/blame/counts/sample-count.ts";
import { type Coverage, coverageOf, isNothingFreed, liveChange } from "../../../src/blame/provenance/coverage.ts";
import { checkCapture } from "../../../src/blame/provenance/provenance.ts";
import { ProfileError } from "../../../src/errors.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { checkStates } from "../../../src/wording/provenance.ts";
import { fixtureBytes } from "../../fixtures.ts";
import { type Bucket, HEAP_TYPES, heapProfile } from "../heap-buckets.ts";

const SECONDS = { durationNanos: 2_000_000_000n };

function bucket(alloc: number, inuse: number): Bucket {
  return { stack: `main.main;main.f${alloc}`, size: 4096, alloc, inuse };
}

function of(profile: Profile): Coverage {
  return coverageOf(profile, recoverSampleCounts(profile));
}

test("a heap with a duration is a difference, though nothing in it is below zero, and though it is empty", () => {
  assert.equal(of(heapProfile([bucket(3, 3), bucket(5, 0)])), "state");
  assert.equal(of(heapProfile([bucket(3, 3), bucket(5, 0)], SECONDS)), "change");
  assert.equal(of(heapProfile([], SECONDS)), "change");
  assert.equal(of(heapProfile([])), "state");
});

test("more live than was allocated meanwhile shows that only the counters were subtracted", () => {
  assert.equal(of(heapProfile([bucket(3, 4)], SECONDS)), "counted");
  const codes = checkCapture({ name: "x", profile: heapProfile([bucket(3, 4)], SECONDS) }).map(({ code }) => code);
  assert.ok(codes.includes("alloc-delta") && !codes.includes("delta"), codes.join());
});

test("live values alone over a stretch of time may be anything but a state", () => {
  const { header, samples, ...rest } = heapProfile([bucket(3, 3)], SECONDS);
  const live = {
    ...rest,
    header: { ...header, sampleTypes: HEAP_TYPES.slice(2) },
    samples: { ...samples, values: samples.values.slice(2) },
  };
  assert.equal(of(live), "span");
});

test("a CPU profile may well have a duration, and an allocs profile that has none is a state too", () => {
  assert.equal(of(parseProfile(fixtureBytes("programs/kinds/cpu.out"))), "state");
  assert.equal(of(parseProfile(fixtureBytes("programs/kinds/allocs.out"))), "state");
});

test("a single value below zero shows a difference, of whatever kind", () => {
  const [cpu, heap] = [parseProfile(fixtureBytes("programs/kinds/cpu.out")), heapProfile([bucket(3, 3)])];
  for (const profile of [cpu, heap])
    assert.deepEqual(
      [0, 1].map((negative) => coverageOf(profile, { negative })),
      ["state", "change"],
    );
});

test("what a server subtracted is shown as what it is, and refused as a state with what to fetch", () => {
  const profile = parseProfile(fixtureBytes("programs/kinds/heap-seconds.out"));
  assert.equal(of(profile), "change");
  assert.equal(liveChange(profile), 8268134);
  const isRefusal = (error: unknown): boolean =>
    error instanceof ProfileError &&
    error.code === "difference" &&
    /^h is a difference .*: in 2s the live heap grew by 7\.89 MiB \(95% within -4\.88 to \+20\.74 by sampling\)\. Fetch the heap without seconds=/.test(
      error.message,
    );
  assert.throws(() => checkStates([{ name: "h", profile }]), isRefusal);
});
const freedCounts = (inuse: number, freed: number) =>
  recoverSampleCounts(heapProfile([{ stack: "main.keep", size: 1 << 20, inuse, alloc: inuse + freed }]));

test("a heap with no object freed is one, where enough are recorded and the runtime does not say otherwise", () => {
  assert.equal(isNothingFreed(freedCounts(20, 0), undefined), true);
  assert.equal(isNothingFreed(freedCounts(19, 0), undefined), false);
  assert.equal(isNothingFreed(freedCounts(20, 1), undefined), false);
  assert.deepEqual(
    [0, 1, 2].map((collections) => isNothingFreed(freedCounts(20, 0), collections)),
    [true, true, false],
  );
});
