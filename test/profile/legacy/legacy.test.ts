/** What the legacy readers make of each format; that it is what pprof makes of it is fuzz.test.ts's business. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { labelSetAt } from "../../../src/profile/labels.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { NONE } from "../../../src/profile/tables.ts";
import { LEGACY_SAMPLES } from "../legacy-samples.ts";
import { rowsOf } from "../rows-of.ts";

function sample(name: string): Profile {
  return parseProfile(LEGACY_SAMPLES[name] as Uint8Array);
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function typesOf(profile: Profile): string {
  return profile.header.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join(" ");
}

function filesOf({ mappings, strings }: Profile): string[] {
  return [...mappings.file].map((index) => strings.at(index));
}

test("sampled rows are scaled up, rows of unsampled kinds are not", () => {
  const row = "1: 48 [3: 144] @ 0x11";
  const sampled = parseProfile(text(`heap profile: 1: 48 [3: 144] @ heap_v2/512\n${row}\n`));
  const doubled = parseProfile(text(`heap profile: 1: 48 [3: 144] @ heap/1024\n${row}\n`));
  const plain = parseProfile(text(`heap profile: 1: 48 [3: 144] @ heapprofile\n${row}\n`));
  const scale = 1 / (1 - Math.exp(-48 / 512));
  assert.deepEqual(
    rowsOf(sampled).samples[0]?.values,
    [3, 144, 1, 48].map((value) => BigInt(Math.trunc(value * scale))),
  );
  assert.deepEqual(rowsOf(doubled).samples[0]?.values, rowsOf(sampled).samples[0]?.values);
  assert.deepEqual(rowsOf(plain).samples[0]?.values, [3n, 144n, 1n, 48n]);
  assert.deepEqual(
    [sampled, doubled, plain].map(({ header }) => header.period),
    [512n, 512n, 1n],
  );
});

test("allocations are there only if the first line has other ones than are in use", () => {
  assert.equal(
    typesOf(sample("heapz_v2")),
    "alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes",
  );
  assert.equal(typesOf(sample("heapprofile")), "objects/count space/bytes");
  assert.equal(typesOf(sample("growthz")), "objects/count space/bytes");
});

test("the size of one object is a label, also if it is 0", () => {
  const profile = sample("heap with a memory map");
  const sizes = [...profile.samples.labelSet].map((set) => labelSetAt(profile, set).numeric.get("bytes")?.values);
  assert.deepEqual(sizes, [[96n], [0n]]);
});

test("addresses are moved back onto the call and found in the memory map", () => {
  const profile = sample("heapprofile");
  assert.deepEqual([...profile.locations.address], [0x4000ffn, 0x4001ffn, 0x7f00000000ffn]);
  assert.deepEqual(filesOf(profile).slice(0, 2), ["/usr/bin/service", "/lib/libc-2.15.so"]);
  assert.deepEqual([...profile.locations.mapping], [0, 0, 1]);
});

test("pieces of a mapping are joined, names are filled in, what is not executable is left out", () => {
  const profile = sample("heapprofile");
  assert.equal(profile.mappings.memoryStart[0], 0x400000n);
  assert.equal(profile.mappings.memoryLimit[0], 0x10f0000n);
  assert.ok(filesOf(profile).includes("/home/user/build/server_main"));
  assert.ok(!profile.mappings.memoryStart.includes(0x7f0000010000n));
});

test("an address in no mapping gets one of everything", () => {
  const { mappings, locations } = sample("fragmentation");
  assert.deepEqual([...mappings.memoryLimit], [2n ** 64n - 1n]);
  assert.ok(!locations.mapping.includes(NONE));
});

test("contention is counted and turned into nanoseconds", () => {
  const profile = sample("contentionz");
  assert.equal(typesOf(profile), "contentions/count delay/nanoseconds");
  assert.deepEqual(rowsOf(profile).samples[1]?.values, [100n, BigInt(Math.trunc((768 * 100) / 3.201))]);
  // "5555 @": two numbers that touch.
  assert.deepEqual(rowsOf(profile).samples[2]?.values, [500n, BigInt(Math.trunc((555 * 100) / 3.201))]);
});

test("a thread that is the same as the one before counts twice", () => {
  const counts = rowsOf(sample("threadz")).samples.map(({ values }) => values[0]);
  assert.deepEqual(counts, [1n, 2n, 1n]);
});

test("counts of Go may be octal, as pprof reads them", () => {
  assert.deepEqual(
    rowsOf(sample("threadcreate")).samples.map(({ values }) => values[0]),
    [2n, 8n],
  );
});

test("Java's locations have names instead of addresses", () => {
  const { functions, strings, locations } = sample("java heapz");
  assert.ok([...functions.name].map((name) => strings.at(name)).includes("com.example.function003"));
  assert.ok([...functions.file].map((file) => strings.at(file)).includes("libc.so"));
  assert.ok(locations.address.every((address) => address === 0n));
});

test("all widths and byte orders of a CPU profile say the same", () => {
  const [first, ...others] = Object.keys(LEGACY_SAMPLES).filter((name) => name.startsWith("cpu "));
  assert.equal(others.length, 3);
  for (const other of others) assert.deepEqual(rowsOf(sample(other)), rowsOf(sample(first as string)));
  assert.deepEqual(rowsOf(sample(first as string)).samples[0]?.values, [3n, 30_000_000n]);
});

test("the frames of the profiler itself are named to be dropped", () => {
  assert.match(sample("heapprofile").header.dropFrames, /^calloc\|.*\|runtime\\\.\.\*\|/);
  assert.equal(sample("heapprofile").header.keepFrames, "runtime\\.panic|runtime\\.reflectcall|runtime\\.call[0-9]*");
  assert.match(sample("contentionz").header.dropFrames, /^RecordLockProfileData\|/);
  assert.match(sample("threadz").header.dropFrames, /^ProfileData::Add\|/);
});

test("times beyond int64 wrap as Go's do", () => {
  for (const header of ["--- contentionz 1 ---\nformat = java\nresolution = ms\n", "--- contentionz 1 ---\n"]) {
    for (const [milliseconds, nanoseconds] of [
      [9_223_372_036_854n, 9_223_372_036_854_000_000n],
      [9_223_372_036_855n, 9_223_372_036_855_000_000n - 2n ** 64n],
      [18_446_744_073_710n, 18_446_744_073_710_000_000n - 2n ** 64n],
      [30_000_000_000_000n, 30_000_000_000_000_000_000n - 2n ** 65n],
    ] as const) {
      const profile = parseProfile(text(`${header}ms since reset = ${milliseconds}\n5 3 @ 0x1\n`));
      assert.equal(profile.header.durationNanos, BigInt.asIntN(64, nanoseconds), `${milliseconds} ms`);
      assert.equal(BigInt.asIntN(64, profile.header.durationNanos), profile.header.durationNanos);
    }
  }
});
