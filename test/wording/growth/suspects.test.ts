/** Sentences about who allocated what grew: each threshold that writes one, from both sides. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseColumnUnit } from "../../../src/measurement/delta.ts";
import type { GrowthReport, SuspectGrowth } from "../../../src/report/growth/growth.ts";
import { describeSuspects } from "../../../src/wording/growth/suspects.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { growthOf } from "../../report/growth-of.ts";

const MIB = 1024 ** 2;
const stack = "main.main;main.serve;main.remember";
const bucket = (inuse: number) => [{ stack, size: MIB, inuse, alloc: inuse }];
const REPORT = growthOf(heapProfile(bucket(100)), heapProfile(bucket(400), { timeNanos: 600_000_000_000n }));
const SUSPECT = {
  ...(REPORT.suspects[0] as SuspectGrowth),
  ...{ frame: "main.remember", entry: "main.remember", leaf: "main.remember", ownFrame: "main.remember" },
  ...{ role: null, owner: "own", stacks: 1, share: 1, growth: 3 * MIB, retention: null, goroutines: null },
} as const satisfies SuspectGrowth;
const UNIT = chooseColumnUnit([MIB], "bytes");

function say(suspects: readonly Partial<SuspectGrowth>[], report: Partial<GrowthReport> = {}, counts: string[] = []) {
  const all = suspects.map((suspect): SuspectGrowth => ({ ...SUSPECT, ...suspect }));
  return describeSuspects({ ...REPORT, suspects: all, goroutines: null, ...report }, counts, UNIT).join(" ");
}

test("more than 99.5% is all of it", () => {
  assert.match(say([{ share: 0.995 }]), /^All of the growth was allocated in main\.remember\./);
  assert.match(say([{ share: 1.4 }]), /^All of /);
  assert.match(say([{ share: 0.994 }]), /^99\.4% of the growth was allocated/);
  assert.match(say([{}], { denominator: { of: "grew", value: MIB } }), /^All of what grew was/);
});

test("it is said that nothing is freed where at least 80% is surely kept", () => {
  const kept = (low: number) => say([{ retention: { ratio: 0.9, low, high: 1 } }]);
  assert.match(kept(0.8), /Next to nothing of what is allocated there is freed: it grew by 90% of that\./);
  assert.doesNotMatch(kept(0.79), /freed/);
  assert.doesNotMatch(say([{ retention: null }]), /freed/);
});

test("a rest is spoken of where the suspects say less than nine tenths", () => {
  assert.doesNotMatch(say([{ share: 0.5 }, { share: 0.4 }]), /The rest is spread/);
  assert.match(say([{ share: 0.5 }, { share: 0.39 }]), /The rest is spread over places too small/);
});

test("as many others are named as a sentence holds, the rest is counted", () => {
  const others = (count: number) =>
    say([{}, ...Array.from({ length: count }, (_, at) => ({ ownFrame: `main.f${at}`, growth: (at + 1) * MIB }))]);
  assert.match(others(1), /Beside it grew main\.f0 \(\+1\.00 MiB\)\./);
  assert.match(
    others(3),
    /Beside it grew main\.f0 \(\+1\.00 MiB\), main\.f1 \(\+2\.00 MiB\) and main\.f2 \(\+3\.00 MiB\)\./,
  );
  assert.match(others(4), /and 1 more\./);
  assert.doesNotMatch(others(0), /Beside/);
});

test("the place is told by what it is reached from, by its leaf and by own code, each where it says more", () => {
  assert.match(say([{ entry: "main.serve" }]), /in main\.remember, reached from main\.serve\./);
  assert.match(say([{ leaf: "bytes.Clone" }]), /in main\.remember \(most of it by bytes\.Clone\)\./);
  assert.match(
    say([{ frame: "a.B", ownFrame: "main.own", entry: "a.B", leaf: "a.B" }]),
    /nearest own function main\.own\./,
  );
  assert.match(say([{ stacks: 2 }]), /and 1 more place on the same path/);
  assert.match(say([{ stacks: 3 }]), /and 2 more places on the same path/);
});

test("a decoder with nobody's own frame is called the allocator, never the holder", () => {
  const decoder = {
    role: "decoder",
    ownFrame: null,
    owner: "other",
    frame: "v1.(*Pod).Unmarshal",
    entry: "(*StreamWatcher).receive",
  };
  const text = say([decoder as Partial<SuspectGrowth>]);
  assert.match(text, /was allocated by decoders: v1\.\(\*Pod\)\.Unmarshal, under \(\*StreamWatcher\)\.receive\./);
  assert.match(text, /They are the allocator, not the holder/);
  assert.match(text, /compare the number of live objects with `kubectl get`/);
  assert.doesNotMatch(say([decoder as Partial<SuspectGrowth>], {}, ["Counted."]), /compare the number/);
});

test("without a suspect something is said of growth alone", () => {
  assert.match(say([]), /No single place/);
  assert.equal(say([], { totals: { ...REPORT.totals, net: 0 } }), "");
  assert.equal(say([], { certainty: REPORT.certainty && { ...REPORT.certainty, significant: false } }), "");
});

test("of what was ever allocated it is only said where", () => {
  const verdict = { ...REPORT.verdict, code: "allocated" } as const;
  assert.equal(say([{ role: "container" }], { verdict }), "All of that was allocated in main.remember.");
});
