/** What findings look at: stacks of the suspects out of two profiles, and the conditions that they share, at their edges. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  hasParts,
  isLiveGrowth,
  isNegligible,
  isWorthAWord,
  SuspectSamples,
  shareWhere,
} from "../../../src/blame/findings/signs.ts";
import type { ProcessBooks } from "../../../src/blame/memory/beside-heap.ts";
import { recoverDiffCounts } from "../../../src/blame/provenance/diff-counts.ts";
import { identifyFrames } from "../../../src/blame/suspects/frame-identity.ts";
import { modulesOf } from "../../../src/graph/go/profile-modules.ts";
import type { MemStats } from "../../../src/profile/legacy/mem-stats.ts";
import { baseValues, currentValues, diffProfiles } from "../../../src/profile/merge/diff.ts";
import { NONE } from "../../../src/profile/tables.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { type Bucket, heapProfile } from "../heap-buckets.ts";
import { nodesOf } from "../suspects/tree-of.ts";
import { signsOf } from "./signs-of.ts";

const MIB = 1024 ** 2;

/** Samples of the rows whose stack has `name` are of suspect 0. */
function samplesOf(before: readonly Bucket[], after: readonly Bucket[], name: string) {
  const diff = diffProfiles(heapProfile(before), heapProfile(after));
  const { profile } = diff;
  const nodes = nodesOf(profile, false);
  const identities = identifyFrames(profile, nodes, modulesOf(profile), false);
  const [base, current] = [baseValues(diff, 3), currentValues(diff, 3)];
  const changeOf = (row: number) => Number(current[row]) - Number(base[row]);
  const { samples } = profile;
  const suspectOf = Int32Array.from({ length: samples.length }, (_, row) => {
    const places = samples.locations.subarray(samples.start[row], samples.start[row + 1]);
    const names = [...places].map((place) => identities[nodes.nodeOf[nodes.start[place] as number] as number]?.name);
    return names.includes(name) ? 0 : NONE;
  });
  return new SuspectSamples(profile, nodes, identities, recoverDiffCounts(diff), suspectOf, changeOf);
}

const bucket = (stack: string, size: number, inuse: number): Bucket => ({ stack, size, inuse, alloc: inuse + 10 });

test("stacks of a suspect have their change, their size and the objects it stands for", () => {
  const before = [bucket("main.main;main.put", MIB, 1), bucket("main.main;main.same", MIB, 5)];
  const after = [bucket("main.main;main.put", MIB, 4), bucket("main.main;main.same", MIB, 5)];
  const [only, ...others] = samplesOf(before, after, "main.put").stacks();
  assert.deepEqual(others, []);
  assert.deepEqual(
    only?.frames.map(({ name }) => name),
    ["main.put", "main.main"],
  );
  assert.equal(only?.size, MIB);
  // One recorded object of 1 MiB stands for 1/(1 - e^-2) of them.
  assert.ok(Math.abs((only?.objects ?? 0) - 3 / (1 - Math.exp(-2))) < 1e-9);
  assert.ok(Math.abs((only?.change ?? 0) - (only?.objects ?? 0) * MIB) < 2);
  assert.deepEqual(samplesOf(before, after, "main.same").stacks(), [], "it did not change");
});

test("sizes are those of a function on all of its stacks, also where nothing is live", () => {
  const before = [bucket("main.main;main.put", MIB, 1), bucket("main.other;main.put", MIB, 2)];
  const after = [
    bucket("main.main;main.put", MIB, 4),
    bucket("main.other;main.put", 2 * MIB, 3),
    bucket("main.main;main.put", 512, 0),
  ];
  const [sizes = [], ...others] = samplesOf(before, after, "main.put").sizes();
  assert.deepEqual(others, []);
  assert.deepEqual(
    sizes.map(({ name, size, live }) => [name, size, live]).sort((a, b) => Number(a[1]) - Number(b[1])),
    [
      ["main.put", 512, 0],
      ["main.put", MIB, 4],
      ["main.put", 2 * MIB, 3],
    ],
  );
  const change = (size: number) => sizes.find((each) => each.size === size)?.change ?? 0;
  assert.ok(change(MIB) > 0 && change(MIB) < 1.3 * MIB, "4 less 1 and 2");
  assert.ok(change(2 * MIB) >= 6 * MIB);
});

test("the growth of functions is that of all stacks they are on", () => {
  const before = [bucket("main.main;main.put", MIB, 4), bucket("main.main;main.get", MIB, 1)];
  const after = [bucket("main.main;main.put", MIB, 1), bucket("main.main;main.get", MIB, 2)];
  const samples = samplesOf(before, after, "main.put");
  const put = samples.growthOf(new Set(["main.put"]));
  assert.ok(put < -3 * MIB && put > -4 * MIB);
  assert.ok(samples.growthOf(new Set(["main.put", "main.get"])) > put + MIB);
  assert.equal(samples.growthOf(new Set(["main.none"])), 0);
});

test("stacks as deep as Go records are cut; only growth of suspects counts", () => {
  const deep = (depth: number, leaf: string) =>
    [...Array.from({ length: depth - 1 }, (_, at) => `f${at}`), leaf].join(";");
  const cutOf = (depth: number) => {
    const after = [
      bucket(deep(depth, "main.put"), MIB, 2),
      bucket(deep(depth, "main.get"), MIB, 3),
      bucket("main.put", MIB, 7),
    ];
    return samplesOf([], after, "main.put").cut();
  };
  for (const depth of [32, 128]) {
    const { frames, change = 0 } = cutOf(depth) ?? {};
    assert.equal(frames, depth);
    assert.ok(change > 2 * MIB && change < 3 * MIB, String(change));
  }
  for (const depth of [31, 33, 127]) assert.equal(cutOf(depth), undefined);
});

