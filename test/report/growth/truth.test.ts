/** Reports on programs whose growth is known: what the fixtures were made to do, and what evidence of real pairs says. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { recoverDiffCounts } from "../../../src/blame/provenance/diff-counts.ts";
import { type GoroutineGroup, goroutinesOf } from "../../../src/profile/legacy/goroutines.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import type { GrowthReport, SuspectGrowth } from "../../../src/report/growth/growth.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { fixture, MODES, modePair } from "../../fixtures.ts";
import { corpusFile, hasCorpus, readUnpacked } from "../../profile/corpus.ts";
import { growthOf, growthOfFiles } from "../growth-of.ts";

type Mode = (typeof MODES)[number];

const known = new Map<Mode, GrowthReport>();

function report(mode: Mode): GrowthReport {
  const made = known.get(mode) ?? growthOfFiles(...modePair(mode));
  known.set(mode, made);
  return made;
}

function first(made: GrowthReport): SuspectGrowth {
  assert.ok(made.suspects[0], growthWords(made).verdict);
  return made.suspects[0];
}

for (const mode of MODES) {
  test(`the verdict on ${mode} never says "leak": two captures cannot`, () => {
    assert.doesNotMatch(growthWords(report(mode)).verdict, /leak(?!\w)/i);
  });

  test(`the suspects of ${mode} are disjoint parts of what grew, each surely more than nothing`, () => {
    const { suspects, totals } = report(mode);
    const sum = suspects.reduce((total, suspect) => total + suspect.growth, 0);
    assert.ok(sum <= Number(totals.grew), `${sum} of ${totals.grew}`);
    for (const { low, high, growth } of suspects)
      assert.ok((low ?? -1) > 0 && growth > (low ?? 0) && growth < (high ?? 0));
  });

  test(`base and current of ${mode} are found to be of one process`, () => {
    assert.ok(report(mode).provenance.some(({ code }) => code === "same-process"));
  });
}

test("retain: the decoder is the allocator, the holder is not on the stacks, and the next step would find it", () => {
  const made = report("retain");
  for (const suspect of made.suspects) {
    assert.deepEqual([suspect.role, suspect.ownFrame], ["decoder", null]);
  }
  assert.equal(first(made).entry, "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive");
  assert.equal(first(made).module, "k8s.io/api");
  assert.ok(made.suspects.reduce((sum, { share }) => sum + share, 0) > 0.9);
  assert.match(
    growthWords(made).verdict,
    /Allocator, not holder: no function of example\.com\/destination is on these/,
  );
  assert.match(growthWords(made).next.join(" "), /--goroutine-base G0 .*kubectl get pods/);
  assert.ok(made.audit.some(({ code, severity }) => code === "no-own-frame" && severity === "limiting"));
});

/** The report with the goroutine profiles that were captured beside the heaps, over the rollouts between them. */
function withGoroutines(mode: Mode): GrowthReport {
  const [base, current] = ["before", "after"].map((end) =>
    goroutinesOf(parseProfile(readUnpacked(fixture(`streamwatcher/${mode}/goroutine-${end}.out`)))),
  ) as [GoroutineGroup[], GoroutineGroup[]];
  const { snapshots } = JSON.parse(readFileSync(fixture(`streamwatcher/${mode}/capture.json`), "utf8"));
  const iterations = snapshots.at(-1).rollouts - snapshots[0].rollouts;
  const goroutines = { base, current, baseSource: "", currentSource: "", iterations };
  return growthOfFiles(...modePair(mode), {}, { goroutines });
}

test("retain with goroutines: they did not grow and none waits, so own code keeps the objects; the holder stays unnamed", () => {
  const made = withGoroutines("retain");
  assert.equal(made.goroutines?.cause, "steady");
  assert.match(growthWords(made).verdict, /Goroutines do not pile up \(191 -> 191\)/);
  assert.doesNotMatch(growthWords(made).verdict, /ServerWatcher|never stopped, and each/);
});

test("informer-leak with goroutines: clients that are never stopped, three watches a rollout, and who makes them", () => {
  const made = withGoroutines("informer-leak");
  assert.equal(made.goroutines?.cause, "never-stopped");
  assert.match(growthWords(made).verdict, /450 more goroutines \(161 -> 611, 30\.0 per iteration\)/);
  assert.match(growthWords(made).verdict, /45 of these run \(\*StreamWatcher\)\.receive, 3\.0 per iteration: clients/);
  assert.match(
    growthWords(made).verdict,
    /grew most under example\.com\/destination\/internal\/destination\.newRemoteCluster/,
  );
  assert.deepEqual(first(made).goroutines, {
    frame: "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive",
    ...{ base: 9, current: 54, delta: 45, perIteration: 3, isWholePerIteration: true },
  });
});

