/** Every finding about captures has a sentence with its names and numbers in it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProvenanceFacts } from "../../src/blame/provenance/provenance.ts";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import {
  checkStates,
  describeDifference,
  describeReferences,
  PROVENANCE_WORDS,
  refuseReferences,
} from "../../src/wording/provenance.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

test("a difference is told by what shows it, and what it changed by", () => {
  const facts = {
    name: "x",
    isSum: false,
    isEmpty: false,
    negative: 3,
    durationNanos: 2e9,
    change: 10 * 1024 ** 2,
    low: null,
    high: null,
  } as ProvenanceFacts["delta"];
  const say = (some: Partial<ProvenanceFacts["delta"]>): string => PROVENANCE_WORDS.delta({ ...facts, ...some });
  assert.match(
    say({}),
    /^x is a difference of two heaps, not a heap \(3 of its values are below zero\): in 2s the live heap grew by 10\.00 MiB\. Fetch the heap/,
  );
  const [low, high] = [2 * 1024 ** 2, 20 * 1024 ** 2];
  assert.match(say({ low, high }), /grew by 10\.00 MiB \(95% within \+2\.00 to \+20\.00 by sampling\)\. Fetch/);
  assert.match(say({ negative: 0 }), /\(a state has no duration\)/);
  assert.match(say({ change: -1024 }), /the live heap shrank by 1\.00 KiB/);
  assert.match(say({ change: 0 }), /the live heap did not change in what is sampled/);
  assert.match(
    say({ change: 0, isEmpty: true }),
    /: in 2s no garbage collection ended .*, or too little was allocated to be sampled: it does not tell whether the heap grew\. Fetch/,
  );
  assert.match(say({ change: null }), /it shows what changed in 2s/);
  assert.match(say({ durationNanos: 1 }), /: in 1ns the live heap grew/);
  assert.match(say({ durationNanos: 0 }), /: between the two the live heap grew/);
  assert.match(say({ isSum: true }), /^x covers 2s: it is a sum/);
});

test("the order says by what it is known, and whether it was given so", () => {
  const say = (by: ProvenanceFacts["order"]["by"], isAsGiven: boolean): string =>
    PROVENANCE_WORDS.order({ by, isAsGiven });
  assert.match(say("given", true), /in the order given/);
  assert.match(say("names", true), /by the numbers in their names \(.*\)\.$/);
  assert.match(say("time", false), /by their times; they were given in another order\.$/);
});

test("whether two are of one process is not told where nothing can tell it", () => {
  const both = { base: "a", current: "b" };
  assert.match(PROVENANCE_WORDS["process-unknown"]({ ...both, counters: null }), /no untouched counters/);
  assert.match(PROVENANCE_WORDS["process-unknown"]({ ...both, counters: 2 }), /only 2 allocation counters/);
});

test("a difference is described, and nothing is of what is a heap, or of no heap", () => {
  const describe = (profile: Parameters<typeof describeDifference>[0]["profile"]): string | undefined =>
    describeDifference({ name: "x", profile });
  assert.match(describe(profileFromText("main.f -1 -16\nmain.g 1 32")) ?? "", /^x is a difference of two heaps/);
  assert.equal(describe(profileFromText("main.f 1 16")), undefined);
  const cpu = {
    sampleTypes: [
      { type: "samples", unit: "count" },
      { type: "cpu", unit: "nanoseconds" },
    ],
  };
  assert.equal(describe(profileFromText("main.f -1 -16", cpu)), undefined);
});

test("a heap passes as a state, a difference does not", () => {
  checkStates([{ name: "x", profile: profileFromText("main.f 1 16") }]);
  const difference = { name: "x", profile: profileFromText("main.f -1 -16\nmain.g 1 32") };
  assert.throws(() => checkStates([difference]), { code: "difference" });
});

test("bounds say what they rest on, and whether the profile says it", () => {
  const say = (isAssumed: boolean) => PROVENANCE_WORDS["bounded-noise"]({ name: "x", period: 524288, isAssumed });
  assert.match(say(false), /^x .* They rest on one sample in 524288 bytes\.$/);
  assert.match(say(true), /in 524288 bytes, which is assumed: the profile does not say it\.$/);
});

test("references by goref are told from heap profiles, and refused by name", () => {
  const sampleTypes = ["objects/count", "space/bytes"].map((text) => {
    const [type = "", unit = ""] = text.split("/");
    return { type: `inuse_${type}`, unit };
  });
  const builder = new ProfileBuilder({ sampleTypes });
  const mapping = builder.addMapping({ file: "-", memoryLimit: 255n });
  const lines = [{ function: builder.addFunction({ name: "pods. (map[string]int)" }), line: 1 }];
  builder.addSample([builder.addLocation({ mapping, address: 1n, lines })], [1, 8]);
  const capture = { name: "grf.out", profile: builder.finish() };
  assert.match(describeReferences(capture) ?? "", /^grf\.out: these are references by goref/);
  const heap = { name: "heap.out", profile: profileFromText("main.main 1 8") };
  assert.equal(describeReferences(heap), undefined);
  assert.doesNotThrow(() => refuseReferences([heap]));
  assert.throws(() => refuseReferences([heap, capture]), { code: "difference", message: /^grf\.out: these are/ });
});