test("a share is of what surely grew", () => {
  const signs = signsOf("main.a 1 300\nmain.b 1 700");
  const isA = ({ frames }: { frames: readonly { name: string }[] }) => frames[0]?.name === "main.a";
  assert.equal(shareWhere(signs, isA), 0.3);
  assert.equal(shareWhere({ ...signs, sure: 0 }, isA), 0);
  assert.equal(shareWhere({ ...signs, sure: -5 }, isA), 0);
});

function books(resident: number | undefined, maxRss?: number): ProcessBooks {
  return { resident, memStats: maxRss === undefined ? undefined : ({ maxRss } as MemStats) };
}

test("a heap is negligible where it moved by less than 2% of what the process grew by", () => {
  const memory = { base: books(100 * MIB), current: books(200 * MIB) };
  const moved = (low: number, high: number) =>
    isNegligible(signsOf("main.a 1 1", { memory, interval: { low: low * MIB, high: high * MIB } }));
  assert.deepEqual([moved(-1, 1.99), moved(-1, 2), moved(-1.99, 1), moved(-2, 1)], [true, false, true, false]);
  const interval = { low: 0, high: MIB };
  const negligible = (given: object) => isNegligible(signsOf("main.a 1 1", { memory, interval, ...given }));
  assert.equal(negligible({}), true);
  assert.equal(negligible({ unit: "count" }), false);
  assert.equal(negligible({ interval: undefined }), false);
  assert.equal(negligible({ memory: undefined }), false);
  assert.equal(negligible({ memory: { base: memory.current, current: memory.base } }), false, "it shrank");
  assert.equal(negligible({ memory: { base: memory.base, current: memory.base } }), false);
  assert.equal(
    negligible({ memory: { base: books(undefined, 1), current: books(undefined, 100 * MIB) } }),
    true,
    "by the most there was",
  );
  assert.equal(negligible({ memory: { base: memory.base, current: books(undefined) } }), false);
});

test("a heap is negligible where it moved by less than a few buffers, whatever is known beside it", () => {
  const moved = (low: number, high: number, unit = "bytes") =>
    isNegligible(signsOf("main.a 1 1", { unit, interval: { low: low * 1024, high: high * 1024 } }));
  assert.deepEqual([moved(8, 127), moved(8, 128), moved(-128, 8)], [true, false, false]);
  assert.equal(moved(8, 76, "count"), false);
});

test("parts are worth a word from 1 MiB and 2% of the heap on", () => {
  assert.deepEqual([isWorthAWord(MIB, 0), isWorthAWord(MIB - 1, 0)], [true, false]);
  assert.deepEqual([isWorthAWord(2 * MIB, 100 * MIB), isWorthAWord(2 * MIB - 1, 100 * MIB)], [true, false]);
  const parts = (given: object) => hasParts(signsOf("main.a 1 1", { verdict: "parts-grew", parts: MIB, ...given }));
  assert.deepEqual([parts({}), parts({ verdict: "shrank" })], [true, true]);
  assert.deepEqual([parts({ verdict: "grew" }), parts({ unit: "count" }), parts({ parts: 0 })], [false, false, false]);
});

test("live growth has stacks, is not negligible, and is of the whole, of parts, or uncounted", () => {
  const live = (given: object, text = "main.a 1 1") => isLiveGrowth(signsOf(text, given));
  assert.deepEqual([live({ verdict: "grew" }), live({ verdict: "uncounted" })], [true, true]);
  assert.equal(live({ verdict: "parts-grew", parts: MIB }), true);
  assert.equal(live({ verdict: "parts-grew", parts: 0 }), false);
  assert.equal(live({ verdict: "did-not-change" }), false);
  assert.equal(live({ verdict: "grew", stacks: [] }), false);
  const memory = { base: books(0), current: books(200 * MIB) };
  assert.equal(live({ verdict: "grew", memory, interval: { low: 0, high: 1 } }), false);
});

test("a part of what is not known, on either side, is not told", () => {
  const interval = { low: 0, high: MIB };
  const negligible = (base: ProcessBooks | undefined, current: ProcessBooks | undefined) =>
    isNegligible(
      signsOf("main.a 1 1", { interval, memory: { base: base as ProcessBooks, current: current as ProcessBooks } }),
    );
  assert.equal(negligible(books(0), books(200 * MIB)), true);
  assert.equal(negligible(books(undefined), books(200 * MIB)), false);
  assert.equal(negligible(books(0), books(undefined)), false);
});

test("how deep a stack is goes by its frames, the inlined among them", () => {
  const name = (at: number): string => `main.f${at}`;
  const inlined = Array.from({ length: 16 }, (_, at) => `${name(2 * at)};~${name(2 * at + 1)}`).join(";");
  const plain = Array.from({ length: 20 }, (_, at) => name(100 + at)).join(";");
  const profile = profileFromText(`${plain} 1 1\n${inlined} 1 1`);
  const nodes = nodesOf(profile, false);
  const identities = identifyFrames(profile, nodes, modulesOf(profile), false);
  const counts = recoverDiffCounts(diffProfiles(profile, profile));
  const samples = new SuspectSamples(profile, nodes, identities, counts, Int32Array.of(0, 0), () => 7);
  assert.deepEqual(samples.cut(), { frames: 32, change: 7 });
});