test("slow-handler with goroutines: the handler that waits is named, and where it is called from", () => {
  const made = withGoroutines("slow-handler");
  assert.equal(made.goroutines?.cause, "handler");
  assert.match(growthWords(made).verdict, /at both ends one waits in .*\(\*PodWatcher\)\.updatePod \(time\.Sleep\)/);
  assert.match(growthWords(made).verdict, /slower than its events/);
});

test("goroutine-leak with goroutines: the function whose goroutines do not end, 60 a rollout", () => {
  const made = withGoroutines("goroutine-leak");
  assert.equal(made.goroutines?.cause, "never-ending");
  assert.match(
    growthWords(made).verdict,
    /900 more goroutines in destination\.\(\*endpointTranslator\)\.processUpdates \(60\.0 per iteration\)/,
  );
});

test("warm-up and steady with goroutines: they are not the cause", () => {
  for (const mode of ["warm-up", "steady"] as const) assert.equal(withGoroutines(mode).goroutines?.cause, "steady");
  assert.doesNotMatch(growthWords(withGoroutines("steady")).verdict, /oroutine/);
});

test("retain: a relist keeps most of what it decodes, a watch also decodes what is soon replaced", () => {
  const [watch, list] = report("retain").suspects;
  assert.match(list?.entry ?? "", /Reflector\)\.list/);
  assert.ok((list?.retention?.low ?? 0) > 0.5, `${list?.retention?.low}`);
  assert.ok((watch?.retention?.high ?? 1) < 0.2, `${watch?.retention?.high}`);
});

test("slow-handler and informer-leak: decoders again, never the holder", () => {
  for (const mode of ["slow-handler", "informer-leak"] as const) {
    assert.deepEqual([first(report(mode)).role, first(report(mode)).ownFrame], ["decoder", null]);
    assert.match(growthWords(report(mode)).verdict, /not holder/);
  }
});

test("goroutine-leak: the own frame is named, nothing is freed, and the planted 28.1 MiB less early ones are in the interval", () => {
  const suspect = first(report("goroutine-leak"));
  assert.match(suspect.frame, /\(\*endpointTranslator\)\.processUpdates$/);
  assert.equal(suspect.ownFrame, suspect.frame);
  assert.equal(suspect.owner, "own");
  assert.ok((suspect.retention?.low ?? 0) > 0.9);
  const planted = 900 * 32 * 1024;
  assert.ok((suspect.low ?? 0) < planted && planted < (suspect.high ?? 0));
});

test("warm-up: own code, and a cache that fills is named among what two captures cannot exclude", () => {
  const made = report("warm-up");
  assert.match(first(made).ownFrame ?? "", /^example\.com\/destination\/internal\/destination\./);
  assert.match(growthWords(made).verdict, /a cache that fills/);
});

test("steady: nothing is suspected, no frame is significant, and what could not have been seen is said", () => {
  const made = report("steady");
  assert.deepEqual(made.suspects, []);
  assert.equal(made.certainty?.significant, false);
  assert.deepEqual(
    made.functions.filter(({ significant }) => significant),
    [],
  );
  assert.match(growthWords(made).verdict, /could not have been seen/);
  assert.doesNotMatch(growthWords(made).verdict, /cannot tell growth/);
});

test("the numbers of objects are judged like the bytes, and allocations are called what they are", () => {
  const [base, current] = modePair("retain");
  const objects = growthOfFiles(base, current, { sampleIndex: 2 });
  assert.equal(objects.sampleType.type, "inuse_objects");
  assert.ok(objects.certainty?.significant);
  assert.match(growthWords(objects).verdict, /^\+[\d,]+ live objects, /);
  const allocated = growthOfFiles(base, current, { sampleIndex: 1 });
  assert.match(growthWords(allocated).verdict, /freed since or not/);
  assert.doesNotMatch(growthWords(allocated).verdict, /holder|Two captures/);
  assert.ok(allocated.audit.some(({ code }) => code === "alloc-counters"));
  for (const { retention } of allocated.suspects) assert.equal(retention, null);
});

for (const shape of ["slice", "cache", "recursion", "generics", "closures", "labels"]) {
  test(`${shape}: the planted bytes are in the interval of the one suspect, which the planted function is`, () => {
    const truth = JSON.parse(readFileSync(fixture(`programs/${shape}/truth.json`), "utf8"));
    const made = growthOfFiles(
      fixture(`programs/${shape}/heap-before.out`),
      fixture(`programs/${shape}/heap-after.out`),
    );
    assert.equal(made.suspects.length, 1);
    const suspect = first(made);
    assert.equal(suspect.frame.replace(/\[.*\]/, "[...]"), truth.function);
    assert.ok((suspect.low ?? 0) < truth.plantedBytes && truth.plantedBytes < (suspect.high ?? 0));
    assert.notEqual(suspect.role, "observability");
    assert.equal(suspect.owner, "own");
  });
}

