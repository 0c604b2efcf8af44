/** Sentences of the report on one heap. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SEGMENTS } from "../../../src/blame/memory/waterfall.ts";
import type { HeapReport } from "../../../src/report/heap/report.ts";
import { heapHeadlineUnit, heapWords } from "../../../src/wording/heap/words.ts";

const MIB = 1024 ** 2;
const TOTAL = { value: 63 * MIB, low: 52.6 * MIB, high: 75.1 * MIB, samples: 100 };

function reportOf(given: object = {}): HeapReport {
  return {
    ...{
      total: TOTAL,
      objects: { value: 568123, low: 1, high: 2, samples: 9 },
      sampleType: { type: "inuse_space", unit: "bytes" },
    },
    ...{
      program: "app",
      timeNanos: null,
      places: [],
      filters: [],
      modules: [],
      memory: null,
      kinds: null,
      findings: [],
      gaps: [],
    },
    ...given,
  } as unknown as HeapReport;
}

const words = (given: object = {}) => heapWords(reportOf(given));
const place = (given: object = {}) => ({
  frame: "app.put",
  entry: "main.main",
  ownFrame: null,
  leaf: "app.put",
  leafShare: 1,
  branches: [],
  role: null,
  value: 60 * MIB,
  share: 0.9,
  low: null,
  high: null,
  ...given,
});

test("the headline has how much, in how many objects, and how sure", () => {
  assert.equal(words().headline, "63.0 MiB live heap (95% 52.6 to 75.1 by sampling) in about 568,000 objects");
  assert.equal(words({ objects: null, total: { ...TOTAL, low: null } }).headline, "63.0 MiB live heap");
  assert.match(
    words({ objects: { value: 568123, low: 5, high: 5 }, total: { ...TOTAL, low: 1, high: 1 } }).headline,
    / \(exactly: every object is recorded\) in 568,123 objects$/,
  );
});

test("of time, waits and goroutines nothing was allocated, freed or held", () => {
  const given = {
    objects: null,
    total: { ...TOTAL, low: null },
    places: [place()],
    modules: [{ owner: "own", module: "app" }],
  };
  const { verdict } = words({ ...given, sampleType: { type: "goroutine", unit: "count" } });
  assert.match(verdict, /^66,060,288 goroutine\. 90% in /);
  assert.doesNotMatch(verdict, /allocat|freed|live|hold/i);
  assert.match(
    words({ ...given, sampleType: { type: "alloc_objects", unit: "count" } }).verdict,
    /allocated.*freed since/,
  );
});

test("of no samples no count is exact", () => {
  const objects = { value: 0, low: 0, high: 0 };
  const total = { value: 0, low: 0, high: 0, samples: 0 };
  assert.equal(words({ objects, total }).headline, "0 live heap: no object of it was sampled");
  assert.match(words({ objects, total: { ...total, samples: null } }).headline, /exactly: every object is recorded/);
});

test("what was allocated is told to be freed or not, and is no live heap", () => {
  assert.match(
    words({ sampleType: { type: "alloc_space", unit: "bytes" } }).headline,
    /^63\.0 MiB allocated .*, freed since or not$/,
  );
  assert.match(words({ sampleType: { type: "alloc_objects", unit: "count" } }).headline, / objects allocated/);
  assert.match(words({ sampleType: { type: "inuse_objects", unit: "count" } }).headline, / live objects .* in about/);
});

test("one capture cannot say whether it grows: said of what is live", () => {
  assert.match(words().verdict, /cannot say whether it grows/);
  assert.doesNotMatch(words({ sampleType: { type: "alloc_space", unit: "bytes" } }).verdict, /whether it grows/);
});

test("decoding is named from half of what the places have, and not below", () => {
  const decoder = (share: number) =>
    words({
      modules: [{ owner: "own", module: "app.io/app" }],
      places: [place({ role: "decoder", share }), place({ frame: "app.get", role: null, share: 0.4 })],
    });
  assert.match(decoder(0.4).allocated?.lead ?? "", / allocated, 50% of it while decoding, in/);
  assert.doesNotMatch(decoder(0.399).allocated?.lead ?? "", /decoding/);
  assert.ok(decoder(0.4).following.some((text) => text.startsWith("Allocator, not holder: no function of app.io/app")));
  assert.ok(decoder(0.399).following.some((text) => text.endsWith("so they do not show who holds it.")));
});

test("beside it stand program and time, where they are known", () => {
  assert.deepEqual([words().aside, words({ program: "", timeNanos: null }).aside], ["app", ""]);
  assert.match(words({ timeNanos: 1_700_000_000_000_000_000n }).aside, /^app, 2023-11-14/);
});

test("without own functions on the stacks of known modules they do not show who holds it", () => {
  const modules = [{ module: "example.com/app", owner: "own" }];
  assert.match(words({ places: [place()], modules }).verdict, /No function of example\.com\/app is on these stacks/);
  assert.match(
    words({ places: [place({ role: "decoder" })], modules }).verdict,
    /Allocator, not holder: no function of/,
  );
  assert.doesNotMatch(words({ places: [place({ ownFrame: "main.a" })], modules }).verdict, /is on these stacks/);
  assert.doesNotMatch(
    words({ places: [place()], modules: [{ module: "x", owner: "dependency" }] }).verdict,
    /is on these stacks/,
  );
  assert.match(words().verdict, /No single place has a part of it that stands out/);
  assert.equal(words().allocated, null);
});

test("a decoder has half of it from half on", () => {
  const of = (share: number) =>
    words({
      places: [place({ role: "decoder", share }), place({ frame: "b", share: 0.4 })],
      modules: [{ module: "m", owner: "own" }],
    }).verdict;
  assert.match(of(0.4), /Allocator, not holder/);
  assert.doesNotMatch(of(0.39), /Allocator, not holder/);
});

const segments = { ...Object.fromEntries(SEGMENTS.map((name) => [name, 0])), live: 60 * MIB, stacks: MIB };
const MEMORY = {
  waterfall: { goBytes: 100 * MIB, segments },
  shareOfGo: 0.6,
  peakRss: 130 * MIB,
  limit: { text: "250Mi", bytes: 250 * MIB },
  shareOfLimit: { share: 0.25, low: 0.2, high: 0.3 },
};

test("the process's memory is told by the runtime's books, the peak and the limit, where each is known", () => {
  const { verdict, notes } = words({ memory: MEMORY });
  assert.match(verdict, /The Go runtime holds 100\.0 MiB .*; the live heap is 60% of that\./);
  assert.match(verdict, /The resident set was 130\.0 MiB at its largest, 30\.0 MiB more/);
  assert.match(verdict, /The live heap is 25\.0% \(20\.0% to 30\.0%\) of the container's limit of 250Mi\./);
  assert.deepEqual(notes, ["The runtime's memory is live heap 60.0 MiB, goroutine stacks 1.0 MiB."]);
  const low = words({
    memory: { ...MEMORY, peakRss: 100 * MIB, shareOfLimit: { share: 0.25, low: null, high: null } },
  }).verdict;
  assert.doesNotMatch(low, /resident set/);
  assert.match(low, /is 25\.0% of the container's limit/);
  const exact = words({ memory: { ...MEMORY, shareOfLimit: { share: 0.25, low: 0.25, high: 0.25 } } }).verdict;
  assert.match(exact, /is 25\.0% of the container's limit/);
  const bare = words({
    memory: { waterfall: null, shareOfGo: null, peakRss: 130 * MIB, limit: null, shareOfLimit: null },
  });
  assert.doesNotMatch(bare.verdict, /runtime holds|resident set|limit/);
});

test("gaps are notes, but for the one that the verdict tells", () => {
  const { notes } = words({ gaps: ["growth", "holder", "outside", "age"] });
  assert.equal(notes.length, 3);
  assert.match(notes.join(" "), /is not known: heap\?debug=1 brings/);
  assert.match(
    words({
      gaps: ["outside"],
      memory: { waterfall: null, shareOfGo: null, peakRss: null, limit: null, shareOfLimit: null },
    }).notes.join(" "),
    /^Stacks, garbage and memory outside Go are not in it/,
  );
});

test("the headline has one decimal at most", () => {
  assert.equal(heapHeadlineUnit(reportOf()).decimals, 1);
});

test("what the runtime holds is said where both the books and the heap's part of them are known", () => {
  const nothing = { peakRss: null, limit: null, shareOfLimit: null };
  const segments = Object.fromEntries(SEGMENTS.map((name) => [name, 0]));
  const waterfall = { goBytes: 80 * MIB, segments };
  const said = (memory: object) => words({ memory: { ...nothing, ...memory } }).verdict;
  assert.match(
    said({ waterfall, shareOfGo: 0.5 }),
    /The Go runtime holds 80\.0 MiB .*; the live heap is 50% of that\./,
  );
  for (const memory of [
    { waterfall, shareOfGo: null },
    { waterfall: null, shareOfGo: 0.5 },
  ])
    assert.doesNotMatch(said(memory), /runtime holds/);
});

test("where filters leave nothing that is said, whatever was looked for", () => {
  const headline = (value: number, filters: readonly string[], type = "inuse_space") =>
    words({ filters, total: { ...TOTAL, value }, sampleType: { type, unit: "bytes" } }).headline;
  const filters = ["focus=a", "hide=b"];
  assert.equal(headline(0, filters), "Nothing that matches focus=a hide=b is live");
  assert.equal(headline(0, filters, "alloc_space"), "Nothing that matches focus=a hide=b is counted");
  assert.match(headline(0, []), /^0 live heap/);
  assert.match(headline(1, filters), /^1 B? ?live heap/);
});

test("of a process that records nothing no number is told", () => {
  const { headline, following } = words({
    findings: [{ code: "not-sampled", severity: "blocking", facts: { name: "the profile" } }],
  });
  assert.match(headline, /^The profile is of a process that records no allocations .*: leave the rate at Go's 524288$/);
  assert.deepEqual(following, [], "a later one would show nothing either");
});

test("that garbage may count as live stands below how much it is, of what is live", () => {
  const findings = [
    { code: "nothing-freed", severity: "limiting", facts: { name: "the profile", isKnown: false } },
  ] as const;
  const { following, notes } = words({ findings });
  assert.match(
    following[0] ?? "",
    /^Nothing that the profile counts was freed, .*: garbage may count as live, unless /,
  );
  assert.ok(notes.every((note) => !note.includes("freed, as until")));
  const known = [{ ...findings[0], facts: { name: "the profile", isKnown: true } }] as const;
  assert.match(
    words({ findings: known }).following[0] ?? "",
    /^Before the first .*, as the profile was captured, .*: capture with gc=1\.$/,
  );
  const counted = words({ findings, sampleType: { type: "alloc_space", unit: "bytes" } });
  assert.ok(counted.notes.some((note) => note.includes("garbage may count as live")));
});