test("fingerprints are the same after a build that moved every line and address", () => {
  const [base, current] = modePair("retain").map((file) => parseProfile(readUnpacked(file))) as [Profile, Profile];
  const rebuilt = (profile: Profile): Profile => ({
    ...profile,
    locations: {
      ...profile.locations,
      address: profile.locations.address.map((address) => address + 0x40n),
      lineNumber: Float64Array.from(Array.from(profile.locations.lineNumber, Number), (line) => line + 7),
    },
  });
  const fingerprints = (made: GrowthReport): string[] => made.suspects.map(({ fingerprint }) => fingerprint);
  assert.deepEqual(fingerprints(growthOf(rebuilt(base), rebuilt(current))), fingerprints(report("retain")));
});

const NEWEST = fixture("releases/go1.26.8.out");

for (const release of ["go1.20.14", "go1.23.12"]) {
  const built = fixture(`releases/${release}.out`);

  test(`one program built with ${release} and go1.26.8 is matched by name, and grew nowhere much`, () => {
    const made = growthOfFiles(built, NEWEST);
    assert.ok(made.provenance.some(({ code }) => code === "other-build"));
    assert.ok((made.matched?.base ?? 0) > 0.999 && (made.matched?.current ?? 0) > 0.998, JSON.stringify(made.matched));
    assert.ok(Number(made.totals.grew) < 0.1 * Number(made.totals.base), `${made.totals.grew}`);
    assert.match(growthWords(made).provenance.join(" "), /By name, .*(?:9\d\.\d|100\.0)% of current/);
  });

  test(`a leak of 4 MiB in a build of another release than ${release} is the one suspect`, () => {
    const made = growthOfFiles(built, fixture("releases/go1.26.8-leak.out"));
    const [suspect, ...others] = made.suspects;
    assert.deepEqual(
      [suspect?.frame, suspect?.ownFrame, others.map(({ frame }) => frame)],
      ["main.leak", "main.leak", []],
    );
    const planted = 4 * 1024 ** 2;
    assert.ok(Math.abs((suspect?.growth ?? 0) / planted - 1) < 0.15, `${suspect?.growth}`);
  });
}

test("two builds of one release are matched but for what the new one does more", () => {
  const made = growthOfFiles(NEWEST, fixture("releases/go1.26.8-leak.out"));
  assert.equal(made.matched, null);
  assert.equal(first(made).frame, "main.leak");
});

test("suspects bear the same fingerprint in builds of other releases", () => {
  const leaks = fixture("releases/go1.26.8-leak.out");
  const [same, other] = [NEWEST, fixture("releases/go1.20.14.out")].map((base) => first(growthOfFiles(base, leaks)));
  assert.equal(same?.fingerprint, other?.fingerprint);
});

const skip = hasCorpus ? false : "no corpus beside the project";

test("profefe: growth gathers in getProfile, by SampleAddLabel, for handleGetProfile", { skip }, () => {
  const folder = "profefe__profefe/collector_heap_";
  const made = growthOfFiles(corpusFile(`${folder}1.prof`), corpusFile(`${folder}2.prof`));
  const suspect = first(made);
  assert.match(suspect.frame, /\(\*pqStorage\)\.getProfile$/);
  assert.match(suspect.leaf, /SampleAddLabel$/);
  assert.match(suspect.entry, /\(\*APIHandler\)\.handleGetProfile$/);
  assert.ok(made.provenance.some(({ code }) => code === "same-process"));
});

test("profefe: 96 % of the net growth where pprof says 45.94 %, and nothing of it was freed", { skip }, () => {
  const folder = "profefe__profefe/collector_heap_";
  const made = growthOfFiles(corpusFile(`${folder}1.prof`), corpusFile(`${folder}2.prof`));
  const add = made.functions.find(({ name }) => name.endsWith("SampleAddLabel"));
  // 26.01 of 27.1 MiB: pprof's denominator is the sum of all changes, up and down, 56.62 MB.
  const share = Number(add?.deltaFlat) / Number(made.totals.net);
  assert.ok(Math.abs(share - 0.96) < 0.01, `${share}`);
});

/** Recorded objects gained and allocated on the stacks that grew most, as evidence.md 4.7 counts them. */
function keptOf(names: readonly [string, string], stacks: number): [kept: number, allocated: number][] {
  const [base, current] = names.map((name) => parseProfile(readUnpacked(corpusFile(name)))) as [Profile, Profile];
  const counts = recoverDiffCounts(diffProfiles(base, current));
  const change = (column: "inuse" | "alloc", row: number): number =>
    (counts.current[column]?.counts[row] ?? 0) - (counts.base[column]?.counts[row] ?? 0);
  const rows = [...(counts.current.inuse?.counts.keys() ?? [])];
  rows.sort((a, b) => change("inuse", b) - change("inuse", a));
  return rows.slice(0, stacks).map((row) => [change("inuse", row), change("alloc", row)]);
}

test("profefe and speller: of the stacks that grew most, all that was allocated is kept", { skip }, () => {
  const profefe = keptOf(["profefe__profefe/collector_heap_1.prof", "profefe__profefe/collector_heap_2.prof"], 3);
  // By stack and size: evidence.md's 16 is the 9 and the 7 of one stack.
  assert.deepEqual(profefe[0], [44, 44]);
  for (const [kept, allocated] of profefe) assert.equal(kept, allocated);
  const speller = keptOf(["DMA8__speller/profiling_heap_before.pprof", "DMA8__speller/profiling_heap_after.pprof"], 1);
  assert.deepEqual(speller, [[385, 385]]);
});

test("speller: who had it decoded is named, not gob", { skip }, () => {
  const folder = "DMA8__speller/profiling_heap_";
  const suspect = first(growthOfFiles(corpusFile(`${folder}before.pprof`), corpusFile(`${folder}after.pprof`)));
  assert.match(suspect.frame, /speller\.\(\*Speller\)\.LoadModel$/);
  assert.deepEqual(
    [suspect.ownFrame, suspect.entry],
    ["spellCheck/internal/speller.init.0", "spellCheck/internal/speller.init.0"],
  );
});

test("go-leak-experiment: another process, so nothing is said of retention", { skip }, () => {
  const folder = "qiuhawei__go-leak-experiment/heap";
  const made = growthOfFiles(corpusFile(`${folder}.out`), corpusFile(`${folder}-leak.out`));
  assert.ok(made.provenance.some(({ code }) => ["different-process", "other-build"].includes(code)));
  for (const { retention } of made.suspects) assert.equal(retention, null);
});

test("a table of single samples, as in kubernetes#102874, is all noise: no suspect, no frame", () => {
  const sizes = [512, 1024, 1536, 2048, 65_536];
  const table = heapProfile(
    Array.from({ length: 22 }, (_, row) => ({
      stack: `main.main;main.f${row}`,
      size: sizes[row % sizes.length] as number,
      inuse: 1 + (row % 3 === 0 ? 1 : 0),
      alloc: 4,
    })),
    { timeNanos: 60_000_000_000n },
  );
  const before = heapProfile(
    Array.from({ length: 22 }, (_, row) => ({
      stack: `main.main;main.f${row}`,
      size: sizes[row % sizes.length] as number,
      inuse: row % 2,
      alloc: 2,
    })),
  );
  const made = growthOf(before, table);
  assert.deepEqual(
    made.functions.filter(({ significant }) => significant),
    [],
  );
  const ofOne = made.suspects.filter(({ frame }) => /main\.f/.test(frame));
  assert.deepEqual(ofOne, []);
});

test("cortex: two processes, decoders, and no retention across them", { skip }, () => {
  const made = growthOfFiles(
    corpusFile("amckinley__cortex-heap/heap.out"),
    corpusFile("amckinley__cortex-heap/heap2.out"),
  );
  assert.ok(made.provenance.some(({ code }) => code === "different-process"));
  assert.match(growthWords(made).verdict, /of two processes/);
  assert.deepEqual([first(made).role, first(made).retention], ["decoder", null]);
});

test("gonote: no frame by itself is more than noise", { skip }, () => {
  const made = growthOfFiles(
    corpusFile("xmge__gonote/heap.v02-20210308.base"),
    corpusFile("xmge__gonote/heap.current"),
  );
  assert.deepEqual(
    made.functions.filter(({ significant }) => significant),
    [],
  );
});

test("kinds: a difference made by the server is refused as what it is", () => {
  const made = growthOfFiles(fixture("programs/kinds/allocs.out"), fixture("programs/kinds/heap-seconds.out"));
  assert.deepEqual([made.certainty, made.suspects], [null, []]);
  assert.match(
    growthWords(made).verdict,
    /in 2s the live heap grew by 7\.89 MiB \(95% within -4\.88 to \+20\.74 by sampling\)/,
  );
});
